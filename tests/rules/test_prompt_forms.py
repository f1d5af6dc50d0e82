"""Form doesn't matter to the rules on prompts and documents either: the faults of their pages, in other forms."""

import pytest

from allsettled.rules import RULES, Scope
from checked import found
from forms import FORMS
from pages import Example, examples

KEPT = ("CRLF", "BOM", "deeper headings", "tight tables", "aligned tables", "trailing spaces")
SCOPES = {Scope.ORCHESTRATOR, Scope.PROMPT, Scope.SYSTEM, Scope.HANDOFF, Scope.RETROSPECTIVE}
NAMES = [*(rule.name for rule in RULES if rule.scope in SCOPES), "unknown-agent"]
CASES = [(name, example) for name in NAMES for example in examples(RULES[name])]


@pytest.mark.parametrize("form", KEPT)
@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{rule}-{at}" for at, (rule, _) in enumerate(CASES)])
def test_the_same_is_found_in_every_form(rule: str, example: Example, form: str) -> None:
    agents = example.agents.split(",") if example.agents else None
    expected = found(rule, example.file, example.path, agents)
    assert bool(example.report) == bool(expected)
    assert expected == found(rule, FORMS[form](example.file), example.path, agents)
