"""Whether the agents of a record were started together, and ran together, as the record has it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from allsettled.evidence.verifying.facts import CONFIRMED, UNKNOWN, Fact, contradicted, first_of, unverifiable
from allsettled.evidence.verifying.matching import Match
from allsettled.evidence.verifying.tolerance import LEAST
from allsettled.protocol.record import Record

RULE = "false-parallel"


def judge_together(record: Record, matches: Sequence[Match]) -> list[Fact]:
    """Return the facts of a record's dispatches: the agents of one tier that the log has started by one message."""
    facts: list[Fact] = []
    groups: dict[tuple[str, str], list[Match]] = {}
    for match in matches:
        if match.sure and not match.claim.repeated and not match.claim.skipped:
            groups.setdefault((match.claim.tier, match.claim.message), []).append(match)
    for members in groups.values():
        if len(members) > 1:
            facts.extend(_of_group(record, members))
    return facts


def _of_group(record: Record, members: Sequence[Match]) -> list[Fact]:
    ids = list(dict.fromkeys(match.runs[0].dispatch.id for match in members))
    if not all(match.runs[0].dispatch.proven for match in members):
        harness = members[0].runs[0].dispatch.harness
        message = f"whether {_names(members)} were started by one message: {harness} doesn't record messages"
        return [unverifiable(members[0].claim.place("message"), message)]
    if len(ids) > 1:
        stray = next(match for match in members if match.runs[0].dispatch.id != ids[0])
        first, other = members[0].claim.name, stray.claim.name
        message = (
            f"the log has {len(members)} agents in one dispatch, and the transcript started them by "
            f"{len(ids)} messages: {first} by {ids[0]}, {other} by {stray.runs[0].dispatch.id}"
        )
        hint = "record each message as a dispatch of its own; a retry is marked `(retry)`"
        return [contradicted(RULE, stray.claim.place("message"), message, hint)]
    return [CONFIRMED, *_ran_together(record, members)]


def _ran_together(record: Record, members: Sequence[Match]) -> list[Fact]:
    all_runs = [match.runs[0].run for match in members]
    working = [match for match in members if match.runs[0].run.state.worked]
    runs = [match.runs[0].run for match in working]
    if len(runs) < 2 or not _claims_overlap(record, working):
        return []
    if _overlap([(run.started, run.finished) for run in runs if run.started and run.finished], LEAST):
        return [CONFIRMED]
    if any(not run.state.known or run.started is None or run.finished is None for run in all_runs):
        return [UNKNOWN]
    message = f"the log has {_names(working)} run at the same time, and in the transcript no two of them did"
    place = record.place("metrics", "peak") if record.metrics.peak else working[1].claim.place("started")
    return [contradicted(RULE, place, message, "write the times at which they ran")]


def _claims_overlap(record: Record, members: Sequence[Match]) -> bool:
    """Say whether the log has them run together: by its times, by its metrics, or by giving no times at all."""
    if record.metrics.peak.strip() not in ("", "1"):
        return True
    spans = [(start, finish) for start, finish in _times(members) if start is not None and finish is not None]
    return _overlap(spans) if spans else True


def _times(members: Sequence[Match]) -> Iterator[tuple[datetime | None, datetime | None]]:
    return ((match.claim.start, match.claim.finish) for match in members)


def _overlap(spans: Iterable[tuple[datetime, datetime]], slack: timedelta = timedelta()) -> bool:
    """Say whether any two of these overlap, or may, given how exactly times are known."""
    return any(later < latest + slack for (_, latest), (later, _) in pairwise(_reach(sorted(spans))))


def _reach(spans: Sequence[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Yield each start, with the latest end up to there."""
    latest = None
    for start, end in spans:
        latest = end if latest is None else max(latest, end)
        yield start, latest


def _names(members: Sequence[Match]) -> str:
    return first_of([match.claim.name for match in members])
