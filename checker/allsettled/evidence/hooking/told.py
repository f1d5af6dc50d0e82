"""What a hook was told, as far as it matters at the end of a turn or a session."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from allsettled.evidence.shapes import items, text

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HEX = re.compile(r"[0-9a-f]{8}")
_OVER = frozenset({"completed", "failed", "killed", "stopped", "cancelled", "done", "error"})


def session_name(hook: Mapping[str, Any]) -> str:
    """Return the session's id as it can stand in a file's name; an id with anything else in it becomes its digest."""
    session = text(hook.get("session_id"))
    return session if _ID.fullmatch(session) else hashlib.sha256(session.encode()).hexdigest()[:32]


def short_id(session: str) -> str:
    """Return eight hexadecimal digits that stand for a session: its first ones, if it begins with such."""
    found = _HEX.match(session)
    return found.group() if found else hashlib.sha256(session.encode()).hexdigest()[:8]


def still_at_work(hook: Mapping[str, Any]) -> int:
    """Return how many tasks are running in the background. One that doesn't say how it stands is running."""
    return sum(text(task.get("status")).casefold() not in _OVER for task in items(hook.get("background_tasks")))


def let_go(hook: Mapping[str, Any]) -> bool:
    """Say whether the session goes on because a hook has blocked already: to block again would be a loop."""
    return hook.get("stop_hook_active") is not False and hook.get("stop_hook_active") is not None
