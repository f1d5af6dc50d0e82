"""Which headings of an orchestrator's prompt are about parallel dispatch."""

import pytest

from checked import lines

RULE = "missing-dispatch-section"
PATH = "orchestrator.md"


@pytest.mark.parametrize(
    "heading",
    [
        "Parallel dispatch",
        "6.2 Parallel work",
        "Dispatching agents in parallel",
        "Running agents side by side",
        "Start several agents at once",
        "Concurrent delegation",
        "Concurrency",
        "Parallelization",
        "Fan-out and fan-in",
        "Simultaneous tasks",
    ],
)
def test_a_heading_in_the_project_s_own_words_is_enough(heading: str) -> None:
    assert [] == lines(RULE, f"# Orchestrator\n\n## {heading}\n\nSend all calls in one response.\n", PATH)


@pytest.mark.parametrize(
    "heading", ["Routing", "Parallel structure in prose", "Read the whole file at once", "Task list", "Side notes"]
)
def test_another_heading_is_not(heading: str) -> None:
    assert [1] == lines(RULE, f"# Orchestrator\n\n## {heading}\n\nSend all calls in one response.\n", PATH)
