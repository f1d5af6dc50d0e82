"""A whole session log from evidence, written so that `check` finds nothing but what a person must still say."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from allsettled.checking import Checker
from allsettled.evidence.model import Dispatch, Evidence
from allsettled.evidence.recording.names import Wording
from allsettled.evidence.recording.record import Later, later_tries, record_of
from allsettled.evidence.recording.silencing import silenced
from allsettled.evidence.recording.singles import TITLE, write_singles
from allsettled.finding import Severity
from allsettled.protocol.duties import write_duties, write_sections
from allsettled.protocol.record import Record
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.protocol.writing import UnwritableRecordError, write_log

_Write = Callable[[Sequence[Record], Protocol], str]
_TRIED_AS = "session-log.md"  # a name that says what it is, and nothing else


@dataclass(frozen=True, slots=True)
class Recording:
    """A log's text; `closed` says whether everything in it is settled."""

    text: str
    closed: bool


def record_log(
    evidence: Evidence,
    *,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    protocol: Protocol = BUILT_IN,
    further: str = "",
) -> Recording:
    """Return the log of all dispatches of some evidence; `further` is text that follows it.

    It's closed if every run is settled and the project's protocol demands no section that only a person can write.
    """
    dispatches = evidence.dispatches
    closed = all(run.state.known for dispatch in dispatches for run in dispatch.agents)
    closed = closed and not protocol.sections and not protocol.duties
    head = {**head_of(dispatches), **(labels or {})}
    later = later_tries(dispatches)
    duties = [write_duties(protocol, "start"), write_sections(protocol), write_duties(protocol, "end")]
    tail = "".join("\n" + text for text in (*duties, further) if text)
    for text in worded(dispatches, later, protocol, _Whole(title or _title(dispatches), head, closed)):
        text = silenced(text + tail, protocol)
        if is_clean(text, protocol):
            break
    return Recording(text, closed)


@dataclass(frozen=True, slots=True)
class _Whole:
    """How the records become a log."""

    title: str
    labels: Mapping[str, str]
    closed: bool

    def __call__(self, records: Sequence[Record], protocol: Protocol) -> str:
        return write_log(self.title, records, closed=self.closed, labels=self.labels, protocol=protocol)


def worded(
    dispatches: Sequence[Dispatch], later: Later, protocol: Protocol, write: _Write, title_of_singles: str = TITLE
) -> Iterator[str]:
    """Yield the records and single agents of dispatches as text, the fullest wording first.

    What strangers wrote (an agent's description) may be read as something else in a log; then less of it is taken.
    """
    together = [dispatch for dispatch in dispatches if dispatch.width > 1]
    alone = [dispatch for dispatch in dispatches if dispatch.width == 1]
    for wording in Wording:
        records = [record_of(one, later, protocol, wording) for one in together]
        try:
            text = write(records, protocol)
        except UnwritableRecordError:
            if wording is Wording.NUMBERED:
                raise
            continue
        singles = write_singles(alone, later, protocol, wording, title_of_singles)
        yield "\n".join(part for part in (text, singles) if part)


def head_of(dispatches: Sequence[Dispatch]) -> dict[str, str]:
    """Return the labels of a log's head that say what it was written from."""
    first = min((at for dispatch in dispatches if (at := dispatch.at)), default=None)
    sessions = sorted({session for dispatch in dispatches for session in dispatch.sessions})
    harnesses = sorted({dispatch.harness for dispatch in dispatches})
    head = {"Date": "" if first is None else f"{first:%Y-%m-%d}", "Session": ", ".join(sessions)}
    head["Recorded from"] = f"the transcript of {' and '.join(harnesses)}"
    return {name: text for name, text in head.items() if text}


def _title(dispatches: Sequence[Dispatch]) -> str:
    session = next((session for dispatch in dispatches for session in dispatch.sessions), "")
    return f"agents of session {session[:8]}" if session else "what the agents did"


def is_clean(text: str, protocol: Protocol) -> bool:
    """Say whether `check` has nothing to say of a log but notes."""
    found = Checker(protocol=protocol).inspect(text, _TRIED_AS)
    return all(finding.severity is Severity.NOTE for finding in found.file.findings)
