"""Merge: the same finding at the same place counts once, with all who made it; different ones are kept (FR-2.2)."""

from collections.abc import Iterable
from typing import NamedTuple

from allsettled.aggregating.points import one_place
from allsettled.aggregating.values import SEVERITIES, Point, Returned


class Merged(NamedTuple):
    """A finding, who made it (in order of their names), and which severity each of them gave it, if any."""

    point: Point
    agents: tuple[str, ...]
    given: tuple[tuple[str, str], ...]  # agent and severity, in order

    @property
    def disputed(self) -> bool:
        """Say whether it was given different severities."""
        return len({severity for _, severity in self.given}) > 1


def merge(returned: Iterable[Returned]) -> tuple[Merged, ...]:
    """Return all findings, the heaviest first. Of two severities the higher one stands.

    Commutative and idempotent: order and repetition of the inputs change nothing.
    """
    groups: dict[tuple[str, str], list[tuple[str, Point]]] = {}
    for one in returned:
        if one.usable:
            for point in one.points:
                groups.setdefault(_key(point), []).append((one.name, point))
    return tuple(sorted((_merged(group) for group in groups.values()), key=_order))


def _key(point: Point) -> tuple[str, str]:
    """Return what makes two findings the same: the place, and the words without case, marks and spaces around them."""
    words = "".join(char if char.isalnum() else " " for char in point.text.casefold()).split()
    return one_place(point.place), " ".join(words) or point.text.strip()


def _merged(group: list[tuple[str, Point]]) -> Merged:
    given = tuple(sorted({(agent, point.severity) for agent, point in group if point.severity}))
    severity = min((severity for _, severity in given), key=_weight, default="")
    text, place = min((point.text, point.place) for _, point in group)
    return Merged(Point(text, place, severity), tuple(sorted({agent for agent, _ in group})), given)


def _order(merged: Merged) -> tuple[tuple[int, str], str, str]:
    return _weight(merged.point.severity), merged.point.place, merged.point.text


def _weight(severity: str) -> tuple[int, str]:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES), severity
