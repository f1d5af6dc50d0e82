"""A rule that needs a part of a record has nothing to say of one without it: that it isn't asked leaves nothing out."""

from typing import Any

import pytest
from hypothesis import given, settings

from allsettled.checking import Checker
from allsettled.protocol.record import Metrics, Record
from allsettled.rules import RULES, Rule, Scope
from checked import PATH
from records import log, records

SUBJECT = Checker().read(log(), PATH)
NEEDING = [rule for rule in RULES if rule.part]


@pytest.mark.parametrize("rule", NEEDING, ids=[rule.name for rule in NEEDING])
@given(record=records)
@settings(max_examples=60, deadline=None)
def test_it_has_nothing_to_say_without_it(rule: Rule, record: Record) -> None:
    assert Scope.RECORD is rule.scope
    nothing: Any = Metrics() if rule.part == "metrics" else ()
    assert [] == list(rule.module.check(record._replace(**{rule.part: nothing}), SUBJECT))
