"""Two logs in one folder that have the same date and number, or the same id (NFR-1.3)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.rules import Problem
from allsettled.span import Text

_NAME = re.compile(r"(?:(\d{4}-\d\d-\d\d)-)?session-(?:log-)?(\d+|[0-9a-f]{8})(?=[-.]).*\.(?:md|json)", re.IGNORECASE)
_HINT = "a session has one log; give this one an id of its own, as `allsettled new log` makes one"


class Log(NamedTuple):
    """A log's path as it's shown, and its title with its place."""

    path: str
    title: Text


def key_of(path: str) -> tuple[str, str] | None:
    """Return what no other log may have: its folder, and its id as the name gives it; None where it gives none."""
    folder, _, name = path.rpartition("/")
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    day, id_ = found[1] or "", found[2].casefold()
    return (folder, id_) if len(id_) == 8 else (folder, f"{int(id_)}{f' of {day}' if day else ''}")


def check(logs: Sequence[Log]) -> Iterator[tuple[Log, Problem]]:
    """Yield a problem for each log whose id is that of one before it. `logs` are all of one run that may share one.

    What isn't called a session may be about one, and two forms of one log (`.md`, `.json`) have one name.
    """
    first: dict[tuple[str, str], Log] = {}
    for log in sorted(logs):
        key = key_of(log.path)
        if key is None or not log.title.text.casefold().startswith("session"):
            continue
        other = first.setdefault(key, log)
        if other is not log and _stem(other.path) != _stem(log.path):
            name = other.path.rpartition("/")[2]
            yield log, Problem(log.title.span, f"this log is of session {key[1]}, and so is {name}", _HINT)


def _stem(path: str) -> str:
    return path.rpartition(".")[0]
