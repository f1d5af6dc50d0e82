"""The page on records: its examples are one record in four notations, and an output that is clean."""

import re
from pathlib import Path

from allsettled.checking import Checker
from allsettled.rules import RULES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "records.md"
_FENCE = re.compile(r"^````(markdown|json)\n(.*?)^````$", re.MULTILINE | re.DOTALL)
CHECKER = Checker(list(RULES))


def test_the_four_notations_say_the_same() -> None:
    *notations, _ = _FENCE.findall(PAGE.read_text(encoding="utf-8"))
    names = {"markdown": "2026-01-05-session-01.md", "json": "dispatch.json"}
    subjects = [CHECKER.read(text, names[language]) for language, text in notations]
    records = [subject.records for subject in subjects]
    assert 4 == len(records)
    assert all(len(one) == 1 and one == records[0] for one in records)
    rules = [{finding.rule for finding in CHECKER.check(subject)} for subject in subjects]
    assert [{"unvalidated-dispatch"}] * 4 == rules  # the checklist isn't shown


def test_the_output_is_clean() -> None:
    _, text = _FENCE.findall(PAGE.read_text(encoding="utf-8"))[-1]
    assert [] == CHECKER.check(CHECKER.read(text, "qa.output.md"))
