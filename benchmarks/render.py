"""How long `render --check` takes over many files with regions, against reading and hashing the same files.

    python benchmarks/render.py --files 1000

Writes prompts with a rendered region each to a temporary folder, then runs both in processes of their own, several
times, and prints the least that each costs, on the clock and of the processor, and the ratio: as a whole, and what the
files cost beyond the first one, which is what grows.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

REGION = "<!-- allsettled:begin id=parallel-dispatch -->\n<!-- allsettled:end id=parallel-dispatch -->\n"
PROSE = "Read the request and say in one sentence what the result must be, then decide who has to do what of it."
HASH = """
import hashlib, os, sys
whole = hashlib.sha256()
for folder, _, names in os.walk(sys.argv[1]):
    for name in sorted(names):
        if name.endswith(".md"):
            with open(os.path.join(folder, name), "rb") as file:
                whole.update(hashlib.sha256(file.read()).digest())
print(whole.hexdigest())
"""
RENDER = """
import sys
from allsettled.cli import main
sys.exit(main(["render", "--check", sys.argv[1]]))
"""


class Cost(NamedTuple):
    """Seconds on the clock, and of the processor."""

    wall: float
    work: float


def prompt(number: int, paragraphs: int) -> str:
    """Return a prompt like those that people write: sections, lists, a fence, and a region among them."""
    parts = [f"---\nname: agent-{number}\ndescription: The agent of number {number}.\n---\n\n# Agent {number}\n"]
    for at in range(paragraphs):
        parts.append(f"## Section {at}\n\n{PROSE} ({number}.{at})\n\n- {PROSE}\n- `code {at}` and **more**\n")
        if at % 4 == 0:
            parts.append(f"```bash\necho {at}\n```\n\n| a | b |\n| - | - |\n| {at} | {number} |\n")
        if at == paragraphs // 2:
            parts.append(REGION)
    return "\n".join(parts)


def timed(source: str, folder: Path) -> Cost:
    """Return what a program costs in a process of its own, its start included."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", source, str(folder)], cwd=folder, check=True, capture_output=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def best(source: str, folder: Path, rounds: int) -> Cost:
    """Return the least that a program costs in several rounds: what else the machine does is not its fault."""
    costs = [timed(source, folder) for _ in range(rounds)]
    return Cost(min(cost.wall for cost in costs), min(cost.work for cost in costs))


def fill(folder: Path, files: int, paragraphs: int) -> int:
    """Write the files, render them, and return how many bytes they have."""
    for number in range(files):
        home = folder / f"team-{number % 20}"
        home.mkdir(parents=True, exist_ok=True)
        (home / f"agent-{number}.md").write_text(prompt(number, paragraphs))
    subprocess.run([sys.executable, "-m", "allsettled", "render"], cwd=folder, check=True, capture_output=True)
    return sum(path.stat().st_size for path in folder.rglob("*.md"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--paragraphs", type=int, default=16, help="sections around the region of each file")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        one, many = Path(name) / "one", Path(name) / "many"
        fill(one, 1, options.paragraphs)
        size = fill(many, options.files, options.paragraphs)
        costs = {
            (what, folder.name): best(source, folder, options.rounds)
            for what, source in (("hash", HASH), ("render", RENDER))
            for folder in (one, many)
        }
    print(f"{options.files} files with a region, {size / 1e6:.1f} MB")
    print(f"{'':24}{'read and hash':>16}{'render --check':>16}{'ratio':>8}")
    for kind in Cost._fields:
        base, ours = (getattr(costs[what, "many"], kind) for what in ("hash", "render"))
        more_base, more_ours = (
            getattr(costs[what, "many"], kind) - getattr(costs[what, "one"], kind) for what in ("hash", "render")
        )
        for label, a, b in (
            (f"{kind}, start included", base, ours),
            (f"{kind}, beyond one file", more_base, more_ours),
        ):
            print(f"{label:24}{a * 1000:>13.0f} ms{b * 1000:>13.0f} ms{b / a:>8.1f}")


if __name__ == "__main__":
    main()
