"""How long `stats` takes over transcripts, and how much memory, against bare `json.loads` over the same lines.

    python benchmarks/transcripts.py --megabytes 1000 --files 4

Writes synthetic Claude Code sessions (records of real ones' kinds, numbers and sizes) to a temporary folder, then runs
each reading in a process of its own and prints times, peak memory and ratios.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

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


def one(what: str, folder: Path) -> None:
    """Run one reading here; print its seconds, peak memory in bytes and lines as JSON."""
    import resource

    start = time.perf_counter()
    number = bare(folder) if what == "bare" else stats(folder, int(what.removeprefix("stats-")))
    took = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([took, max(own, children) * (1 if sys.platform == "darwin" else 1024), number]))


def measured(what: str, folder: Path, repeat: int) -> tuple[float, int, int]:
    """Run one reading in fresh processes; return the best time, its peak memory and the lines read."""
    runs = []
    for _ in range(repeat):
        command = [sys.executable, __file__, "--one", what, "--folder", str(folder)]
        runs.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    took, memory, number = min(runs)
    return took, memory, number


def main() -> None:
    """Write, read, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
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
        base, base_memory, base_lines = measured("bare", folder, options.repeat)
        print(f"{'json.loads':<22}{base:7.2f} s {size / 1e6 / base:6.0f} MB/s {base_memory / 1e6:7.0f} MB peak")
        for processes in dict.fromkeys((1, options.processes)):
            took, memory, lines = measured(f"stats-{processes}", folder, options.repeat)
            if lines != base_lines:
                raise SystemExit(f"stats read {lines:,} lines, json.loads {base_lines:,}")
            label = f"stats, {processes} process" + ("es" if processes > 1 else "")
            print(
                f"{label:<22}{took:7.2f} s {size / 1e6 / took:6.0f} MB/s {memory / 1e6:7.0f} MB peak"
                f"   {took / base:.2f} x the time, {memory / base_memory:.2f} x the memory"
            )


if __name__ == "__main__":
    main()
