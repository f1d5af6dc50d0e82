"""Codex CLI: `~/.codex/sessions/YYYY/MM/DD/rollout-*.jsonl`, one file a thread, lines `{timestamp, type, payload}`.

There is no message id: that calls were made together is inferred from no call's answer lying between them, and never
proven. Spawning returns at once, so an agent's times come from its own rollout, or from the moment its end was told.
"""

from collections.abc import Mapping
from typing import Any

from allsettled.evidence.codex.reader import RolloutReader
from allsettled.evidence.codex.rollout import NAME as NAME
from allsettled.evidence.codex.rollout import parent_thread
from allsettled.evidence.harness import Home, Reader
from allsettled.evidence.shapes import mapping, text


def recognises(record: Mapping[str, Any]) -> bool:
    """Say whether a record is a rollout's line."""
    return isinstance(record.get("payload"), dict) and isinstance(record.get("type"), str) and "timestamp" in record


def home(record: Mapping[str, Any]) -> Home | None:
    """Return the thread of a file's first `session_meta`, and the thread that spawned it, if one did."""
    payload = mapping(record.get("payload"))
    thread = text(payload.get("id"))
    if record.get("type") != "session_meta" or not thread:
        return None
    return Home(thread, parent_thread(payload))


def reader() -> Reader:
    """Return a reader for a thread's rollout and those of the threads that it spawned."""
    return RolloutReader()
