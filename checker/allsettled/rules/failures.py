"""Who failed, by the record: shared by the rules on failures."""

from collections.abc import Sequence
from typing import NamedTuple

from allsettled.protocol.record import Failure, Outcome, Pointer, Record, Run
from allsettled.protocol.vocabulary import Status

_MOST = 8  # names that a message lists
GUESSES = 20  # names in one record for which a near one is looked for: each is compared with all


class Ending(NamedTuple):
    """How an agent ended: by Agent Outputs, or else by its last run."""

    agent: str
    status: Status | None
    at: Pointer


def endings(record: Record) -> dict[str, Ending]:
    """Return how each agent ended, by its folded name."""
    found: dict[str, Ending] = {}
    for index, run in enumerate(record.runs):
        found[run.agent.casefold()] = Ending(run.agent, run.state, ("runs", index, "status"))
    for index, outcome in enumerate(record.outputs):
        if outcome.state is not None:
            found[outcome.agent.casefold()] = Ending(outcome.agent, outcome.state, ("outputs", index, "status"))
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


def listed(names: Sequence[str]) -> str:
    """Return names as `a, b and c`; of many the first."""
    if len(names) > _MOST:
        return f"{', '.join(names[:_MOST])} and {len(names) - _MOST} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
