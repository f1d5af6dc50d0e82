"""What a region is, seen beside the text that it should have: clean, stale, edited by hand ..."""

from enum import StrEnum
from typing import NamedTuple

from allsettled.render.digest import digest
from allsettled.render.fresh import Fresh
from allsettled.render.lines import split_lines, tidy
from allsettled.render.markers import Style
from allsettled.render.regions import Region


class State(StrEnum):
    """What rendering does with a region, and why."""

    CLEAN = "clean"  # it says what it should: nothing is written
    STALE = "stale"  # what was rendered is no longer what it should be: written
    NEW = "new"  # empty and without a stamp: written
    ADOPTABLE = "adoptable"  # without a stamp, and says what it should: gets one
    EDITED = "edited"  # neither what was rendered nor what it should be: never written unasked
    OVERRIDDEN = "overridden"  # the user keeps a text of their own: left alone
    BROKEN = "broken"  # a merge conflict is in it: left alone until that is resolved


WRITTEN = frozenset({State.STALE, State.NEW, State.ADOPTABLE})
"""The states in which rendering writes a region unasked. None of them loses anything."""


class Status(NamedTuple):
    """A region, the text that it should have, and its state."""

    region: Region
    fresh: Fresh
    state: State
    says_the_same: bool  # as the fresh text: if it is written nevertheless, then for its stamp or its layout


def examine(region: Region, fresh: Fresh, style: Style, *, exact: bool = False) -> Status:
    """Compare three digests: the one stored in the stamp, that of the text, and that of the text it should have.

    With `exact`, saying the same isn't enough: the text must be the same but for line ends.
    """
    now, then = tidy(region.body), tidy(fresh.body)
    same = now == then
    if region.conflict and not same and _is_conflict(region, fresh, style):
        return Status(region, fresh, State.BROKEN, same)
    if region.overridden:
        return Status(region, fresh, State.OVERRIDDEN, same)
    stamp = region.stamp
    if not stamp and not now:
        return Status(region, fresh, State.NEW, same)
    if same and stamp and stamp.inputs == fresh.inputs:
        return Status(region, fresh, State.CLEAN, same)  # the usual case, without a look at its Markdown
    digest_now = digest(now, style)
    says_the_same = same or digest_now == digest(then, style)
    if not stamp:
        state = State.ADOPTABLE if says_the_same else State.EDITED
    elif says_the_same and digest_now == stamp.out and (same or not exact):
        state = State.CLEAN
    elif says_the_same or digest_now == stamp.out:
        state = State.STALE
    else:
        state = State.EDITED
    return Status(region, fresh, state, says_the_same)


def _is_conflict(region: Region, fresh: Fresh, style: Style) -> bool:
    """Say whether git's lines are a conflict indeed, and not an example that was rendered."""
    if not region.conflict or (region.stamp and region.stamp.out == digest(region.body, style)):
        return False
    return not region.conflict.signs <= {line.text for line in split_lines(fresh.body)}
