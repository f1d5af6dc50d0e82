"""Real prompts, documents and logs, where they are beside the checkout: each gets the rules that are for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from allsettled.checking import Checker
from allsettled.kinds import Kind
from allsettled.rules import RULES, Scope
from checked import CORPUS, found

DOCS, LOGS = CORPUS / "docs", CORPUS / "logs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason=f"the corpus of real documents is not at {CORPUS}")

OF_PROMPTS = {"missing-dispatch-section", "serial-example", "wrong-tool", "bad-front-matter"}
OF_DOCUMENTS = {"missing-system-section", "missing-handoff-tracking", "missing-metrics-section"}
KINDS = {
    "AGENT-SYSTEM": Kind.SYSTEM,
    "HANDOFF": Kind.HANDOFF,
    "agent.": Kind.AGENT,
    "orchestrator.": Kind.ORCHESTRATOR,
    "retrospective.": Kind.RETROSPECTIVE,
}
AGENTS = frozenset(
    ["analyst", "architect", "critic", "devops", "implementer", "milestone-planner", "qa", "security", "orchestrator"]
)
CHECKER = Checker(rules=list(RULES), agents=AGENTS)


def _text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _found(folder: Path) -> Iterator[tuple[str, Kind, str]]:
    for path in sorted(folder.glob("*.md")):
        subject = CHECKER.read(path.read_text(encoding="utf-8"), path.name)
        for finding in CHECKER.check(subject):
            yield path.name, subject.kind, finding.rule


def test_the_rules_that_this_file_speaks_of_are_those_for_prompts_and_documents() -> None:
    ours = {Scope.ORCHESTRATOR, Scope.AGENT, Scope.PROMPT, Scope.SYSTEM, Scope.HANDOFF, Scope.RETROSPECTIVE}
    assert OF_PROMPTS | OF_DOCUMENTS == {rule.name for rule in RULES if rule.scope in ours}


def test_each_document_is_of_its_kind() -> None:
    for path in sorted(DOCS.glob("*.md")):
        for start, kind in KINDS.items():
            if path.name.startswith(start):
                assert kind == CHECKER.read(path.read_text(encoding="utf-8"), path.name).kind, path.name


def test_no_prompt_gets_a_rule_for_logs() -> None:
    for_any_file = {rule.name for rule in RULES if rule.scope is Scope.DOCUMENT}
    wrong = [
        (name, rule)
        for name, kind, rule in _found(DOCS)
        if kind in (Kind.ORCHESTRATOR, Kind.AGENT, Kind.SYSTEM)
        if rule not in OF_PROMPTS | {"missing-system-section"} | for_any_file
    ]
    assert [] == wrong


def test_no_log_gets_a_rule_for_prompts() -> None:
    found_in_logs = list(_found(LOGS))
    assert len(found_in_logs) > 100
    assert [] == [
        (name, rule) for name, _, rule in found_in_logs if rule in OF_PROMPTS | OF_DOCUMENTS | {"over-budget"}
    ]


@pytest.mark.parametrize(
    "name",
    [
        "orchestrator.2025-12.claude.md",
        "orchestrator.2025-12.copilot-cli.agent.md",
        "orchestrator.2025-12.vscode.agent.md",
    ],
)
def test_the_orchestrators_of_december_have_no_section_on_parallel_dispatch(name: str) -> None:
    message = "the orchestrator's prompt has no section on parallel dispatch"
    assert [(7, message)] == found("missing-dispatch-section", _text(name), name)


@pytest.mark.parametrize(("name", "line"), [("AGENT-SYSTEM.2025-12.md", 1067), ("AGENT-SYSTEM.2026-08.md", 1285)])
def test_the_system_documents_have_patterns_and_aggregation_and_nothing_on_failures(name: str, line: int) -> None:
    message = 'the section "6. Parallel Execution" doesn\'t say what happens when one of them fails'
    assert [(line, message)] == found("missing-system-section", _text(name), name)


def test_handoffs_and_retrospectives_that_were_filled_in_are_no_templates() -> None:
    for path in (*DOCS.glob("HANDOFF*.md"), *DOCS.glob("retrospective*.md")):
        for rule in ("missing-handoff-tracking", "missing-metrics-section"):
            assert [] == found(rule, path.read_text(encoding="utf-8"), path.name), path.name


def test_the_call_of_another_platform_in_the_copilot_orchestrator() -> None:
    name = "orchestrator.2025-12.copilot-cli.agent.md"
    message = "`runSubagent(agentName=…)` is how an agent is started in VS Code, not in Copilot CLI"
    assert [(84, message)] == found("wrong-tool", _text(name), name)
    vscode = "orchestrator.2025-12.vscode.agent.md"
    assert [] == found("wrong-tool", _text(vscode), vscode)


def test_names_of_agents_that_are_gone() -> None:
    name = "orchestrator.2025-12.claude.md"
    others = (
        "high-level-advisor",
        "independent-thinker",
        "roadmap",
        "explainer",
        "skillbook",
        "retrospective",
        "memory",
    )
    known = AGENTS.union(others)
    names = [message.split('"')[1] for _, message in found("unknown-agent", _text(name), name, known)]
    assert {"planner", "task-generator"} <= set(names)
    assert set(names) <= {"planner", "task-generator", "pr-comment-responder", "debug"}
