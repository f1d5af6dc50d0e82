"""Commands measured in turn, each in a process of its own: time on the clock, of the processor, and memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_TAIL = 4_000  # bytes
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """Seconds on the clock, seconds of the processor (all processes of the command), and the peak memory in bytes."""

    wall: float
    work: float
    peak: int


class Command(NamedTuple):
    """A command line. `before` is done ahead of each run, and isn't measured; `codes` are the exits that are right."""

    arguments: Sequence[str]
    cwd: Path
    before: Callable[[], object] | None = None
    codes: Sequence[int] = (0, 1)
    environment: Mapping[str, str] = {}


def run(command: Command) -> Cost:
    """Run a command and return its cost. Raises SystemExit if it ends with another code than those that are right."""
    if command.before is not None:
        command.before()
    environment = {**os.environ, "NO_COLOR": "1", **command.environment}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen(
        command.arguments, cwd=command.cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in command.codes:
        raise SystemExit(f"exit {code} of: {' '.join(command.arguments)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT)


def said(command: Command) -> str:
    """Run a command and return the end of what it prints, to see what it did.

    Not all of it: what this process has in its memory would count as that of the commands that it starts later.
    """
    if command.before is not None:
        command.before()
    environment = {**os.environ, "NO_COLOR": "1", **command.environment}
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command.arguments, cwd=command.cwd, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
        output.seek(max(output.tell() - _TAIL, 0))
        text = output.read().decode("utf-8", "replace")
    if done.returncode not in command.codes:
        raise SystemExit(f"exit {done.returncode} of: {' '.join(command.arguments)}\n{text}")
    return text


def in_turn(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Cost]]:
    """Run all commands once for nothing, then `rounds` times, one after the other: other load hits all of them."""
    for command in commands.values():
        run(command)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command))
    return costs


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        median(cost.wall for cost in costs), median(cost.work for cost in costs), max(cost.peak for cost in costs)
    )


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost], kind: str) -> float:
    """Return the median, over the rounds, of ours against theirs: of `wall` or `work`."""
    return median(getattr(one, kind) / getattr(other, kind) for one, other in zip(ours, theirs, strict=True))
