"""Metrics that aren't those of the Dispatch Log's own times (NFR-2.2)."""

from collections.abc import Iterator

from allsettled.claims.quantity import Quantity
from allsettled.claims.vocabulary import Dimension
from allsettled.claims.wording import number, with_unit
from allsettled.protocol.record import Record
from allsettled.rules import Fault
from allsettled.rules.measured import Figure, counts, figures
from allsettled.rules.stated import stated
from allsettled.subject import Subject

_NAMES = {
    "wall_clock": "the wall-clock",
    "sequential": "the sequential sum",
    "saved": "the time saved",
    "speed_up": "the speed-up",
    "peak": "the peak concurrency",
    "settled": "the number of settled agents",
    "failed": "the number of failed agents",
}


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each metric that the runs' times and statuses give another value for."""
    if not record.runs or subject.torn("runs", "outputs"):
        return
    told = {problem.span.line for problem in subject.wrong_claims if problem.kind == "arithmetic"}
    measured = [*figures(record), *counts(record)]
    for key, name in _NAMES.items():
        text = getattr(record.metrics, key)
        own = [figure for figure in measured if figure.key == key]
        if not text or not own or record.place("metrics", key).line in told:
            continue
        for quantity in stated(text, [figure.dimension for figure in own]):
            figure = next((one for one in own if one.dimension is quantity.dimension), None)
            if figure is not None and not figure.fits(quantity):
                right = _written(figure, quantity)
                yield Fault(
                    ("metrics", key),
                    f"{name} is {right} by the Dispatch Log, not {text}",
                    f"write {right}, or mend the times that are wrong",
                )
                break


def _written(figure: Figure, quantity: Quantity) -> str:
    """Write a figure in the unit and to the precision of what was stated instead."""
    value = figure.value / quantity.size()
    if figure.dimension is Dimension.COUNT:
        return number(value)
    finer = 1 if figure.dimension is Dimension.PERCENT else 10  # 5.5 min instead of a stated 7 min
    return with_unit((value, value), quantity, quantity.step / finer)
