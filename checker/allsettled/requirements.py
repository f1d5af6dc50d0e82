"""What the protocol was asked to do, and what answers it: every requirement has a rule, a template or a command.

The requirements are those of the public issue rjmurillo/ai-agents#168: functional (FR), non-functional (NFR), and the
tasks of its phases.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.rules import RENDERED, RULES


class Requirement(NamedTuple):
    """One requirement: `sections` are ids of templates, `commands` are ours; `same_as` shares another's answers."""

    id: str
    text: str
    sections: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()

    def rules(self) -> tuple[str, ...]:
        """Return the rules that hold a file to it."""
        ids = {self.id, *self.same_as}
        return tuple(rule.name for rule in (*RULES, *RENDERED) if ids.intersection(rule.requirement.split(", ")))

    def answered(self) -> bool:
        """Say whether anything answers it."""
        return bool(self.rules() or self.sections or self.commands)


_DISPATCH = ("parallel-dispatch",)
_SYSTEM = ("parallel-execution",)
_BOTH = (*_DISPATCH, *_SYSTEM)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("FR-1.1", "Several agents are started in a single response", _DISPATCH),
    Requirement("FR-1.2", "Independence is validated before a parallel dispatch", _BOTH, ("plan",)),
    Requirement("FR-1.3", "Session logs show parallel agents with timestamps", ("session-log",), ("record",)),
    Requirement("FR-2.1", "The results of all agents are aggregated into one", _BOTH, ("aggregate",)),
    Requirement("FR-2.2", "Conflicts are handled by documented strategies", _BOTH, ("aggregate",)),
    Requirement("FR-2.3", "Individual outputs are kept for traceability", _DISPATCH),
    Requirement("FR-3.1", "A dispatch goes on when one agent fails", _BOTH, ("aggregate",)),
    Requirement("FR-3.2", "Failed agents are logged with error details", _BOTH),
    Requirement("FR-3.3", "Critical failures are escalated to the user", _BOTH, ("aggregate",)),
    Requirement("FR-4.1", "Agents are grouped by tier: P0 completes before P1 starts", _BOTH, ("plan",)),
    Requirement("FR-4.2", "Tiers are documented in the orchestrator", _DISPATCH),
    Requirement("NFR-1.1", "Parallel patterns align with the system document's section 6", _SYSTEM),
    Requirement("NFR-1.2", "Dispatch calls follow the platform's conventions", _DISPATCH, ("platforms",)),
    Requirement("NFR-1.3", "Documents use the existing Markdown templates", ("session-log",), ("render",)),
    Requirement("NFR-2.1", "Parallel execution is verifiable by session logs", (), ("check", "verify")),
    Requirement("NFR-2.2", "The improvement is measurable (wall-clock comparison)", ("parallel-metrics",), ("stats",)),
    Requirement("NFR-2.3", "Independence validation passes or fails", (), ("plan",), ("FR-1.2",)),
    Requirement("NFR-3.1", "orchestrator.md has a section on parallel dispatch", _DISPATCH),
    Requirement("NFR-3.2", "AGENT-SYSTEM.md, section 6, has the patterns", _SYSTEM),
    Requirement("NFR-3.3", "The HANDOFF.md template tracks parallel sessions", ("handoff-tracking",)),
    Requirement("1.1", "Document the parallel dispatch syntax in orchestrator.md", _DISPATCH, same_as=("NFR-3.1",)),
    Requirement("1.2", "Update dispatch examples for several calls", _DISPATCH, same_as=("FR-1.1", "NFR-1.2")),
    Requirement("1.3", "Add the parallel checklist to the workflow", _DISPATCH, same_as=("FR-1.2",)),
    Requirement("1.4", "Create criteria for independence", _BOTH, ("plan",), ("FR-1.2",)),
    Requirement("2.1", "Define the output format of parallel agents", _DISPATCH, ("aggregate",)),
    Requirement("2.2", "Create aggregation templates: merge, vote, escalate", _BOTH, same_as=("FR-2.1", "FR-2.2")),
    Requirement("2.3", "Document conflict resolution", _BOTH, same_as=("FR-2.2",)),
    Requirement("2.4", "Add aggregation examples to AGENT-SYSTEM.md", _SYSTEM, same_as=("NFR-3.2",)),
    Requirement("3.1", "Document how a dispatch call fails", _DISPATCH, ("platforms",)),
    Requirement("3.2", "Create the protocol for partial failures", _BOTH, same_as=("FR-3.1", "FR-3.2")),
    Requirement("3.3", "Define retry and fallback", _DISPATCH, same_as=("phase 3.3",)),
    Requirement("3.4", "Add error handling to the dispatch pattern", _DISPATCH, same_as=("FR-3.2",)),
    Requirement("4.1", "Define priority tiers", _BOTH, same_as=("FR-4.1",)),
    Requirement("4.2", "Document grouping by tier", _DISPATCH, same_as=("FR-4.2",)),
    Requirement("4.3", "Add tier examples to orchestrator.md", _DISPATCH),
    Requirement("5.1", "Define metrics: wall-clock, agent count", ("session-log",), ("stats",), ("NFR-2.2",)),
    Requirement("5.2", "Add metrics to the retrospective template", ("parallel-metrics",), same_as=("phase 5.2",)),
    Requirement("5.3", "Create a method for comparing with a baseline", ("parallel-metrics",), ("stats",)),
)


def unanswered(
    sections: Sequence[str], commands: Sequence[str], requirements: Sequence[Requirement] = REQUIREMENTS
) -> Iterator[str]:
    """Yield what's wrong: a requirement that nothing answers, or an answer that doesn't exist."""
    for requirement in requirements:
        if not requirement.answered():
            yield f"{requirement.id} is unanswered: {requirement.text}"
        for section in requirement.sections:
            if section not in sections:
                yield f"{requirement.id} names the template {section}, and there is none"
        for command in requirement.commands:
            if command not in commands:
                yield f"{requirement.id} names the command {command}, and there is none"


def table() -> list[list[str]]:
    """Return the requirements and their answers as rows, the header first."""
    rows = ([one.id, one.text, _codes(one.rules()), _codes(one.sections), _codes(one.commands)] for one in REQUIREMENTS)
    return [["Requirement", "What it asks", "Rules", "Templates", "Commands"], *rows]


def _codes(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
