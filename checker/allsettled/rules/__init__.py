"""What a rule is, and the list of all of them.

A rule is two files and one line: a module with its `check`, a page of the same name that explains it and is run
as its test, and its line in `RULES`. The line says what the core must know without importing the rule.
"""

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from allsettled.finding import Severity
from allsettled.span import Span

if TYPE_CHECKING:
    from allsettled.protocol.parts import Pointer

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Fault(NamedTuple):
    """What a rule on records says: of which value, what's wrong, and the cure. The core finds the place."""

    at: "Pointer"
    message: str
    hint: str = ""


class Problem(NamedTuple):
    """What a rule on files says, with its place. `severity` is given where it weighs less than the rule does."""

    span: Span
    message: str
    hint: str = ""
    severity: Severity | None = None


class Scope(Enum):
    """What a rule looks at, and so the signature of its module's `check`."""

    RECORD = "record"  # check(record: Record, subject: Subject) -> Iterator[Fault]
    SHAPE = "shape"  # explain(text: str, protocol: Protocol) -> (message, hint): a word that the schema refused
    LOG = "log"  # check(subject: Subject) -> Iterator[Problem]
    DOCUMENT = "document"  # the same, for any Markdown file
    ORCHESTRATOR = "orchestrator"
    AGENT = "agent"
    PROMPT = "prompt"  # orchestrators and agents
    SYSTEM = "system"
    HANDOFF = "handoff"
    RETROSPECTIVE = "retrospective"
    OUTPUT = "output"
    EVIDENCE = "evidence"  # reported by `verify`, which holds a log against transcripts; a page and no module
    RUN = "run"  # check(logs: Sequence[Log]) -> Iterator[tuple[Log, Problem]]: all logs of one run
    RENDER = "render"  # reported by `render`, which holds prompts against what they are made from; a page and no module
    CORE = "core"  # reported by the core itself; the rule has a page and no module


class Rule(NamedTuple):
    """A rule's line in the list. `closed`: what may be missing in an open log isn't reported. `looks`: for files.

    `part`: of a record that has nothing in this part, a rule on records has nothing to say, and isn't asked.
    """

    name: str
    severity: Severity
    requirement: str
    scope: Scope
    closed: bool = False
    looks: bool = False
    part: str = ""
    since: int = 1  # of the `rules-version` that knows it

    @property
    def module(self) -> Any:
        """Import the rule's module."""
        return import_module(f"allsettled.rules.{self.name.replace('-', '_')}")

    def page(self) -> str:
        """Return the rule's page, in Markdown."""
        from importlib.resources import files

        return (files("allsettled.rules") / f"{self.name.replace('-', '_')}.md").read_text(encoding="utf-8")

    def summary(self) -> str:
        """Return the first paragraph of the rule's page."""
        lines = self.page().split("\n\n", 2)[1].split("\n")
        return " ".join(lines)


