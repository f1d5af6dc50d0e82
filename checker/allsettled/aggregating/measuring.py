"""The metrics of a dispatch, from the times of its runs (NFR-2.2)."""

from allsettled.claims.vocabulary import Dimension
from allsettled.protocol.record import Metrics, Record
from allsettled.rules.measured import counts, figures


def metrics(record: Record) -> Metrics:
    """Return what the times and statuses of a record's runs come to; times to the tenth of a second where needed."""
    if not record.runs:
        return Metrics()
    given = (*figures(record), *counts(record))
    values = {figure.key: figure.value for figure in given if figure.dimension is not Dimension.PERCENT}
    times = {key: f"{_number(values[key])} s" for key in ("wall_clock", "sequential", "saved") if key in values}
    whole = {key: str(round(values[key])) for key in ("peak", "settled", "failed") if key in values}
    factor = {"speed_up": f"{values['speed_up']:.2f}x"} if "speed_up" in values else {}
    return Metrics(**times, **whole, **factor)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
