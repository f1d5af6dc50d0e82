"""Which lines matter, told from their bytes: most of a transcript is never parsed.

A quotation mark inside a JSON string is always escaped, so `"Task"` in the bytes of a line is a whole string of the
record, and a line without any of these marks has nothing to say about agents. (A writer that escaped plain letters
would be missed; none does.)
"""

import re

_SIDECHAIN = b'"isSidechain"'
_LONGEST_TAIL = 1000
_FLAT = re.compile(rb'(?:,"\w{1,40}":(?:"[^"\\]{0,200}"|true|false|null|-?\d{1,20}))+')
_PAIR = re.compile(rb',"(\w+)":"([^"\\]*)"')


def is_whole(line: bytes) -> bool:
    """Say whether a line looks like one object: neither cut short nor something else."""
    return line[:1] == b"{" and line[-1:] == b"}"


def is_sidechain(line: bytes) -> bool:
    """Say whether a line stands in an agent's own file (or, in old versions, among the main thread's)."""
    at = line.find(_SIDECHAIN)
    return at >= 0 and b"true" in line[at + 13 : at + 20]


def is_progress(line: bytes) -> bool:
    """Say whether a line may be a sign of life of an agent."""
    return b"agent_progress" in line


def matters(line: bytes) -> bool:
    """Say whether a line may call an agent, answer such a call, or tell of an agent's end."""
    if b'"Task"' in line or b'"Agent"' in line or b"task-notification" in line:
        return True
    return b"tool_result" in line and (
        b"agentId" in line
        or b"totalDurationMs" in line
        or b'"is_error":true' in line
        or b'"is_error": true' in line
        or b"toolUseResult" not in line
        or b"retrieval_status" in line
        or b"teammate_id" in line
    )


def tail(line: bytes) -> dict[bytes, bytes]:
    """Return the record's last string fields, as far as they stand after all that is nested.

    What follows the last closing bracket but one, if it is nothing but plain pairs, belongs to the record itself.
    """
    end = line[-_LONGEST_TAIL:-1]
    last = max(end.rfind(b"}"), end.rfind(b"]"))
    rest = end[last + 1 :]
    if last < 0 or not _FLAT.fullmatch(rest):
        return {}
    return dict(_PAIR.findall(rest))
