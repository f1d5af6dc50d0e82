"""What `allsettled render` does, whoever has read its options: regions and files of agents, brought up to date."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from allsettled.cli.gathering import Gathered, Orphan, gather
from allsettled.cli.kept_renders import KeptRenders, open_kept
from allsettled.cli.project import Project, find_project
from allsettled.cli.renderer import Renderer
from allsettled.cli.show import show
from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.render.place import Choices
from allsettled.report import Report, help_of
from allsettled.report import Style as Look
from allsettled.report import render as write_report
from allsettled.rules import RENDERED, RULES

if TYPE_CHECKING:
    from allsettled.render.work import Work

_OUT_OF_DATE, _EDITED = ("stale", "new"), "edited"
_IN_THE_WAY = frozenset({"edited-region", "broken-region", "edited-file", "over-budget"})


def render(options: Mapping[str, Any]) -> int:
    """Bring files up to date, or say what is not, and return the exit code. `options` has the keys of `DEFAULTS`.

    Raises UserError for what cannot be used.
    """
    arguments: Sequence[str] = options["paths"] or (".",)
    project = find_project(arguments, options["settings_file"])
    choices = _choices(project, options)
    by_hand = choices.force or choices.accept or choices.resolve
    kept = KeptRenders(project, options) if by_hand else open_kept(project, options)
    renderer = Renderer(project, choices, kept, options["defined"])
    gathered = gather(renderer, arguments)
    if by_hand and (changed := _sources_changed(gathered, renderer)):
        renderer = Renderer(project, choices, kept, options["defined"], changed)
        gathered = gather(renderer, arguments)
    kept.save()
    _refuse_unknown(gathered, options)
    for error in gathered.errors:
        show(error)
    changing = [] if options["check_only"] else [work for work in gathered.works if work.after is not None]
    written = {work.relative for work in changing if not _accepted(work, choices)}
    for note in (*(renderer.setup.told_of(written) if changing else ()), *gathered.notes):
        _say(f"note: {_safe(note)}")
    if options["check_only"]:
        return _check(gathered, options)
    return _write(gathered, options, choices)


def _choices(project: Project, options: Mapping[str, Any]) -> Choices:
    if not options["force"] and not options["accept"]:
        return Choices(resolve=options["resolve"], exact=options["exact"])
    from pathlib import Path

    def named(names: Sequence[str]) -> frozenset[str]:
        """Return names with what they are as paths below the project's folder."""
        paths = (Path(name).absolute() for name in names)
        below = {path.relative_to(project.root).as_posix() for path in paths if path.is_relative_to(project.root)}
        return frozenset(names) | below

    force, accept = named(options["force"]), named(options["accept"])
    if both := sorted(force & accept):
        raise UserError(f'the text of "{both[0]}" cannot be both kept and replaced', hint="choose one")
    return Choices(force, accept, options["resolve"], options["exact"])


def _sources_changed(gathered: Gathered, renderer: Renderer) -> dict[str, bytes]:
    """Return the sources of agents in which a text is kept or dropped now: the files of agents are made from that."""
    sources = {source.path for source in renderer.setup.sources}
    return {work.relative: work.after for work in gathered.works if work.after and work.relative in sources}


def _refuse_unknown(gathered: Gathered, options: Mapping[str, Any]) -> None:
    if not options["force"] and not options["accept"]:
        return
    from pathlib import Path

    from allsettled.words import did_you_mean

    known = {name for work in gathered.works for name in work.names}
    known |= {path for orphan in gathered.orphans for path in (orphan.found.path, orphan.found.relative)}
    for name in (*options["force"], *options["accept"]):
        if name not in known and Path(name).as_posix() not in known and not gathered.errors:
            raise UserError(
                f'there is no region or rendered file "{name}" here',
                hint=did_you_mean(name, known) or "list them: allsettled regions",
            )


def _check(gathered: Gathered, options: Mapping[str, Any]) -> int:
    from allsettled.terminal import colour_wanted

    files = [*map(CheckedFile, gathered.clean), *(_checked(work, work.findings) for work in gathered.works)]
    files += map(_left_over, gathered.orphans)
    files.sort(key=lambda file: file.path.split("/"))
    look = Look(colour=colour_wanted(sys.stdout, options["colour"]))
    helps = help_of((*RENDERED, *RULES)) if options["form"] == "sarif" else {}
    _put(write_report(Report(tuple(files)), options["form"], look, helps))
    if options["with_diff"]:
        _show_diffs(gathered, *_OUT_OF_DATE, _EDITED)
    if _broken(gathered):
        return 2
    _refuse_nothing(gathered, options)
    stale = any(work.after is not None or work.refused for work in gathered.works)
    grave = any(finding.severity is Severity.ERROR for work in gathered.works for finding in work.findings)
    return int(stale or grave or bool(gathered.orphans))


