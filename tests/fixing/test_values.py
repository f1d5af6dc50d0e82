"""Which values can mean one thing only, and how the protocol writes them."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.checking import Checker
from allsettled.protocol.extending import extend
from allsettled.protocol.record import timestamp
from allsettled.protocol.schema import record_errors
from allsettled.protocol.value import BUILT_IN
from allsettled.protocol.vocabulary import SPELLINGS, read_status
from allsettled.rules import RULES, bad_timestamp, unknown_action, unknown_status, unknown_strategy, unknown_tier
from mended import mend, mended, reported


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("2026-01-05 09:00:00 UTC", "2026-01-05T09:00:00Z"),
        ("2026-01-05  09:00:00 (utc)", "2026-01-05T09:00:00Z"),
        ("2026-01-05T09:00:00 GMT", "2026-01-05T09:00:00Z"),
        ("2026-01-05T09:00:00 Z", "2026-01-05T09:00:00Z"),
        ("2026-01-05T09:00:00 +0000", "2026-01-05T09:00:00+00:00"),
        ("2025-12-20 18:54:21 -0800", "2025-12-20T18:54:21-08:00"),
        ("2025-12-20 18:54:21-0330", "2025-12-20T18:54:21-03:30"),
        ("2025-12-20 18:54:21 +08:00", "2025-12-20T18:54:21+08:00"),
        ("2025-12-20 18:54:21+08", "2025-12-20T18:54:21+08:00"),
        ("2025-12-20 18:54:21 UTC+5:30", "2025-12-20T18:54:21+05:30"),
        ("2025-12-20 18:54:21 UTC-5", "2025-12-20T18:54:21-05:00"),
        ("2026-01-05T09:00:00,250Z", "2026-01-05T09:00:00.250Z"),
        ("20260105T090000Z", "2026-01-05T09:00:00Z"),
        ("20260105T090000.5+0130", "2026-01-05T09:00:00.5+01:30"),
        ("**2026-01-05 09:00:00 UTC**", "**2026-01-05T09:00:00Z**"),
    ],
)
def test_a_time_is_brought_into_its_normal_form(text: str, mended: str) -> None:
    assert mended == bad_timestamp.fix(text, BUILT_IN)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05T09:00:00Z",  # is right
        "2026-01-05 09:00:00Z",  # RFC 3339 allows the space
        "2026-01-05T09:00:00",  # no zone
        "2026-01-05 09:00 UTC",  # no seconds
        "2026-01-05T09:00Z",
        "09:00:00 UTC",  # no day
        "2026-01-05 09:00:00 PST",  # by law or by habit?
        "2026-01-05 09:00:00 GMT+1",  # ahead, or behind as POSIX has it?
        "2026-01-05 09:00:00 -10:30",  # an offset, or until half past ten?
        "2026-01-05 09:00:00-10",
        "2026-01-05 09:00:00 +1",
        "2026-01-05 09:00:00 +1500",  # nowhere
        "2026-01-05 09:00:00 +0075",
        "2026-02-30 09:00:00 UTC",  # never
        "2026-01-05 24:00:00 UTC",
        "2026-01-05 09:60:00 UTC",
        "26-01-05 09:00:00 UTC",
        "05.01.2026 09:00:00 UTC",
        "01/05/2026 09:00:00 UTC",
        "2026-01-05 9:00:00 UTC",  # in the morning?
        "2026-01-05 09:00:00 PM UTC",
        "2026-01-05 09:00:00 UTC (estimated)",
        "~2026-01-05 09:00:00 UTC",
        "2026-01-05 09:00:00 UTC - 2026-01-05 10:00:00 UTC",
        "٢٠٢٦-01-05 09:00:00 UTC",
        "T+5",
        "",
    ],
)
def test_a_time_that_may_be_another_is_left(text: str) -> None:
    assert None is bad_timestamp.fix(text, BUILT_IN)


_zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_moments = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 30), timezones=_zones).map(
    lambda time: time.replace(microsecond=0)
)


@given(_moments)
def test_a_mended_time_is_the_same_moment(time: datetime) -> None:
    for form in ("%Y-%m-%d %H:%M:%S %z", "%Y%m%dT%H%M%S%z"):
        text = time.strftime(form)
        mended = bad_timestamp.fix(text, BUILT_IN)
        assert mended is not None, text
        assert time == timestamp(mended)
        assert [] == list(record_errors({"runs": [{"agent": "a", "started": mended}]}, BUILT_IN))


@given(st.text(alphabet="0123456789TZ:-+., utcUTC*", max_size=32))
@settings(max_examples=200)
def test_a_mended_time_is_never_mended_again(text: str) -> None:
    mended = bad_timestamp.fix(text, BUILT_IN)
    if mended is not None:
        assert None is bad_timestamp.fix(mended, BUILT_IN)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("TIMED_OUT", "TIMEOUT"),
        ("time out", "TIMEOUT"),
        ("Time-Out", "TIMEOUT"),
        ("NotStarted", "PENDING"),
        ("NOT_RUN", "SKIPPED"),
        ("still-running", "RUNNING"),
        ("Status: done", "COMPLETE"),
        ("State FAILED", "FAILED"),
        ("[TIMED_OUT]", "[TIMEOUT]"),
        ("**Timed_Out**", "**TIMEOUT**"),
        ("COMPLT", None),
        ("in complete", None),
        ("TODO", None),
        ("not complete", None),
        ("TIMED_OUT after 30 s", None),
        ("status unknown", None),
        ("", None),
        ("**", None),
    ],
)
def test_a_status_is_spelled_as_the_protocol_does(text: str, mended: str | None) -> None:
    assert mended == unknown_status.fix(text, BUILT_IN)


def test_a_project_s_own_word_is_kept() -> None:
    protocol = extend({"statuses": {"In review": "PENDING"}})
    assert "In review" == unknown_status.fix("IN_REVIEW", protocol)
    assert None is unknown_status.fix("IN_REVIEW", BUILT_IN)


def test_a_spelling_of_two_words_is_left() -> None:
    protocol = extend({"statuses": {"Timed_out": "FAILED"}})
    assert None is unknown_status.fix("TIMED--OUT", protocol)
    assert "TIMEOUT" == unknown_status.fix("TIMED--OUT", BUILT_IN)


def test_another_spelling_means_what_the_reader_takes_the_words_for() -> None:
    for words, status in SPELLINGS.items():
        assert status == read_status(words).status
        mended = unknown_status.fix(words.replace(" ", "_").upper(), BUILT_IN)
        assert (None if words == "to do" else status) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("P-0", "P0"),
        ("p 1", "P1"),
        ("Tier: P2", "P2"),
        ("**Priority P0**", "**P0**"),
        ("Tier 0", None),
        ("0", None),
        ("P3", None),
        ("P0/P1", None),
        ("high", None),
    ],
)
def test_a_tier_is_spelled_as_the_protocol_does(text: str, mended: str | None) -> None:
    assert mended == unknown_tier.fix(text, BUILT_IN)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (" Merged", " merge"),
        ("**Voting**", "**vote**"),
        ("Strategy: Voting", "vote"),
        ("escalation", "escalate"),
        ("_Merging_", "_merge_"),
        ("Note: merged", None),
        ("first: merged", None),
        ("merged by the architect", None),
        ("consensus", None),
    ],
)
def test_a_strategy_is_written_as_its_word(text: str, mended: str | None) -> None:
    assert mended == unknown_strategy.fix(text, BUILT_IN)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Retried", "Retry"),
        ("re-try", "Retry"),
        ("skipped.", "Skip."),
        ("Action: Escalated", "Escalate"),
        ("Retried once", None),
        ("Ignored", None),
    ],
)
def test_an_action_is_written_as_its_word(text: str, mended: str | None) -> None:
    assert mended == unknown_action.fix(text, BUILT_IN)


HEAD = "# Session log\n\n### Agent Outputs\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # an aligned table stays aligned
        (
            "| Agent | Status    |\n| ----- | --------- |\n| qa    | NOT_RUN   |\n| b     | PARTIAL   |\n",
            "| Agent | Status    |\n| ----- | --------- |\n| qa    | SKIPPED   |\n| b     | PARTIAL   |\n",
        ),
        (
            "| Agent | Status    |\n| ----- | --------- |\n| qa    | TIMED_OUT |\n| b     | PARTIAL   |\n",
            "| Agent | Status    |\n| ----- | --------- |\n| qa    | TIMEOUT   |\n| b     | PARTIAL   |\n",
        ),
        (
            "| Agent | Tier    | Status  |\n| ----- | ------- | ------- |\n| qa    | Tier P0 | NOT_RUN |\n",
            "| Agent | Tier    | Status  |\n| ----- | ------- | ------- |\n| qa    | P0      | SKIPPED |\n",
        ),
        # what is longer takes from the padding, and leaves one space of it
        (
            "| Agent | Status   |\n| ----- | -------- |\n| qa    | NotRun   |\n| c     | PARTIAL  |\n",
            "| Agent | Status   |\n| ----- | -------- |\n| qa    | SKIPPED  |\n| c     | PARTIAL  |\n",
        ),
        (
            "| Agent | Status |\n| ----- | ------ |\n| qa    | NotRun |\n",
            "| Agent | Status |\n| ----- | ------ |\n| qa    | SKIPPED |\n",
        ),
        # one that isn't aligned isn't padded
        ("|Agent|Status|\n|-|-|\n|qa|TIMED_OUT|\n", "|Agent|Status|\n|-|-|\n|qa|TIMEOUT|\n"),
        ("Agent | Status\n--- | ---\nqa | TIMED_OUT\n", "Agent | Status\n--- | ---\nqa | TIMEOUT\n"),
    ],
)
def test_a_table_keeps_its_look(before: str, after: str) -> None:
    checker = Checker([RULES["unknown-status"], RULES["unknown-tier"]])
    assert HEAD + after == mended(HEAD + before, checker)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("### Aggregation Strategy: Merged\n", "### Aggregation Strategy: merge\n"),
        ("### Aggregation Strategy: **Voting** ###\n", "### Aggregation Strategy: **vote** ###\n"),
        ("### Aggregation Strategy\n\nmerged\n", "### Aggregation Strategy\n\nmerge\n"),
        ("### Aggregation Strategy\n\n- Merging\n\nMerging\n", "### Aggregation Strategy\n\n- merge\n\nMerging\n"),
        ("### Aggregation Strategy: merged by all\n", "### Aggregation Strategy: merged by all\n"),
        ("### Aggregation Strategy: `merged`\n", "### Aggregation Strategy: `merged`\n"),
        ("### Aggregation Strategy\n\nMerged\nfrom both\n", "### Aggregation Strategy\n\nMerged\nfrom both\n"),
    ],
)
def test_a_strategy_is_mended_where_it_stands(before: str, after: str) -> None:
    checker = Checker([RULES["unknown-strategy"]])
    assert HEAD + before == mended(HEAD + before, Checker([]))
    assert HEAD + after == mended(HEAD + before, checker)


@pytest.mark.parametrize("around", ["{}", "**{}**", "[{}]", "({})", "_{}_", "{}.", "**[{}]**"])
@pytest.mark.parametrize(
    ("rule", "word", "log"),
    [
        ("unknown-status", "TIMED_OUT", "| Agent | Status |\n|---|---|\n| qa | {} |\n"),
        ("unknown-tier", "P-1", "| Agent | Tier | Status |\n|---|---|---|\n| qa | {} | COMPLETE |\n"),
        (
            "unknown-status",
            "NotRun",
            "## Dispatch Log\n\n### Agent: qa\n\n- **Started**: 2026-01-05T09:00:00Z\n- **Status**: {}\n",
        ),
        ("unknown-strategy", "Merged", "### Aggregation Strategy: {}\n"),
        ("unknown-strategy", "voting", "### Aggregation Strategy\n\n{}\n"),
    ],
)
def test_what_is_mended_is_reported_no_more(rule: str, word: str, log: str, around: str) -> None:
    checker = Checker([RULES[rule]])
    text = HEAD + log.format(around.format(word))
    assert [rule] == [finding.rule for finding in reported(text, checker)]
    fixed = mend(text.encode(), checker)
    assert None is fixed.refusal
    assert 1 == fixed.mended
    assert [] == list(reported(fixed.source.text, checker))
