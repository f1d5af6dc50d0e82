"""The metrics of a record against those that the evidence gives for its dispatch."""

from collections.abc import Iterator, Mapping, Sequence

from allsettled.claims.quantity import Quantity
from allsettled.claims.vocabulary import Dimension
from allsettled.evidence.model import Dispatch
from allsettled.evidence.recording.record import record_of
from allsettled.evidence.verifying.facts import CONFIRMED, UNKNOWN, Fact, contradicted
from allsettled.evidence.verifying.matching import Match
from allsettled.evidence.verifying.tolerance import LEAST, SHARE
from allsettled.protocol.record import Record
from allsettled.protocol.value import Protocol
from allsettled.rules.measured import Figure, counts, figures
from allsettled.rules.stated import stated

_TIMES = {"wall_clock": "wall-clock", "sequential": "sequential sum", "saved": "time saved", "speed_up": "speed-up"}
_RULES = {**dict.fromkeys(_TIMES, "wrong-time"), "peak": "false-parallel", "failed": "hidden-failure"}


def judge_metrics(record: Record, matches: Sequence[Match], protocol: Protocol) -> list[Fact]:
    """Return a fact for each metric that can be read: of a record that is surely about one dispatch, and all of it.

    A peak that's lower than the transcript's, and more failures than it has, claim nothing that isn't so.
    """
    stating = [key for key in _RULES if getattr(record.metrics, key)]
    if not stating:
        return []
    dispatch = _dispatch(matches)
    if dispatch is None:
        return [UNKNOWN] * len(stating)
    real = record_of(dispatch, {}, protocol)
    given: dict[str, list[Figure]] = {}
    for figure in (*figures(real), *counts(real)):
        given.setdefault(figure.key, []).append(figure)
    told = _told(matches)
    return [fact for key in stating for fact in _judge(record, key, given, told=told)]


def _dispatch(matches: Sequence[Match]) -> Dispatch | None:
    """Return the dispatch that a record's agents are all of, and that has no others."""
    if not matches or not all(match.sure for match in matches):
        return None
    ids = {match.runs[0].dispatch.id for match in matches}
    dispatch = matches[0].runs[0].dispatch
    return dispatch if len(ids) == 1 and len(matches) == dispatch.width else None


def _told(matches: Sequence[Match]) -> bool:
    """Say whether the record's own statuses hide a failure, so that a count of failures tells the same again."""
    return any(
        match.runs[0].run.state.failed and not any(status.failed for status, _ in match.claim.statuses)
        for match in matches
        if match.sure
    )


def _judge(record: Record, key: str, given: Mapping[str, list[Figure]], *, told: bool) -> Iterator[Fact]:
    own = given.get(key, [])
    text: str = getattr(record.metrics, key)
    for quantity in stated(text, [figure.dimension for figure in own]):
        figure = next((one for one in own if one.dimension is quantity.dimension), None)
        if figure is None:
            continue
        if _fits(figure, quantity) or (key == "peak" and quantity.high <= figure.high):
            yield CONFIRMED
        elif key == "failed":
            if quantity.high < figure.low and not told:
                yield contradicted("hidden-failure", record.place("metrics", key), _failures(text, figure), "mend it")
        else:
            span = record.place("metrics", key)
            yield contradicted(_RULES[key], span, _message(key, text, figure), f"write {_written(key, figure)}")
        return


def _fits(figure: Figure, quantity: Quantity) -> bool:
    """Say whether a stated quantity is a figure's, within what the evidence's times are good to."""
    if figure.fits(quantity):
        return True
    slack = {Dimension.TIME: max(LEAST.total_seconds(), abs(figure.value) * SHARE)}.get(figure.dimension)
    if slack is None:
        slack = abs(figure.value) * SHARE if figure.dimension is Dimension.FACTOR else 0.0
    if figure.dimension is Dimension.PERCENT:
        slack = 100 * SHARE
    return figure._replace(low=figure.low - slack, high=figure.high + slack).fits(quantity)


def _message(key: str, text: str, figure: Figure) -> str:
    if key == "peak":
        return f"the log has {text} agents at work at once, and in the transcript it was {figure.value:.0f} at most"
    return f"the {_TIMES[key]} is {text} in the log, and {_written(key, figure)} by the transcript"


def _failures(text: str, figure: Figure) -> str:
    return f"the log counts {text} failed agents, and by the transcript {figure.value:.0f} failed"


def _written(key: str, figure: Figure) -> str:
    if figure.dimension is Dimension.TIME:
        return f"{figure.value:.1f} s"
    if figure.dimension is Dimension.FACTOR:
        return f"{figure.value:.2f}x"
    return f"{figure.value:.0f} %" if figure.dimension is Dimension.PERCENT else f"{figure.value:.0f}"