def _write(gathered: Gathered, options: Mapping[str, Any], choices: Choices) -> int:
    orphans = gathered.orphans if options["prune"] else []
    kept = [one for one in orphans if one.edited and not {one.found.path, one.found.relative} & {*options["force"]}]
    in_the_way = [work for work in gathered.works if work.refused or work.broken]
    if in_the_way or kept or gathered.errors:
        files = [_checked(work, [one for one in work.findings if one.rule in _IN_THE_WAY]) for work in in_the_way]
        files += map(_left_over, kept)
        sys.stderr.write(write_report(Report(tuple(files)), "text"))
        _show_diffs(gathered, _EDITED)
        _say("nothing was written")
        return 2 if _broken(gathered) else 1
    _refuse_nothing(gathered, options)
    if options["with_diff"]:
        _show_diffs(gathered, *_OUT_OF_DATE)
    changed = [work for work in gathered.works if work.after is not None]
    if changed or orphans:
        from allsettled.cli.saving import save

        gone = {one.found.real: one.source.raw for one in orphans}
        save(changed, [one.found for one in orphans], gone)
    for work in changed:
        accepted = _accepted(work, choices)
        if accepted:
            _say(f"kept {_safe(work.path)}: {', '.join(accepted)}")
        if rest := [name for name in work.written or ("new",) if name not in accepted]:
            _say(f"rendered {_safe(work.path)}: {', '.join(rest)}")
    for one in orphans:
        _say(f"deleted {_safe(one.found.path)}")
    _warn(gathered, pruned=bool(orphans))
    _warn_of_leftovers(gathered)
    things = sum(work.count for work in gathered.works) + gathered.clean_regions
    total = len(gathered.works) + len(gathered.clean)
    _say(
        f"{_count(things, 'region or file', 'regions and files')} in {_count(total, 'file', 'files')},"
        f" {len(changed)} written"
    )
    return 0


def _accepted(work: "Work", choices: Choices) -> list[str]:
    """Return what of a file gets another stamp only: its text is kept from now on."""
    every = not choices.accept.isdisjoint({work.path, work.relative, work.own})
    return [name for name in work.written if every or name in choices.accept]


def _warn(gathered: Gathered, *, pruned: bool) -> None:
    """Show what is not right although it was written: a file that is too big, and files that nothing renders."""
    files = [_checked(work, [one for one in work.findings if one.rule == "over-budget"]) for work in gathered.works]
    if not pruned:
        files += map(_left_over, gathered.orphans)
    files = [file for file in files if file.findings]
    if files:
        sys.stderr.write(write_report(Report(tuple(files)), "text"))


def _warn_of_leftovers(gathered: Gathered) -> None:
    """Tell of what a killed run left in the folders of what is rendered."""
    from allsettled.files.leftovers import left_beside

    paths = [*(work.path for work in gathered.works), *gathered.clean, *(one.found.path for one in gathered.orphans)]
    for path, what in left_beside(paths):
        said = f"a run that was killed left it here: {what}; delete it, unless a run is going on"
        _say(_safe(f"warning: {path}: {said}"))


def _checked(work: "Work", findings: Sequence[Finding]) -> CheckedFile:
    return CheckedFile(work.path, tuple((work.text or "").split("\n")), tuple(sorted(map(_required, findings))))


def _left_over(one: Orphan) -> CheckedFile:
    return CheckedFile(one.found.path, tuple(one.source.text.split("\n")), (_required(one.finding),))


def _required(finding: Finding) -> Finding:
    """Return a finding with the requirement that its rule is for."""
    rule = RENDERED.by_name.get(finding.rule) or RULES.by_name.get(finding.rule)
    return finding._replace(requirement=rule.requirement) if rule is not None else finding


def _show_diffs(gathered: Gathered, *names: str) -> None:
    """Show how the texts differ from those that they should be, where their state has one of these names."""
    if not gathered.works:
        return
    from allsettled.render.states import State

    states = set(map(State, names))
    for work in gathered.works:
        _put("".join(_safe(line) + "\n" for line in work.diff(states).splitlines()))


def _broken(gathered: Gathered) -> bool:
    return bool(gathered.errors) or any(work.broken for work in gathered.works)


def _refuse_nothing(gathered: Gathered, options: Mapping[str, Any]) -> None:
    found = gathered.works or gathered.orphans or gathered.clean
    if not found and not options["allow_empty"]:
        looked = f"managed region in {_count(gathered.seen, 'file', 'files')}" if gathered.seen else "file to look at"
        raise UserError(
            f"there is no {looked}, and no platform is chosen",
            hint="put one into a prompt: `allsettled adopt PATH --id parallel-dispatch --append`; or --allow-empty",
        )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _put(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()  # so that it stands before what is said next


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _safe(text: str) -> str:
    from allsettled.terminal import safe

    return safe(text)
