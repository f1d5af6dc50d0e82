import pytest

from checked import found, lines
from shell import CHECKOUT

RULE = "missing-system-section"
PATH = "AGENT-SYSTEM.md"
PATTERNS = "### Patterns\n\nOne view for each domain, all in one message.\n\n"
AGGREGATION = "### Aggregation\n\nMerge what agrees.\n\n"
FAILURES = "### Failures\n\nLog the error and go on.\n\n"


def _document(*parts: str) -> str:
    return "# Our agents\n\n## 6. Parallel execution\n\n" + "".join(parts) + "## 7. Steering\n\nBy files.\n"


def test_all_three_parts_are_enough() -> None:
    assert [] == found(RULE, _document(PATTERNS, AGGREGATION, FAILURES), PATH)


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        ((AGGREGATION, FAILURES), "in which patterns agents work at once"),
        ((PATTERNS, FAILURES), "how their outputs become one result"),
        ((PATTERNS, AGGREGATION), "what happens when one of them fails"),
        ((PATTERNS,), "how their outputs become one result and what happens when one of them fails"),
        (
            (),
            "in which patterns agents work at once, how their outputs become one result"
            " and what happens when one of them fails",
        ),
    ],
)
def test_it_says_which_part_is_missing(parts: tuple[str, ...], missing: str) -> None:
    assert [(3, f'the section "6. Parallel execution" doesn\'t say {missing}')] == found(RULE, _document(*parts), PATH)


def test_two_passages_are_a_part_and_one_is_a_mention() -> None:
    once = "- If an agent fails, log its error.\n"
    twice = f"{once}- A failed agent is retried once.\n"
    mention = "- Failures happen.\n- Errors are handled.\n"
    assert [3] == lines(RULE, _document(PATTERNS, AGGREGATION, once), PATH)
    assert [] == lines(RULE, _document(PATTERNS, AGGREGATION, twice), PATH)
    assert [3] == lines(RULE, _document(PATTERNS, AGGREGATION, mention), PATH)


@pytest.mark.parametrize(
    ("parts", "found_at"),
    [
        ("**Sectioning**: a part for each. **Voting**: three answer the same question.\n\n", []),
        ("The outputs are merged; where two disagree, the results are collected for the user.\n\n", []),
        ("If an agent errors out it is retried once, then skipped, and the failure is logged.\n\n", []),
        ("If an agent fails, its error is logged.\n\n", [3]),
    ],
)
def test_one_passage_that_says_two_things_is_a_part(parts: str, found_at: list[int]) -> None:
    others = [PATTERNS, AGGREGATION, FAILURES]
    others.pop(0 if "Voting" in parts else 1 if "merged" in parts else 2)
    assert found_at == lines(RULE, _document(*others, parts), PATH)


def test_failures_may_have_a_section_of_their_own() -> None:
    text = _document(PATTERNS, AGGREGATION) + "\n## 8. Failure handling\n\nTell the user.\n"
    assert [] == lines(RULE, text, PATH)
    assert [3] == lines(RULE, text.replace("Failure handling", "Error codes"), PATH)


def test_an_example_is_no_part() -> None:
    assert [3] == lines(RULE, _document(PATTERNS, AGGREGATION, f"```markdown\n{FAILURES}```\n"), PATH)


def test_no_section_at_all() -> None:
    assert [(1, "the system document has no section on parallel execution")] == found(RULE, "# Our agents\n", PATH)


def test_the_region_is_enough_and_its_marker_in_a_fence_is_not() -> None:
    marker = "<!-- allsettled:begin id=parallel-execution -->"
    assert [] == lines(RULE, f"# Our agents\n\n{marker}\n", PATH)
    assert [1] == lines(RULE, f"# Our agents\n\n```markdown\n{marker}\n```\n", PATH)
    assert [1] == lines(RULE, "# Our agents\n\n<!-- allsettled:begin id=parallel-executions -->\n", PATH)


def test_what_render_writes_has_all_parts_without_its_markers() -> None:
    text = (CHECKOUT / "agents" / "AGENT-SYSTEM.md").read_text(encoding="utf-8")
    bare = "\n".join(line for line in text.split("\n") if "allsettled:" not in line)
    assert [] == found(RULE, bare, PATH)


def test_only_system_documents_are_asked() -> None:
    assert [] == lines(RULE, "# Our agents\n", "docs/agents.md")
