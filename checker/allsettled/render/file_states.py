"""What a file is that is rendered as a whole, seen beside the text that it should have."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from allsettled.document.front import split_front_matter
from allsettled.render.conflicts import Conflict, find_conflict
from allsettled.render.digest import digest
from allsettled.render.file_stamp import FileStamp, Whole, read_whole
from allsettled.render.lines import front_matter_length, split_lines, tidy
from allsettled.render.markers import Style
from allsettled.render.states import State

_YAML_COMMENT = re.compile(r"(?:^|[ \t])(#.*)$")


class FreshFile(NamedTuple):
    """A file's text as it is rendered now, without its stamp; what it is made from, and the path of its source."""

    text: str
    inputs: str
    source: str


class FileStatus(NamedTuple):
    """A file beside its fresh text. `found` is None where it has no stamp; `says_the_same` as the fresh text."""

    state: State
    found: Whole | None
    says_the_same: bool
    conflict: Conflict | None = None


def examine_file(text: str | None, fresh: FreshFile, style: Style, *, exact: bool = False) -> FileStatus:
    """Compare what a file says, what it said when it was rendered, and what it should say; None: there is no file."""
    if text is None or not text.strip():
        return FileStatus(State.NEW, None, False)
    found = read_whole(text, style)
    own = found.text if found else text
    same = tidy(own) == tidy(fresh.text)
    stamp = found.stamp if found else None
    if found and not isinstance(stamp, FileStamp):
        return FileStatus(State.BROKEN, found, same)
    conflict = find_conflict(split_lines(text))
    if conflict and not same and not conflict.signs <= {line.text for line in split_lines(fresh.text)}:
        return FileStatus(State.BROKEN, found, same, conflict)
    if not isinstance(stamp, FileStamp):
        same = same or file_digest(own, style) == file_digest(fresh.text, style)
        return FileStatus(State.ADOPTABLE if same else State.EDITED, None, same)
    if stamp.override:
        return FileStatus(State.OVERRIDDEN, found, same)
    if same and stamp.inputs == fresh.inputs and stamp.source == fresh.source:
        return FileStatus(State.CLEAN, found, same)
    now = file_digest(own, style)
    says_the_same = same or now == file_digest(fresh.text, style)
    if says_the_same and now == stamp.out and stamp.source == fresh.source and (same or not exact):
        return FileStatus(State.CLEAN, found, says_the_same)
    ours = says_the_same or now == stamp.out
    return FileStatus(State.STALE if ours else State.EDITED, found, says_the_same)


def file_digest(text: str, style: Style) -> str:
    """Return the digest of what a file says, its front matter's values and comments included, whatever its layout."""
    lines = split_lines(text)
    length = front_matter_length(lines) if style is Style.MARKDOWN else 0
    if not length:
        return digest(text, style)
    head = [line.text for line in lines[:length]]
    return digest(f"```yaml\n{_plain(head)}\n```\n\n{text[lines[length - 1].next :]}", style)


def _plain(head: Sequence[str]) -> str:
    """Return front matter as formatters leave it alone: its values, in one spelling, and its comments."""
    found = split_front_matter(head)
    if found is None or found.error:
        return "\n".join(head)
    values = json.dumps(found.values, sort_keys=True, default=str)
    comments = [comment.group(1).rstrip("\"' \t") for line in head if (comment := _YAML_COMMENT.search(line))]
    return "\n".join([values, *comments])
