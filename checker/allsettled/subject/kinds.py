"""What a file is by what it says, where its path doesn't tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from allsettled.document.model import Document
from allsettled.expressions import expression
from allsettled.kinds import AGENT_KEYS, GLOBS, Kind, kind_by_path
from allsettled.protocol.agent_sections import Reader
from allsettled.protocol.layout import parts
from allsettled.protocol.parts import begins
from allsettled.protocol.tables import TablePart
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.protocol.vocabulary import read_status

LOG_LIKE = frozenset({Kind.LOG, Kind.HANDOFF, Kind.RETROSPECTIVE, Kind.DOCUMENT})
"""The kinds in which a record may stand."""

_NAMED_LIKE = frozenset({Kind.HANDOFF, Kind.LOG, Kind.RETROSPECTIVE})  # and so may be the agent who writes them
_SESSION = expression(r"session (?:log\b|[#]?\d|pr[- ]\d)")


def kind_of(
    path: str,
    document: Document,
    globs: Mapping[str, Sequence[str]] = GLOBS,
    protocol: Protocol = BUILT_IN,
) -> Kind:
    """Return a file's kind: that of the first glob that names it, or else what its content shows.

    An agent that writes retrospectives is called like them; its front matter tells, unless the settings said it.
    """
    named = kind_by_path(path, globs)
    if named is None:
        return _kind_by_content(document, protocol)
    if named in _NAMED_LIKE and globs[named] == GLOBS[named] and _describes_agent(document):
        return Kind.AGENT
    return named


def _describes_agent(document: Document) -> bool:
    front_matter = document.front_matter.values if document.front_matter else {}
    return "description" in front_matter and not {"name", "role", *AGENT_KEYS}.isdisjoint(front_matter)


def _kind_by_content(document: Document, protocol: Protocol) -> Kind:
    front_matter = document.front_matter.values if document.front_matter else {}
    if _is_output(front_matter):
        return Kind.OUTPUT
    if "description" in front_matter and not AGENT_KEYS.isdisjoint(front_matter):
        return Kind.AGENT
    title = document.title().text.casefold()
    if _SESSION.match(title) or _has_record(document, protocol):
        return Kind.LOG
    if title.startswith("handoff"):
        return Kind.HANDOFF
    return Kind.RETROSPECTIVE if "retrospective" in title else Kind.DOCUMENT


def _is_output(front_matter: Mapping[str, Any]) -> bool:
    """Say whether front matter is that of an agent's output, and not of a page that somebody is the agent of."""
    if "agent" not in front_matter or "status" not in front_matter:
        return False
    from allsettled.protocol.output import HEAD  # only for the few files that may be one

    known = [key for key in HEAD if key in front_matter]
    return len(known) > 2 and read_status(str(front_matter["status"])).status is not None


def _has_record(document: Document, protocol: Protocol) -> bool:
    known = parts(protocol)
    reader = Reader(part for part in known if isinstance(part, TablePart))
    return any(
        reader.shows_a_dispatch(section) or any(part.found(section) and begins(part, section) for part in known)
        for section in document.sections()
    )
