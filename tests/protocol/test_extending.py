"""Protocols are data: what a project adds is rendered and checked; law 2 holds for every protocol."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from allsettled import shape
from allsettled.checking import Checker
from allsettled.protocol.extending import extend, faults, plain
from allsettled.protocol.value import BUILT_IN, PROTOCOLS, Protocol
from allsettled.protocol.writing import write_log
from allsettled.render.context import context
from allsettled.render.environment import render_template
from allsettled.render.examples import STRATEGIES, example
from allsettled.render.platforms import platform

PATH = "2026-01-05-session-01.md"
_words = st.lists(st.from_regex(r"\A[A-Z][a-z]{2,9}\Z"), min_size=2, max_size=4).map(" ".join)
_extensions = st.fixed_dictionaries(
    {},
    optional={
        "extends": st.sampled_from(sorted(PROTOCOLS)),
        "checklist": st.lists(_words, max_size=3, unique=True),
        "statuses": st.dictionaries(
            st.from_regex(r"\A[A-Z]{4,9}\Z"), st.sampled_from(["COMPLETE", "FAILED", "RUNNING"]), max_size=2
        ),
        "tiers": st.lists(st.sampled_from(["P3", "P4", "LATER"]), max_size=3, unique=True),
        "aliases": st.dictionaries(
            st.sampled_from(["runs", "outputs", "failures", "result"]), st.lists(_words, max_size=2), max_size=2
        ),
        "sections": st.lists(st.fixed_dictionaries({"title": _words}), max_size=2),
        "duties": st.lists(
            st.fixed_dictionaries({"level": st.sampled_from(["MUST", "SHOULD"]), "step": _words}), max_size=2
        ),
        "skip-reasons": st.lists(st.just("hotfix-only"), max_size=1),
        "cap": st.integers(2, 20),
        "retries": st.integers(0, 3),
        "domains": st.integers(2, 6),
    },
)


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=PROTOCOLS)
def test_the_built_in_protocols_are_values_of_the_schema(protocol: Protocol) -> None:
    assert [] == shape.errors(plain(protocol), "protocol")


@settings(max_examples=10, deadline=None)
@given(_extensions)
def test_what_a_project_adds_is_rendered_and_passes_the_check(extension: dict[str, object]) -> None:
    assume(not list(faults(extension)))
    protocol = extend(extension)
    checker = Checker(protocol=protocol)
    for strategy in STRATEGIES:
        text = write_log("x", [example(strategy, protocol)], closed=True, protocol=protocol)
        text += "".join(f"\n## {demand.title}\n\nDone.\n" for demand in protocol.sections)
        assert [] == checker.check(checker.read(text, PATH))
    names = context(protocol, platform("claude"))
    rendered = {name: render_template(f"sections/{name}.md.j2", names) for name in ("parallel-dispatch", "session-log")}
    for item in protocol.checklist:
        assert f"- [ ] {item}\n" in rendered["parallel-dispatch"]
        assert f"- [ ] {item}\n" in rendered["session-log"]
    for tier in protocol.tiers:
        assert f"| {tier} " in rendered["parallel-dispatch"]
    assert f"at most {protocol.cap} agents at once" in rendered["parallel-dispatch"]
    for duty in protocol.duties:
        assert f"| {duty.step} " in rendered["session-log"]
    for demand in protocol.sections:
        assert f"## {demand.title}\n" in rendered["session-log"]
    fresh = f"# Session log: x\n\n- **Status**: OPEN\n\n{rendered['session-log']}"
    assert [] == checker.check(checker.read(fresh, PATH))


@pytest.mark.parametrize(
    ("extension", "message"),
    [
        ({"chekclist": []}, "chekclist"),
        ({"cap": 0}, "0"),
        ({"extends": "parallel"}, "parallel"),
        ({"statuses": {"MEH": "SORT OF"}}, "SORT OF"),
        ({"checklist": ["No agent depends on another's output at all"]}, "cannot be told from"),
        ({"tiers": ["P1"]}, "cannot be told from"),
        ({"aliases": {"runs": ["Agents"], "outputs": ["agents"]}}, "is an alias of two parts"),
    ],
)
def test_a_faulty_extension_is_explained(extension: dict[str, object], message: str) -> None:
    found = [text for _, text, _ in faults(extension)]
    assert any(message in text for text in found), found


def test_an_added_item_is_demanded() -> None:
    protocol = extend({"checklist": ["The budget allows it"]})
    old = write_log("x", [example(STRATEGIES[0], BUILT_IN)], closed=True)
    checker = Checker(protocol=protocol)
    assert ['the independence checklist lacks the item "The budget allows it"'] == [
        finding.message for finding in checker.check(checker.read(old, PATH))
    ]
