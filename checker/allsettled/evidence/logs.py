"""Session logs as evidence of the second hand: what a log says of its dispatches, for figures over many sessions."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from allsettled.checking import Checker
from allsettled.evidence import source
from allsettled.evidence.build import At, Draft, dispatch
from allsettled.evidence.clock import microseconds
from allsettled.evidence.model import Dispatch, Evidence, FileRead, Source, State
from allsettled.evidence.verifying.claims import NOWHERE, Claim, read_claims
from allsettled.evidence.verifying.naming import named_sessions
from allsettled.evidence.verifying.presence import RECORDED
from allsettled.files.read import LIMIT
from allsettled.files.source import decode
from allsettled.kinds import Kind
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Status
from allsettled.subject.placeholders import is_placeholder

NAME = "log"

_STATES = {
    Status.COMPLETE: State.OK,
    Status.PARTIAL: State.OK,
    Status.FAILED: State.FAILED,
    Status.TIMEOUT: State.FAILED,
    Status.BLOCKED: State.INTERRUPTED,  # neither a failure nor a result
    Status.PENDING: State.PENDING,
    Status.RUNNING: State.PENDING,
}
_SHORTEST_ID = 12  # letters; in a log by hand, what's shorter is a label of its own: `m1`


def read_log(place: str, protocol: Protocol) -> Evidence | None:
    """Return what a session log says, or None if the file is none or holds no dispatch.

    UserError: it cannot be opened, or its text cannot be read.
    """
    with source.opened(place) as stream:
        raw = stream.read(LIMIT + 1)
    if len(raw) > LIMIT or raw.lstrip()[:1] in (b"{", b"[", b"") or b"|" not in raw:
        return None  # a dispatch stands in a table
    text = decode(raw, place).text
    found = tuple(dispatches(text, place, protocol))
    return Evidence(found, (FileRead(place, NAME, text.count("\n") + 1),)) if found else None


def dispatches(text: str, place: str, protocol: Protocol) -> Iterator[Dispatch]:
    """Yield the dispatches of a log's records, and its single agents. Skipped agents were never started."""
    subject = Checker(protocol=protocol).read(text, place)
    if subject.kind not in (Kind.LOG, Kind.HANDOFF, Kind.RETROSPECTIVE) or subject.untouched:
        return
    sessions = named_sessions(subject.document) or [place]
    shortest = 1 if RECORDED in subject.labels else _SHORTEST_ID
    groups: dict[tuple[int, int], list[Claim]] = {}
    for number, claim in enumerate(read_claims(subject)):
        if not claim.loose and _started(claim):
            key = (claim.record, 0) if claim.record != NOWHERE else (NOWHERE, number)
            groups.setdefault(key, []).append(claim)
    for claims in groups.values():
        id_ = _id(claims, place, shortest)
        found = dispatch(id_, NAME, _drafts(claims, id_), sessions=sessions, proven=False)
        yield replace(found, paths=(place,))


def _started(claim: Claim) -> bool:
    return not is_placeholder(claim.name) and not any(status is Status.SKIPPED for status, _ in claim.statuses)


def _id(claims: Iterable[Claim], place: str, shortest: int) -> str:
    """Return the harness's id of the message, if the log gives one; else where the record stands."""
    messages = {claim.message for claim in claims}
    only = messages.pop() if len(messages) == 1 else ""
    line = min(claim.place("agent").line for claim in claims)
    return only if len(only) >= shortest and " " not in only else f"{place}:{line}"


def _drafts(claims: Iterable[Claim], id_: str) -> Iterator[Draft]:
    for number, claim in enumerate(claims, start=1):
        status = claim.statuses[0][0] if claim.statuses else None
        yield Draft(
            f"{id_}#{number}",
            State.NO_RESULT if status is None else _STATES[status],
            claim.name,
            started=None if claim.start is None else At(microseconds(claim.start), Source.LOG),
            finished=None if claim.finish is None else At(microseconds(claim.finish), Source.LOG),
        )
