"""Which lines matter, told from their bytes: most of a transcript is never parsed.

A quotation mark inside a JSON string is always escaped, so `"Task"` in the bytes of a line is a whole string of the
record, and a line without any of these marks has nothing to say about agents. (A writer that escaped plain letters
would be missed; none does.)
"""

import re
from enum import Enum


class Use(Enum):
    """What a line is good for."""

    NOTHING = 0
    PARSE = 1  # it may call an agent, answer such a call, or tell of an agent's end
    PROGRESS = 2  # it may be a sign of life of an agent
    SIDECHAIN = 3  # it stands in an agent's own file (or, in old versions, among the main thread's)


# An answer whose account of itself begins with one of these is a file's, a shell's, a search's: never an agent's.
_OTHERS = frozenset(
    b"type file filePath stdout stderr mode filenames numFiles oldTodos newTodos query matches interrupted bytes code "
    b"durationMs success commandName questions oldString structuredPatch url results".split()
)
_OUTCOME = b'"toolUseResult":{"'
_TAIL = 600
_FLAT = re.compile(rb'(?:,"\w{1,40}":(?:"[^"\\]{0,200}"|true|false|null|-?\d{1,20}))+')
_PAIR = re.compile(rb',"(\w+)":"([^"\\]*)"')


def use_of(line: bytes) -> Use:
    """Return what a line is good for; its white space is stripped. What is no whole object is left to the parser."""
    if line[:1] != b"{" or line[-1:] != b"}":
        return Use.PARSE
    at = line.find(b'"isSidechain"')
    if at >= 0 and b"true" in line[at + 13 : at + 20]:
        return Use.SIDECHAIN
    if b"agent_progress" in line:
        return Use.PROGRESS
    return Use.PARSE if matters(line) else Use.NOTHING


def matters(line: bytes) -> bool:
    """Say whether a line may call an agent, answer such a call, or tell of an agent's end."""
    if b"tool_result" in line:
        at = line.find(_OUTCOME)
        start = at + len(_OUTCOME)
        if at < 0 or line[start : line.find(b'"', start)] not in _OTHERS:
            return True
        return b"task-notification" in line
    return b'"Task"' in line or b'"Agent"' in line or b"task-notification" in line


def tail(line: bytes) -> dict[bytes, bytes]:
    """Return the record's last string fields, as far as they stand after all that is nested.

    What follows the last closing bracket but one, if it is nothing but plain pairs, belongs to the record itself.
    """
    end = line[-_TAIL:-1]
    last = max(end.rfind(b"}"), end.rfind(b"]"))
    rest = end[last + 1 :]
    if last < 0 or not _FLAT.fullmatch(rest):
        return {}
    return dict(_PAIR.findall(rest))
