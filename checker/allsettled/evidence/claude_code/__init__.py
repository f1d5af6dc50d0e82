"""Claude Code's session files: `~/.claude/projects/<project>/<session>.jsonl` and `<session>/subagents/*.jsonl`.

The format is internal to Claude Code and changes; this was tried on real sessions of versions 2.0.76 to 2.1.217.
"""

from collections.abc import Mapping
from typing import Any

from allsettled.evidence.claude_code.gathered import NAME as NAME
from allsettled.evidence.claude_code.reader import SessionReader
from allsettled.evidence.harness import Home, Reader
from allsettled.evidence.shapes import text

_TYPES = frozenset({"user", "assistant", "system", "progress", "attachment"})
_MARKS = frozenset({"sessionId", "uuid", "leafUuid", "snapshot"})
_TITLES = frozenset({"summary", "file-history-snapshot", "queue-operation"})


def recognises(record: Mapping[str, Any]) -> bool:
    """Say whether a record is Claude Code's."""
    kind = text(record.get("type"))
    if kind in _TYPES:
        return "uuid" in record and ("sessionId" in record or "parentUuid" in record)
    return kind in _TITLES and not _MARKS.isdisjoint(record)


def home(record: Mapping[str, Any]) -> Home | None:
    """Return the session of a record. An agent's own file carries its parent's session id."""
    session = text(record.get("sessionId"))
    if not session:
        return None
    agent = text(record.get("agentId"))
    if agent and record.get("isSidechain") is True:
        return Home(f"{session}/{agent}", session)
    return Home(session)


def reader() -> Reader:
    """Return a reader for one session: its main file and its agents' files, in any order."""
    return SessionReader()
