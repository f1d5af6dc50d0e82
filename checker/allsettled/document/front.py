"""Front matter: the YAML block between `---` lines at the head of a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from allsettled.document.model import FrontMatter
from allsettled.expressions import expression
from allsettled.span import Span

_LIMIT = 64 * 1024  # characters; front matter is a page at most
_KEY = expression(r"([A-Za-z_][\w.-]*)\s*:(?:\s|$)")


def split_front_matter(lines: Sequence[str]) -> FrontMatter | None:
    """Return the front matter that the lines begin with, or None."""
    if not lines or lines[0].rstrip() != "---":
        return None
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in ("---", "..."):
            return _read(lines[1 : number - 1], Span(1, 1, number, len(line) + 1))
    return None


def front_matter_end(text: str) -> int:
    """Return where the front matter that a text begins with ends: at the start of a line, or at the text's end; else 0.

    Lines end with line feeds.
    """
    end = text.find("\n")
    if end < 0 or text[:end].rstrip() != "---":
        return 0
    while end >= 0:
        start = end + 1
        end = text.find("\n", start)
        if text.startswith(("---", "..."), start):
            line = text[start : end if end >= 0 else len(text)]
            if line.rstrip() in ("---", "..."):
                return end + 1 if end >= 0 else len(text)
    return 0


def _read(lines: Sequence[str], span: Span) -> FrontMatter:
    places: dict[str, Span] = {}
    for number, line in enumerate(lines, start=2):
        if key := _KEY.match(line):
            places.setdefault(key.group(1), Span(number, 1, number, len(line) + 1))
    values, error, number = _load("\n".join(lines))
    fault = Span(number + 2, 1, number + 2, len(lines[number]) + 1) if 0 <= number < len(lines) else None
    return FrontMatter(values, places, span, error, fault)


def _load(source: str) -> tuple[Mapping[str, Any], str, int]:
    """Return the values, or what's wrong, and in which line (0-based), or -1 where that can't be told."""
    if not source.strip():
        return {}, "", -1
    if len(source) > _LIMIT:
        return {}, f"front matter is longer than {_LIMIT} characters", -1
    import yaml

    class Loader(yaml.SafeLoader):
        """The safe loader, less aliases: a few bytes of them can stand for gigabytes."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.events.AliasEvent):
                raise yaml.composer.ComposerError(None, None, "aliases are not allowed")
            return super().compose_node(parent, index)

    try:
        values = yaml.load(source, Loader=Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
        return {}, said, getattr(getattr(error, "problem_mark", None), "line", -1)
    if not isinstance(values, dict):
        return {}, "front matter is not a mapping of keys to values", -1
    return {str(key): value for key, value in values.items()}, "", -1
