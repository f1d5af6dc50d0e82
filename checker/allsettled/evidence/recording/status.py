"""How a log says in which state a run ended."""

from allsettled.evidence.model import AgentRun, Note, State
from allsettled.protocol.vocabulary import Status

_STATUS = {
    State.OK: Status.COMPLETE,
    State.FAILED: Status.FAILED,
    State.FAILED_SILENTLY: Status.FAILED,
    State.CANCELLED_BY_SIBLING: Status.FAILED,
    State.UNKNOWN_TYPE: Status.FAILED,
    State.REJECTED: Status.SKIPPED,  # it never ran
    State.INTERRUPTED: Status.SKIPPED,  # what it did is no work: nothing came back
}
_WORDS = {
    State.REJECTED: "a person refused the call: it never ran",
    State.INTERRUPTED: "interrupted before its end: nothing came back",
    State.NO_RESULT: "its end isn't in the transcript",
    State.PENDING: "sent to the background; the notice of its end isn't in the transcript",
    State.SPAWNED_TEAMMATE: "a teammate: its work isn't in the transcript",
}
_NOTES = {
    Note.END_BEFORE_START: "the clock went back while it ran",
    Note.AMBIGUOUS_ID: "its call's id is redacted, so its end may be another's",
    Note.SENT_TO_BACKGROUND: "sent to the background after its start",
    Note.RESUMED: "woken again after this end",
}


def status_of(run: AgentRun) -> Status:
    """Return a run's status. One whose end isn't known is unsettled: never failed, and never complete."""
    if run.state.known:
        return _STATUS[run.state]
    return Status.PENDING if run.started is None else Status.RUNNING


def remark(run: AgentRun) -> str:
    """Return what else is to be known of how a run ended, or an empty text."""
    words = [_WORDS[run.state]] if run.state in _WORDS else []
    return "; ".join([*words, *(_NOTES[note] for note in run.notes)])
