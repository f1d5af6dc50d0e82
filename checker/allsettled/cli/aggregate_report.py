"""What `allsettled aggregate` says of what it did: lines for people and agents, and JSON."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from allsettled.aggregating import Aggregate, Returned
from allsettled.aggregating.placing import Placed
from allsettled.errors import UserError
from allsettled.protocol.record import plain

_MOST = 20  # lines of a kind


class Outcome(NamedTuple):
    """What was made of what came back; what was left out (`notes`, files `passed` over); where it was put."""

    made: Aggregate
    returned: Sequence[Returned]
    notes: Sequence[UserError]
    passed: Sequence[str]
    placed: Placed | None
    log: str


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return everything as JSON values, in the form of `schemas/aggregate-report.schema.json`."""
    made, placed = outcome.made, outcome.placed
    value: dict[str, Any] = {
        "version": 1,
        "strategy": made.record.strategy,
        "agents": [
            {
                "agent": one.name,
                "status": str(one.status),
                "tier": one.tier,
                "location": one.location,
                "error": one.error if one.failed else "",
            }
            for one in outcome.returned
        ],
        "escalations": list(made.escalations),
        "retries": list(made.retries),
        "notes": [str(note) for note in outcome.notes],
        "passed_over": list(outcome.passed),
        "record": plain(made.record),
    }
    if placed is not None:
        value["into"] = {
            "path": outcome.log,
            "record": placed.number,
            "changed": bool(placed.edits),
            "kept": list(placed.kept),
        }
    return value


def told(outcome: Outcome) -> Iterator[str]:
    """Yield lines: what was left out or kept, what is to be done, and how many there are."""
    made, returned, placed = outcome.made, outcome.returned, outcome.placed
    for note in outcome.notes:
        yield f"note: {note}{f' ({note.hint})' if note.hint else ''}"
    if outcome.passed:
        yield f"note: passed over, since they don't begin with front matter: {', '.join(outcome.passed)}"
    for key in placed.kept if placed is not None else ():
        yield f"note: {outcome.log}: the part `{key}` was written by hand, and is kept: see whether it still holds"
    if placed is not None and placed.timeless:
        unknown = [one.name for one in returned if not (one.started and one.finished)]
        yield f"note: the times of {', '.join(unknown)} aren't known: the Dispatch Log is left to you, or to `record`"
    for word, lines in (("retry", made.retries), ("escalate", made.escalations)):
        yield from (f"{word}: {line}" for line in lines[:_MOST])
        if len(lines) > _MOST:
            yield f"{word}: and {len(lines) - _MOST} more: --json has them all"
    usable, failed = sum(one.usable for one in returned), sum(one.failed for one in returned)
    where = f", in {outcome.log}" if placed is not None and placed.edits else ", in the log already" if placed else ""
    yield f"{usable} of {len(returned)} outputs usable, {failed} failed, {len(made.escalations)} to escalate{where}"
