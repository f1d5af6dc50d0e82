"""Where the milliseconds go: of the check of one clean log that nobody has seen, and of a whole repository.

    python benchmarks/where.py --write      print both profiles, and write them into docs/speed.md
    python benchmarks/where.py --short      only see whether it runs

The first is told by Python itself (`-X importtime`, patterns and classes counted as they're made), the second by
`cProfile`, by the rooms of the house and by the dependencies. Profiling slows calls down: only the shares count.
"""

import argparse
import cProfile
import json
import os
import pstats
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import material
from peers import CHECKOUT
from speed import DOCS, put

PACKAGE = "allsettled"
_ROWS = 10
MADE = """
import json, sys, time
start = time.process_time()
import dataclasses, enum, re, typing
before = time.process_time() - start
import re._compiler
spent, number = {}, {}
def counted(module, name, what):
    original = getattr(module, name)
    def timed(*arguments, **options):
        begun = time.process_time()
        try:
            return original(*arguments, **options)
        finally:
            spent[what] = spent.get(what, 0) + time.process_time() - begun
            number[what] = number.get(what, 0) + 1
    setattr(module, name, timed)
counted(re._compiler, "compile", "regular expressions compiled")
counted(dataclasses, "_process_class", "data classes made")
loaded = len(sys.modules)
start = time.process_time()
from allsettled.cli import main
main(sys.argv[1:])
first = time.process_time() - start
modules = len(sys.modules) - loaded
start = time.process_time()
main(sys.argv[1:])
second = time.process_time() - start
rows = [["typing, re, enum, dataclasses", 4, before], *([what, number[what], spent[what]] for what in spent)]
rest = first - second - sum(spent.values())
rows += [["modules loaded, without those", modules, rest], ["the check itself, all being loaded", 1, second]]
print(json.dumps(rows), file=sys.stderr)
"""


def start_up(folder: Path) -> list[tuple[str, int, float]]:
    """Return, for one clean log: what is done, how often, and the seconds of the processor that it takes."""
    log = material.one_log(folder)
    begun = [_work([sys.executable, "-c", "pass"], folder) for _ in range(5)]
    best: list[list[object]] = []
    for _ in range(5):
        command = [sys.executable, "-c", MADE, "check", "--no-cache", log.name]
        done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=True)
        rows = json.loads(done.stderr.strip().split("\n")[-1])
        if not best or sum(row[2] for row in rows) < sum(row[2] for row in best):  # type: ignore[misc]
            best = rows
    return [("Python itself", 1, min(begun)), *((str(a), int(b), float(c)) for a, b, c in best)]  # type: ignore[call-overload]


def imports(folder: Path) -> list[tuple[str, int, float]]:
    """Return, for the same log, each package with its modules and the seconds on the clock that they take to load."""
    command = [sys.executable, "-X", "importtime", "-m", PACKAGE, "check", "--no-cache", material.NAME]
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=True)
    number: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for line in done.stderr.split("\n"):
        if line.startswith("import time:") and line[12:].split("|")[0].strip().isdigit():
            self_time, _, name = line[12:].split("|")
            parts = name.strip().split(".")
            room = (
                ".".join(parts[:2])
                if parts[0] == PACKAGE
                else parts[0]
                if parts[0] in _DEPENDENCIES
                else "Python's own"
            )
            number[room] += 1
            spent[room] += int(self_time)
    return [(room, number[room], micro / 1e6) for room, micro in spent.most_common()]


_DEPENDENCIES = ("markdown_it", "mdurl", "click", "yaml", "wcwidth", "jsonschema")


def repository(folder: Path, *, short: bool) -> list[tuple[str, int, float]]:
    """Return, for a whole repository in one process: each room, the calls of its functions, and the seconds in them."""
    material.repository(folder, short=short)
    from allsettled.cli import main

    profile = cProfile.Profile()
    with chdir(folder), Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        profile.runcall(main, ["check", "--no-cache", "--jobs", "1", "."])
    number: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for (file, _, _), (_, calls, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        room = _room(file)
        number[room] += calls
        spent[room] += own
    return [(room, number[room], seconds) for room, seconds in spent.most_common()]


def _room(file: str) -> str:
    parts = Path(file).parts
    if PACKAGE in parts:
        inside = parts[len(parts) - parts[::-1].index(PACKAGE) :]
        return f"{PACKAGE}.{inside[0].removesuffix('.py')}"
    return next((part for part in parts if part in _DEPENDENCIES), "Python's own, built-in functions included")


def _work(command: list[str], folder: Path) -> float:
    process = subprocess.Popen(command, cwd=folder, env=_environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(CHECKOUT / "checker"), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": path}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def shown(title: str, unit: str, rows: list[tuple[str, int, float]], factor: float) -> str:
    """Return rows as a table in Markdown, with their shares."""
    whole = sum(spent for _, _, spent in rows) or 1
    lines = [f"| {title} | number | {unit} | share |", "| --- | --- | --- | --- |"]
    lines += [f"| {name} | {number:,} | {spent * factor:.1f} | {spent / whole:.0%} |" for name, number, spent in rows]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write the tables into {DOCS.name}")
    parser.add_argument("--short", action="store_true", help="little data")
    options = parser.parse_args()
    sys.path.insert(0, str(CHECKOUT / "checker"))
    with tempfile.TemporaryDirectory() as name:
        one = Path(name) / "one"
        tables = [shown("one clean log, never seen", "ms of the processor", start_up(one), 1000)]
        tables += [shown("the modules that it loads", "ms on the clock", imports(one)[:_ROWS], 1000)]
        rows = repository(Path(name) / "repository", short=options.short)
        tables += [shown("a whole repository, in one process", "s, with the profiler", rows[:_ROWS], 1)]
    text = "\n".join(tables)
    print(text)
    if options.write:
        put(DOCS, "where", text)


if __name__ == "__main__":
    main()
