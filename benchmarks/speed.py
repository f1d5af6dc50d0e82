"""How long everything takes, against other tools that have the same to do, or against what can't be done without.

    python benchmarks/speed.py --write      measure, print the table, and write it into docs/speed.md
    python benchmarks/speed.py --short      only see whether all of it runs: no peers, little data, one round

Installs this checkout and the peers, at pinned versions, into a temporary folder; makes or unpacks the files; checks
that what is compared does the same work; runs each pair in turn. The table has medians, and the medians of the ratios
of each round: on the clock, and of the processor, which other load on the machine disturbs less.
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

import peers
from comparisons import Bench, Comparison
from measuring import Cost, in_turn, middle, ratio

DOCS = peers.CHECKOUT / "docs" / "speed.md"
HEAD = ("work", "against", "goal", "ratio (clock)", "ratio (processor)", "ours", "other", "peak")


def measured(comparison: Comparison, *, short: bool) -> list[str]:
    """Measure one comparison and return its row."""
    if comparison.check is not None:
        comparison.check()
    rounds = 1 if short else comparison.rounds
    costs = in_turn({"ours": comparison.ours, "other": comparison.other}, rounds)
    ours, other = middle(costs["ours"]), middle(costs["other"])
    wall, work = (ratio(costs["ours"], costs["other"], kind) for kind in ("wall", "work"))
    goal = "" if comparison.limit is None else f"{comparison.limit:g}"
    missed = comparison.limit is not None and wall > comparison.limit
    clock = f"**{wall:.2f}**" if missed else f"{wall:.2f}"
    peak = f"{ours.peak / 1_048_576:.0f} MiB"
    return [comparison.work, comparison.against, goal, clock, f"{work:.2f}", _shown(ours), _shown(other), peak]


def _shown(cost: Cost) -> str:
    unit, factor = ("ms", 1000) if cost.wall < 2 else ("s", 1)
    return f"{cost.wall * factor:.3g} {unit} ({cost.work * factor:.3g})"


def table(rows: list[list[str]]) -> str:
    """Return the rows as a table in Markdown."""
    lines = [HEAD, ["---"] * len(HEAD), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def surroundings(tools: peers.Tools) -> str:
    """Return what was measured on, in a sentence or two."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = ", ".join(f"{name} {version}" for name, version in (peers.PYTHON_PEERS | peers.NODE_PEERS).items())
    model = next((line.partition(":")[2].strip() for line in _cpu() if line.startswith("model name")), "")
    machine = f"{model or platform.processor()}, {cores} cores, {platform.system()} {platform.machine()}"
    load = f"; load when it began {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}; {versions if tools.peers else 'no peers'}; {machine}{load}."


def _cpu() -> list[str]:
    place = Path("/proc/cpuinfo")
    return place.read_text().split("\n") if place.is_file() else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write the table into {DOCS.name}")
    parser.add_argument("--short", action="store_true", help="one round over little data, without peers")
    parser.add_argument("--megabytes", type=int, default=1000, help="of transcripts")
    parser.add_argument("--only", default="", help="only comparisons whose row has this text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tools = peers.here() if options.short else peers.installed(folder)
        about = surroundings(tools)
        rows = []
        for comparison in Bench(
            tools, folder, short=options.short, megabytes=2 if options.short else options.megabytes
        ).all():
            if options.only in f"{comparison.work} {comparison.against}":
                rows.append(measured(comparison, short=options.short))
                print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    text = f"{about}\n\n{table(rows)}"
    print(text)
    if options.write:
        put(DOCS, "speed", text)


def put(page: Path, name: str, text: str) -> None:
    """Put a text between the two marks of a name in a page."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    page.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
