"""The words that claims are made of: units, cue words and the headings of columns. Data only.

A reader of numbers may speak only where the text itself says how they belong together, so every relation
that is judged begins with a word of this module.
"""

from enum import StrEnum


class Dimension(StrEnum):
    """What a quantity measures."""

    TIME = "time"
    BYTES = "bytes"
    MONEY = "money"
    PERCENT = "percent"
    FACTOR = "factor"
    COUNT = "count"


class Relation(StrEnum):
    """What a figure says about two quantities."""

    LESS = "less"  # a reduction: the smaller one is P % less than the larger one
    FASTER = "faster"  # a speed-up: less time, or more per time
    MORE = "more"  # an increase: the larger one is P % more than the smaller one
    CHANGE = "change"  # a difference, to whichever of the two it is compared


class Role(StrEnum):
    """What the heading of a column, or the label of a line, says about the quantities beside it."""

    BEFORE = "before"
    AFTER = "after"
    CHANGE = "change"
    TARGET = "target"
    ACTUAL = "actual"
    STATUS = "status"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Units: each spelling's dimension and canonical name. How large they are, `CALENDARS` says.
UNITS: dict[str, tuple[Dimension, str]] = {
    **dict.fromkeys(_words("ns nanosecond nanoseconds"), (Dimension.TIME, "ns")),
    **dict.fromkeys(_words("µs μs us microsecond microseconds"), (Dimension.TIME, "µs")),
    **dict.fromkeys(_words("ms msec millisecond milliseconds"), (Dimension.TIME, "ms")),
    **dict.fromkeys(_words("s sec secs second seconds"), (Dimension.TIME, "s")),
    **dict.fromkeys(_words("m min mins minute minutes"), (Dimension.TIME, "min")),
    **dict.fromkeys(_words("h hr hrs hour hours"), (Dimension.TIME, "h")),
    **dict.fromkeys(_words("d day days"), (Dimension.TIME, "day")),
    **dict.fromkeys(_words("wk wks week weeks"), (Dimension.TIME, "week")),
    **dict.fromkeys(_words("month months"), (Dimension.TIME, "month")),
    **dict.fromkeys(_words("yr yrs year years"), (Dimension.TIME, "year")),
    **dict.fromkeys(_words("b byte bytes"), (Dimension.BYTES, "byte")),
    **dict.fromkeys(_words("kb kib kilobytes"), (Dimension.BYTES, "KB")),
    **dict.fromkeys(_words("mb mib megabytes"), (Dimension.BYTES, "MB")),
    **dict.fromkeys(_words("gb gib gigabytes"), (Dimension.BYTES, "GB")),
    **dict.fromkeys(_words("tb tib terabytes"), (Dimension.BYTES, "TB")),
    **dict.fromkeys(_words("% percent"), (Dimension.PERCENT, "%")),
    **dict.fromkeys(_words("x × fold"), (Dimension.FACTOR, "x")),
}

_HOUR = 3600.0  # seconds
_FIXED = {"ns": 1e-9, "µs": 1e-6, "ms": 0.001, "s": 1.0, "min": 60.0, "h": _HOUR, "byte": 1.0}
_DECIMAL = {"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}
_BINARY = {"KB": 2.0**10, "MB": 2.0**20, "GB": 2.0**30, "TB": 2.0**40}
_DAYS = {"day": 24 * _HOUR, "week": 168 * _HOUR, "month": 730 * _HOUR, "year": 8760 * _HOUR}
_WORKDAYS = {"day": 8 * _HOUR, "week": 40 * _HOUR, "month": 173 * _HOUR, "year": 2080 * _HOUR}
CALENDARS: tuple[dict[str, float], ...] = ({**_FIXED, **_DECIMAL, **_DAYS}, {**_FIXED, **_BINARY, **_WORKDAYS})
"""Sizes of units in seconds or bytes, as the calendar and as a working week has them (prefixes: decimal, binary).

Where the two differ, a claim is wrong only if it is wrong by both.
"""

MAGNITUDES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}

