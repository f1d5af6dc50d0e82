"""`allsettled record`: a session log from a harness's transcript."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allsettled.cli.project import Project, find_project
from allsettled.errors import UserError

if TYPE_CHECKING:
    from allsettled.evidence.model import Evidence
    from allsettled.evidence.read import Session

_MARKDOWN = (".md", ".markdown")


@click.command("record")
@click.argument("session")
@click.option("--output", metavar="FILE", help="Write the log to FILE, which must not exist yet.")
@click.option("--append", "log", metavar="LOG", help="Add to LOG what it doesn't hold yet; nothing else in it changes.")
@click.option("--title", metavar="TEXT", default="", help="The log's title.")
@click.option("--include-text", is_flag=True, help="Copy the agents' prompts and reports, too.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
def command(**options: Any) -> int:
    """Write the session log of SESSION: a transcript, its folder, or the id of one of Claude Code's sessions.

    What ran, when, and how it ended is taken from the transcript; no prompt and no report is copied. What only a person
    can say is marked `not assessed`, and `allsettled check` notes it until it's written. The log is closed if every
    agent's end is known.

    \b
    Examples:
      allsettled record ~/.claude/projects/-home-me-app/9667a07f.jsonl --output .agents/sessions/session-log-9667a07f.md
      allsettled record 9667a07f-c677-4f9d-9b21-da366e5add6a > session-log.md
      allsettled record 9667a07f --append .agents/sessions/session-log-9667a07f.md

    Exit codes: 0 written, 2 could not, or a file of the evidence could not be read.
    """
    if options["log"] and (options["output"] or options["title"] or options["include_text"]):
        raise UserError("--append goes without --output, --title and --include-text", hint="leave one of them out")
    project = find_project([options["log"] or options["output"] or "."], options["settings_file"])
    session, evidence = _read(options["session"])
    if not evidence.dispatches:
        raise UserError("the session started no agent", path=session.place, hint="there is nothing to record")
    if options["log"]:
        said = _append(Path(options["log"]), evidence, project)
    else:
        said = _write(session, evidence, project, options)
    _say(said)
    return _incomplete(evidence)


def _read(place: str) -> "tuple[Session, Evidence]":
    from allsettled.evidence import homes
    from allsettled.evidence.read import read

    session = homes.one(place)
    return session, read(session)


def _write(session: "Session", evidence: "Evidence", project: Project, options: dict[str, Any]) -> str:
    from allsettled.evidence.recording import record_log

    words = ""
    if options["include_text"]:
        from allsettled.evidence.recording.appendix import write_words
        from allsettled.evidence.words import words_of

        words = write_words(evidence.dispatches, words_of(session, evidence.dispatches))
    recording = record_log(evidence, title=options["title"], protocol=project.protocol, further=words)
    if options["output"]:
        from allsettled.files.place import root_for
        from allsettled.files.write import create

        path = Path(options["output"])
        create(path, recording.text.encode(), root=root_for(path, project.folder))
    else:
        click.echo(recording.text, nl=False)
    return f"{_count(evidence)}; the log is {'closed' if recording.closed else 'open: an end or a section is missing'}"


def _append(path: Path, evidence: "Evidence", project: Project) -> str:
    from dataclasses import replace

    from allsettled.cli.evidence import Verifier
    from allsettled.cli.log_file import read_log
    from allsettled.evidence.recording import append
    from allsettled.files.place import root_for
    from allsettled.files.write import replace_all

    root = root_for(path, project.folder)
    source = read_log(str(path), project)
    if path.suffix.lower() not in _MARKDOWN:
        raise UserError("it is no session log: no Markdown", path=path, hint="name a log whose name ends in .md")
    Verifier(project).read(str(path))  # a prompt is no log
    try:
        addition = append(source.text, evidence, project.protocol)
    except UserError as error:
        raise UserError(error.message, path=path, hint=error.hint) from None
    if addition.edit is None:
        return "nothing to add: the log names every dispatch of the session"
    replace_all({path: source.edited([addition.edit])}, root=root, before={path: source.raw})
    return f"{_count(replace(evidence, dispatches=addition.dispatches))}, added to the log"


def _count(evidence: "Evidence") -> str:
    together = sum(dispatch.width > 1 for dispatch in evidence.dispatches)
    alone = len(evidence.dispatches) - together
    parts = [f"{together} dispatch{'es' * (together != 1)}"] * bool(together)
    parts += [f"{alone} single agent{'s' * (alone != 1)}"] * bool(alone)
    return " and ".join(parts)


def _incomplete(evidence: "Evidence") -> int:
    """Say what of the transcript could not be read; return the exit code."""
    from allsettled.terminal import safe

    bad, lines = sum(file.bad for file in evidence.files), sum(file.lines for file in evidence.files)
    if bad:
        _say(f"{bad} of {lines} lines of the transcript could not be read, and are left out")
    for file in evidence.unread:
        _say(f"error: {safe(file.path)}: {safe(file.reason)}")
    if bad or evidence.unread:
        _say("an agent that only they tell of is not in the log")
    return 2 if evidence.unread else 0


def _say(text: str) -> None:
    click.echo(text, err=True)
