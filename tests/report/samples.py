"""Reports to render: one that a reader can follow, and any that the types allow."""

from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.report import Report, RuleHelp
from allsettled.span import FILE, Span

LOG = CheckedFile(
    "logs/a.md",
    ("# Session", "", "| Agent | Status |", "|---|---|", "| qa | ✅ RUNNING |"),
    (
        Finding(
            Span(5, 8, 5, 17),
            "unsettled-agent",
            Severity.ERROR,
            'agent "qa" is RUNNING in a closed log',
            "write how it ended",
            "FR-2.1",
        ),
        Finding(FILE, "missing-section", Severity.WARNING, "the log has no Metrics section", "add one", "NFR-2.2"),
    ),
)
NOTED = CheckedFile(
    "logs/b.md", ("saved 30+ minutes",), (Finding(Span(1, 7, 1, 18), "unbacked-claim", Severity.NOTE, "no baseline"),)
)
CLEAN = CheckedFile("logs/c.md", ("# Session",))
UNREADABLE = UserError("not UTF-8: byte 0xff", path="logs/d.md", span=Span(3, 7, 3, 7), hint="save it as UTF-8")
REPORT = Report((LOG, NOTED, CLEAN), (UNREADABLE,), suppressed=2, baselined=4, stale=1, open_logs=1)
RULES = {
    "unsettled-agent": RuleHelp(
        "An agent of a closed log has not settled.", "# unsettled-agent\n\nText.\n", Severity.ERROR, "FR-2.1"
    )
}

HOSTILE = (
    "\x1b[31m\x1b]8;;http://x\x07\r\n::error::forged\n\u202e\u2028\x9b\x7f\x00]]><b>&\"'`%25,:{0}[a](1)\udcff\ufffe"
)

texts = st.one_of(
    st.just(HOSTILE),
    st.text(st.characters(exclude_categories=[]), max_size=12),
    st.text(
        alphabet=st.sampled_from(["a", "\t", " ", "é", "✅", "表", "\u0301", "\u200d", "👩", "\x1b", "\n", '"', "\\"])
    ),
)
paths = texts.filter(bool)
numbers = st.integers(1, 40)
spans = st.one_of(
    st.just(FILE),
    st.builds(lambda line, start, width: Span(line, start, line, start + width), st.integers(1, 4), numbers, numbers),
    st.builds(lambda line, start, more, end: Span(line, start, line + more, end), numbers, numbers, numbers, numbers),
)
findings = st.builds(
    Finding,
    spans,
    st.sampled_from(["torn-row", "unsettled-agent", "wrong-total"]),
    st.sampled_from(Severity),
    texts,
    texts,
    st.sampled_from(["", "FR-2.1"]),
)
files = st.builds(
    CheckedFile,
    paths,
    st.lists(texts.map(lambda text: text.replace("\n", "")), max_size=4).map(tuple),
    st.lists(findings, max_size=4).map(tuple),
)
errors = st.builds(
    lambda message, path, span, hint: UserError(message, path=path, span=span, hint=hint),
    texts,
    st.none() | paths,
    st.none() | spans,
    texts,
)
counts = st.integers(0, 3)
reports = st.builds(
    Report,
    st.lists(files, max_size=3, unique_by=lambda file: file.path).map(tuple),
    st.lists(errors, max_size=2).map(tuple),
    counts,
    counts,
    counts,
    counts,
)