COMPARATORS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "≤": "≤", "≥": "≥"}

# What a figure says about its pair.
CUES: dict[str, Relation] = {
    **dict.fromkeys(
        _words(
            "reduction reductions reduce reduces reduced reducing less fewer lower lowers lowered cut cuts cutting "
            "decrease decreases decreased decreasing saving savings saved save saves smaller shorter cheaper drop "
            "drops dropped shrink shrinks shrank shrunk"
        ),
        Relation.LESS,
    ),
    **dict.fromkeys(_words("faster quicker speedup speed-up speedups sooner speeds sped"), Relation.FASTER),
    **dict.fromkeys(
        _words("increase increases increased increasing more higher longer larger bigger growth grew costlier greater"),
        Relation.MORE,
    ),
    **dict.fromkeys(
        _words(
            "improvement improvements improve improves improved improving gain gains change changes changed "
            "difference differs delta divergence variance better deviation slower overhead"
        ),
        Relation.CHANGE,
    ),
}

# Connectors between two quantities. None of them fixes the order: the figure's own relation does.
VERSUS = _words("vs vs. versus")
VERSUS_PAIRS = frozenset(
    tuple(pair.split())
    for pair in (
        "instead of",
        "compared to",
        "compared with",
        "rather than",
        "down from",
        "up from",
        "opposed to",
        "relative to",
    )
)

# What a quantity is limited or loosened by: before it, and after it.
LIMITS: dict[str, str] = {
    **dict.fromkeys(("at least", "minimum"), "≥"),
    **dict.fromkeys(("up to", "at most"), "≤"),
    **dict.fromkeys(("more than", "over", "above", "exceeding"), ">"),
    **dict.fromkeys(("less than", "fewer than", "under", "below"), "<"),
    **dict.fromkeys(_words("approximately about around roughly nearly almost approx circa"), "~"),
}
OR_LIMITS: dict[str, str] = {
    **dict.fromkeys(_words("more better higher"), "≥"),
    **dict.fromkeys(_words("less fewer lower"), "≤"),
}

# Words that may stand between a figure and its pair without another subject coming in.
SMALL_WORDS = _words(
    "a an the is are was were it its that that's this which i.e e.g or so for about roughly nearly almost then in at "
    "on by as approximately around only just exactly"
)

# Words that begin another statement, or another part of this one.
CONJUNCTIONS = _words(
    "and but while whereas plus although though also despite due because via through without since if when under "
    "over between until unless within using toward towards like"
)

# A figure whose words name one of these speaks of nothing else.
SUBJECTS: dict[str, Dimension] = {
    **dict.fromkeys(
        _words(
            "time wall-clock clock duration runtime run-time latency faster quicker slower sooner speed speedup "
            "speed-up speedups wait elapsed"
        ),
        Dimension.TIME,
    ),
    **dict.fromkeys(_words("size storage byte bytes disk memory ram footprint"), Dimension.BYTES),
    **dict.fromkeys(_words("cost costs price cheaper spend bill budget"), Dimension.MONEY),
    **dict.fromkeys(
        _words(
            "token tokens line lines file files loc bug bugs comment comments issue issues violation violations "
            "defect defects test tests error errors failure failures call calls"
        ),
        Dimension.COUNT,
    ),
}

# A text with one of these words speaks about a claim, its own or another's, and settles nothing.
DISPUTE = _words(
    "wrong wrongly incorrect incorrectly inaccurate misleading overstated overstates understated understates "
    "understating claim claims claimed claiming contradicts contradiction inconsistent mismatch miscalculated "
    "corrected correction unverified unverifiable unsubstantiated debunked"
)

# A ratio with one of these words is of a part of what was said, or counts halves.
SCOPES = _words("on in this last latest recent during since partial partially weighted half")

