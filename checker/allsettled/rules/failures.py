"""Who failed, by the record: shared by the rules on failures."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from allsettled.expressions import expression
from allsettled.protocol.record import Failure, Outcome, Pointer, Record, Run
from allsettled.protocol.vocabulary import Status
from allsettled.words import nearest

_MOST = 8  # names that a message lists
GUESSES = 20  # names in one record for which a near one is looked for: each is compared with all

# `Retry`, `Retry once`: now. `Retry in the next session`, `Retry after the fix`: not yet.
_PUT_OFF = expression(
    r"\b(?:next|later|tomorrow|after|when|until|session|follow\w*|issue|ticket|will|to be|planned|scheduled|deferred"
    r"|manual\w*|separate\w*|another|dispatch \d+|pr)\b|#\d",
    re.IGNORECASE,
)


class Ending(NamedTuple):
    """How an agent ended: by Agent Outputs, or else by its last run."""

    agent: str
    status: Status | None
    at: Pointer


def endings(record: Record) -> dict[str, Ending]:
    """Return how each agent ended, by its folded name. Who failed and was then skipped has failed."""
    found: dict[str, Ending] = {}
    for index, run in enumerate(record.runs):
        found[run.agent.casefold()] = Ending(run.agent, run.state, ("runs", index, "status"))
    failed = {name for name, ending in found.items() if ending.status is not None and ending.status.failed}
    for index, outcome in enumerate(record.outputs):
        name = outcome.agent.casefold()
        if outcome.state is not None and not (outcome.state is Status.SKIPPED and name in failed):
            found[name] = Ending(outcome.agent, outcome.state, ("outputs", index, "status"))
    return found


def tiers(record: Record) -> dict[str, str]:
    """Return the agents' tiers, by the agents' folded names."""
    found: dict[str, str] = {}
    rows: tuple[Run | Outcome, ...] = (*record.runs, *record.outputs)
    for row in rows:
        if row.tier:
            found.setdefault(row.agent.casefold(), row.tier)
    return found


def failure_rows(record: Record) -> dict[str, list[tuple[int, Failure]]]:
    """Return the Failed Agents rows, with their numbers, by the agents' folded names."""
    found: dict[str, list[tuple[int, Failure]]] = {}
    for number, row in enumerate(record.failures):
        found.setdefault(row.agent.casefold(), []).append((number, row))
    return found


def put_off(action: str) -> bool:
    """Say whether an action is for later: `Retry in the next session`."""
    return _PUT_OFF.search(action) is not None


def misspelt(record: Record) -> frozenset[str]:
    """Return the failed agents, folded, that a Failed Agents row which names nobody probably means."""
    known, rows = endings(record), failure_rows(record)
    failed = {name for name, end in known.items() if end.status is not None and end.status.failed and name not in rows}
    stray = [name for name in rows if name not in known][:GUESSES] if failed else []
    return frozenset(meant for name in stray if (meant := nearest(name, sorted(failed))) is not None)


def listed(names: Sequence[str]) -> str:
    """Return names as `a, b and c`; of many the first."""
    if len(names) > _MOST:
        return f"{', '.join(names[:_MOST])} and {len(names) - _MOST} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
