"""Rule pages, read as tests: each example of a page, and the report that the page says it gets."""

import re
from typing import NamedTuple

from allsettled.checking import Checker
from allsettled.rules import Rule

_EXAMPLE = re.compile(
    r"^````(?P<language>markdown|json)(?: path=(?P<path>\S+))?\n(?P<text>.*?)^````\n(?:\n```text\n(?P<report>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


class Example(NamedTuple):
    """An example of a page: a file, and what the page's rule reports in it (nothing, where no report follows)."""

    path: str
    text: str
    report: str


def examples(rule: Rule) -> list[Example]:
    """Return the examples of a rule's page: fences of four backticks, each followed by its report in a text fence."""
    try:
        page = rule.page()
    except FileNotFoundError:  # said by a test of its own
        return []
    return [
        Example(found["path"] or "2026-01-05-session-01.md", found["text"], found["report"] or "")
        for found in _EXAMPLE.finditer(page)
    ]


def report(rule: Rule, example: Example) -> str:
    """Return what one rule reports in an example, as the page writes it."""
    checker = Checker(rules=[rule])
    lines = []
    for finding in checker.check(checker.read(example.text, example.path)):
        span = finding.span
        lines.append(f"{span.line}:{span.column}: {finding.severity} {finding.rule}: {finding.message}")
        if finding.hint:
            lines.append(f"    help: {finding.hint}")
    return "".join(line + "\n" for line in lines)
