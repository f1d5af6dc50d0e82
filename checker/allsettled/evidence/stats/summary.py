"""Evidence of any number of sessions, summed up; two summaries merge to the summary of both."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from allsettled.evidence.clock import SECOND
from allsettled.evidence.model import Dispatch, Evidence, State
from allsettled.evidence.stats.goals import Goal, goals
from allsettled.evidence.stats.measure import Measure, measure
from allsettled.evidence.stats.numbers import median, share
from allsettled.evidence.stats.retries import Retries, retries
from allsettled.evidence.stats.widths import Width, by_width, that_pays
from allsettled.evidence.union import unite

_JOURNAL, _LOG = "journal", "log"
_SECOND_HAND = (_JOURNAL, _LOG)
_LONG = 4 * 3600 * SECOND


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of some evidence; lengths in microseconds.

    `parallel` counts the dispatches that the times are of: those of two agents or more, two of which worked and have
    known times.
    """

    evidence: Evidence
    measured: tuple[tuple[Dispatch, Measure], ...]
    lines: int
    bad_lines: int
    agents: int
    states: tuple[tuple[State, int], ...]
    parallel: int
    wall: int
    sum: int
    speedup: Fraction | None  # median
    overlap: Fraction | None  # median
    imbalance: Fraction | None  # median
    peak: int
    long_runs: int  # over four hours: a machine asleep, or a question that nobody answered
    retries: Retries
    widths: tuple[Width, ...]
    width_that_pays: Width | None
    goals: tuple[Goal, ...]

    @property
    def failed(self) -> int:
        """Return how many runs failed, silently or not."""
        return sum(number for state, number in self.states if state.failed)

    @property
    def failure_rate(self) -> Fraction | None:
        """Return the failed runs' share of those that ended by themselves."""
        ok = sum(number for state, number in self.states if state is State.OK)
        return share(self.failed, self.failed + ok)

    @property
    def recovery_rate(self) -> Fraction | None:
        """Return the share of failures that a later try made good."""
        return share(self.retries.recovered, self.retries.failed)


def summarise(evidence: Evidence) -> Summary:
    """Sum up evidence."""
    dispatches = without_echoes(evidence.dispatches)
    measured = tuple((dispatch, measure(dispatch)) for dispatch in dispatches)
    timed = [figures for _, figures in measured if figures.parallel]
    runs = [run for dispatch in dispatches for run in dispatch.agents]
    states = Counter(run.state for run in runs)
    widths = by_width(measured)
    return Summary(
        evidence=evidence,
        measured=measured,
        lines=sum(file.lines for file in evidence.files),
        bad_lines=sum(file.bad for file in evidence.files),
        agents=len(runs),
        states=tuple((state, states[state]) for state in State if states[state]),
        parallel=len(timed),
        wall=sum(figures.wall or 0 for figures in timed),
        sum=sum(figures.sum or 0 for figures in timed),
        speedup=_median(figures.speedup for figures in timed),
        overlap=_median(figures.overlap for figures in timed),
        imbalance=_median(figures.imbalance for figures in timed),
        peak=max((figures.peak or 0 for _, figures in measured), default=0),
        long_runs=sum((run.microseconds or 0) > _LONG for run in runs if run.state.worked),
        retries=retries(dispatches),
        widths=widths,
        width_that_pays=that_pays(widths),
        goals=goals(measured),
    )


def merge(a: Summary, b: Summary) -> Summary:
    """Return the summary of both's evidence; what both hold is counted once.

    Associative and commutative; merging with the summary of nothing changes nothing.
    """
    return summarise(unite(a.evidence, b.evidence))


def _median(values: Iterable[Fraction | None]) -> Fraction | None:
    return median(value for value in values if value is not None)


def without_echoes(dispatches: tuple[Dispatch, ...]) -> tuple[Dispatch, ...]:
    """Leave out what a journal says of runs, and a log of messages, that a transcript accounts for."""
    if not any(dispatch.harness in _SECOND_HAND for dispatch in dispatches):
        return dispatches
    first_hand = [dispatch for dispatch in dispatches if dispatch.harness not in _SECOND_HAND]
    known = {id_ for dispatch in first_hand for run in dispatch.agents for id_ in (run.id, run.agent_id)}
    messages = {dispatch.id for dispatch in dispatches if dispatch.harness != _LOG}

    def echoes(dispatch: Dispatch) -> bool:
        if dispatch.harness == _LOG:
            return dispatch.id in messages
        return dispatch.harness == _JOURNAL and any(run.id in known for run in dispatch.agents)

    return tuple(dispatch for dispatch in dispatches if not echoes(dispatch))
