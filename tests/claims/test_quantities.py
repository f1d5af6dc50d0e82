import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.claims.tokens import quantities, tokenize
from allsettled.claims.vocabulary import Dimension

READ = [
    ("20 min", (20, 20, Dimension.TIME, "min")),
    ("~50 minutes", (50, 50, Dimension.TIME, "min")),
    ("2.01s", (2.01, 2.01, Dimension.TIME, "s")),
    ("5-min", (5, 5, Dimension.TIME, "min")),
    ("3-week", (3, 3, Dimension.TIME, "week")),
    ("183-416ms", (183, 416, Dimension.TIME, "ms")),
    ("5–8 hours", (5, 8, Dimension.TIME, "h")),
    ("5:10.69", (310.69, 310.69, Dimension.TIME, "s")),
    ("1:02:03.5", (3723.5, 3723.5, Dimension.TIME, "s")),
    ("2h09m", (2.15, 2.15, Dimension.TIME, "h")),
    ("1 h 30 min", (1.5, 1.5, Dimension.TIME, "h")),
    ("43 min/month", (43, 43, Dimension.TIME, "min/month")),
    ("118KB", (118, 118, Dimension.BYTES, "KB")),
    ("$1,800", (1800, 1800, Dimension.MONEY, "$")),
    ("**56-64%**", (56, 64, Dimension.PERCENT, "%")),
    ("40 percent", (40, 40, Dimension.PERCENT, "%")),
    ("2.8-4.4x", (2.8, 4.4, Dimension.FACTOR, "x")),
    ("3×", (3, 3, Dimension.FACTOR, "x")),
    ("3 times faster", (3, 3, Dimension.FACTOR, "x")),
    ("1,363", (1363, 1363, Dimension.COUNT, "")),
    ("300K-900K", (300_000, 900_000, Dimension.COUNT, "")),
    ("1.5/min", (1.5, 1.5, Dimension.COUNT, "/min")),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
def test_a_quantity_is_read_with_its_unit(text: str, expected: tuple[object, ...]) -> None:
    (quantity,) = quantities(text)
    assert expected == (pytest.approx(quantity.low), pytest.approx(quantity.high), quantity.dimension, quantity.unit)


@pytest.mark.parametrize(
    "text",
    [
        "Sessions 19-21",
        "Phase 2",
        "PR 249",
        "#249",
        "2025-12-18",
        "2025-12-20T06:20:58Z",
        "12:55",
        "03:15-03:45 UTC",
        "v1.2.3",
        "1.2.3",
        "T+26",
        "ADR-005",
        "P0",
        "039ec65",
        "Python 3.12",
        "`40%`",
        "```40%``` and ``a`40%``",
        '"40% faster"',
        "“40% faster”",
        "~~40%~~",
        "[x](https://example.com/40%)",
        "https://example.com/?a=40%",
        "<a title=40%>",
        "99999999999999999999",
    ],
)
def test_names_dates_times_of_day_and_foreign_text_are_no_quantities(text: str) -> None:
    assert [] == quantities(text)


@pytest.mark.parametrize(
    ("text", "approximate", "bound"),
    [
        ("~40%", True, ""),
        ("about 40%", True, ""),
        ("<20ms", False, "<"),
        ("&lt;20ms", False, "<"),
        ("<= 5 files", False, "≤"),
        (">=5 files", False, "≥"),
        ("30+ minutes", False, "≥"),
        ("80%+", False, "≥"),
        ("at least 5 files", False, "≥"),
        ("up to 5 files", False, "≤"),
        ("more than 5 files", False, ">"),
        ("5 or fewer", False, "≤"),
        ("40%", False, ""),
    ],
)
def test_how_exactly_a_quantity_is_meant(text: str, approximate: bool, bound: str) -> None:
    (quantity,) = quantities(text)
    assert (approximate, bound) == (quantity.approximate, quantity.bound)


def test_a_falling_range_is_a_subtraction() -> None:
    assert [(51, 51), (20, 20), (51, 51)] == [(one.low, one.high) for one in quantities("(51-20)/51")]


def test_the_step_is_the_last_digit_that_is_stated() -> None:
    assert [1, 0.1, 0.01, 1000] == [pytest.approx(one.step) for one in quantities("40, 1.5, 0.25, 35K")]


def test_a_number_behind_a_unit_is_not_lost() -> None:
    assert ["min", "s"] == [one.unit for one in quantities("5 min, 3 s")]


UNITS = st.sampled_from(["ms", " s", " min", " hours", " days", "%", "x", " KB", " files", ""])


@given(st.decimals(0, 99999, places=2), UNITS)
def test_what_is_written_is_read(value: object, unit: str) -> None:
    (quantity,) = quantities(f"({value}{unit})")
    assert float(str(value)) == quantity.low == quantity.high


@given(st.text(alphabet=' ~<+-–1259.,:%xK/$()`"*minsh→vs\n', max_size=60))
def test_a_quantity_stands_where_it_says(text: str) -> None:
    tokens = tokenize(text)
    assert len(tokens.kinds) == len(tokens.tokens)
    assert len(text) == len(tokens.text)
    places = [(token.start, token.end) for token in tokens.tokens]
    assert sorted(places) == places
    for token in tokens.tokens:
        assert 0 <= token.start < token.end <= len(text)
        if token.quantity is not None:
            assert any(char in "0123456789" for char in text[token.quantity.start : token.quantity.end])


def test_a_number_is_read_whole_or_not_at_all() -> None:
    assert [1.54e9] == [one.low for one in quantities("$1.54B")]
    assert [] == quantities("10,5 and 1.54Q and 1,2,3")
    assert [] == quantities("1.54bar")
    assert ["byte"] == [one.unit for one in quantities("40B")]
