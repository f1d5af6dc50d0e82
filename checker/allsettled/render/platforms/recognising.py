"""Which platform a file of an agent is for."""

from functools import cache
from typing import Any

from allsettled.document.model import FrontMatter
from allsettled.files.patterns import Patterns
from allsettled.render.platforms.loading import platforms
from allsettled.render.platforms.model import Platform


def candidates(path: str) -> tuple[Platform, ...]:
    """Return the platforms that read a file with this path (with `/`) as an agent's, or as AGENTS.md."""
    path = path.removeprefix("./").lstrip("/")
    if not _all_patterns().match(path):  # most files are nobody's
        return ()
    return tuple(platform for platform in platforms() if _patterns(platform.agent_files.patterns).match(path))


@cache
def _all_patterns() -> Patterns:
    return Patterns(glob for platform in platforms() for glob in platform.agent_files.patterns)


@cache
def _patterns(globs: tuple[str, ...]) -> Patterns:
    return Patterns(globs)


def platform_of(path: str, front_matter: FrontMatter | None) -> Platform | None:
    """Return the platform that a file is for, by its path and the keys of its front matter; None if that isn't sure.

    Of a Markdown file without front matter in a folder of agents it isn't sure that it's an agent at all.
    """
    found = candidates(path)
    formats = {platform.agent_files.format for platform in found}
    if len(formats) != 1 or ("md+yaml" in formats and front_matter is None):
        return None
    if len(found) > 1:
        found = tuple(platform for platform in found if _signed(platform, front_matter))
    return found[0] if len(found) == 1 else None


def _signed(platform: Platform, front_matter: FrontMatter | None) -> bool:
    """Say whether front matter has something that only this platform has."""
    values = front_matter.values if front_matter else {}
    for sign in platform.agent_files.signs:
        key, equals, word = sign.partition("=")
        if key in values and (not equals or word in _words(values[key])):
            return True
    return False


def _words(value: Any) -> set[str]:
    """Return the words of a value or a list of them; of `vscode/askQuestions` that's `vscode`."""
    words = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return {word.strip().split("/")[0] for word in words if isinstance(word, str)}
