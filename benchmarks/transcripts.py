"""How long `stats` takes over transcripts, and how much memory, against bare `json.loads` over the same lines.

    python benchmarks/transcripts.py --megabytes 1000 --files 4

Writes synthetic Claude Code sessions (records of real ones' kinds, numbers and sizes) to a temporary folder, then runs
each reading several times in turn, in processes of their own, and prints medians of time by the clock, of processor
time and of peak memory, and their ratios.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

BASE = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = (
    "the",
    "of",
    "agent",
    "file",
    "test",
    "change",
    "read",
    "write",
    "run",
    "result",
    "error",
    "line",
    "value",
    "then",
)


class Session:
    """Makes the lines of one session: dispatches of one to six agents, and much that is of no interest."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.id = f"session-{seed:06}"
        self.clock = BASE + timedelta(days=seed)
        self.number = 0
        self.text = " ".join(self.random.choices(WORDS, k=20_000)).replace("error", 'an "error"\n')

    def lines(self) -> Iterator[str]:
        """Yield lines without end."""
        while True:
            yield from self.dispatch()
            for _ in range(self.random.randint(15, 40)):
                yield from self.chatter()

    def record(self, kind: str, **fields: object) -> str:
        self.clock += timedelta(milliseconds=self.random.randint(1, 4000))
        self.number += 1
        head = {"parentUuid": f"u{self.number - 1}", "isSidechain": False, "userType": "external", "cwd": "/repo"}
        tail = {
            "uuid": f"u{self.number}",
            "timestamp": self.clock.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        more = {"sessionId": self.id, "version": "2.1.49", "gitBranch": "main", "type": kind}
        late = {"toolUseResult": fields.pop("toolUseResult")} if "toolUseResult" in fields else {}
        return json.dumps(head | more | fields | tail | late, separators=(",", ":")) + "\n"

    def prose(self, most: int) -> str:
        length = min(most, int(self.random.lognormvariate(6.3, 1.4)))
        start = self.random.randrange(len(self.text) // 2)
        return self.text[start : start + length]

    def dispatch(self) -> Iterator[str]:
        message = f"msg_{self.id}_{self.number}"
        calls = [f"toolu_{self.id}_{self.number}_{n}" for n in range(self.random.randint(1, 6))]
        for call in calls:
            orders = {"description": f"Do {call[-8:]}", "subagent_type": "general-purpose", "prompt": self.prose(4000)}
            block = {"type": "tool_use", "id": call, "name": "Task", "input": orders}
            yield self.record(
                "assistant", message={"id": message, "role": "assistant", "content": [block], "usage": {}}
            )
        for _ in range(self.random.randint(20, 60)):
            call = self.random.choice(calls)
            inner = {
                "role": "user",
                "content": [{"type": "tool_result", "tool_use_id": "x", "content": self.prose(20_000)}],
            }
            data = {"type": "agent_progress", "agentId": call[-7:], "message": {"type": "user", "message": inner}}
            yield self.record("progress", data=data, toolUseID="agent_msg", parentToolUseID=call)
        for call in calls:
            report = [{"type": "text", "text": self.prose(12_000)}]
            block = {"type": "tool_result", "tool_use_id": call, "content": report}
            outcome = {"status": "completed", "agentId": call[-7:], "content": report, "totalTokens": 9000}
            outcome |= {"totalDurationMs": self.random.randint(5_000, 90_000), "totalToolUseCount": 9}
            yield self.record("user", message={"role": "user", "content": [block]}, toolUseResult=outcome)

    def chatter(self) -> Iterator[str]:
        call = f"toolu_{self.id}_{self.number}"
        for kind in ("thinking", "text"):
            content = [{"type": kind, kind: self.prose(4000)}]
            yield self.record(
                "assistant", message={"id": f"msg_{call}", "role": "assistant", "content": content, "usage": {}}
            )
        block: dict[str, object] = {"type": "tool_use", "id": call, "name": "Read", "input": {"file_path": "/repo/x"}}
        yield self.record("assistant", message={"id": f"msg_{call}", "role": "assistant", "content": [block]})
        yield self.record("progress", data={"type": "hook_progress", "hookEvent": "PreToolUse"}, parentToolUseID=call)
        yield self.record("progress", data={"type": "bash_progress", "output": self.prose(2000)}, parentToolUseID=call)
        said = self.prose(60_000)
        block = {"type": "tool_result", "tool_use_id": call, "content": said}
        if self.random.random() < 0.1:
            block["is_error"] = True
            yield self.record("user", message={"content": [block]}, toolUseResult=f"Error: {said[:200]}")
        else:
            file = {"type": "text", "file": {"filePath": "/repo/x", "content": said, "numLines": 40}}
            yield self.record("user", message={"content": [block]}, toolUseResult=file)
        if self.random.random() < 0.15:
            yield json.dumps({"type": "file-history-snapshot", "messageId": call, "snapshot": {"files": {}}}) + "\n"


def write(folder: Path, megabytes: int, files: int) -> int:
    """Write the sessions; return the number of lines."""
    number = 0
    for seed in range(files):
        left = megabytes * 1_000_000 // files
        with (folder / f"session-{seed:06}.jsonl").open("w", encoding="utf-8") as stream:
            for line in Session(seed).lines():
                stream.write(line)
                number += 1
                left -= len(line)
                if left <= 0:
                    break
    return number


def bare(folder: Path) -> int:
    """Parse every line and keep nothing."""
    number = 0
    for path in sorted(folder.glob("*.jsonl")):
        with path.open("rb") as stream:
            for line in stream:
                json.loads(line)
                number += 1
    return number


def stats(folder: Path, processes: int) -> int:
    """Do what `stats` does, to the last figure."""
    from allsettled.evidence.fleet import gather
    from allsettled.evidence.sessions import sessions
    from allsettled.evidence.stats import summarise

    return summarise(gather(sessions([str(folder)]), processes=processes)).lines


class Run(NamedTuple):
    """One reading, in a process of its own."""

    seconds: float  # by the clock
    processor: float  # seconds of processor, of all processes
    memory: int  # bytes, the peak of the largest process
    lines: int


def one(what: str, folder: Path) -> None:
    """Run one reading here and print what it took as JSON."""
    import resource

    start = time.perf_counter()
    number = bare(folder) if what == "json.loads" else stats(folder, int(what.removeprefix("stats-")))
    took = time.perf_counter() - start
    all_used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(used.ru_utime + used.ru_stime for used in all_used)
    memory = max(used.ru_maxrss for used in all_used) * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps([took, processor, memory, number]))


def measured(what: str, folder: Path) -> Run:
    """Run one reading in a fresh process."""
    command = [sys.executable, __file__, "--one", what, "--folder", str(folder)]
    return Run(*json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def middle(runs: list[Run]) -> Run:
    """Return the medians of several runs."""
    return Run(*(statistics.median(values) for values in zip(*runs, strict=True)))  # type: ignore[arg-type]


def compare(folder: Path, readings: list[str], repeat: int) -> None:
    """Run the readings in turn, so that other work on the machine slows all of them alike; print medians and ratios."""
    runs: dict[str, list[Run]] = {what: [] for what in readings}
    loads = []
    for _ in range(repeat):
        for what in readings:
            loads.append(os.getloadavg()[0])
            runs[what].append(measured(what, folder))
    if len({run.lines for own in runs.values() for run in own}) > 1:
        raise SystemExit("not all of them read the same lines")
    base = middle(runs[readings[0]])
    print(f"medians of {repeat} in turn; other load on the machine: {min(loads):.1f} to {max(loads):.1f}")
    print(f"{'':<14}{'time':>9}{'processor':>12}{'peak':>9}{'time':>12}{'processor':>12}{'peak':>8}")
    for what, own in runs.items():
        run = middle(own)
        ratios = (run.seconds / base.seconds, run.processor / base.processor, run.memory / base.memory)
        times = "".join(f"{ratio:>{size}.2f}x" for ratio, size in zip(ratios, (11, 11, 7), strict=True))
        print(f"{what:<14}{run.seconds:>7.2f} s{run.processor:>10.2f} s{run.memory / 1e6:>6.0f} MB{times}")


def main() -> None:
    """Write, read, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--repeat", type=int, default=5, help="how often each reading runs")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one, options.folder)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        number = write(folder, options.megabytes, options.files)
        size = sum(path.stat().st_size for path in folder.glob("*.jsonl"))
        print(f"{size / 1e6:.0f} MB, {number:,} lines in {options.files} files; Python {sys.version.split()[0]}")
        processes = dict.fromkeys((1, options.processes))
        compare(folder, ["json.loads", *(f"stats-{count}" for count in processes)], options.repeat)


if __name__ == "__main__":
    main()
