"""What rendering makes of one file: its regions, or all of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from allsettled.files.source import Edit, SourceText
from allsettled.finding import Finding
from allsettled.render.diff import unified_diff
from allsettled.render.file_findings import file_finding, source_name
from allsettled.render.file_stamp import FileStamp, with_stamp
from allsettled.render.file_states import FileStatus, FreshFile, examine_file, file_digest
from allsettled.render.fresh import Fresh
from allsettled.render.lines import tidy
from allsettled.render.markers import Style
from allsettled.render.place import Choices
from allsettled.render.regions import Scan
from allsettled.render.splice import Rendered, region_diff, render
from allsettled.render.states import WRITTEN, State, Status


def _no_diff(_states: Collection[State]) -> str:
    return ""


@dataclass
class Work:
    """What rendering makes of a file; `names` are the ids of its regions and the paths by which it may be named."""

    path: str  # as the user names it
    before: SourceText | None
    after: bytes | None  # None: nothing is written
    findings: list[Finding]
    written: tuple[str, ...] = ()
    refused: bool = False  # something was edited by hand
    broken: bool = False
    names: frozenset[str] = frozenset()
    count: int = 1  # of regions, or the file
    diff: Callable[[Collection[State]], str] = _no_diff  # of what is in one of the states
    statuses: tuple[Status, ...] = ()  # of its regions
    state: State | None = None  # of a file that is rendered as a whole
    source: str = ""  # what such a file is rendered from
    relative: str = ""  # its path below the project's folder, with `/`
    own: str = ""  # the same, every link resolved
    real: str = ""  # where the file stands, every link resolved
    root: str = ""  # the folder that it must not lead out of

    @property
    def clean(self) -> bool:
        """Say whether there is nothing to do for the file, and nothing to say of it."""
        return self.after is None and not self.findings and not self.refused and not self.broken

    @property
    def text(self) -> str | None:
        """Return the file's text as it was, if there was a file."""
        return self.before.text if self.before else None


def work_on_regions(
    paths: Sequence[str],
    source: SourceText | None,
    found: Scan,
    fresh: Mapping[str, Fresh],
    choices: Choices,
) -> Work:
    """Bring the regions of a file up to date. `found` are those in its text, or in that of a new file without `source`.

    `paths` are the names of the file, first as the user names it; one of them in the choices means all its regions.
    Raises UserError for a text that cannot stand in its region.
    """
    all_meant = bool(choices.force.intersection(paths)), bool(choices.accept.intersection(paths))
    path, start, style = paths[0], found.text, found.style
    rendered = render(
        start,
        fresh,
        style=style,
        found=found,
        exact=choices.exact,
        force=[id_ for id_ in fresh if all_meant[0] or id_ in choices.force],
        accept=[id_ for id_ in fresh if all_meant[1] or id_ in choices.accept],
        resolve=choices.resolve,
    )
    after = source.edited(rendered.edits) if source and rendered.edits else None
    if source is None and not rendered.faults:
        after = rendered.text.encode()
    return Work(
        path,
        source,
        after,
        rendered.findings(),
        rendered.written,
        bool(rendered.refused),
        bool(rendered.faults),
        frozenset(fresh).union(paths),
        len(rendered.statuses),
        lambda states: _region_diffs(start, rendered, path, style, states),
        rendered.statuses,
    )


def work_on_file(
    paths: Sequence[str], source: SourceText | None, fresh: FreshFile, choices: Choices, style: Style
) -> Work:
    """Bring a file up to date that is rendered as a whole. `paths` are its names, first as the user names it."""
    path = paths[0]
    text = source.text if source else None
    status = examine_file(text, fresh, style, exact=choices.exact)
    force, accept = bool(choices.force.intersection(paths)), bool(choices.accept.intersection(paths))
    after = _after(status, text or "", fresh, style, choices, force=force, accept=accept)
    finding = file_finding(status, fresh, path)
    edited = status.state is State.EDITED
    if after is None or after == text:
        data = None
    else:
        data = source.edited([Edit(0, len(source.text), after)]) if source else after.encode()

    def diff(states: Collection[State]) -> str:
        new = with_stamp(fresh.text, _stamp(fresh, fresh.text, style), style)
        return unified_diff(text or "", new, path) if status.state in states else ""

    return Work(
        path,
        source,
        data,
        [finding] if finding else [],
        ("the whole file",) if data is not None else (),
        edited and not force and not accept,
        status.state is State.BROKEN and after is None,
        frozenset(paths),
        1,
        diff,
        state=status.state,
        source=source_name(fresh.source),
    )


def _after(
    status: FileStatus, text: str, fresh: FreshFile, style: Style, choices: Choices, *, force: bool, accept: bool
) -> str | None:
    """Return the file's new text, or None if it is to stay as it is."""
    own = status.found.text if status.found else text
    if accept and status.state is not State.BROKEN:
        return with_stamp(own, _stamp(fresh, own, style)._replace(override=True), style)
    resolved = status.conflict is not None and status.conflict.whole and choices.resolve
    if force or (resolved and not _overridden(status)):
        return with_stamp(fresh.text, _stamp(fresh, fresh.text, style), style)
    if status.state not in WRITTEN:
        return None
    kept = own if status.says_the_same and not choices.exact and tidy(own) else fresh.text
    return with_stamp(kept, _stamp(fresh, kept, style), style)


def _overridden(status: FileStatus) -> bool:
    stamp = status.found.stamp if status.found else None
    return isinstance(stamp, FileStamp) and stamp.override


def _stamp(fresh: FreshFile, text: str, style: Style) -> FileStamp:
    return FileStamp(fresh.inputs, file_digest(text, style), fresh.source)


def _region_diffs(text: str, rendered: Rendered, path: str, style: Style, states: Collection[State]) -> str:
    shown = (status for status in rendered.statuses if status.state in states)
    return "".join(region_diff(text, status, path, style) for status in shown)
