"""The end of a turn or a session: the log is written, or held against what happened."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from allsettled.cli.evidence import Verifier
from allsettled.cli.project import Project, find_project
from allsettled.document import parse
from allsettled.errors import UserError
from allsettled.evidence.fleet import gather
from allsettled.evidence.hooking.told import let_go, session_name, short_id, still_at_work
from allsettled.evidence.model import AgentRun, Dispatch, Evidence
from allsettled.evidence.read import Session
from allsettled.evidence.recording import append, record_log
from allsettled.evidence.recording.appending import missing
from allsettled.evidence.sessions import sessions
from allsettled.evidence.stats.summary import without_echoes
from allsettled.evidence.union import unite
from allsettled.evidence.verifying import Standing, verify
from allsettled.evidence.verifying.naming import named_sessions
from allsettled.files.read import read_text
from allsettled.files.write import create, replace_all
from allsettled.finding import CheckedFile, Severity
from allsettled.report import Report, Style, render

_PAUSES = (0.1, 0.3, 0.6)  # seconds; the transcript is written behind the harness's back
_QUICK = 64 * 1024 * 1024  # bytes of a transcript that can be read while a session ends
_NEWEST = 200  # logs that are looked at
_LEFT_OUT = "unrecorded-agent"
_LONGEST = 8000  # characters of a reason: what's longer, the harness cuts


def at_end(hook: Mapping[str, Any], root: Path, options: Mapping[str, str]) -> str:
    """Write or check the session's log; return the reason to block, if there is one."""
    if options["way"] == "off":
        return ""
    checks = options["way"] == "check"
    if checks and (let_go(hook) or still_at_work(hook)):
        return ""
    evidence = _evidence(hook, root / options["journal"])
    settled = tuple(one for one in evidence.dispatches if all(run.state.known for run in one.agents))
    evidence = replace(evidence, dispatches=settled)
    if not any(dispatch.width > 1 for dispatch in settled):
        return ""
    project = find_project([str(root)])
    folder = root / options["logs"]
    if checks:
        return _check(hook, evidence, project, folder)[:_LONGEST]
    _write(hook, evidence, project, folder, root)
    return ""


def _evidence(hook: Mapping[str, Any], journals: Path) -> Evidence:
    """Return what the journal and the transcript say of the session, once the transcript has caught up."""
    kept = journals / f"{session_name(hook)}.jsonl"
    journal = gather(sessions([str(kept)])) if kept.is_file() else Evidence()
    place = hook.get("transcript_path")
    if not isinstance(place, str) or not place or not Path(place).is_file():
        return journal
    if hook.get("hook_event_name") == "SessionEnd" and Path(place).stat().st_size > _QUICK:
        return journal
    told = _known(journal.dispatches)
    found: Sequence[Session] = sessions([place])
    transcript = gather(found, processes=1)
    for pause in _PAUSES:
        if told <= _known(transcript.dispatches):
            break
        time.sleep(pause)
        transcript = gather(found, processes=1)
    both = unite(journal, _caught_up(transcript, journal))
    return replace(both, dispatches=without_echoes(both.dispatches))


def _known(dispatches: Sequence[Dispatch]) -> set[str]:
    """Return the calls whose end is known."""
    return {run.id for dispatch in dispatches for run in dispatch.agents if run.state.known and dispatch.proven}


def _caught_up(transcript: Evidence, journal: Evidence) -> Evidence:
    """Return a transcript's evidence, with the ends of its calls that only the journal knows yet."""
    told = {run.id: run for one in journal.dispatches for run in one.agents if run.state.known}

    def ended(run: AgentRun) -> AgentRun:
        known = told.get(run.id)
        if run.state.known or known is None:
            return run
        return replace(known, agent=known.agent or run.agent, description=known.description or run.description)

    dispatches = (replace(one, agents=tuple(map(ended, one.agents))) for one in transcript.dispatches)
    return replace(transcript, dispatches=tuple(dispatches))


