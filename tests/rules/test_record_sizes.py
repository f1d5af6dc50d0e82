"""Rules on records take their time by the record's size, however many agents it names; their messages stay short."""

from collections.abc import Callable

import pytest

from allsettled.checking import Checker
from allsettled.protocol.layout import part_of
from allsettled.protocol.record import Failure, Outcome, Record, Run
from allsettled.protocol.value import BUILT_IN
from allsettled.rules import RULES
from allsettled.subject import Subject
from checked import PATH
from notations import sections
from working import calls

FEW, MANY = 20, 160


def _names(start: str, count: int) -> list[str]:
    return [f"{start}-{number}" for number in range(count)]


def _crowd(agents: list[str], accounted: list[str], failed: list[str]) -> Record:
    times = ("2026-01-05T09:00:00Z", "2026-01-05T09:02:00Z")
    return Record(
        runs=tuple(Run(name, "", "P1", "m1", *times, "FAILED", "agent-1", "docs/a.md", "x") for name in agents),
        outputs=tuple(Outcome(name, "", "", "FAILED", f"docs/{name}/a.md") for name in accounted),
        failures=tuple(Failure(name, "Rate limit", "None", "Retry") for name in failed),
    )


def _failed(count: int) -> Record:
    return _crowd(*(_names("agent", count) for _ in range(3)))


def _misspelled(count: int) -> Record:
    return _crowd(*(_names(start, count) for start in ("agent", "agnet", "aegnt")))


def _without_location(count: int) -> Record:
    return Record(outputs=tuple(Outcome(name, "", "", "COMPLETE") for name in _names("agent", count)))


def _tables(record: Record) -> str:
    return "\n".join(part_of(key, BUILT_IN).write(getattr(record, key)) for key in ("runs", "outputs", "failures"))


@pytest.mark.parametrize("written", [_tables, sections], ids=["tables", "sections"])
@pytest.mark.parametrize("crowd", [_failed, _misspelled, _without_location])
def test_the_work_on_a_crowd_grows_with_it(crowd: Callable[[int], Record], written: Callable[[Record], str]) -> None:
    def read(count: int) -> Subject:
        text = f"# Session log: x\n\n- **Status**: CLOSED\n\n{written(crowd(count))}"
        subject = Checker(list(RULES)).read(text, PATH)
        assert subject.records
        return subject

    Checker(list(RULES)).check(read(FEW))  # what is made once
    few, many = read(FEW), read(MANY)
    for rule in RULES:
        checker = Checker([rule])
        assert calls(checker.check, many) < 2 * MANY // FEW * max(calls(checker.check, few), 500), rule.name
        assert all(len(finding.message) < 600 for finding in checker.check(many)), rule.name
