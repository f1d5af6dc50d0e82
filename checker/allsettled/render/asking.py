"""What a region asks for: by its attributes, by its file, or else by the project's wishes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allsettled.errors import UserError
from allsettled.render.agents import AgentSource
from allsettled.render.asked import SIZES, Asked
from allsettled.render.outputs import POINTER
from allsettled.render.platform_tables import IDS
from allsettled.render.variables import Variable, given
from allsettled.words import did_you_mean

ATTRIBUTES = ("template", "platform", "size", "level")
"""What may stand on a begin marker, besides the variables that packs declare."""
_LEVELS = ("0", "1", "2", "3", "4", "5", "6")


@dataclass(frozen=True)
class Wishes:
    """What a project wants of its regions: the `render` table of its settings, and what follows from it."""

    chosen: tuple[str, ...] = ()  # the platforms whose files are rendered
    size: str = "full"
    sizes: Mapping[str, str] = field(default_factory=dict)
    pointer: str = POINTER
    agents: tuple[AgentSource, ...] = ()
    declared: Mapping[str, Variable] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)  # of variables, by the settings
    defined: Mapping[str, Any] = field(default_factory=dict)  # of variables, by the command line: they go before all
    homes: Mapping[str, str] = field(default_factory=dict)  # rendered files of agents -> their platform


def ask(id_: str, attributes: Mapping[str, str], wishes: Wishes, home: Callable[[], str]) -> Asked:
    """Return what a region asks for; `home` is asked for its file's platform where the region names none.

    Raises UserError for an attribute that is unknown, or whose value cannot be.
    """
    declared = wishes.declared
    for name in attributes:
        if name not in ATTRIBUTES and name not in declared:
            known = [*ATTRIBUTES, *declared]
            hint = did_you_mean(name, known) or f"known are {', '.join(known)}"
            raise UserError(f'the region "{id_}" has an unknown attribute "{name}"', hint=hint)
    platform = attributes.get("platform") or home()
    size = attributes.get("size") or wishes.sizes.get(platform, wishes.size)
    level = attributes.get("level", "0")
    for what, value, possible in (("platform", platform, IDS), ("size", size, SIZES)):
        if value not in possible:
            hint = did_you_mean(value, possible) or f"known are {', '.join(possible)}"
            raise UserError(f'there is no {what} "{value}"', hint=hint)
    if level not in _LEVELS:
        raise UserError(f'level="{level}" is no level of a heading', hint="write a number from 1 to 6")
    own = {name: given(declared, name, value) for name, value in attributes.items() if name in declared}
    values = sorted({**wishes.values, **own, **wishes.defined}.items())
    frozen = tuple((name, tuple(one) if isinstance(one, list) else one) for name, one in values)
    return Asked(id_, attributes.get("template", ""), platform, size, int(level), frozen)
