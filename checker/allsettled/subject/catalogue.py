"""The catalogue of agents: which names its files give, and when two spellings mean the same agent."""

import re

from allsettled.expressions import expression

_NAME = expression(r"name[ \t]*[:=][ \t]*(?:\"([^\"\n]+)\"|'([^'\n]+)'|([^\s#\"'][^#\n]*))")
_HEAD = 64  # lines; what stands further down in front matter isn't a name

_OF_PLATFORMS = {
    "Claude Code": ("general-purpose", "explore", "plan", "statusline-setup"),
    "Copilot CLI": ("explore", "task", "general-purpose", "code-review", "security-review", "research", "rubber-duck"),
    "Codex": ("default", "worker", "explorer"),
    "Gemini CLI": ("generalist", "codebase-investigator", "cli-help"),
    "OpenCode": ("general", "explore", "build", "plan"),
    "VS Code": ("agent", "ask", "edit", "plan"),
    "Cursor": ("generalpurpose", "explore", "bash", "browser"),
}
BUILT_IN = frozenset(name for names in _OF_PLATFORMS.values() for name in names)
"""Agents that platforms bring along, so that no file of a project describes them; as `canonical` writes them."""


def canonical(name: str) -> str:
    """Return a name as it's compared: `Security Agent`, `security` and `@security` are one agent."""
    folded = re.sub(r"[\s_]+", "-", name.strip("@`*_ \t").casefold())
    return folded.removesuffix("-agent") or folded


def names_of(path: str, text: str) -> frozenset[str]:
    """Return the names of the agent that a file describes: the file's own, and `name` of its front matter.

    Which of them counts differs by platform. Front matter needn't be readable; a TOML file's keys count like it.
    """
    from pathlib import PurePosixPath  # only for a project that has a catalogue

    names = {PurePosixPath(path).name.split(".")[0] or PurePosixPath(path).stem}
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n", _HEAD)[:_HEAD]
    toml = path.endswith(".toml")
    if toml or lines[0].rstrip() == "---":
        for line in lines if toml else lines[1:]:
            if not toml and line.rstrip() in ("---", "..."):
                break
            if found := _NAME.match(line):
                names.add(next(filter(None, found.groups())).strip())
                break
    return frozenset(names)
