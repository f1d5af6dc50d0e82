"""Files that aren't fixed, and why; places in which nothing is."""

import pytest

from mended import is_left, mend, mended, refusal
from records import CLEAN, log


def _with(part: str, index: int, **values: str) -> str:
    rows = list(getattr(CLEAN, part))
    rows[index] = rows[index]._replace(**values)
    return log(CLEAN._replace(**{part: tuple(rows)}))  # type: ignore[arg-type]


TIMED_OUT = _with("runs", 2, status="TIMED_OUT")


def test_a_status_is_mended_where_it_stands_alone() -> None:
    assert TIMED_OUT.replace("TIMED_OUT", "TIMEOUT  ") == mended(TIMED_OUT)


@pytest.mark.parametrize("sign", ["<<<<<<< HEAD", "<<<<<<<", ">>>>>>> main", "```\n<<<<<<< HEAD\n```"])
def test_a_file_with_a_conflict_is_refused(sign: str) -> None:
    text = f"{TIMED_OUT}\n{sign}\n"
    line = text.split("\n").index(sign.split("\n")[-2] if "\n" in sign else sign) + 1
    assert f"{line}: a merge conflict stands in the file" == refusal(text)


def test_a_row_of_equals_signs_is_no_conflict() -> None:
    assert "TIMED_OUT" not in mended(TIMED_OUT + "\nNotes\n=======\n")


def test_a_conflict_matters_only_where_something_would_be_fixed() -> None:
    text = f"{log()}\n<<<<<<< HEAD\n"
    assert is_left(text)


def test_a_fix_that_brings_another_fault_to_light_is_refused() -> None:
    text = _with("runs", 2, started="2026-01-05 09:01:00 UTC")  # P1, before P0 has settled
    said = refusal(text)
    assert said.startswith("20: late-tier would be reported then: devops (P1) started at 2026-01-05T09:01:00Z"), said


def test_two_mended_times_that_contradict_each_other_are_refused() -> None:
    text = _with("runs", 2, started="2026-01-05 09:04:31 UTC", finished="2026-01-05 09:04:30 UTC")
    assert refusal(text).startswith("20: bad-timestamp would be reported then: devops finished at")


def test_what_a_mended_row_holds_is_mended_with_it() -> None:
    text = TIMED_OUT.replace(" | TIMED_OUT |", "\n\n| TIMED_OUT |")
    assert "TIMED_OUT" in text
    assert " | TIMEOUT" in mended(text.replace("| COMPLETE  |", "| COMPLETE |"))


def test_a_value_in_code_is_left() -> None:
    text = TIMED_OUT.replace(" TIMED_OUT ", " `TIMED_OUT` ")
    assert is_left(text)


def test_a_managed_region_is_left() -> None:
    text = f"# Log\n\n<!-- allsettled:begin id=session-log -->\n{TIMED_OUT}<!-- allsettled:end id=session-log -->\n"
    assert is_left(text)


def test_broken_regions_are_refused() -> None:
    text = f"{TIMED_OUT}\n<!-- allsettled:end id=session-log -->\n"
    said = refusal(text)
    line = text.split("\n").index("<!-- allsettled:end id=session-log -->") + 1
    assert said.startswith(f"{line}: the markers of its regions are broken: "), said


def test_a_silenced_finding_is_left() -> None:
    comment = "<!-- allsettled: ignore-file unknown-status -- kept as it was -->\n\n"
    assert is_left(comment + TIMED_OUT)


def test_a_second_byte_order_mark_moves_no_edit() -> None:
    text = "\ufeff\ufeff" + TIMED_OUT
    fixed = mend(text.encode())
    assert (None, text.encode()) == (fixed.refusal, fixed.source.raw)
