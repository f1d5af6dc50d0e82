"""Merge: the same finding at the same place counts once, with all who made it; different ones are kept (FR-2.2)."""

from collections.abc import Iterable
from typing import NamedTuple

from allsettled.aggregating.values import SEVERITIES, Point, Returned


class Merged(NamedTuple):
    """A finding, who made it (in order of their names), and the severities that it was given."""

    point: Point
    agents: tuple[str, ...]
    severities: tuple[str, ...]  # the heaviest first; more than one: the agents disagree

    @property
    def disputed(self) -> bool:
        """Say whether agents gave it different severities."""
        return len(self.severities) > 1


def merge(returned: Iterable[Returned]) -> tuple[Merged, ...]:
    """Return all findings, the heaviest first. Of two severities the higher one stands.

    Commutative and idempotent: order and repetition of the inputs change nothing.
    """
    groups: dict[tuple[str, str], list[tuple[str, Point]]] = {}
    for one in returned:
        if one.usable:
            for point in one.points:
                groups.setdefault(_key(point), []).append((one.agent, point))
    return tuple(sorted((_merged(group) for group in groups.values()), key=_order))


def _key(point: Point) -> tuple[str, str]:
    """Return what makes two findings the same: the place, and the words without case, marks and spaces around them."""
    words = "".join(char if char.isalnum() else " " for char in point.text.casefold()).split()
    return point.place, " ".join(words) or point.text.strip()


def _merged(group: list[tuple[str, Point]]) -> Merged:
    given = {point.severity for _, point in group if point.severity}
    severities = tuple(sorted(given, key=_weight))
    text = min(point.text for _, point in group)
    point = Point(text, group[0][1].place, severities[0] if severities else "")
    return Merged(point, tuple(sorted({agent for agent, _ in group})), severities)


def _order(merged: Merged) -> tuple[int, str, str]:
    return _weight(merged.point.severity), merged.point.place, merged.point.text


def _weight(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
