"""What agents may have left, for tests of laws: plain texts, and those that could break a log."""

from hypothesis import strategies as st

from allsettled.aggregating import Point, Returned
from allsettled.aggregating.values import SEVERITIES
from allsettled.protocol.vocabulary import Status

NAMES = ("architect", "security", "devops", "qa", "analyst")
PLAIN = st.sampled_from(
    ["Tokens are logged", "tokens are logged.", "No limit", "Two modules change", "Nothing", "A | b"]
)
HOSTILE = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=40),
    st.sampled_from(
        [
            "<!-- x",
            "a | b",
            "# Agent Outputs",
            "## Dispatch 2",
            "```",
            "- [x] y",
            "N/A",
            "~~gone~~",
            "---",
            "> q",
            "\\",
            "a\\|",
        ]
    ),
)
BALLOTS = ["", "A", "a", "**A**", "B", "C", "C++", "C#", "+1", "-1", "\N{THUMBS UP SIGN}", "abstain", "N/A"]
"""Recommendations: those that are one in another spelling, and those that only signs tell apart."""

_times = st.sampled_from(["", "2026-01-05T09:00:00Z", "2026-01-05T09:02:30Z"])
_statuses = [Status.COMPLETE, Status.PARTIAL, Status.FAILED, Status.TIMEOUT, Status.SKIPPED, Status.BLOCKED]


def _returned(
    agent: str, texts: st.SearchStrategy[str], ballots: st.SearchStrategy[str]
) -> st.SearchStrategy[Returned]:
    points = st.builds(
        Point,
        texts,
        st.sampled_from(["", "src/a.py:10", "./src/a.py#L10", "src/b.py:2"]),
        st.sampled_from(["", *SEVERITIES]),
    )
    return st.builds(
        Returned,
        agent=st.just(agent),
        status=st.sampled_from(_statuses),
        tier=st.sampled_from(["P0", "P1", "P2", ""]),
        location=st.just(f"out/{agent}.md"),
        summary=texts,
        points=st.lists(points, max_size=3).map(tuple),
        recommendation=ballots,
        confidence=st.sampled_from(["", "80%"]),
        error=texts,
        missing=texts,
        started=_times,
        finished=_times,
        fallback=st.sampled_from(["", "Retry once", "Skip", "Escalate to the lead", "Ask again"]),
    )


def sets(
    texts: st.SearchStrategy[str] = PLAIN, ballots: st.SearchStrategy[str] | None = None
) -> st.SearchStrategy[tuple[Returned, ...]]:
    """Return what different agents left, at least one."""
    said = ballots if ballots is not None else st.one_of(st.sampled_from(BALLOTS), texts)
    return st.lists(st.sampled_from(NAMES), unique=True, min_size=1).flatmap(
        lambda names: st.tuples(*(_returned(name, texts, said) for name in names))
    )
