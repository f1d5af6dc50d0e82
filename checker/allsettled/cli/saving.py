"""What a render has made, written: all of it or nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from allsettled.files.place import Found
from allsettled.files.remove import set_aside
from allsettled.files.write import replace_all
from allsettled.render.work import Work


def save(works: Sequence[Work], gone: Sequence[Found] = (), before: Mapping[str, bytes] | None = None) -> None:
    """Write what has changed and delete what is gone. `before` is what the latter held when they were read.

    Raises UserError, with all files as they were, if one of them cannot be written or deleted.
    """
    with set_aside({Path(one.real): (before or {})[one.real] for one in gone}, {one.real: one.root for one in gone}):
        new = {Path(work.real): work.after for work in works if work.after is not None}
        known = {Path(work.real): work.before.raw if work.before else None for work in works}
        replace_all(new, root={Path(work.real): work.root for work in works}, before=known)
