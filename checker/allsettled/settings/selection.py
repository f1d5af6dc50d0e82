"""Which rules run, how much they weigh, and where they're silent."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from allsettled.files.patterns import Patterns
from allsettled.finding import Severity
from allsettled.settings.model import Settings
from allsettled.words import did_you_mean

ALL = "all"


class KnownRule(NamedTuple):
    """What the selection has to know of a rule: its own level, and the version of allsettled that brought it."""

    severity: Severity
    since: str = "0"


def unknown_rules(names: Sequence[str], rules: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield, for each name that no rule has, its number in the sequence (0-based), a message and a hint."""
    for number, name in enumerate(names):
        if name not in rules:
            yield number, f'unknown rule "{name}"', did_you_mean(name, rules)


def selected(settings: Settings, rules: Mapping[str, KnownRule]) -> dict[str, Severity]:
    """Return the rules to run, in their given order, each with the level of its findings.

    Without `select`, every rule that is more than a note; a rule that `levels` names runs too. A rule that came
    after `rules-version` runs only if `select` or `levels` names it. What is ignored or off never runs.
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
    if settings.rules_version and version(rule.since) > version(settings.rules_version):
        return False
    return bool(settings.select) or rule.severity is not Severity.NOTE


def path_ignores(settings: Settings) -> Callable[[str], frozenset[str]]:
    """Return a function from a path, relative to the settings file, to the rules that are silent there."""
    globs = [(Patterns([glob]), rules) for glob, rules in settings.per_path_ignores.items()]

    def at(path: str) -> frozenset[str]:
        return frozenset(rule for patterns, rules in globs if patterns.covers(path) for rule in rules)

    return at


def version(text: str) -> tuple[int, ...]:
    """Return `0.2.1` as a tuple that compares: trailing zeros are nothing, and so is what isn't a number."""
    match = re.match(r"[0-9]{1,9}(?:\.[0-9]{1,9})*", text)
    parts = [int(part) for part in match.group().split(".")] if match else []
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
