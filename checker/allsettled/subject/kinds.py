"""What a file is: by its path, or else by what it says."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from allsettled.document.model import Document
from allsettled.files.patterns import Patterns
from allsettled.protocol.agent_sections import Reader
from allsettled.protocol.layout import parts
from allsettled.protocol.parts import begins
from allsettled.protocol.tables import TablePart
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.protocol.vocabulary import read_status


class Kind(StrEnum):
    """The kinds of file that rules are for. `DOCUMENT` is any other Markdown file."""

    LOG = "log"
    ORCHESTRATOR = "orchestrator"
    AGENT = "agent"
    SYSTEM = "system"
    HANDOFF = "handoff"
    RETROSPECTIVE = "retrospective"
    OUTPUT = "output"
    DOCUMENT = "document"


LOG_LIKE = frozenset({Kind.LOG, Kind.HANDOFF, Kind.RETROSPECTIVE, Kind.DOCUMENT})
"""The kinds in which a record may stand."""

GLOBS: Mapping[str, tuple[str, ...]] = {
    Kind.ORCHESTRATOR: ("orchestrator.md", "orchestrator.*.md"),
    Kind.SYSTEM: ("AGENT-SYSTEM*.md",),
    Kind.LOG: ("????-??-??-session-*.md", "session-log*.md"),
    Kind.HANDOFF: ("HANDOFF*.md", "*-handoff.md", "**/handoffs/*.md"),
    Kind.RETROSPECTIVE: ("*retrospective*.md", "**/retrospective/*.md", "**/retrospectives/*.md"),
    Kind.AGENT: (
        "*.agent.md",
        "agents/*.md",
        "**/agents/*.md",
        "**/.claude/agents/**/*.md",
        "**/.opencode/agent/*.md",
        "**/.codex/agents/*.toml",
    ),
    Kind.OUTPUT: ("**/outputs/*.output.md", "*.output.md"),
}
"""The paths that tell a file's kind unless the settings say otherwise. The first that matches counts."""


AGENT_KEYS = frozenset({"tools", "model", "mode", "permissionMode", "subagent"})
_NAMED_LIKE = frozenset({Kind.HANDOFF, Kind.LOG, Kind.RETROSPECTIVE})  # and so may be the agent who writes them
_SESSION = re.compile(r"session (?:log\b|[#]?\d|pr[- ]\d)")


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


def kind_by_path(path: str, globs: Mapping[str, Sequence[str]] = GLOBS) -> Kind | None:
    """Return the kind of the first glob that names the path, or None."""
    return next((Kind(kind) for kind, patterns in globs.items() if _patterns(tuple(patterns)).covers(path)), None)


@lru_cache(maxsize=64)
def _patterns(globs: tuple[str, ...]) -> Patterns:
    return Patterns(globs)


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
