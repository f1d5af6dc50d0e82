"""The fresh text of each region: which template, for which platform, how long."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from typing import Protocol as Interface

from allsettled.errors import UserError
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.render.asked import SIZES, Asked
from allsettled.render.asking import Wishes, ask
from allsettled.render.environment import Templates
from allsettled.render.fresh import Fresh
from allsettled.render.homes import home_of
from allsettled.render.levels import with_level
from allsettled.render.library import BUILT_IN as BUILT_IN_PATH
from allsettled.render.library import Source, TemplateText, built_in_sections, section_template
from allsettled.render.names import NAMES
from allsettled.render.platforms import foreign_calls, platform
from allsettled.render.regions import Region
from allsettled.render.template_error import TemplateError
from allsettled.words import did_you_mean

DEFAULT_PLATFORM = "claude"


class Made(NamedTuple):
    """A region's text, and the path of the section that it points to, if it does."""

    fresh: Fresh
    pointer: str = ""


class KeptTexts(Interface):
    """The texts that earlier runs made from the same protocol, templates and wishes, with the same code."""

    def text(self, asked: Asked) -> Made | None:
        """Return the text that is asked for, if it is known."""

    def keep_text(self, asked: Asked, made: Made) -> None:
        """Take note of a text."""


@dataclass
class Filler:
    """Makes the text of regions from a protocol and templates; what is asked for twice is made once."""

    protocol: Protocol
    default: str = DEFAULT_PLATFORM
    sources: Sequence[Source] = ()
    wishes: Wishes = field(default_factory=Wishes)
    kept: KeptTexts | None = None
    pointed: dict[str, Asked] = field(default_factory=dict)  # where a section is pointed to -> the section in full
    _made: dict[Asked, Made] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.templates = Templates(self.sources)

    @property
    def built_in(self) -> tuple[str, ...]:
        """Return the ids of the regions that have a built-in template."""
        return built_in_sections()

    def fresh(self, regions: Iterable[Region], path: str, lines: Sequence[str]) -> dict[str, Fresh]:
        """Return the text of each region of a file, by the region's id.

        Raises UserError, at the region's marker, for an unknown template, platform or attribute, and for what is
        wrong with the template.
        """
        made = {}
        for region in regions:
            try:
                made[region.id] = self.text(self.asked(region.id, region.attributes, path, lines))
            except UserError as error:
                told = error.told() if isinstance(error, TemplateError) else error.message
                raise UserError(told, path=path, span=region.span, hint=error.hint) from error
        return made

    def asked(self, id_: str, attributes: Mapping[str, str], path: str, lines: Sequence[str]) -> Asked:
        """Return what a region of a file asks for. Raises UserError for an attribute that cannot be."""
        return ask(id_, attributes, self.wishes, lambda: self.home(path, lines))

    def home(self, path: str, lines: Sequence[str]) -> str:
        """Return the platform of a file's regions; see `homes.home_of`."""
        return home_of(path, lines, self.wishes.chosen, self.default, self.wishes.homes)

    def text(self, asked: Asked) -> Fresh:
        """Return the text that is asked for, with the digest of what it's made from; UserError if it can't be made."""
        made = self._made.get(asked) or (self.kept.text(asked) if self.kept else None)
        if made is None:
            made = self._render(asked)
            if self.kept:
                self.kept.keep_text(asked, made)
        self._made[asked] = made
        if made.pointer:
            self.pointed[made.pointer] = asked._replace(size="full", level=1)
        return made.fresh

    def _render(self, asked: Asked) -> Made:
        name = self._template(asked)
        found = self.templates.inspect(name)
        names = self._names(asked, None if not found.sure else {use.name for use in found.uses})
        body = self.templates.render(name, names, [*NAMES, *self.wishes.declared])
        if asked.level:
            body = with_level(body, asked.level)
        if self.protocol is not BUILT_IN or not all(one.path.startswith(BUILT_IN_PATH) for one in found.templates):
            self._refuse_unsound(asked, body)
        texts = sorted(template.text for template in found.templates)
        fresh = Fresh(body, _digest([name, str(asked.level), *texts], names))
        return Made(fresh, names["pointer"] if any(use.name == "pointer" for use in found.uses) else "")

    def source(self, asked: Asked) -> TemplateText:
        """Return the template that is used. Raises UserError if there is none."""
        return self.templates.library.get(self._template(asked))

    def summary(self, asked: Asked) -> str:
        """Return what a template is for: the comment at its head."""
        return self.templates.summary(self._template(asked))

    def _refuse_unsound(self, asked: Asked, body: str) -> None:
        """Raise UserError for a text that is not to be copied: its examples break a rule, or a call is foreign."""
        from allsettled.render.examples_check import refuse_bad_examples

        refuse_bad_examples(body, self.protocol)
        home = platform(asked.platform)
        for call in foreign_calls(home, body):
            problem = call.problem(home)
            raise UserError(f"line {call.span.line} of the rendered text: {problem.message}", hint=problem.hint)

    def _template(self, asked: Asked) -> str:
        """Return the name of the template: the one that is named, or the section's in its size or the next bigger."""
        find = self.templates.library.find
        id_ = asked.template or asked.id
        if asked.template and ("/" in id_ or id_.endswith(".j2")):
            self.templates.library.get(id_)
            return id_
        for size in SIZES[SIZES.index(asked.size) :: -1]:
            if find(section_template(id_, size)) is not None:
                return section_template(id_, size)
        hint = did_you_mean(id_, self.built_in) or f"built in are {', '.join(self.built_in)}"
        whose = f'for the region "{asked.id}"' if id_ == asked.id else f'"{id_}"'
        raise UserError(f"there is no template {whose}", hint=hint)

    def _names(self, asked: Asked, used: set[str] | None) -> dict[str, Any]:
        from allsettled.render.context import context

        pointer = self.wishes.pointer.replace("{platform}", asked.platform).replace("{id}", asked.id)
        wanted = None if used is None else used & set(NAMES)
        made = context(self.protocol, platform(asked.platform), wanted, agents=self.wishes.agents, pointer=pointer)
        values = {name: list(one) if isinstance(one, tuple) else one for name, one in asked.values}
        defaults = {name: one.default for name, one in self.wishes.declared.items() if one.default is not None}
        own = {name: one for name, one in {**defaults, **values}.items() if used is None or name in used}
        for name in (used or set()) & set(self.wishes.declared) - set(own):
            pack = self.wishes.declared[name].pack
            raise UserError(
                f'the variable "{name}" has no value, and no default in {pack}',
                hint=f"write {name}=VALUE into the begin marker, or under [render.variables] in the settings",
            )
        return {**made, **own}


def _digest(texts: Iterable[str], names: Mapping[str, Any]) -> str:
    from hashlib import sha256

    content = json.dumps([*texts, names], sort_keys=True, ensure_ascii=True)
    return sha256(content.encode()).hexdigest()[:8]
