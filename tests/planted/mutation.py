"""What a planted fault is, and what is found of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from allsettled.checking import Checker
from allsettled.finding import Finding, Severity
from allsettled.protocol.record import Record
from allsettled.rules import RULES
from notations import tables
from records import log

PATH = "2026-01-05-session-01-impact.md"
CHECKER = Checker(list(RULES))
Change = Callable[[str], str]
Write = Callable[[Record], str]


@dataclass(frozen=True)
class Mutation:
    """A planted fault: the rule it's for, the file with it in, and a text that its line holds.

    `record` is the record that is faulty, where the fault is in one; `change` is what is done to the log that holds it.
    `agents` are the project's catalogue. `but` names the forms that the fault doesn't survive, or is changed by.
    `held` finds what another command than `check` has to say, `exists` tells which paths are there.
    """

    rule: str
    name: str
    text: str
    line: str
    record: Record | None = None
    change: Change = str
    path: str = PATH
    agents: frozenset[str] | None = None
    but: frozenset[str] = frozenset()
    held: Callable[[str], Sequence[Finding]] | None = None
    exists: Callable[[str], bool | None] | None = None

    def __str__(self) -> str:
        return f"{self.rule}: {self.name}"

    def found(self, text: str, path: str = "") -> list[Finding]:
        """Return the findings of the fault's rule in a form of its text, and those of level error."""
        checker = CHECKER if self.agents is None else CHECKER._replace(agents=self.agents)
        findings = (
            *checker.inspect(text, path or self.path, exists=self.exists).file.findings,
            *(self.held(text) if self.held else ()),
        )
        return [one for one in sorted(findings) if one.severity is Severity.ERROR or one.rule == self.rule]

    def written(self, write: Write) -> str:
        """Return the log with the faulty record in a notation."""
        assert self.record is not None
        return self.change(log(self.record, write=write))


def in_record(rule: str, name: str, record: Record, line: str, change: Change = str) -> Mutation:
    """Return a log with a faulty record, or with one that a change of the text makes faulty."""
    text = change(log(record, write=None if change is str else tables))
    return Mutation(rule, name, text, line, record, change)


def swap(old: str, new: str) -> Change:
    """Return a change that puts one text in place of another, which has to be there."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change
