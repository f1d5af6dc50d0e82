"""What a file is by its path: the kinds of file that rules are for."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from allsettled.files.patterns import Patterns


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


CONTEXT_FILES = frozenset({"AGENTS.md", "CLAUDE.md", "GEMINI.md", "copilot-instructions.md"})
"""What a platform reads into every session."""

AGENT_KEYS = frozenset({"tools", "model", "mode", "permissionMode", "subagent"})
"""What only an agent's front matter has, besides `description`."""


def kind_by_path(path: str, globs: Mapping[str, Sequence[str]] = GLOBS) -> Kind | None:
    """Return the kind of the first glob that names the path, or None."""
    return next((Kind(kind) for kind, patterns in globs.items() if _patterns(tuple(patterns)).covers(path)), None)


@lru_cache(maxsize=64)
def _patterns(globs: tuple[str, ...]) -> Patterns:
    return Patterns(globs)
