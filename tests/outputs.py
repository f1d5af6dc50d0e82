"""Agents' outputs to test with: one that is clean, and all that can be."""

from hypothesis import strategies as st

from allsettled.protocol.output import SEVERITIES, Output, Point
from records import blank_or, cells, statuses, tiers, times

CLEAN = Output(
    "qa",
    "PARTIAL",
    "P1",
    "2026-01-05T09:03:00Z",
    "2026-01-05T09:05:00Z",
    "80%",
    "A",
    "Eleven cases are needed; two of them can't be run yet.",
    (Point("No test covers the empty cart", "src/cart.py:10", "high"), Point("Names differ", "", "low")),
    "The load test: no environment was free.",
)
"""An output of which nothing is to be said."""

_prose = st.from_regex(r"\A(?:[A-Z][a-z, ]{0,30}[.]\n?){0,3}\Z").map(str.strip)
lines = cells.filter(lambda text: "\ufeff" not in text)
outputs: st.SearchStrategy[Output] = st.builds(
    Output,
    agent=lines,
    status=st.just("") | statuses,
    tier=tiers,
    started=st.just("") | times,
    finished=st.just("") | times,
    confidence=st.just("") | lines,
    verdict=st.just("")
    | lines
    | st.sampled_from(["yes", "No", "null", "1.0", "2026-01-05", "~", "[A]", "{a: b}", "a # b"]),
    summary=_prose,
    findings=st.lists(
        st.builds(Point, text=cells, place=blank_or, severity=st.sampled_from(["", *SEVERITIES])), max_size=3
    ).map(tuple),
    missing=_prose,
    error=_prose,
)
"""Any output that can be written."""
