"""Each rule's page says what its rule does: its examples are run."""

import pytest

from allsettled.rules import RENDERED, RULES, Rule, Scope
from pages import Example, examples, report

PAGED = [rule for rule in RULES if rule.scope is not Scope.CORE]
CASES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in (*PAGED, *RENDERED)
    for number, example in enumerate(examples(rule), start=1)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_page_gives_the_report(rule: Rule, example: Example) -> None:
    assert example.report == report(rule, example)


@pytest.mark.parametrize("rule", PAGED, ids=lambda rule: rule.name)
def test_the_page_shows_a_fault_and_a_clean_file(rule: Rule) -> None:
    reports = [example.report for example in examples(rule)]
    assert any(reports), "no example shows the fault"
    assert not all(reports), "no example is clean"


@pytest.mark.parametrize("rule", [*RULES, *RENDERED], ids=lambda rule: rule.name)
def test_the_page_has_its_parts(rule: Rule) -> None:
    page = rule.page()
    assert page.startswith(f"# {rule.name}\n\n")
    assert "\n## Why\n" in page
    assert rule.requirement in page