def _write(hook: Mapping[str, Any], evidence: Evidence, project: Project, folder: Path, root: Path) -> None:
    """Add to the session's log what it doesn't hold yet; write it if there's none.

    A session that was resumed has another id, and its transcript holds the history again: as long as that is all there
    is, the other's log holds it.
    """
    session = session_name(hook)
    logs = list(_logs(folder, root))
    log = _own(session, logs)
    if log is None:
        left = evidence.dispatches
        for _, text in logs:
            left = missing(text, left)
        if not any(dispatch.width > 1 for dispatch in left):
            return
        times = (dispatch.at for dispatch in evidence.dispatches)
        first = min((at for at in times if at is not None), default=datetime.now(UTC))
        log = folder / f"{first:%Y-%m-%d}-session-{short_id(session)}.md"
        text = record_log(evidence, labels={"Session": session}, protocol=project.protocol).text
        create(log, text.encode(), root=root)
    else:
        source = read_text(log, root=root, limit=project.settings.files.max_size)
        addition = append(source.text, evidence, project.protocol)
        if addition.edit is None:
            return
        replace_all({log: source.edited([addition.edit])}, root=root, before={log: source.raw})
    click.echo(f"allsettled: the session's agents are recorded in {log.relative_to(root)}", err=True)


def _own(session: str, logs: Sequence[tuple[Path, str]]) -> Path | None:
    """Return the log that has a session's id behind its label; or else one that has it anywhere."""
    naming = [(path, text) for path, text in logs if session in text]
    labelled = (path for path, text in naming if session in named_sessions(parse(text)))
    return next(labelled, naming[0][0] if naming else None)


def _check(hook: Mapping[str, Any], evidence: Evidence, project: Project, folder: Path) -> str:
    """Return what's wrong with the session's logs, for the agent who is to mend them."""
    verifier = Verifier(project)
    held = [one for path, text in _logs(folder, project.root) if (one := _held(hook, path, text, evidence, verifier))]
    if not held:
        agents = sum(dispatch.width for dispatch in evidence.dispatches if dispatch.width > 1)
        return (
            f"{agents} agents were dispatched in this session, and no log in {folder} names them. Write it from the "
            f"transcript: allsettled record {session_name(hook)} --output {folder}/NAME.md; then add what is marked "
            "`not assessed`."
        )
    nowhere = set.intersection(*(_unrecorded(file) for file in held))  # what one log leaves out, another may hold
    files = [
        file._replace(findings=tuple(one for one in file.findings if one.rule != _LEFT_OUT or one.message in nowhere))
        for file in held
    ]
    if not any(file.findings for file in files):
        return ""
    report = render(Report(tuple(files)), "agent", Style(most=20))
    return f"the session's log doesn't hold against what happened:\n{report}"


def _held(hook: Mapping[str, Any], path: Path, text: str, evidence: Evidence, verifier: Verifier) -> CheckedFile | None:
    """Return the faults of a log that is this session's, by `verify` and by `check`; None if it isn't.

    It's the session's if it names it, or one of its messages or calls; or if it was written since the first dispatch
    and names one of its agents.
    """
    named = session_name(hook) in text or len(missing(text, evidence.dispatches)) < len(evidence.dispatches)
    first = min((at for dispatch in evidence.dispatches if (at := dispatch.at) is not None), default=None)
    if not named and (first is None or path.stat().st_mtime < first.timestamp()):
        return None
    subject = verifier.subject(text, str(path))
    verification = verify(subject, evidence)
    if not named and not verification.count()[Standing.CONFIRMED]:
        return None
    file, _ = verifier.findings(subject, str(path), verification)
    found = (*file.findings, *verifier.checked(subject))
    return file._replace(findings=tuple(sorted(one for one in found if one.severity is not Severity.NOTE)))


def _unrecorded(file: CheckedFile) -> set[str]:
    return {finding.message for finding in file.findings if finding.rule == _LEFT_OUT}


def _logs(folder: Path, root: Path) -> Iterator[tuple[Path, str]]:
    """Yield the logs of a folder with their text, those with the latest names first."""
    for path in sorted(folder.glob("*.md"), key=lambda path: path.name, reverse=True)[:_NEWEST]:
        try:
            yield path, read_text(path, root=root).text
        except UserError:
            continue
