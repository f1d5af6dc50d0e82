"""No miss on a planted fault, no false alarm beside it, whatever the form."""

import pytest

from allsettled.checking import Checker
from allsettled.document import normalise
from allsettled.finding import Finding, Severity
from allsettled.rules import RULES
from forms import FORMS, Form
from records import log

from .mutations import MUTATIONS, Mutation

CHECKER = Checker(list(RULES))
PATH = "2026-01-05-session-01-impact.md"


def _findings(mutation: Mutation, text: str) -> list[Finding]:
    """Return the findings of the planted fault's rule, and those of level error."""
    findings = CHECKER.check(CHECKER.read(text, PATH))
    return [finding for finding in findings if finding.severity is Severity.ERROR or finding.rule == mutation.rule]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_clean_log_is_clean_in_every_form(form: Form) -> None:
    assert [] == CHECKER.check(CHECKER.read(form(log()), PATH))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.rule}: {m.name}")
def test_a_planted_fault_is_found_by_its_rule_alone(mutation: Mutation, form: Form) -> None:
    text = form(mutation.text)
    found = _findings(mutation, text)
    assert [mutation.rule] == [finding.rule for finding in found], found
    assert mutation.line.strip("| ").casefold() in normalise(text).split("\n")[found[0].span.line - 1].casefold()


def test_every_rule_on_records_has_a_mutation() -> None:
    planted = {mutation.rule for mutation in MUTATIONS}
    assert set() == {rule.name for rule in RULES if rule.scope.value in ("record", "shape")} - planted
