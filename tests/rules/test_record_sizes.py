"""Rules on records take their time by the record's size, however many agents it names; their messages stay short."""

from time import perf_counter

import pytest

from allsettled.checking import Checker
from allsettled.protocol.layout import part_of
from allsettled.protocol.record import Failure, Outcome, Record, Run
from allsettled.protocol.value import BUILT_IN
from allsettled.rules import RULES
from checked import PATH
from notations import sections

MANY = 500


def _names(start: str) -> list[str]:
    return [f"{start}-{number}" for number in range(MANY)]


def _crowd(agents: list[str], accounted: list[str], failed: list[str]) -> Record:
    times = ("2026-01-05T09:00:00Z", "2026-01-05T09:02:00Z")
    return Record(
        runs=tuple(Run(name, "", "P1", "m1", *times, "FAILED", "agent-1", "docs/a.md", "x") for name in agents),
        outputs=tuple(Outcome(name, "", "", "FAILED", f"docs/{name}/a.md") for name in accounted),
        failures=tuple(Failure(name, "Rate limit", "None", "Retry") for name in failed),
    )


@pytest.mark.parametrize(
    "record",
    [
        _crowd(_names("agent"), _names("agent"), _names("agent")),
        _crowd(_names("agent"), _names("agnet"), _names("aegnt")),
        Record(outputs=tuple(Outcome(name, "", "", "COMPLETE") for name in _names("agent"))),
    ],
    ids=["all failed", "all misspelled", "no locations"],
)
def test_a_crowd_is_judged_quickly(record: Record) -> None:
    tables = "\n".join(part_of(key, BUILT_IN).write(getattr(record, key)) for key in ("runs", "outputs", "failures"))
    for body in (tables, sections(record)):
        subject = Checker(list(RULES)).read(f"# Session log: x\n\n- **Status**: CLOSED\n\n{body}", PATH)
        assert subject.records
        for rule in RULES:
            start = perf_counter()
            findings = Checker([rule]).check(subject)
            assert perf_counter() - start < 5, rule.name
            assert all(len(finding.message) < 600 for finding in findings), rule.name
