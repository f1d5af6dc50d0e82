"""Logs written from transcripts: clean, and no lie that is planted in them goes unnoticed."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

import pytest

from allsettled.checking import Checker
from allsettled.evidence.model import AgentRun, Evidence
from allsettled.evidence.read import read
from allsettled.evidence.recording import record_log
from allsettled.evidence.recording.status import status_of
from allsettled.evidence.sessions import sessions
from allsettled.finding import Severity
from allsettled.protocol.vocabulary import Status
from evidence.lies import lies, pick
from evidence.planted import CORPUS, findings, spoken

FILES = sorted(path.name for path in CORPUS.glob("*.jsonl")) if CORPUS.is_dir() else []
pytestmark = pytest.mark.skipif(not FILES, reason=f"no corpus at {CORPUS}")


@cache
def evidence(file: str) -> Evidence:
    (session,) = sessions([str(CORPUS / file)])
    return read(session)


@pytest.mark.parametrize("file", FILES)
def test_a_recorded_log_is_clean(file: str) -> None:
    text = record_log(evidence(file)).text
    checked = Checker().inspect(text, "session-log.md").file.findings
    held = findings(text, evidence(file))
    assert {"unassessed-record"} >= {finding.rule for finding in checked}
    assert {"unverifiable"} >= {finding.rule for finding in held}
    assert {Severity.NOTE} >= {finding.severity for finding in (*checked, *held)}


@pytest.mark.parametrize("file", FILES)
def test_every_planted_lie_is_found_by_its_rule(file: str) -> None:
    text = record_log(evidence(file)).text
    planted = list(lies(text, evidence(file)))
    chosen = pick(planted, 20)
    assert 20 == len(chosen)
    assert [] == [lie.name for lie in chosen if lie.rule not in spoken(lie, evidence(file))]


class Style(NamedTuple):
    """How a person writes a truthful log: names, the precision of times, how a status is written, which tables."""

    name: Callable[[AgentRun], str]
    seconds: int
    status: Callable[[Status], str]
    times: bool = True


MARKS = {
    Status.COMPLETE: "✅ Done",
    Status.FAILED: "❌ Failed",
    Status.SKIPPED: "⏭ Skipped",
    Status.RUNNING: "⏳ Running",
}
STYLES = {
    "last part of the type": Style(lambda run: run.agent.rpartition(":")[2] or "agent", 1, str),
    "task": Style(lambda run: run.description, 1, MARKS.__getitem__),
    "to the minute": Style(lambda run: run.agent, 60, str),
    "outcomes alone": Style(lambda run: run.description.title(), 1, MARKS.__getitem__, times=False),
    "types alone": Style(lambda run: run.agent, 1, str, times=False),
    "roles of their own": Style(lambda run: f"Worker {run.id[-2:]}", 1, str),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("file", FILES)
def test_a_truthful_log_in_a_persons_words_is_not_contradicted(file: str, style: str) -> None:
    written = by_hand(evidence(file), STYLES[style])
    faults = [finding for finding in findings(written, evidence(file)) if finding.severity is not Severity.NOTE]
    if style == "roles of their own":  # types that say what an agent is for contradict another name
        faults = [fault for fault in faults if fault.rule not in ("unproven-agent", "unrecorded-agent")]
    assert [] == faults


def by_hand(found: Evidence, style: Style) -> str:
    together = [dispatch for dispatch in found.dispatches if dispatch.width > 1]
    parts = ["# Session log: by hand", "", "- **Status**: CLOSED" if together else "- **Status**: OPEN", ""]
    for number, dispatch in enumerate(together, start=1):
        rows = [(run, status_of(run)) for run in dispatch.agents]
        parts += [f"## Dispatch {number}", ""]
        if style.times:
            parts += [
                "### Dispatch Log",
                "",
                "| Agent | Message | Started | Finished | Status |",
                "|---|---|---|---|---|",
            ]
            parts += [
                f"| {style.name(run)} | m{number} | {at(run.started, style)} | {at(run.finished, style)} "
                f"| {style.status(status)} |"
                for run, status in rows
            ]
            parts.append("")
        parts += ["### Agent Outputs", "", "| Agent | Status | Output Location |", "|---|---|---|"]
        parts += [f"| {style.name(run)} | {style.status(status)} | here |" for run, status in rows] + [""]
    return "\n".join(parts)


def at(time: datetime | None, style: Style) -> str:
    if time is None:
        return "-"
    second = int(time.timestamp()) // style.seconds * style.seconds
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")
