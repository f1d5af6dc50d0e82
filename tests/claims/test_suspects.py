"""What is left out unparsed holds no wrong claim: the rest, parsed alone, tells the same ones as the whole."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.claims import problems
from allsettled.claims.signs import has_sign, signs
from allsettled.claims.suspects import suspects
from allsettled.claims.vocabulary import (
    BEGUN,
    CUES,
    FAILED,
    LABEL_ROLES,
    ROLES,
    SEVERITIES,
    SUCCEEDED,
    SUMS,
    TARGET_ROLES,
    UNITS,
    VERSUS_PAIRS,
    WEAK_ROLES,
    WHOLES,
)
from allsettled.document import parse
from allsettled.document.outline import outline
from claims.test_prose import WRONG
from shell import CORPUS

number = st.sampled_from(["2", "3", "4", "9", "20", "50", "60", "1.5", "1,200", "12-16", "~40", "5:10.69", "2h09m"])
cues, units = st.sampled_from(sorted(CUES)), st.sampled_from(["", *sorted(UNITS)])
before = st.sampled_from(sorted(word for roles in (ROLES, WEAK_ROLES, LABEL_ROLES) for word in roles))
sums, ends = st.sampled_from(sorted(SUMS)), st.sampled_from(sorted(SUCCEEDED | FAILED | SEVERITIES | BEGUN | WHOLES))
versus = st.sampled_from(["vs", "vs.", "→", "->", "=>", "-->", "to", *map(" ".join, sorted(VERSUS_PAIRS))])
joint = st.sampled_from(
    [" ", "  ", "\n", "&nbsp;", " **", "** ", ": ", " (", ") ", ", ", "; ", " | ", "_", "`", "[", "]"]
)


def _glued(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map("".join)


quantity = _glued(number, st.sampled_from(["", " ", "-"]), units)
percent = _glued(
    st.sampled_from(["", "~", "<", "+", "-", "≈ "]), number, st.sampled_from(["%", " %", "x", "×", " percent"])
)
sentence = st.one_of(
    st.sampled_from([text for text, _ in WRONG]),
    _glued(percent, " ", cues, " (", quantity, " ", versus, " ", quantity, ")"),
    _glued(cues, " by ", percent, joint, "from ", quantity, " to ", quantity),
    _glued(cues, " from ", quantity, " to ", quantity, joint, percent, " ", cues),
    _glued(before, joint, quantity, ", ", before, " ", quantity, joint, percent, " ", cues),
    _glued(percent, joint, "(", number, joint, "of ", number, ")"),
    _glued(number, "/", number, " tests (", percent, ")"),
    _glued(number, " + ", number, " = ", joint, number),
    _glued("(", quantity, " - ", quantity, ") / ", quantity, " ≈ ", percent, " total"),
    _glued(ends, " ", number, ", ", ends, " ", number, ", ", ends, ": ", number),
    _glued(number, " agents: ", number, " ", ends, ", ", number, " ", ends, " total"),
    _glued("Total x: ", number, " (", number, " a, ", number, " b)"),
    st.lists(st.one_of(number, percent, cues, versus, joint, before, ends), min_size=4, max_size=14).map("".join),
)
cell = st.one_of(
    quantity, percent, before, _glued(percent, " ", cues), st.sampled_from(["✅", "a", "", "<30 min", "-"])
)
title = st.one_of(before, st.sampled_from(["Time", "Name", "Status", *sorted(TARGET_ROLES), "Share"]), cues)


@st.composite
def tables(draw: Any) -> str:
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=4))
    if draw(st.booleans()):
        rows.append([draw(sums), *rows[-1][1:]])
    header = draw(st.lists(title, min_size=width, max_size=width))
    body = [header, ["---"] * width, *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in body)


item = st.one_of(
    sentence,
    _glued(before, ": ", quantity),
    _glued(st.sampled_from(["Savings", "Improvement", "Change"]), ": ", percent, " ", cues),
    _glued(ends, ": ", number, " (", percent, ")"),
    _glued("Rate: ", percent, " (", ends, " / ", ends, ")"),
    _glued(sums, ": ", number),
    _glued("Total names: ", number),
    _glued("**Duration**: ", quantity),
)
lists = st.lists(
    _glued(st.sampled_from(["- ", "- ", "* ", "  - ", "1. ", "    - "]), item), min_size=1, max_size=5
).map("\n".join)
small = st.sampled_from(["1", "2", "3", "4", "7"])
share = st.sampled_from(["20%", "40%", "60%", "80%"])
known = st.one_of(  # what's read across cells, items and sections, often wrong
    _glued("| Names | n |\n|---|---|\n| a | ", small, " |\n| b | ", small, " |\n| ", sums, " | ", small, " |\n"),
    _glued("| x | Target | Actual | Status |\n|-|-|-|-|\n| a | <", small, "0 min | ", small, "0 min | ✅ met |"),
    _glued("| x | n | Share |\n|-|-|-|\n| a | ", small, " | ", share, " |\n| b | ", small, " | ", share, " |"),
    _glued("| Name |\n|---|\n| a |\n| b |\n", st.sampled_from(["\n", "\n## B\n\n"]), "- Total names: ", small, "\n"),
    _glued("| x | Time |\n|-|-|\n| a | ", small, "0 min |\n| b | 20 min |\n| Total | 60 min |"),
    _glued(
        "**Duration**: ",
        small,
        "0 min\n\n## B\n\n| x | Time |\n|-|-|\n| a | 50 min |\n| b | 20 min |\n| Sum | 70 min |",
    ),
    _glued("- a: ", small, "\n- b: ", small, "\n- ", st.sampled_from(["Total", "**Grand total**"]), ": ", small),
    _glued("- Sequential: ", small, "0 min\n- Parallel: ", small, "0 min\n\n- Savings: ", share),
    _glued("- a: ", small, " events (", share, ")\n- b: ", small, " (", share, ")"),
    _glued("- Glad: ", small, "\n- Sad: ", small, "\n- Rate: ", share, " (Glad / Total)"),
)
block = st.one_of(sentence, tables(), lists, known)
plain = st.sampled_from(
    ["---", "# A", "## B", "## C", "### D", "text", "<!-- x -->", "```", "  ```", "> x", "===", "", "<div>"]
)
texts = st.lists(st.one_of(block, plain, st.just("")), max_size=8).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n"]).map(lambda glue: glue.join(parts))
)


def _wrong(text: str | None) -> list[object]:
    found = problems(parse(text)) if text is not None else ()
    return [problem[:3] for problem in found if problem.kind != "unbacked"]


@given(texts)
@settings(max_examples=150, deadline=None)
def test_a_wrong_claim_is_never_left_out(text: str) -> None:
    assert set(_wrong(text)) <= set(_wrong(suspects(outline(text))))


@given(sentence | lists | tables())
@settings(max_examples=150, deadline=None)
def test_a_text_has_a_sign_where_one_is_found(text: str) -> None:
    assert has_sign(text) == (any(True for _ in signs(text)) and any(char in "0123456789" for char in text))


@pytest.mark.parametrize(
    "text",
    [
        "---\n| x | n | Share |\n|---|---|---|\n| a | 1 | 20% |\n| b | 1 | 80% |\n",
        "- a: 2\n- b: 3\n- Total (5 min): 9\n",
        "| Name |\n|---|\n| a |\n| b |\n\n**Total of `the first and only` names**: 4\n",
        "**Duration**: 90 min\n\n## B\n\n| x | Time |\n|-|-|\n| a | 50 min |\n| b | 20 min |\n| `x` Sum | 70 min |\n",
    ],
)
def test_claims_that_are_told_by_more_than_their_words_are_suspects(text: str) -> None:
    assert _wrong(text)
    assert _wrong(text) == _wrong(suspects(outline(text)))


@pytest.mark.parametrize("text", [text for text, _ in WRONG])
def test_known_wrong_claims_are_suspects(text: str) -> None:
    assert _wrong(text) == _wrong(suspects(outline(f"{text}\n\n## Another\n\nNothing of note.\n")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title\n\nNo numbers here.\n",
        "It is 40% done.\n",
        "```python\ntotal = 3 + 4 = 8\n```\n",
        "- 3 of 4 agents answered.\n- P0 comes first.\n",
    ],
)
def test_most_texts_hold_no_suspects(text: str) -> None:
    assert suspects(outline(text)) is None


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_real_files_tell_the_same() -> None:
    for path in sorted(CORPUS.glob("*/*.md"))[::3]:
        text = path.read_text(encoding="utf-8")
        assert set(_wrong(text)) <= set(_wrong(suspects(outline(text)))), path.name
