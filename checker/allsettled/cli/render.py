"""`allsettled render`: the managed regions of prompts and documents, brought up to date."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from allsettled.cli.app import show
from allsettled.cli.project import Project, find_project
from allsettled.errors import UserError
from allsettled.files.place import Found
from allsettled.files.source import SourceText
from allsettled.files.walk import find, read_found
from allsettled.finding import CheckedFile
from allsettled.render.filler import DEFAULT_PLATFORM, Filler
from allsettled.render.markers import SIGN, Style
from allsettled.render.regions import scan
from allsettled.render.splice import Rendered, region_diff, render
from allsettled.render.states import State
from allsettled.report import FORMATS, Report
from allsettled.report import Style as Look
from allsettled.report import render as write_report

SUFFIXES = (".md", ".markdown", ".mdc", ".toml", ".yaml", ".yml")


@dataclass
class _File:
    """A file with regions, and what rendering makes of it."""

    found: Found
    source: SourceText
    rendered: Rendered
    style: Style


@dataclass
class _Outcome:
    files: list[_File] = field(default_factory=list)
    errors: list[UserError] = field(default_factory=list)
    seen: int = 0


@click.command("render")
@click.argument("paths", nargs=-1)
@click.option("--check", "check_only", is_flag=True, help="Write nothing; say what is stale, edited or broken.")
@click.option("--diff", "with_diff", is_flag=True, help="Show what would change, or changes.")
@click.option("--force", metavar="ID", multiple=True, help="Overwrite this region although it was edited by hand.")
@click.option("--accept", metavar="ID", multiple=True, help="Keep this region's text, and never render it again.")
@click.option("--resolve", is_flag=True, help="Render regions that have a merge conflict in them.")
@click.option("--exact", is_flag=True, help="A region must be the same to the letter, not only say the same.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How --check reports.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(**options: Any) -> int:
    """Refresh the managed regions in PATHS (files and folders; all below this folder if there are none).

    A region stands between `<!-- allsettled:begin id=parallel-dispatch -->` and the matching end. What was edited
    by hand is never overwritten unasked, and nothing is written anywhere if one region can't be.

    \b
    Examples:
      allsettled render                              write what is stale
      allsettled render --check --diff               for CI: show what is stale, write nothing
      allsettled render --force parallel-dispatch    drop a hand edit

    Exit codes: 0 clean or written, 1 stale (--check) or edited by hand, 2 broken markers or another error.
    """
    arguments: Sequence[str] = options["paths"] or (".",)
    project = find_project(arguments, options["settings_file"])
    outcome = _read(project, arguments, options)
    _refuse_unknown_ids(outcome, (*options["force"], *options["accept"]))
    for error in outcome.errors:
        show(error)
    if options["check_only"]:
        return _check(outcome, options)
    return _write(project, outcome, options)


def _read(project: Project, arguments: Sequence[str], options: Mapping[str, Any]) -> _Outcome:
    settings = project.settings
    filler = Filler(project.protocol, str(settings.render.get("platform", DEFAULT_PLATFORM)))
    outcome = _Outcome()
    for one in find(arguments, root=project.root, suffixes=SUFFIXES, exclude=settings.exclude):
        outcome.seen += 1
        try:
            if isinstance(one, UserError):
                raise one
            source = read_found(one, limit=settings.files.max_size)
            if SIGN in source.text and (file := _render(one, source, filler, options)) is not None:
                outcome.files.append(file)
        except UserError as error:
            outcome.errors.append(error)
    return outcome


def _render(found: Found, source: SourceText, filler: Filler, options: Mapping[str, Any]) -> _File | None:
    style = Style.MARKDOWN if found.path.lower().endswith((".md", ".markdown", ".mdc")) else Style.HASH
    scanned = scan(source.text, style)
    if not scanned.regions and not scanned.faults:
        return None
    fresh = filler.fresh(scanned.regions, found.relative or found.path, source.text.split("\n"))
    rendered = render(
        source.text,
        fresh,
        style=style,
        exact=options["exact"],
        force=[name for name in options["force"] if name in fresh],
        accept=[name for name in options["accept"] if name in fresh],
        resolve=options["resolve"],
    )
    return _File(found, source, rendered, style)


def _refuse_unknown_ids(outcome: _Outcome, ids: Sequence[str]) -> None:
    from allsettled.words import did_you_mean

    known = {status.region.id for file in outcome.files for status in file.rendered.statuses}
    for name in ids:
        if name not in known:
            raise UserError(f'there is no region "{name}" in these files', hint=did_you_mean(name, known))


def _check(outcome: _Outcome, options: Mapping[str, Any]) -> int:
    files = tuple(
        CheckedFile(file.found.path, tuple(file.source.text.split("\n")), tuple(file.rendered.findings()))
        for file in outcome.files
    )
    from allsettled.terminal import colour_wanted

    look = Look(colour=colour_wanted(sys.stdout, options["colour"]))
    click.echo(write_report(Report(files), options["form"], look), nl=False)
    if options["with_diff"]:
        _show_diffs(outcome, {State.STALE, State.NEW, State.EDITED})
    return _verdict(outcome, stale=True)


def _write(project: Project, outcome: _Outcome, options: Mapping[str, Any]) -> int:
    refused = [file for file in outcome.files if file.rendered.faults or file.rendered.refused]
    if refused or outcome.errors:
        files = tuple(
            CheckedFile(
                file.found.path,
                tuple(file.source.text.split("\n")),
                tuple(f for f in file.rendered.findings() if f.rule in ("edited-region", "broken-region")),
            )
            for file in refused
        )
        click.echo(write_report(Report(files), "text"), nl=False, err=True)
        _show_diffs(outcome, {State.EDITED})
        click.echo("nothing was written", err=True)
        return _verdict(outcome, stale=False)
    if options["with_diff"]:
        _show_diffs(outcome, {State.STALE, State.NEW})
    changed = [file for file in outcome.files if file.rendered.edits]
    _save(project, changed)
    for file in changed:
        click.echo(f"rendered {file.found.path}: {', '.join(file.rendered.written)}", err=True)
    regions = sum(len(file.rendered.statuses) for file in outcome.files)
    if not regions:
        raise UserError(
            f"there is no managed region in {_count(outcome.seen, 'file')}",
            hint="put `<!-- allsettled:begin id=parallel-dispatch -->` and its end into a prompt",
        )
    click.echo(f"{_count(regions, 'region')} in {_count(len(outcome.files), 'file')}, {len(changed)} written", err=True)
    return 0


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _save(project: Project, changed: Sequence[_File]) -> None:
    from pathlib import Path

    from allsettled.files.write import replace_all

    for root in sorted({file.found.root for file in changed}):
        ours = [file for file in changed if file.found.root == root]
        new = {Path(file.found.real): file.source.edited(file.rendered.edits) for file in ours}
        replace_all(new, root=root, before={Path(file.found.real): file.source.raw for file in ours})


def _show_diffs(outcome: _Outcome, states: set[State]) -> None:
    from allsettled.terminal import safe

    for file in outcome.files:
        for status in file.rendered.statuses:
            if status.state in states:
                diff = region_diff(file.source.text, status, file.found.path, file.style)
                click.echo("".join(safe(line) + "\n" for line in diff.splitlines()), nl=False)


def _verdict(outcome: _Outcome, *, stale: bool) -> int:
    if outcome.errors or any(file.rendered.faults for file in outcome.files):
        return 2
    if any(file.rendered.refused for file in outcome.files):
        return 1
    regions = sum(len(file.rendered.statuses) for file in outcome.files)
    if not regions:
        raise UserError("there is no managed region in these files", hint="name the files or folders that have some")
    return int(stale and any(file.rendered.edits for file in outcome.files))
