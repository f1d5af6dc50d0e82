"""The fresh text of each region: which template, for which platform."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from allsettled.assets import directory
from allsettled.document.front import split_front_matter
from allsettled.errors import UserError
from allsettled.protocol.value import Protocol
from allsettled.render.context import context
from allsettled.render.environment import render_template
from allsettled.render.fresh import Fresh
from allsettled.render.platforms import IDS, platform, platform_of
from allsettled.render.regions import Region
from allsettled.words import did_you_mean

DEFAULT_PLATFORM = "claude"
_KNOWN = ("template", "platform")
Source = Callable[[str], str | None]


@dataclass
class Filler:
    """Makes the text of regions from a protocol and templates; each template is rendered once for a platform."""

    protocol: Protocol
    default: str = DEFAULT_PLATFORM
    sources: Sequence[Source] = ()
    _made: dict[tuple[str, str], Fresh] = field(default_factory=dict)
    _contexts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def built_in(self) -> tuple[str, ...]:
        """Return the ids of the regions that have a built-in template."""
        names = (entry.name for entry in (directory("templates") / "sections").iterdir())
        return tuple(sorted(name.removesuffix(".md.j2") for name in names if name.endswith(".md.j2")))

    def fresh(self, regions: Iterable[Region], path: str, lines: Sequence[str]) -> dict[str, Fresh]:
        """Return the text of each region of a file, by the region's id.

        Raises UserError, at the region's marker, for an unknown template, platform or attribute.
        """
        made = {}
        for region in regions:
            try:
                made[region.id] = self._of(region, path, lines)
            except UserError as error:
                at = f"{error.path}: " if error.path and error.path != path else ""
                raise UserError(at + error.message, path=path, span=region.span, hint=error.hint) from error
        return made

    def _of(self, region: Region, path: str, lines: Sequence[str]) -> Fresh:
        for name in region.attributes:
            if name not in _KNOWN:
                raise UserError(
                    f'the region "{region.id}" has an unknown attribute "{name}"',
                    hint=did_you_mean(name, _KNOWN) or f"known are {' and '.join(_KNOWN)}",
                )
        template = region.attributes.get("template", "")
        if not template:
            template = f"sections/{region.id}.md.j2"
            if region.id not in self.built_in and not any(source(template) is not None for source in self.sources):
                raise UserError(
                    f'there is no template for the region "{region.id}"',
                    hint=did_you_mean(region.id, self.built_in) or f"built in are {', '.join(self.built_in)}",
                )
        return self.text(template, region.attributes.get("platform") or self._platform_of(path, lines))

    def _platform_of(self, path: str, lines: Sequence[str]) -> str:
        found = platform_of(path, split_front_matter(lines))
        return found.id if found is not None else self.default

    def text(self, template: str, platform_id: str) -> Fresh:
        """Return a template's text for a platform, with the digest of what it's made from."""
        key = (template, platform_id)
        if key not in self._made:
            names = self._context(platform_id)
            read: list[str] = []
            body = render_template(template, names, self.sources, read.append)
            self._made[key] = Fresh(body, _digest((template, platform_id, *read), names))
        return self._made[key]

    def _context(self, platform_id: str) -> dict[str, Any]:
        if platform_id not in self._contexts:
            if platform_id not in IDS:
                raise UserError(
                    f'there is no platform "{platform_id}"',
                    hint=did_you_mean(platform_id, IDS) or f"known are {', '.join(IDS)}",
                )
            self._contexts[platform_id] = context(self.protocol, platform(platform_id))
        return self._contexts[platform_id]


def _digest(texts: Iterable[str], names: Mapping[str, Any]) -> str:
    from hashlib import sha256

    content = json.dumps([*texts, names], sort_keys=True, ensure_ascii=True)
    return sha256(content.encode()).hexdigest()[:8]
