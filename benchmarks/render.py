"""How long `render --check` takes over many files with regions, against reading and hashing the same files.

    python benchmarks/render.py --files 1000

Writes prompts with a rendered region each to a temporary folder, then runs both in processes of their own, in turn and
several times, and prints the medians, on the clock and of the processor, and the ratio: as a whole, and what the files
cost beyond the first one, which is what grows. "seen before" knows the files from an earlier run, "never seen" is told
to use no cache. `--layout` has the files as an editor or formatter may leave them.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
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
sys.exit(main(["render", "--check", *sys.argv[1:]]))
"""
PROGRAMS = {"read and hash": (HASH,), "seen before": (RENDER,), "never seen": (RENDER, "--no-cache")}
LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "rendered": lambda raw: raw,
    "crlf": lambda raw: raw.replace(b"\n", b"\r\n"),
    "bom": lambda raw: b"\xef\xbb\xbf" + raw,
    "other-bullets": lambda raw: raw.replace(b"\n- ", b"\n* "),
}


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


def timed(program: Sequence[str], folder: Path) -> Cost:
    """Return what a program costs in a process of its own, its start included."""
    source, *options = program
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run("-c", source, str(folder), *options, cwd=folder)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def run(*arguments: str, cwd: Path) -> None:
    """Run Python as users do: with its compiled modules kept."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["ALLSETTLED_CACHE_DIR"] = str(cwd.parent / "cache")
    subprocess.run([sys.executable, *arguments], cwd=cwd, check=True, capture_output=True, env=environment)


def fill(folder: Path, files: int, paragraphs: int, layout: str = "rendered") -> int:
    """Write the files, render them, lay them out, and return how many bytes they have."""
    for number in range(files):
        home = folder / f"team-{number % 20}"
        home.mkdir(parents=True, exist_ok=True)
        (home / f"agent-{number}.md").write_text(prompt(number, paragraphs))
    run("-m", "allsettled", "render", cwd=folder)
    for path in folder.rglob("*.md"):
        path.write_bytes(LAYOUTS[layout](path.read_bytes()))
    return sum(path.stat().st_size for path in folder.rglob("*.md"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--paragraphs", type=int, default=16, help="sections around the region of each file")
    parser.add_argument("--layout", choices=LAYOUTS, default="rendered")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        one, many = Path(name) / "one", Path(name) / "many"
        fill(one, 1, options.paragraphs, options.layout)
        size = fill(many, options.files, options.paragraphs, options.layout)
        for folder in (one, many):
            timed(PROGRAMS["seen before"], folder)  # it has seen them then
        rounds = [
            {(what, folder): timed(program, folder) for what, program in PROGRAMS.items() for folder in (one, many)}
            for _ in range(options.rounds)
        ]
    what = f"{options.files} files with a region ({options.layout})"
    print(f"{what}, {size / 1e6:.1f} MB, medians of {options.rounds} rounds")
    print(f"{'':24}{'read and hash':>16}{'seen before':>18}{'ratio':>7}{'never seen':>17}{'ratio':>7}")
    for at, kind in enumerate(Cost._fields):
        whole = [statistics.median(one_round[what, many][at] for one_round in rounds) for what in PROGRAMS]
        more = [statistics.median(each[what, many][at] - each[what, one][at] for each in rounds) for what in PROGRAMS]
        for label, (base, *ours) in ((f"{kind}, start included", whole), (f"{kind}, beyond one file", more)):
            told = "".join(f"{each * 1000:>15.0f} ms{each / base:>7.1f}" for each in ours)
            print(f"{label:24}{base * 1000:>13.0f} ms{told}")


if __name__ == "__main__":
    main()