class Catalogue:
    """All rules, by name and by what they look at."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __getitem__(self, name: str) -> Rule:
        return self.by_name[name]

    @cached_property
    def by_name(self) -> dict[str, Rule]:
        """Return the rules by name, in the order of the list."""
        return {rule.name: rule for rule in self.rules}


RULES = Catalogue(
    (
        # Dispatch
        Rule("serial-dispatch", ERROR, "FR-1.1", Scope.RECORD),
        Rule("unvalidated-dispatch", ERROR, "FR-1.2", Scope.RECORD),
        Rule("dependent-agents", ERROR, "FR-1.2", Scope.RECORD),
        Rule("shared-output", ERROR, "FR-1.2", Scope.RECORD),
        Rule("missing-timestamp", ERROR, "FR-1.3", Scope.RECORD),
        Rule("bad-timestamp", ERROR, "FR-1.3", Scope.RECORD),
        Rule("too-wide", WARNING, "open question 2", Scope.RECORD),
        # Aggregation
        Rule("missing-aggregation", ERROR, "FR-2.1", Scope.RECORD, closed=True),
        Rule("unlogged-outcome", ERROR, "FR-2.1", Scope.RECORD),
        Rule("duplicate-agent", ERROR, "FR-2.1", Scope.RECORD),
        Rule("unsettled-agent", ERROR, "FR-2.1", Scope.LOG, closed=True),
        Rule("unknown-status", ERROR, "FR-2.1", Scope.SHAPE),
        Rule("unknown-strategy", ERROR, "FR-2.2", Scope.SHAPE),
        Rule("unknown-tier", ERROR, "FR-4.1", Scope.SHAPE),
        Rule("unknown-action", ERROR, "FR-3.2", Scope.SHAPE),
        Rule("unresolved-conflict", ERROR, "FR-2.2", Scope.RECORD, closed=True),
        Rule("miscounted-vote", ERROR, "FR-2.2", Scope.RECORD, part="votes"),
        Rule("missing-output", ERROR, "FR-2.3", Scope.RECORD, closed=True, looks=True),
        # Failure handling
        Rule("unhandled-failure", ERROR, "FR-3.2", Scope.RECORD),
        Rule("orphan-failure", ERROR, "FR-3.2", Scope.RECORD, part="failures"),
        Rule("silent-escalation", ERROR, "FR-3.3", Scope.RECORD, part="failures"),
        Rule("empty-error", ERROR, "FR-3.2", Scope.RECORD, part="failures"),
        Rule("abandoned-run", ERROR, "FR-3.1", Scope.RECORD),
        Rule("blind-retry", WARNING, "phase 3.3", Scope.RECORD),
        # Priority
        Rule("late-tier", ERROR, "FR-4.1", Scope.RECORD),
        Rule("missing-tier", WARNING, "FR-4.2", Scope.RECORD),
        # Measure
        Rule("wrong-arithmetic", ERROR, "NFR-2.2", Scope.DOCUMENT),
        Rule("wrong-total", ERROR, "NFR-2.2", Scope.DOCUMENT),
        Rule("unbacked-claim", NOTE, "NFR-2.2", Scope.DOCUMENT),
        Rule("wrong-metric", ERROR, "NFR-2.2", Scope.RECORD, part="metrics"),
        # The log itself
        Rule("missing-section", ERROR, "FR-2.1", Scope.LOG, closed=True),
        Rule("duplicate-section", ERROR, "NFR-1.3", Scope.LOG),
        Rule("empty-section", WARNING, "NFR-1.3", Scope.LOG, closed=True),
        Rule("misplaced-section", WARNING, "NFR-1.3", Scope.LOG),
        Rule("unticked-must", ERROR, "NFR-2.1", Scope.LOG),
        Rule("contradicted-tick", ERROR, "NFR-2.1", Scope.LOG),
        Rule("leftover-placeholder", ERROR, "NFR-2.1", Scope.LOG),
        Rule("torn-row", ERROR, "NFR-1.3", Scope.LOG),
        Rule("boilerplate-evidence", WARNING, "NFR-2.1", Scope.LOG),
        Rule("dangling-evidence", WARNING, "NFR-2.1", Scope.LOG),
        Rule("mixed-verdict", WARNING, "FR-2.1", Scope.LOG),
        Rule("disagreement", ERROR, "FR-2.3", Scope.LOG),
        Rule("wrong-name", WARNING, "NFR-1.3", Scope.LOG),
        Rule("duplicate-id", WARNING, "NFR-1.3", Scope.RUN),
        Rule("unassessed-record", WARNING, "FR-2.1", Scope.LOG),
        # A log against what the harness wrote: `verify`
        Rule("unrecorded-agent", ERROR, "NFR-2.1", Scope.EVIDENCE),
        Rule("unproven-agent", ERROR, "NFR-2.1", Scope.EVIDENCE),
        Rule("hidden-failure", ERROR, "FR-3.2", Scope.EVIDENCE),
        Rule("wrong-status", ERROR, "FR-2.1", Scope.EVIDENCE),
        Rule("false-parallel", ERROR, "FR-1.1", Scope.EVIDENCE),
        Rule("wrong-message", ERROR, "FR-1.3", Scope.EVIDENCE),
        Rule("wrong-time", WARNING, "FR-1.3", Scope.EVIDENCE),
        Rule("unverifiable", NOTE, "NFR-2.1", Scope.EVIDENCE),
        Rule("bad-record", ERROR, "NFR-1.3", Scope.CORE),
        # Comments that silence rules
        Rule("bad-suppression", ERROR, "", Scope.CORE),
        Rule("unused-suppression", WARNING, "", Scope.CORE),
        # Prompts and documents
        Rule("missing-dispatch-section", ERROR, "NFR-3.1", Scope.ORCHESTRATOR),
        Rule("missing-system-section", ERROR, "NFR-3.2", Scope.SYSTEM),
        Rule("missing-handoff-tracking", ERROR, "NFR-3.3", Scope.HANDOFF),
        Rule("missing-metrics-section", WARNING, "phase 5.2", Scope.RETROSPECTIVE),
        Rule("serial-example", ERROR, "FR-1.1", Scope.PROMPT),
        Rule("unknown-agent", ERROR, "NFR-1.2", Scope.DOCUMENT),
        Rule("wrong-tool", WARNING, "NFR-1.2", Scope.PROMPT),
        Rule("bad-front-matter", ERROR, "NFR-1.2", Scope.PROMPT),
        Rule("over-budget", WARNING, "NFR-1.2", Scope.DOCUMENT),
    )
)

RENDERED = Catalogue(
    (
        Rule("stale-region", ERROR, "NFR-1.1", Scope.RENDER),
        Rule("edited-region", ERROR, "NFR-1.1", Scope.RENDER),
        Rule("overridden-region", NOTE, "NFR-1.1", Scope.RENDER),
        Rule("broken-region", ERROR, "NFR-1.3", Scope.RENDER),
        Rule("stale-file", ERROR, "NFR-1.1", Scope.RENDER),
        Rule("edited-file", ERROR, "NFR-1.1", Scope.RENDER),
        Rule("overridden-file", NOTE, "NFR-1.1", Scope.RENDER),
        Rule("orphaned-file", ERROR, "NFR-1.3", Scope.RENDER),
        Rule("clashing-output", ERROR, "NFR-1.3", Scope.RENDER),
    )
)
"""What `render` reports. No setting and no comment silences it: `--accept`, or taking out the markers, does."""
