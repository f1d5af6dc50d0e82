"""Rule pages, read as tests: each example of a page, and the report that the page says it gets.

Pages of the rules that `verify` reports show their evidence first: a journal, in a `jsonl` fence of four backticks.

`python tests/pages.py RULE` writes the reports that the examples of a page get into the page.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

from allsettled import rules
from allsettled.checking import Checker
from allsettled.finding import Finding
from allsettled.rules import Rule, Scope
from allsettled.span import FILE, Text
from allsettled.subject import Subject

_EXAMPLE = re.compile(
    r"^````(?P<language>markdown|json)(?: path=(?P<path>\S+))?(?: agents=(?P<agents>\S+))?"
    r"(?: beside=(?P<beside>\S+))?(?: times=(?P<times>\d+))?\n"
    r"(?P<text>.*?)^````\n(?:\n```text\n(?P<report>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
_JOURNAL = re.compile(r"^````jsonl\n(.*?)^````\n", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """An example of a page: a file, and what the page's rule reports in it (nothing, where no report follows).

    `agents` are the names in the catalogue of the project that has the file, with commas; empty: it has none.
    `beside` is the path of another log in the folder. `times` says how often the last line of the text stands in
    the file.
    """

    path: str
    text: str
    report: str
    agents: str = ""
    times: int = 1
    beside: str = ""

    @property
    def file(self) -> str:
        """Return the whole text of the file."""
        last = self.text.removesuffix("\n").rpartition("\n")[2]
        return self.text + f"{last}\n" * (self.times - 1)


def examples(rule: Rule) -> list[Example]:
    """Return the examples of a rule's page: fences of four backticks, each followed by its report in a text fence."""
    try:
        page = rule.page()
    except FileNotFoundError:  # said by a test of its own
        return []
    return [_example(found) for found in _EXAMPLE.finditer(page)]


def _example(found: re.Match[str]) -> Example:
    path = found["path"] or "2026-01-05-session-01.md"
    return Example(
        path,
        found["text"],
        found["report"] or "",
        found["agents"] or "",
        int(found["times"] or 1),
        found["beside"] or "",
    )


def report(rule: Rule, example: Example) -> str:
    """Return what one rule reports in an example, as the page writes it."""
    catalogue = frozenset(example.agents.split(",")) if example.agents else None
    checker = Checker(rules=[rule], agents=catalogue)
    subject = checker.read(example.file, example.path)
    others = {Scope.EVIDENCE: _held, Scope.RENDER: _rendered}
    if rule.scope is Scope.RUN:
        return "".join(map(_said, same_ids(rule, subject, example.beside)))
    findings = others[rule.scope](rule, subject) if rule.scope in others else checker.check(subject)
    return "".join(map(_said, findings))


def _said(finding: Finding) -> str:
    span = finding.span
    head = f"{span.line}:{span.column}: {finding.severity} {finding.rule}: {finding.message}\n"
    return head + (f"    help: {finding.hint}\n" if finding.hint else "")


def _held(rule: Rule, subject: Subject) -> list[Finding]:
    """Return what one rule says of a log that is held against the journal that stands on the rule's page."""
    from allsettled.evidence import journal, verifying
    from allsettled.evidence.model import NOTHING, Evidence
    from allsettled.evidence.union import unite

    shown = _JOURNAL.search(rule.page())
    reader = journal.reader()
    for line in shown[1].splitlines() if shown else ():
        reader.feed(line.encode())
    verification = verifying.verify(subject, unite(Evidence(tuple(reader.dispatches())), NOTHING))
    return verifying.findings_of(verification, {rule.name: rule.severity})


def same_ids(rule: Rule, subject: Subject, beside: str) -> list[Finding]:
    """Return what a rule on all logs of a run says of one, beside which another lies."""
    from allsettled.rules.duplicate_id import Log, check

    own = Log(subject.path, subject.document.title())
    said = check([own, Log(beside, Text("Session", FILE))])
    return [Finding(p.span, rule.name, rule.severity, p.message, p.hint) for log, p in said if log is own]


def _rendered(_: Rule, subject: Subject) -> list[Finding]:
    """Return what `render --check` says of a file that belongs to no pack of agents."""
    from projects import Memory

    works = Memory({subject.path: "\n".join(subject.document.lines).encode()}).works()
    return [finding for work in works for finding in work.findings]


def accepted(rule: Rule) -> str:
    """Return a rule's page with the reports that its examples really get."""

    def answer(found: re.Match[str]) -> str:
        real = report(rule, _example(found))
        told = (f" {key}={found[key]}" for key in ("path", "agents", "beside", "times") if found[key])
        opening = f"````{found['language']}{''.join(told)}"
        return f"{opening}\n{found['text']}````\n" + (f"\n```text\n{real}```\n" if real else "")

    return _EXAMPLE.sub(answer, rule.page())


def main() -> None:
    """Rewrite the reports of the named rules' pages (or of all) to what they are: to be read before it's committed."""
    from allsettled.rules import RENDERED, RULES

    for rule in (*RULES, *RENDERED):
        if rule.name in sys.argv[1:] or not sys.argv[1:]:
            path = Path(rules.__file__).parent / f"{rule.name.replace('-', '_')}.md"
            if path.exists() and rule.scope is not Scope.CORE:
                path.write_text(accepted(rule), encoding="utf-8")


if __name__ == "__main__":
    main()
