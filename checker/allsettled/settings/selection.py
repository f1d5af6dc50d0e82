"""Which rules run, how much they weigh, and where they're silent."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Protocol

from allsettled.files.patterns import Patterns
from allsettled.finding import Severity
from allsettled.rules import RENDERED
from allsettled.settings.model import Settings
from allsettled.words import did_you_mean

ALL = "all"
_NOT_SILENCED = "`render` reports it, and no setting changes that; see `allsettled explain {}`"


class KnownRule(Protocol):
    """What the selection has to know of a rule: its level and its age."""

    @property
    def severity(self) -> Severity:
        """The level of its findings, unless the settings say otherwise."""

    @property
    def since(self) -> int:
        """The first `rules-version` that has it."""


def unknown_rules(names: Sequence[str], rules: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield, for each name that no rule has, its number in the sequence (0-based), a message and a hint."""
    for number, name in enumerate(names):
        if name not in rules:
            hint = (
                _NOT_SILENCED.format(name)
                if name in RENDERED
                else did_you_mean(name, rules) or "list the rules: allsettled explain"
            )
            yield number, f'unknown rule "{name}"', hint


def selected(settings: Settings, rules: Mapping[str, KnownRule]) -> dict[str, Severity]:
    """Return the rules to run, in their given order, each with the level of its findings.

    Without `select`, every rule that is more than a note; a rule that `levels` names runs too. A rule that is newer
    than `rules-version` runs only if `select` or `levels` names it. What is ignored or off never runs.
    """
    chosen = {}
    for name, rule in rules.items():
        level = settings.levels.get(name, rule.severity)
        if level is not None and name not in settings.ignore and _wanted(name, rule, settings):
            chosen[name] = level
    return chosen


def _wanted(name: str, rule: KnownRule, settings: Settings) -> bool:
    if name in settings.select:
        return True
    if settings.select and ALL not in settings.select:
        return False
    if name in settings.levels:
        return True
    if settings.rules_version and rule.since > settings.rules_version:
        return False
    return bool(settings.select) or rule.severity is not Severity.NOTE


def path_ignores(settings: Settings) -> Callable[[str], frozenset[str]]:
    """Return a function from a path, relative to the settings file, to the rules that are silent there."""
    globs = [(Patterns([glob]), rules) for glob, rules in settings.per_path_ignores.items()]

    def at(path: str) -> frozenset[str]:
        return frozenset(rule for patterns, rules in globs if patterns.covers(path) for rule in rules)

    return at
