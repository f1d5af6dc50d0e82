"""`allsettled render`: the managed regions of prompts and documents, and the files of agents, brought up to date."""

import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import click

from allsettled.cli.gathering import Gathered, gather
from allsettled.cli.project import Project, find_project
from allsettled.cli.rendering import Setup, set_up
from allsettled.cli.saving import save
from allsettled.cli.show import show
from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.render.states import State
from allsettled.render.work import Choices, Work
from allsettled.report import FORMATS, Report, help_of
from allsettled.report import Style as Look
from allsettled.report import render as write_report
from allsettled.rules import RENDERED, RULES

_IN_THE_WAY = frozenset({"edited-region", "broken-region", "edited-file", "over-budget"})


@click.command("render")
@click.argument("paths", nargs=-1)
@click.option("--check", "check_only", is_flag=True, help="Write nothing; say what is stale, edited or broken.")
@click.option("--diff", "with_diff", is_flag=True, help="Show what would change, or changes.")
@click.option("--force", metavar="NAME", multiple=True, help="Overwrite this region or file although it was edited.")
@click.option(
    "--accept", metavar="NAME", multiple=True, help="Keep this region's or file's text; never render it again."
)
@click.option("--resolve", is_flag=True, help="Render what has a merge conflict in it.")
@click.option(
    "--prune", is_flag=True, help="Delete the files that were rendered once and that nothing renders any more."
)
@click.option("--exact", is_flag=True, help="A text must be the same to the letter, not only say the same.")
@click.option("-D", "defined", metavar="NAME=VALUE", multiple=True, help="Give a template's variable a value.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How --check reports.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
@click.option("--allow-empty", is_flag=True, help="Exit 0 when there's nothing to render.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(**options: Any) -> int:
    """Refresh the managed regions in PATHS (files and folders; all below this folder if there are none), and the
    files of agents for the platforms that the settings choose.

    A region stands between `<!-- allsettled:begin id=parallel-dispatch -->` and the matching end. What was edited
    by hand is never overwritten unasked, and nothing is written anywhere if one thing can't be.

    \b
    Examples:
      allsettled render                              write what is stale
      allsettled render --check --diff               for CI: show what is stale, write nothing
      allsettled render --force parallel-dispatch    drop a hand edit in a region of that id
      allsettled render --accept .claude/agents/qa.md    keep a hand edit in a rendered file
      allsettled render --prune                      delete files whose sources are gone

    Exit codes: 0 clean or written, 1 stale (--check) or edited by hand, 2 broken markers or another error.
    """  # noqa: D205 - click joins the lines
    arguments: Sequence[str] = options["paths"] or (".",)
    project = find_project(arguments, options["settings_file"])
    choices = _choices(project, options)
    setup = set_up(project, options["defined"])
    gathered = gather(project, setup, arguments, choices)
    if changed := _sources_changed(gathered, setup, choices):
        setup = set_up(project, options["defined"], changed)
        gathered = gather(project, setup, arguments, choices)
    _refuse_unknown(gathered, options)
    for error in gathered.errors:
        show(error)
    changing = not options["check_only"] and any(work.after is not None for work in gathered.works)
    for note in (*(setup.notes if changing else ()), *gathered.notes):
        click.echo(f"note: {_safe(note)}", err=True)
    if options["check_only"]:
        return _check(gathered, options)
    return _write(gathered, options)


def _choices(project: Project, options: Mapping[str, Any]) -> Choices:
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


def _sources_changed(gathered: Gathered, setup: Setup, choices: Choices) -> dict[str, bytes]:
    """Return the sources of agents in which a text is kept or dropped now: the files of agents are made from that."""
    if not (choices.accept or choices.force or choices.resolve):
        return {}
    sources = {source.path for source in setup.sources}
    return {work.relative: work.after for work in gathered.works if work.after and work.relative in sources}


def _refuse_unknown(gathered: Gathered, options: Mapping[str, Any]) -> None:
    from pathlib import Path

    from allsettled.words import did_you_mean

    known = {name for work in gathered.works for name in work.names}
    known |= {path for orphan in gathered.orphans for path in (orphan.found.path, orphan.found.relative)}
    for name in (*options["force"], *options["accept"]):
        if name not in known and Path(name).as_posix() not in known and not gathered.errors:
            raise UserError(f'there is no region or rendered file "{name}" here', hint=did_you_mean(name, known))


def _check(gathered: Gathered, options: Mapping[str, Any]) -> int:
    from allsettled.terminal import colour_wanted

    files = [_checked(work, work.findings) for work in gathered.works]
    files += [
        CheckedFile(one.found.path, tuple(one.source.text.split("\n")), (_required(one.finding),))
        for one in gathered.orphans
    ]
    look = Look(colour=colour_wanted(sys.stdout, options["colour"]))
    helps = help_of((*RENDERED, *RULES)) if options["form"] == "sarif" else {}
    click.echo(write_report(Report(tuple(files)), options["form"], look, helps), nl=False)
    if options["with_diff"]:
        _show_diffs(gathered, {State.STALE, State.NEW, State.EDITED})
    if _broken(gathered):
        return 2
    _refuse_nothing(gathered, options)
    stale = any(work.after is not None or work.refused for work in gathered.works)
    grave = any(finding.severity is Severity.ERROR for work in gathered.works for finding in work.findings)
    return int(stale or grave or bool(gathered.orphans))


def _write(gathered: Gathered, options: Mapping[str, Any]) -> int:
    orphans = gathered.orphans if options["prune"] else []
    kept = [one for one in orphans if one.edited and not {one.found.path, one.found.relative} & {*options["force"]}]
    in_the_way = [work for work in gathered.works if work.refused or work.broken]
    if in_the_way or kept or gathered.errors:
        files = [_checked(work, [one for one in work.findings if one.rule in _IN_THE_WAY]) for work in in_the_way]
        files += [
            CheckedFile(one.found.path, tuple(one.source.text.split("\n")), (_required(one.finding),)) for one in kept
        ]
        click.echo(write_report(Report(tuple(files)), "text"), nl=False, err=True)
        _show_diffs(gathered, {State.EDITED})
        click.echo("nothing was written", err=True)
        return 2 if _broken(gathered) else 1
    _refuse_nothing(gathered, options)
    if options["with_diff"]:
        _show_diffs(gathered, {State.STALE, State.NEW})
    changed = [work for work in gathered.works if work.after is not None]
    save(changed, [one.found for one in orphans], {one.found.real: one.source.raw for one in orphans})
    for work in changed:
        click.echo(f"rendered {_safe(work.path)}: {', '.join(work.written) or 'new'}", err=True)
    for one in orphans:
        click.echo(f"deleted {_safe(one.found.path)}", err=True)
    _warn(gathered, pruned=bool(orphans))
    things = sum(work.count for work in gathered.works) + gathered.clean_regions
    total = len(gathered.works) + gathered.clean_files
    click.echo(
        f"{_count(things, 'region or file', 'regions and files')} in {_count(total, 'file', 'files')},"
        f" {len(changed)} written",
        err=True,
    )
    return 0


def _warn(gathered: Gathered, *, pruned: bool) -> None:
    """Show what is not right although it was written: a file that is too big, and files that nothing renders."""
    files = [_checked(work, [one for one in work.findings if one.rule == "over-budget"]) for work in gathered.works]
    if not pruned:
        files += [CheckedFile(one.found.path, (), (_required(one.finding),)) for one in gathered.orphans]
    files = [file for file in files if file.findings]
    if files:
        click.echo(write_report(Report(tuple(files)), "text"), nl=False, err=True)


def _checked(work: Work, findings: Sequence[Finding]) -> CheckedFile:
    return CheckedFile(work.path, tuple((work.text or "").split("\n")), tuple(sorted(map(_required, findings))))


def _required(finding: Finding) -> Finding:
    """Return a finding with the requirement that its rule is for."""
    rule = RENDERED.by_name.get(finding.rule) or RULES.by_name.get(finding.rule)
    return finding._replace(requirement=rule.requirement) if rule is not None else finding


def _show_diffs(gathered: Gathered, states: Collection[State]) -> None:
    for work in gathered.works:
        click.echo("".join(_safe(line) + "\n" for line in work.diff(states).splitlines()), nl=False)


def _broken(gathered: Gathered) -> bool:
    return bool(gathered.errors) or any(work.broken for work in gathered.works)


def _refuse_nothing(gathered: Gathered, options: Mapping[str, Any]) -> None:
    found = gathered.works or gathered.orphans or gathered.clean_files
    if not found and not options["allow_empty"]:
        raise UserError(
            f"there is no managed region in {_count(gathered.seen, 'file', 'files')}, and no platform is chosen",
            hint="put one into a prompt: `allsettled adopt PATH --id parallel-dispatch --append`, or `allsettled init`",
        )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _safe(text: str) -> str:
    from allsettled.terminal import safe

    return safe(text)