# A bare number after one of these is a name, not a quantity.
LABELS = _words(
    "session sessions phase phases step steps pr prs issue issues adr adrs line lines section sections tier level "
    "item version chapter wave round rounds iteration figure table appendix attempt rule case task milestone sprint "
    "stage part page exit code port option class p run batch day week top priority skill exhibit finding cwe rfc req"
)

# Roles of columns and labels, by word. The second table holds what a word means where the first finds nothing.
ROLES: dict[str, Role] = {
    **dict.fromkeys(_words("before baseline sequential serial old original previous prior legacy"), Role.BEFORE),
    **dict.fromkeys(_words("after parallel new optimized optimised refactored proposed revised"), Role.AFTER),
    **dict.fromkeys(
        _words(
            "improvement reduction change delta savings saving saved speedup speed-up difference variance gain "
            "decrease increase"
        ),
        Role.CHANGE,
    ),
}
WEAK_ROLES: dict[str, Role] = {
    **dict.fromkeys(_words("current estimate estimated planned"), Role.BEFORE),
    **dict.fromkeys(_words("target goal actual current projected"), Role.AFTER),
}
LABEL_ROLES: dict[str, Role] = {
    **dict.fromkeys(_words("estimate estimated"), Role.BEFORE),
    **dict.fromkeys(_words("wall-clock actual"), Role.AFTER),
}
TARGET_ROLES: dict[str, Role] = {
    **dict.fromkeys(_words("target goal threshold budget limit requirement required slo"), Role.TARGET),
    **dict.fromkeys(_words("actual result measured achieved observed value current"), Role.ACTUAL),
    **dict.fromkeys(_words("status met verdict pass"), Role.STATUS),
}
MET = _words("✅ ✓ ✔ pass passed met on_time on_track under yes achieved ok")
UNMET = _words("❌ ✗ ⚠ ⏳ fail failed missed warning partial pending no exceeded over not")

# Sums: the label of a sum row, of rows that sum only a part, and headings of columns that aren't added up.
SUMS = frozenset({"total", "totals", "sum", "grand total", "overall total", "total time", "total duration"})
SUBTOTALS = _words("subtotal sub-total subtotals subset thereof which including incl includes")
NOT_ADDED = _words(
    "average avg mean median rate max maximum min minimum peak score percent percentage ratio per p50 p90 p95 p99 "
    "rank id ids pr issue priority confidence atomicity weight cumulative running version line date week day number "
    "no unique distinct wall-clock"
)
EMPTY = _words("- – — n/a na none") | {""}
WHOLES = _words("total totals all overall sum")  # names of the whole in `(Glad / Total)`

# Tallies: what was begun, the ends that it may come to, and grades that a total is divided by.
BEGUN = _words("dispatched launched spawned total")
SUCCEEDED = _words("succeeded passed completed successful complete pass passing settled")
FAILED = _words("failed failing fail errored rejected")
OTHER_ENDS = _words("skipped timeout timeouts cancelled canceled blocked partial pending running xfailed excluded")
SEVERITIES = _words(
    "p0 p1 p2 p3 p4 blocker blockers critical high important medium moderate minor low info informational"
)
GROUPS = _words("pair pairs dozen each set sets group groups batch batches times per")  # one counts for several

# A speed-up with one of these beside it is a goal or an estimate that says so, or was measured.
HEDGES = _words(
    "target targets goal goals aim expected expect expects projected project projection potential potentially "
    "estimate estimated estimates estimating could would may might should can possible up-to hope hoped hypothesis "
    "hypothetical likely anticipated planned plan proposed if typically theoretical wants want must shall will "
    "opportunity assumption assume assumes todo measure measured benchmark benchmarked benchmarks predicted "
    "prediction example template vendor baseline approximately approx est available"
)
ORDERS = _words("reduce achieve save improve cut increase use speed get make aim")  # a goal begins with a verb
SAVED = _words("saved saves saving save savings")
SLOWDOWNS = _words("slower overhead")
