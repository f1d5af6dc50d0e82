"""`allsettled stats`: what dispatches cost and saved, over transcripts and logs."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allsettled.cli.output import write_file
from allsettled.cli.project import find_project
from allsettled.errors import UserError

if TYPE_CHECKING:
    from allsettled.evidence.fleet import Progress
    from allsettled.evidence.model import Evidence
    from allsettled.evidence.stats import Summary

_FORMATS = ("table", "json", "csv")
_MANY = 20  # sessions, from which on it's shown how far the reading is


@click.command("stats")
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", help="How to say it.")
@click.option("--output", metavar="FILE", help="Write that to FILE instead of standard output.")
@click.option("--html", metavar="FILE", help="Write a page with timelines and charts, too: one file, no network.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Read in N processes.")
@click.option("--scheduler", metavar="ADDRESS", help="Have the workers of this Dask scheduler read.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
def command(paths: tuple[str, ...], form: str, output: str | None, html: str | None, **options: Any) -> int:
    """Sum up the dispatches in PATHS: transcripts and session logs, folders of them, patterns, URLs.

    For each dispatch and in sum: how many agents, wall-clock and sequential time, speed-up, concurrency, failures and
    retries; what width pays; and how that compares with the goals. What a log says of a message that a transcript
    accounts for is left out.

    \b
    Examples:
      allsettled stats ~/.claude/projects/-home-me-app
      allsettled stats .agents/sessions transcripts --format json
      allsettled stats --html stats.html "s3://team/transcripts/**/*.jsonl"

    Exit codes: 0 done, 2 something couldn't be read.
    """
    from allsettled.evidence.stats import summarise

    places = paths or (".",)
    project = find_project([place for place in places if "://" not in place][:1] or ["."], options["settings_file"])
    evidence = _gathered(places, project.protocol, options["jobs"], options["scheduler"])
    if not evidence.files and not evidence.unread:
        raise UserError(
            f"there's no transcript and no log with a dispatch in {', '.join(places)}",
            hint="name a session's .jsonl, a folder of sessions, or a session log",
        )
    summary = summarise(evidence)
    text = _written(summary, form)
    if html:
        from allsettled.evidence.page import as_html

        write_file(Path(html), as_html(summary), project)
    if output:
        write_file(Path(output), text, project)
    else:
        click.echo(text, nl=False)
    return _unread(evidence)


def _gathered(places: tuple[str, ...], protocol: Any, jobs: int | None, scheduler: str | None) -> "Evidence":
    from allsettled.evidence.fleet import gather
    from allsettled.evidence.sessions import sessions

    found = sessions(places, protocol)
    with _shown(len(found)) as progress:
        return gather(found, processes=jobs, scheduler=scheduler, progress=progress)


@contextmanager
def _shown(total: int) -> "Iterator[Progress | None]":
    """Show how far the reading is, on a terminal, when there is much to read."""
    if total < _MANY or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=total, label="reading", file=sys.stderr) as bar:
        yield lambda done, _: bar.update(done - bar.pos)


def _written(summary: "Summary", form: str) -> str:
    from importlib import import_module

    write: Callable[[Summary], str] = getattr(import_module(f"allsettled.evidence.stats.as_{form}"), f"as_{form}")
    return write(summary)


def _unread(evidence: "Evidence") -> int:
    """Say what could not be read; return the exit code."""
    from allsettled.terminal import safe

    for file in evidence.unread:
        click.echo(f"error: {safe(file.path)}: {safe(file.reason)}", err=True)
    return 2 if evidence.unread else 0
