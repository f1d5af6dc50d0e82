"""A log that gets a further record: everything that stood in it stands in it still."""

import pytest

from allsettled.checking import Checker
from allsettled.document import parse
from allsettled.errors import UserError
from allsettled.evidence.model import NOTHING, Evidence
from allsettled.evidence.recording import append, record_log
from allsettled.evidence.union import unite
from allsettled.evidence.verifying.naming import named_sessions
from allsettled.finding import Severity
from allsettled.protocol.reading import read
from allsettled.protocol.writing import write_log
from evidence import claude as c
from evidence import made
from records import CLEAN, log


def evidence(*records: c.Record) -> Evidence:
    return unite(Evidence(c.read(*records)), NOTHING)


FIRST = made.pair()
SECOND = made.pair("msg_2", first=500, prefix="toolu_z")
ALONE = [c.call("toolu_s", 900, "msg_3"), c.completed("toolu_s", 960, 50.0)]
BOTH = evidence(*FIRST, *SECOND, *ALONE)


def added(text: str, found: Evidence = BOTH) -> str:
    addition = append(text, found)
    assert addition.edit is not None
    start, end, more = addition.edit
    assert start == end
    return text[:start] + more + text[start:]


def faults(text: str) -> list[str]:
    found = Checker().inspect(text, "session-log.md").file.findings
    return [finding.rule for finding in found if finding.severity is not Severity.NOTE]


def test_only_what_is_not_there_yet_is_added_and_the_rest_is_untouched() -> None:
    before = record_log(evidence(*FIRST)).text
    after = added(before)
    assert after.startswith(before)
    assert "## Dispatch 2\n" in after
    assert "## Single Agents\n" in after
    assert [] == faults(after)
    old, new = read(parse(before)), read(parse(after))
    assert old == new[:1]
    assert ["msg_1", "msg_2"] == [record.runs[0].message for record in new]


def test_a_log_that_holds_it_all_gets_nothing() -> None:
    assert append(record_log(BOTH).text, BOTH).edit is None
    assert append(added(record_log(evidence(*FIRST)).text), BOTH).edit is None


def test_a_log_by_hand_keeps_its_record_and_names_the_new_ones_session() -> None:
    after = added(log())
    assert (CLEAN,) == read(parse(after))[:1]
    assert f"## Dispatch 2\n\n- **Session**: {c.SESSION}\n" in after
    assert [c.SESSION] == named_sessions(parse(after))
    assert [] == faults(after)


def test_the_number_goes_on_from_the_last_one() -> None:
    three = write_log("x", [CLEAN, CLEAN, CLEAN], closed=True)
    assert "\n## Dispatch 4\n" in added(three)


def test_a_sessions_end_stays_at_its_end() -> None:
    ending = "\n## Session End\n\n- [x] MUST Complete this session log\n"
    after = added(log() + ending)
    assert after.endswith(ending)
    assert after.index("## Dispatch 2") < after.index("## Session End")


@pytest.mark.parametrize("tail", ["", "\n", "\n\n", "\n\n\n", "\n\nThe end.", "\n\n> quoted"])
def test_however_a_log_ends(tail: str) -> None:
    before = log().rstrip("\n") + tail
    after = added(before)
    assert after.startswith(before)
    assert "\n\n## Dispatch 2\n" in after
    assert [] == faults(after)


def test_a_log_whose_headings_are_all_of_the_first_level() -> None:
    before = log().replace("### ", "# ").replace("## ", "# ")
    assert (CLEAN,) == read(parse(added(before)))[:1]


@pytest.mark.parametrize("tail", ["\n```text\nnever closed\n", "\n<!-- never closed\n"])
def test_nothing_is_lost_in_what_stands_open_at_a_logs_end(tail: str) -> None:
    with pytest.raises(UserError, match="nothing can be added to it so that it reads back as it was"):
        append(log() + tail, BOTH)


def test_a_closed_log_takes_nothing_whose_end_is_not_known() -> None:
    unfinished = evidence(*FIRST, *SECOND[:2])
    with pytest.raises(UserError, match="the log is closed, and the end of 2 agents isn't in the transcript"):
        append(record_log(evidence(*FIRST)).text, unfinished)
    opened = record_log(evidence(*FIRST)).text.replace("CLOSED", "OPEN")
    assert "PENDING" in added(opened, unfinished)


def test_a_second_table_of_single_agents_says_so() -> None:
    before = record_log(evidence(*FIRST, *ALONE)).text
    more = [c.call("toolu_t", 1900, "msg_4"), c.completed("toolu_t", 1960, 50.0)]
    after = added(before, evidence(*FIRST, *ALONE, *more))
    assert "## Single Agents, continued\n" in after
    assert [] == faults(after)


def test_a_wide_dispatch_is_added_with_its_comment() -> None:
    calls = [c.call(f"toolu_w{n}", 500 + n / 10, "msg_w", agent=f"agent-{n}") for n in range(8)]
    wide = [*calls, *(c.completed(f"toolu_w{n}", 560 + n, 50.0) for n in range(8))]
    after = added(record_log(evidence(*FIRST)).text, evidence(*FIRST, *wide))
    assert "<!-- allsettled: ignore too-wide -- not assessed:" in after
    assert [] == faults(after)
