"""Protocols are data: what a project adds is rendered and checked; law 2 holds for every protocol."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import example as example_of
from hypothesis import strategies as st

from allsettled import shape
from allsettled.checking import Checker
from allsettled.protocol import layout
from allsettled.protocol.extending import extend, faults, plain
from allsettled.protocol.value import BUILT_IN, PROTOCOLS, Protocol
from allsettled.protocol.writing import write_log
from allsettled.render.context import context
from allsettled.render.environment import render_template
from allsettled.render.examples import STRATEGIES, example
from allsettled.render.platforms import platform
from allsettled.shape.schemas import load

PATH = "2026-01-05-session-01.md"
SCHEMA = load("protocol")
FIELDS, KINDS = SCHEMA["properties"], SCHEMA["$defs"]
_VOCABULARY = re.findall(
    r"\S+",
    "agent agents outputs session end status majority metrics votes start vote conflicts failed dispatch log results"
    " (N/A) parallel done TBD blocked. result: n/a not check MUST pending 1. none section A",
)


def _matching(kind: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """Generate texts that a pattern of the schema lets pass, many of them in the protocol's own words."""
    pattern = kind["pattern"]
    words = st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=5).map(" ".join).map(_capital)
    return st.one_of(st.from_regex(re.sub(r"\$$", r"\\Z", pattern)), words.filter(re.compile(pattern).match))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_item, _heading = _matching(KINDS["item"]), _matching(KINDS["heading"])
_duty = FIELDS["duties"]["items"]["properties"]
_extensions = st.fixed_dictionaries(
    {},
    optional={
        "extends": st.sampled_from(sorted(PROTOCOLS)),
        "name": _matching(KINDS["line"]),
        "checklist": st.lists(_item, max_size=2),
        "statuses": st.dictionaries(
            _matching(FIELDS["statuses"]["propertyNames"]) | st.sampled_from(["Done", "Waiting for review", "Skip"]),
            st.sampled_from(FIELDS["statuses"]["additionalProperties"]["enum"]),
            max_size=2,
        ),
        "tiers": st.lists(_matching(FIELDS["tiers"]["items"]), max_size=2),
        "aliases": st.dictionaries(
            st.sampled_from(sorted(FIELDS["aliases"]["properties"])), st.lists(_heading, max_size=2), max_size=2
        ),
        "sections": st.lists(
            st.fixed_dictionaries({"title": _heading}, optional={"aliases": st.lists(_heading, max_size=1)}), max_size=2
        ),
        "duties": st.lists(
            st.fixed_dictionaries(
                {"level": st.sampled_from(_duty["level"]["enum"]), "step": _item},
                optional={"phase": st.sampled_from(_duty["phase"]["enum"])},
            ),
            max_size=2,
        ),
        "skip-reasons": st.lists(_matching(FIELDS["skip-reasons"]["items"]), max_size=1),
        "agents": st.lists(_matching(FIELDS["agents"]["items"]), max_size=1),
        "weights": st.dictionaries(st.sampled_from(["qa", "architect"]), st.integers(1, 100), max_size=1),
        "cap": st.integers(2, 100),
        "retries": st.integers(0, 10),
        "domains": st.integers(2, 20),
    },
)
"""Any extension that the schema lets pass."""


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=PROTOCOLS)
def test_the_built_in_protocols_are_values_of_the_schema(protocol: Protocol) -> None:
    assert [] == shape.errors(plain(protocol), "protocol")


def test_of_several_blanks_one_is_kept() -> None:
    value = {"checklist": ["Budget  is   set"], "sections": [{"title": "What  we learned", "aliases": ["To  keep"]}]}
    protocol = extend(value)
    assert protocol.checklist[-1] == "Budget is set"
    assert (protocol.sections[-1].title, protocol.sections[-1].aliases) == ("What we learned", ("To keep",))


@settings(max_examples=25, deadline=None)
@given(_extensions)
@example_of({"checklist": ["A  0"]})
def test_what_a_project_adds_is_rendered_and_passes_the_check(extension: dict[str, object]) -> None:
    assume(not list(faults(extension)))
    protocol = extend(extension)
    checker = Checker(protocol=protocol)
    parts = {part.title for part in layout.parts(protocol)}
    asked = [demand.title for demand in protocol.sections if demand.title.title() not in map(str.title, parts)]
    for strategy in STRATEGIES:
        text = write_log("x", [example(strategy, protocol)], closed=True, protocol=protocol)
        text += "".join(f"\n## {title}\n\nDone.\n" for title in asked)
        found = checker.check(checker.read(text, PATH))
        assert [] == [one for one in found if one.rule != "missing-section" or len(asked) == len(protocol.sections)]
    names = context(protocol, platform("claude"))
    sections = ("parallel-dispatch", "parallel-execution", "session-log")
    rendered = {name: render_template(f"sections/{name}.md.j2", names) for name in sections}
    for item in protocol.checklist:
        assert f"- [ ] {item}\n" in rendered["parallel-dispatch"]
        assert f"- [ ] {item}\n" in rendered["session-log"]
    for tier in protocol.tiers:
        assert f"| {tier} " in rendered["parallel-dispatch"]
    most = platform("claude").caps.concurrent or protocol.cap
    assert f"at most {min(most, protocol.cap)} agents at once" in rendered["parallel-dispatch"]
    for duty in protocol.duties:
        assert f"| {duty.step} " in rendered["session-log"]
    for title in asked:
        assert f"# {title}\n" in rendered["session-log"]
    fresh = f"# Session log: x\n\n- **Status**: OPEN\n\n{rendered['session-log']}"
    assert [] == checker.check(checker.read(fresh, PATH))
    for name, path in (("parallel-dispatch", "orchestrator.md"), ("parallel-execution", "AGENT-SYSTEM.md")):
        assert [] == checker.check(checker.read(f"# Ours\n\n{rendered[name]}", path))


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
        ({"aliases": {"runs": ["Agent outputs"]}}, '"Agent outputs" is how Agent Outputs is called already'),
        ({"aliases": {"runs": ["Session End"]}}, "is the heading of something else in a log"),
        ({"sections": [{"title": "Risks"}, {"title": "risks"}]}, '"risks" is asked for twice'),
        ({"extends": "session-protocol", "sections": [{"title": "Session Start"}]}, "is asked for twice"),
        ({"sections": [{"title": "Votes"}]}, "stands in a log only where there was something to write"),
        ({"sections": [{"title": "Parallel Execution Results"}]}, "is the heading of something else in a log"),
        ({"sections": [{"title": "TBD"}]}, '"TBD" stands for text that is still to be written'),
        ({"duties": [{"level": "MUST", "step": "Tag it"}, {"level": "MAY", "step": "Tag it"}]}, "is due twice"),
        ({"checklist": ["Agents agree (N/A)"]}, '"Agents agree (N/A)" would be read as something else'),
        ({"statuses": {"Done": "FAILED"}}, '"Done" means COMPLETE already, and not FAILED'),
        ({"statuses": {"na": "FAILED", "NOT APPLICABLE": "FAILED"}}, '"NOT APPLICABLE" means N/A already'),
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
