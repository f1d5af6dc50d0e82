"""A file that is put aside unread can't have concerned any rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.checking import Checker
from allsettled.kinds import AGENT_KEYS, Kind
from allsettled.protocol.extending import extend
from allsettled.protocol.layout import RESULTS, parts
from allsettled.protocol.value import BUILT_IN
from allsettled.rules import RULES
from allsettled.triage import Triage
from claims.test_suspects import texts as claims
from records import log
from shell import CORPUS

NAME = "notes.md"
CHECKER = Checker(agents=frozenset({"architect"}))  # so that a record's names are looked up


def _triage(checker: Checker = CHECKER) -> Triage:
    return Triage(checker.rules, checker.protocol, checker.kinds)


def _has_nothing(checker: Checker, text: str, path: str = NAME) -> bool:
    inspected = checker.inspect(text, path)
    return not inspected.file.findings and not inspected.silenced and not inspected.open_log


titles = st.sampled_from(
    [name for part in parts(BUILT_IN) for name in (part.title, *part.aliases)]
    + [RESULTS, "Session 12", "Session Log", "Handoff", "A Retrospective", "Agent: qa", "Section A: QA", "Vote 1: qa"]
    + ["Parallel Work", "Voting Session", "Dispatch 2", "Result", "Notes", "1. Dispatch Log"]
)
headings = st.one_of(
    st.tuples(
        st.sampled_from(["#", "##", " ###", "####"]), titles, st.sampled_from(["", ":", " ##", " (3)", ": merge"])
    ).map(lambda found: f"{found[0]} {''.join(found[1:])}"),
    st.tuples(titles, st.sampled_from(["===", "---"])).map("\n".join),
    titles.map(lambda title: f"## **{title.upper()}**"),
)
fronts = st.lists(
    st.sampled_from([*sorted(AGENT_KEYS), "description", "agent", "status", "confidence", "name", '"agent"', "tier"]),
    unique=True,
    max_size=5,
).map(lambda keys: "---\n" + "".join(f"{key}: COMPLETE\n" for key in keys) + "---\n" if keys else "")
others = st.sampled_from(
    [
        "| Agent | Status | Started |\n|---|---|---|\n| qa | RUNNING | now |",
        "- Status: DONE\n- Agent: qa\n- Started: 2026-01-05",
        "None.",
        "**Status**: FAILED",
        "<!-- allsettled: ignore torn-row -- quoted -->",
        "| a | b |\n|---|---|\n| 1 |",
        "- [ ] MUST do it",
        "[Describe it here]",
        "```\n# Session 1\n```",
        "<div>\n# Session 2\n</div>",
        "Recommendation: [A]\n\nStarted: 2026-01-05",
    ]
)
texts = st.tuples(fronts, st.lists(st.one_of(headings, others, claims), max_size=6).map("\n\n".join)).map("".join)


@given(texts, st.sampled_from([NAME, "AGENTS.md", "docs/page.md"]))
@settings(max_examples=120, deadline=None)
def test_what_is_put_aside_has_nothing_to_report(text: str, path: str) -> None:
    assert _triage().may_concern(text, path) or _has_nothing(CHECKER, text, path)


@given(texts)
@settings(max_examples=40, deadline=None)
def test_nor_has_it_for_notes(text: str) -> None:
    checker = Checker(rules=list(RULES))
    assert _triage(checker).may_concern(text, NAME) or _has_nothing(checker, text)


def test_the_headings_of_a_project_are_looked_for_too() -> None:
    checker = Checker(protocol=extend({"aliases": {"runs": ["Who Worked"]}}))
    text = "# Notes\n\n## Who Worked\n\n| Agent | Started | Status |\n|---|---|---|\n| qa | yesterday | DONE |\n"
    assert not _has_nothing(checker, text)
    assert _triage(checker).may_concern(text, NAME)
    assert not _triage().may_concern(text, NAME)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DOCUMENT])
def test_a_file_of_a_known_kind_is_always_read(kind: Kind) -> None:
    triage = Triage(CHECKER.rules, BUILT_IN, {kind: ("notes.md",)})
    assert triage.may_concern("", NAME)


def test_a_rule_of_which_nothing_is_known_has_everything_read() -> None:
    rules = [RULES["wrong-total"]._replace(name="new-rule")]
    assert Triage(rules, BUILT_IN, {}).may_concern("", NAME)
    assert not Triage([RULES["wrong-total"]], BUILT_IN, {}).may_concern("", NAME)


@pytest.mark.parametrize(
    "text",
    [
        "It was 2x as fast, not 4x: 20 min, down from 50 min, 40% less.",
        "Dispatched 3, succeeded 2, failed 2.",
        "12 + 3 = **16** cases.",
        "# Session 12",
        "### Agent: qa",
        "## Dispatch Log",
        "<!-- allsettled: ignore torn-row -- quoted -->",
        "---\nname: qa\ndescription: tests\nmodel: small\n---\n",
        log(),
    ],
)
def test_what_may_concern_a_rule_is_read(text: str) -> None:
    assert _triage().may_concern(text, NAME)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Reading list\n\nThree books.\n",
        "| a | b |\n| - | - |\n| 1 | 2 |\n",
        "Done is 40%, and 3 of 4 agents answered.\n",
        "20 min instead of 50 min are 60% less.\n",
        "# Notes\n\n## Session 12\n\nIt went well.\n",
        "---\ntitle: page\n---\n\nAll is well.\n",
    ],
)
def test_what_cannot_is_put_aside(text: str) -> None:
    assert not _triage().may_concern(text, NAME)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_no_real_file_is_put_aside_that_has_something_to_report() -> None:
    triage = _triage()
    for number, path in enumerate(sorted(CORPUS.glob("*/*.md"))[::4]):
        text = path.read_text(encoding="utf-8")
        assert triage.may_concern(text, f"{number}.md") or _has_nothing(CHECKER, text, f"{number}.md"), path.name
