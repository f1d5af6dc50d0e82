"""When the agents of an example start and finish: wave after wave, and never more at once than the protocol allows."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from allsettled.protocol.record import Metrics, Run
from allsettled.protocol.vocabulary import Status

_PAUSE = 10  # seconds in which the orchestrator reads what came back


class Part(NamedTuple):
    """What one agent of an example does; `wave` 0 goes before 1, `seconds` is how long it takes."""

    agent: str
    wave: int
    seconds: int
    status: Status = Status.COMPLETE
    note: str = ""
    location: str = ""
    findings: str = ""


def scheduled(parts: Sequence[Part], cap: int, tiers: Sequence[str], hour: int) -> tuple[Run, ...]:
    """Return the runs of the parts, which are in the order of their waves, on a day in January.

    Each wave is a message and a tier of its own; one that is wider than `cap` becomes two. A second start keeps the
    tier of the first.
    """
    runs: list[Run] = []
    tier_of: dict[str, str] = {}
    now = datetime(2026, 1, 5, hour, tzinfo=UTC)
    for number, wave in enumerate(_waves(parts, cap)):
        for part in wave:
            finished = now + timedelta(seconds=part.seconds)
            tier = tier_of.setdefault(part.agent, tiers[min(number, len(tiers) - 1)] if tiers else "")
            message = f"m{number + 1}"
            runs.append(Run(part.agent, part.note, tier, message, _written(now), _written(finished), str(part.status)))
        now += timedelta(seconds=max(part.seconds for part in wave) + _PAUSE)
    return tuple(runs)


def metrics(runs: Sequence[Run]) -> Metrics:
    """Return what the runs cost and saved."""
    spans = [(run.start, run.finish) for run in runs]
    starts = [start for start, _ in spans if start]
    finishes = [finish for _, finish in spans if finish]
    wall = (max(finishes) - min(starts)).total_seconds()
    each = sum((finish - start).total_seconds() for start, finish in spans if start and finish)
    peak = max(len(list(wave)) for _, wave in groupby(runs, key=lambda run: run.message))
    failed = sum(run.state is not None and run.state.failed for run in runs)
    return Metrics(
        wall_clock=f"{wall:.0f} s",
        sequential=f"{each:.0f} s",
        saved=f"{each - wall:.0f} s",
        speed_up=f"{each / wall:.2f}x",
        peak=f"{peak}",
        settled=f"{len(runs)}",
        failed=f"{failed}",
    )


def _waves(parts: Sequence[Part], cap: int) -> Iterator[list[Part]]:
    for _, wave in groupby(parts, key=lambda part: part.wave):
        together = list(wave)
        for start in range(0, len(together), cap):
            yield together[start : start + cap]


def _written(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")
