"""`<task-notification>`: how a background agent's end reaches the transcript, and `TaskOutput`, which asks for it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from allsettled.evidence.claude_code.gathered import REDACTED, Notice
from allsettled.evidence.claude_code.results import ending, usage
from allsettled.evidence.clock import instant
from allsettled.evidence.model import State
from allsettled.evidence.shapes import first_line, mapping, text, written

_OPEN = "<task-notification>"
_LONGEST_TAG = 1000


class Told(NamedTuple):
    """A notice, and whom it is about."""

    agent_id: str
    tool_id: str
    notice: Notice


def notifications(record: Mapping[str, Any]) -> Iterator[Told]:
    """Yield the notifications that a record delivers. Text that merely quotes one is none."""
    said, when = _delivered(record)
    if when is None or not said.lstrip().startswith(_OPEN):
        return
    for part in said.split(_OPEN)[1:]:
        told = _one(part, when)
        if told is not None:
            yield told


def _delivered(record: Mapping[str, Any]) -> tuple[str, int | None]:
    """Return the text that the harness put into the session, and when it did."""
    when = instant(record.get("timestamp"))
    kind = record.get("type")
    if kind == "queue-operation":
        return text(record.get("content")), when
    if kind == "attachment":
        attachment = mapping(record.get("attachment"))
        return written(attachment.get("prompt")), instant(attachment.get("timestamp")) or when
    if kind == "user":
        return written(mapping(record.get("message")).get("content")), when
    return "", None


def _one(part: str, when: int) -> Told | None:
    """Read one notification. What the agent reported stands between `<result>` tags and is not believed."""
    head = part.partition("<result>")[0]
    tail = part.rpartition("</result>")[2]
    agent_id, tool_id = _tag(head, "task-id"), _tag(head, "tool-use-id")
    numbers = usage(tail)
    tokens = numbers.get("total_tokens")
    state = ending(_tag(head, "status"), tokens)
    if state is None or not (agent_id or tool_id):
        return None
    error = ""
    if state is State.FAILED_SILENTLY:
        error = first_line(part.partition("<result>")[2].partition("</result>")[0])
    elif state is not State.OK:
        error = first_line(_tag(head, "summary"))
    notice = Notice(when, state, tokens, numbers.get("tool_uses"), error)
    return Told(agent_id, "" if tool_id == REDACTED else tool_id, notice)


def _tag(said: str, name: str) -> str:
    """Return the text between a tag and its end."""
    _, opened, rest = said.partition(f"<{name}>")
    value, closed, _ = rest.partition(f"</{name}>")
    return value.strip()[:_LONGEST_TAG] if opened and closed else ""


def asked(outcome: Mapping[str, Any], when: int) -> Told | None:
    """Read the answer to `TaskOutput`: the agent had ended by then, unless it was still running."""
    task = mapping(outcome.get("task"))
    agent_id, status = text(task.get("task_id")), text(task.get("status"))
    state = ending(status, None) if status else None
    if not agent_id or state is None or task.get("task_type") not in ("local_agent", None):
        return None
    error = first_line(text(task.get("error"))) if state.failed else ""
    return Told(agent_id, "", Notice(when, state, error=error))
