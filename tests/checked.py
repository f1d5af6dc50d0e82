"""What one rule finds in a text: for tests that say it in lines and messages."""

from collections.abc import Iterable
from pathlib import Path

from allsettled.checking import Checker
from allsettled.rules import RULES

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
PATH = "2026-01-05-session-01.md"


def found(rule: str, text: str, path: str = PATH, agents: Iterable[str] | None = None) -> list[tuple[int, str]]:
    """Return the line and message of each finding of a rule; `agents` are the project's catalogue."""
    checker = Checker(rules=[RULES[rule]], agents=None if agents is None else frozenset(agents))
    return [(finding.span.line, finding.message) for finding in checker.check(checker.read(text, path))]


def lines(rule: str, text: str, path: str = PATH, agents: Iterable[str] | None = None) -> list[int]:
    """Return the lines on which a rule finds something."""
    return [line for line, _ in found(rule, text, path, agents)]
