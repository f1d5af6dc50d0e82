"""The answer to an agent's call: what state it says the run ended in."""

import re
from collections.abc import Mapping
from typing import Any

from allsettled.evidence.claude_code.gathered import Result
from allsettled.evidence.clock import MILLISECOND, duration
from allsettled.evidence.model import State
from allsettled.evidence.shapes import count, first_line, items, mapping, text, written

_SAID = (
    (State.REJECTED, ("The user doesn't want to ", "User rejected tool use")),
    (State.INTERRUPTED, ("[Request interrupted by user",)),
    (State.CANCELLED_BY_SIBLING, ("Sibling tool call errored", "Cancelled: parallel tool call ")),
)
_UNKNOWN_TYPE = re.compile(r"Agent type '[^']*' not found")
_CUT_SHORT = "Agent terminated early due to "
_LAUNCHED = "Async agent launched"
_STOPPED = frozenset({"killed", "stopped", "cancelled", "canceled", "interrupted", "aborted"})
_BROKEN = frozenset({"failed", "error", "errored", "failure"})
_DONE = frozenset({"completed", "success", "done", ""})
_AGENT_ID = re.compile(r"^agentId: ([\w-]{1,64})", re.MULTILINE)
_USAGE = re.compile(r"\b(total_tokens|subagent_tokens|tool_uses|duration_ms)(?::\s*|>)(\d{1,15})")


def read_result(block: Mapping[str, Any], outcome: object, when: int) -> Result:
    """Read a `tool_result` block and the `toolUseResult` of its record: an object, a string, or absent."""
    said = written(block.get("content"))
    if block.get("is_error") is True:
        return _refused(said, text(outcome), when)
    if isinstance(outcome, dict):
        return _told(outcome, said, when)
    return _written(said, when)


def ending(status: str, tokens: int | None) -> State | None:
    """Return what a status word says. Completed without a token spent is a failure that nobody flagged."""
    if status in _DONE:
        return State.FAILED_SILENTLY if tokens == 0 else State.OK
    if status in _BROKEN:
        return State.FAILED
    return State.INTERRUPTED if status in _STOPPED else None


def usage(said: str) -> dict[str, int]:
    """Return the numbers of the usage block that ends a report: tokens, tool_uses, duration_ms."""
    block = said[said.rfind("<usage>") :] if "<usage>" in said else ""
    numbers = {name: int(digits) for name, digits in _USAGE.findall(block[:1000])}
    if "subagent_tokens" in numbers:
        numbers["total_tokens"] = numbers["subagent_tokens"]
    return numbers


def _refused(said: str, outcome: str, when: int) -> Result:
    """Read an answer that is flagged as an error: the text is the harness's own."""
    texts = [_bare(part) for part in (said, outcome) if part]
    error = first_line(_bare(outcome) or _bare(said))
    for state, beginnings in _SAID:
        if any(part.startswith(beginnings) for part in texts):
            return Result(when, state, error=error)
    if any(_UNKNOWN_TYPE.match(part) for part in texts):
        return Result(when, State.UNKNOWN_TYPE, error=error)
    return Result(when, State.FAILED, error=error)


def _bare(said: str) -> str:
    """Return an error's text without the wrappers that versions put around it."""
    return said.removeprefix("<tool_use_error>").removesuffix("</tool_use_error>").removeprefix("Error: ").strip()


def _told(outcome: Mapping[str, Any], said: str, when: int) -> Result:
    """Read an answer whose record carries the harness's own account."""
    agent_id, agent = text(outcome.get("agentId")), text(outcome.get("agentType"))
    status = text(outcome.get("status"))
    if outcome.get("isAsync") is True or status == "async_launched":
        return Result(when, None, agent_id, agent)
    if status == "teammate_spawned":
        agent_id = text(outcome.get("teammate_id"))
        return Result(when, State.SPAWNED_TEAMMATE, agent_id, text(outcome.get("agent_type")))
    tokens = count(outcome.get("totalTokens"))
    report = written(outcome.get("content")) or said
    state = ending(status, tokens) or State.NO_RESULT
    error = f"status: {first_line(status)}" if state is State.NO_RESULT else ""
    if state is State.OK and report.startswith(_CUT_SHORT):
        state = State.FAILED
    if outcome.get("wasInterrupted") is True:  # versions 1.0
        state = State.INTERRUPTED
    if state.failed:
        error = first_line(report)
    return Result(
        when,
        state,
        agent_id,
        agent,
        duration(outcome.get("totalDurationMs")),
        tokens,
        count(outcome.get("totalToolUseCount")),
        error,
    )


def _written(said: str, when: int) -> Result:
    """Read an answer of which only the text is there, as in an agent's own file."""
    found = _AGENT_ID.search(said)
    agent_id = found.group(1) if found else ""
    if said.startswith(_LAUNCHED):
        return Result(when, None, agent_id)
    numbers = usage(said)
    tokens = numbers.get("total_tokens")
    length = numbers.get("duration_ms")
    state = State.FAILED if said.startswith(_CUT_SHORT) else State.FAILED_SILENTLY if tokens == 0 else State.OK
    return Result(
        when,
        state,
        agent_id,
        duration=None if length is None else length * MILLISECOND,
        tokens=tokens,
        tool_uses=numbers.get("tool_uses"),
        error=first_line(said) if state.failed else "",
    )


def blocks_of(record: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    """Return the blocks of one kind of a record's message."""
    content = mapping(record.get("message")).get("content")
    return [block for block in items(content) if block.get("type") == kind]
