"""A summary as CSV: a row a run, its dispatch's figures repeated, so that a spreadsheet can do the rest."""

from allsettled.evidence.stats.as_json import dispatch_value, run_value
from allsettled.evidence.stats.summary import Summary
from allsettled.terminal import safe

DISPATCH_COLUMNS = ("path", "dispatch", "width", "wall_s", "sum_s", "speedup", "peak", "overlap")
RUN_COLUMNS = ("id", "agent", "description", "state", "started", "finished", "seconds", "source")

_FORMULA = ("=", "+", "-", "@")


def as_csv(summary: Summary) -> str:
    """Return the CSV text (RFC 4180, but lines end in a line feed), with a header."""
    import csv
    from io import StringIO

    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(DISPATCH_COLUMNS + RUN_COLUMNS)
    for dispatch, figures in summary.measured:
        shared = {name: _cell(value) for name, value in dispatch_value(dispatch, figures).items()}
        for run in dispatch.agents:
            own = {name: _cell(value) for name, value in run_value(run).items()}
            writer.writerow([*(shared[name] for name in DISPATCH_COLUMNS), *(own[name] for name in RUN_COLUMNS)])
    return text.getvalue()


def _cell(value: object) -> object:
    """Return a value as it can stand in a spreadsheet: a text that begins as a formula does is marked as text."""
    if not isinstance(value, str):
        return value
    text = "\n".join(map(safe, value.split("\n")))
    return f"'{text}" if text.startswith(_FORMULA) else text
