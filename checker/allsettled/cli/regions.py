"""`allsettled regions`: the managed regions and rendered files, and how each of them stands."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from allsettled.cli.cache_option import CACHE_DIR
from allsettled.cli.gathering import Gathered, gather
from allsettled.cli.kept_renders import open_kept
from allsettled.cli.listing import columns
from allsettled.cli.project import find_project
from allsettled.cli.renderer import Renderer
from allsettled.cli.rendering import Setup
from allsettled.cli.show import show
from allsettled.errors import UserError
from allsettled.render.place import Choices
from allsettled.render.regions import AGENT_REGION
from allsettled.render.work import Work


@click.command("regions")
@click.argument("paths", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for machines.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
@click.option("--no-cache", is_flag=True, help="Render all anew, and keep nothing.")
@CACHE_DIR
def command(paths: tuple[str, ...], as_json: bool, settings_file: str | None, **cache: Any) -> int:
    """List the managed regions in PATHS (all below this folder if there are none), and the files that are rendered
    as a whole: where, from which template, for which platform, and how they stand.

    A region is clean, stale, new, adoptable, edited, overridden or broken.

    \b
    Examples:
      allsettled regions
      allsettled regions --json agents

    Exit codes: 0 listed, 2 something is broken or could not be read.
    """  # noqa: D205 - click joins the lines
    arguments: Sequence[str] = paths or (".",)
    project = find_project(arguments, settings_file)
    kept = open_kept(project, {"defined": (), "exact": False, **cache})
    renderer = Renderer(project, Choices(), kept)
    gathered = gather(renderer, arguments, quick=False)
    kept.save()
    listed = list(_listed(gathered, renderer.setup))
    faults = [fault for work in gathered.works if work.broken for fault in _faults(work)]
    if as_json:
        click.echo(json.dumps({"version": 1, "regions": listed}, indent=2, ensure_ascii=False))
    else:
        rows = [
            [one["path"], _lines(one), one["id"] or "the whole file", one["template"], one["platform"]]
            for one in listed
        ]
        click.echo(columns([[*row, one["state"]] for row, one in zip(rows, listed, strict=True)]), nl=False)
    for error in (*gathered.errors, *faults):
        show(error)
    if not listed and not gathered.errors and not faults:
        click.echo("there is no managed region and no rendered file", err=True)
    return 2 if gathered.errors or faults else 0


def _listed(gathered: Gathered, setup: Setup) -> Iterator[dict[str, Any]]:
    for work in gathered.works:
        target = setup.targets.get(work.relative)
        if work.state is not None:
            template = target.source.path if target else work.source
            home = target.platform.id if target else ""
            yield _row(work, None, 1, len((work.text or "").split("\n")), template, home, work.state)
        for status in work.statuses:
            region = status.region
            if target is not None and region.id == AGENT_REGION:
                template, home = target.source.path, target.platform.id
            else:
                lines = (work.text or "").split("\n")
                asked = setup.filler.asked(region.id, region.attributes, work.own or work.path, lines)
                template, home = setup.filler.source(asked).path, asked.platform
            yield _row(work, region.id, region.begin.number, region.end.number, template, home, status.state)
    for orphan in gathered.orphans:
        end = orphan.source.text.count("\n")
        yield {
            "path": orphan.found.path,
            "begin": 1,
            "end": end,
            "id": None,
            "template": "",
            "platform": "",
            "state": "orphaned",
        }


def _row(work: Work, id_: str | None, begin: int, end: int, template: str, home: str, state: str) -> dict[str, Any]:
    return {
        "path": work.path,
        "begin": begin,
        "end": end,
        "id": id_,
        "template": template,
        "platform": home,
        "state": str(state),
    }


def _lines(one: dict[str, Any]) -> str:
    return f"{one['begin']}-{one['end']}"


def _faults(work: Work) -> Iterator[UserError]:
    for finding in work.findings:
        if finding.rule == "broken-region":
            yield UserError(finding.message, path=work.path, span=finding.span, hint=finding.hint)
