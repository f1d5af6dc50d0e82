"""Writes the sessions of a team that never was: forty of Claude Code's, over three months, for a look at the page.

    python tests/evidence/sample.py FOLDER

The same ones each time. In them is what real ones have: dispatches of two to seven, in the foreground and in the
background, agents started alone, failures with and without a flag, retries, a person's refusals, and ends that nobody
wrote down. At first, one agent of a dispatch has far more to do than the others; over the weeks that gets better.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

SESSIONS = 40
_SEED = 1400
_FIRST = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_DAYS = 91
_WIDTHS = (2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 7)
_TASKS = {
    "analyst": "Find out why {}",
    "architect": "Review the design of {}",
    "critic": "Question the plan for {}",
    "devops": "Check the deployment of {}",
    "docs": "Update the manual on {}",
    "implementer": "Change {}",
    "qa": "Write test cases for {}",
    "security": "Look for holes in {}",
}
_PARTS = (
    "the login",
    "the invoices",
    "the search",
    "the import",
    "the calendar",
    "the audit log",
    "the payment page",
    "the permissions",
    "the mailer",
    "the report",
)
_ERRORS = ("You've hit your limit · resets 8pm", "API Error: 500 Internal server error", "API Error: 401 expired")
_REFUSED = "The user doesn't want to proceed with this tool use. The tool use was rejected."


class Agent(NamedTuple):
    """One agent to be called: what for, when from the dispatch's beginning, for how long, and how it ends."""

    id: str
    role: str
    task: str
    called: float
    seconds: float
    end: str  # ok, failed, silent, refused, lost


class Session:
    """Makes the records of one session."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(_SEED + number)
        self.id = str(UUID(int=self.random.getrandbits(128), version=4))
        self.progress = number / SESSIONS  # of the three months: 0 at their beginning, 1 at their end
        day = _DAYS * number / SESSIONS + self.random.random() * 2
        self.clock = _FIRST + timedelta(days=int(day), minutes=self.random.randint(0, 480))
        self.number = 0

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield them in the order of time, as far as a transcript keeps to that."""
        yield self._record("user", 0, message={"role": "user", "content": "..."})
        for _ in range(self.random.choice((1, 1, 2, 2, 3))):
            part = self.random.choice(_PARTS)
            width = self.random.choice(_WIDTHS)
            roles = self.random.sample(sorted(_TASKS), width)
            agents = [self._agent(role, part, place) for place, role in enumerate(roles)]
            yield from self._dispatch(agents, background=self.random.random() < 0.35)
            broken = [agent for agent in agents if agent.end in ("failed", "silent")]
            for agent in broken[: self.random.choice((0, 1, 1, 2))]:
                again = self._agent(agent.role, part, 0)._replace(end="ok" if self.random.random() < 0.8 else "silent")
                yield from self._dispatch([again], background=False)
        if self.random.random() < 0.4:
            yield from self._dispatch([self._agent("analyst", "the last build failed", 0)], background=False)

    def _agent(self, role: str, part: str, place: int) -> Agent:
        self.number += 1
        even = 0.75 - 0.45 * self.progress  # how far apart the lengths of one dispatch's agents lie
        seconds = min(1500.0, 170 * self.random.lognormvariate(0, even))
        ends = ("ok", "failed", "silent", "refused", "lost")
        weights = (100 - 8 * (1 - self.progress), 2.5, 3.5, 1.2, 1.4)
        (end,) = self.random.choices(ends, weights)
        if end in ("failed", "silent"):
            seconds = min(seconds, self.random.uniform(2, 60))
        task = _TASKS[role].format(part)
        return Agent(
            f"toolu_{self.id[:8]}{self.number:03}", role, task, place * self.random.uniform(1, 5), seconds, end
        )

    def _dispatch(self, agents: list[Agent], *, background: bool) -> Iterator[dict[str, Any]]:
        message = f"msg_{self.id[:8]}{self.number:03}"
        for agent in agents:
            orders = {"description": agent.task, "subagent_type": agent.role, "prompt": "..."}
            block = {"type": "tool_use", "id": agent.id, "name": "Agent", "input": orders}
            yield self._record("assistant", agent.called, message={"id": message, "content": [block]})
        for agent in sorted(agents, key=lambda one: one.called + one.seconds):
            yield from self._ended(agent, background=background)
        self.clock += timedelta(seconds=max(agent.called + agent.seconds for agent in agents) + 40)
        self.clock += timedelta(minutes=self.random.randint(1, 25))

    def _ended(self, agent: Agent, *, background: bool) -> Iterator[dict[str, Any]]:
        """Yield what tells of an agent's end; of one that is lost, nothing does."""
        start, end = agent.called + 0.4, agent.called + 0.4 + agent.seconds
        said = self.random.choice(_ERRORS) if agent.end in ("failed", "silent") else "Done."
        if agent.end == "refused":
            yield self._answer(agent, start + 20, f"Error: {_REFUSED}", _REFUSED, error=True)
        elif background:
            launch = {"isAsync": True, "status": "async_launched", "agentId": f"a{agent.id[-8:]}"}
            yield self._answer(agent, start, launch, "Async agent launched successfully.")
            if agent.end != "lost":
                yield self._notice(agent, end, said)
        elif agent.end == "failed":
            yield self._answer(agent, end, f"Error: {said}", said, error=True)
        elif agent.end != "lost":
            outcome = {
                "status": "completed",
                "agentId": f"a{agent.id[-8:]}",
                "content": [{"type": "text", "text": said}],
                "totalDurationMs": round(agent.seconds * 1000),
                "totalTokens": 0 if agent.end == "silent" else round(agent.seconds * 150),
            }
            yield self._answer(agent, end, outcome, said)

    def _answer(self, agent: Agent, at: float, outcome: object, said: str, *, error: bool = False) -> dict[str, Any]:
        block = {"type": "tool_result", "tool_use_id": agent.id, "content": said, "is_error": error}
        return self._record("user", at, message={"role": "user", "content": [block]}, toolUseResult=outcome)

    def _notice(self, agent: Agent, at: float, said: str) -> dict[str, Any]:
        status = "failed" if agent.end == "failed" else "completed"
        tokens = 0 if agent.end == "silent" else round(agent.seconds * 150)
        content = (
            f"<task-notification>\n<task-id>a{agent.id[-8:]}</task-id>\n<status>{status}</status>\n"
            f"<summary>{said}</summary>\n<result>{said}</result>\n"
            f"<usage><subagent_tokens>{tokens}</subagent_tokens></usage>\n</task-notification>"
        )
        return self._record("queue-operation", at, operation="enqueue", content=content)

    def _record(self, kind: str, at: float, **fields: Any) -> dict[str, Any]:
        time = (self.clock + timedelta(seconds=at)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        uuid = str(UUID(int=self.random.getrandbits(128), version=4))
        head = {"type": kind, "sessionId": self.id, "isSidechain": False, "version": "2.1.217"}
        return head | {"uuid": uuid, "timestamp": time} | fields


def write(folder: Path) -> None:
    """Write the sessions, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(SESSIONS):
        session = Session(number)
        lines = [json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n" for record in session.records()]
        (folder / f"{session.id}.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
