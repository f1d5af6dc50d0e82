"""Templates by name: those of the project's own folders first, then the built-in ones.

`builtin/sections/x.md.j2` is the built-in one whatever the folders hold, so that a template can extend the one whose
name it has.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from allsettled.assets import directory, template
from allsettled.errors import UserError
from allsettled.words import did_you_mean

BUILT_IN = "builtin/"
_SUFFIX = ".md.j2"
_SECTIONS = "sections/"
_OUTWARD = re.compile(r"^[/~]|^[A-Za-z]:|\\|\0|(?:^|/)\.{1,2}(?:/|$)|//")


class TemplateText(NamedTuple):
    """A template's source, and its path as messages name it."""

    text: str
    path: str


Source = Callable[[str], TemplateText | None]
"""From a template's name to the template, or None. It is asked for names only that lead nowhere else."""


class Library:
    """Finds templates; each is read once."""

    def __init__(self, sources: Sequence[Source] = ()) -> None:
        self.sources = tuple(sources)
        self._found: dict[str, TemplateText | None] = {}

    def find(self, name: str) -> TemplateText | None:
        """Return the template with a name, or None. Raises UserError for a name that leads out of the templates."""
        if name not in self._found:
            if not name or _OUTWARD.search(name):
                raise UserError(
                    f'the name "{name}" leads out of the templates',
                    hint="name a template by its path in its folder, parted by `/`",
                )
            self._found[name] = self._look_up(name)
        return self._found[name]

    def get(self, name: str) -> TemplateText:
        """Return the template with a name. Raises UserError if there is none."""
        found = self.find(name)
        if found is None:
            raise UserError(f'there is no template "{name}"', hint=self.near(name))
        return found

    def near(self, name: str) -> str:
        """Return the hint for a name that no template has."""
        known = [f"{_SECTIONS}{id_}{_SUFFIX}" for id_ in built_in_sections()]
        prefix = BUILT_IN if name.startswith(BUILT_IN) else ""
        return did_you_mean(name, [prefix + one for one in known]) or "list them: allsettled templates"

    def _look_up(self, name: str) -> TemplateText | None:
        if not name.startswith(BUILT_IN):
            for source in self.sources:
                if (found := source(name)) is not None:
                    return found
        return _built_in(name.removeprefix(BUILT_IN))


def built_in_sections() -> tuple[str, ...]:
    """Return the ids of the sections that ship, sorted; their smaller variants are no sections of their own."""
    names = (entry.name for entry in (directory("templates") / "sections").iterdir())
    ids = (name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))
    return tuple(sorted(id_ for id_ in ids if "." not in id_))


def section_template(id_: str, size: str = "full") -> str:
    """Return the name of a section's template in a size."""
    return f"{_SECTIONS}{id_}{_SUFFIX}" if size == "full" else f"{_SECTIONS}{id_}.{size}{_SUFFIX}"


def _built_in(name: str) -> TemplateText | None:
    if not name.endswith(".j2"):  # the platforms' facts are there too
        return None
    try:
        return TemplateText(template(name), BUILT_IN + name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
