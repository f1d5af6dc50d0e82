"""What is said of a plan: as text, as JSON, and as the section of a log."""

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled import assets
from allsettled.document import parse
from allsettled.planning.assessment import assess
from allsettled.planning.fields import FIELDS
from allsettled.planning.markdown_source import PLAN_KEYS
from allsettled.planning.network import connect
from allsettled.planning.report import as_json, report, validation
from allsettled.planning.simulation import simulate
from allsettled.planning.value import Plan, Task
from allsettled.planning.verdict import Verdict, judge
from allsettled.protocol.reading import read
from allsettled.protocol.value import Protocol
from planning.small_plans import plans

TOLD = "Look at the login, and say what is wrong with it."


def plan_of(*tasks: Task, **more: Any) -> Plan:
    return Plan(tasks, "The login", "merge", path="plan.yaml", **more)


def test_the_schema_the_values_and_the_columns_have_the_same_fields() -> None:
    schema = json.loads(assets.schema("plan"))
    task = set(schema["$defs"]["task"]["properties"])
    assert {part.name.replace("_", "-") for part in fields(Task)} == task
    assert {column.key for column in FIELDS} == task
    own = {part.name for part in fields(Plan)} - {"path", "places"}
    assert own | {"version"} == set(schema["properties"]) == set(PLAN_KEYS)


def test_every_field_of_the_schema_has_a_description() -> None:
    schema = json.loads(assets.schema("plan"))
    for properties in (schema["properties"], schema["$defs"]["task"]["properties"]):
        assert all("description" in part for part in properties.values())


@settings(max_examples=60, deadline=None)
@given(plans())
def test_the_validation_section_is_read_back_as_the_verdict(plan: Plan) -> None:
    verdict = judge(connect(plan))
    text = validation(verdict)
    assert text.startswith("## Parallel Dispatch Validation\n\n- [")
    (record,) = read(parse(text))
    assert [(item.item, "done" if item.result == "PASS" else "open") for item in verdict.items] == [
        (check.item, check.mark) for check in record.validation
    ]


def test_the_validation_section_has_the_projects_own_items() -> None:
    protocol = Protocol(checklist=("The budget is agreed", "Aggregation strategy defined before dispatch"))
    verdict = judge(connect(plan_of(Task("a", "a", TOLD), Task("b", "b", TOLD))), protocol=protocol)
    assert (
        "## Parallel Dispatch Validation\n\n"
        "- [ ] The budget is agreed\n"
        "- [x] Aggregation strategy defined before dispatch\n"
    ) == validation(verdict, protocol)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (
            plan_of(Task("a", "a", TOLD, dispatch=1), Task("b", "b", TOLD, dispatch=2)),
            "2 dispatches (at most 6 at once; the plan's own, 1 would do):\n  1. a\n  2. b\n",
        ),
        (
            plan_of(Task("a", "a", TOLD, dispatch=1, tier="P0"), Task("b", "b", TOLD, dispatch=1, tier="P1")),
            "  FAIL  The dispatches keep to tiers and cap\n"
            "        plan.yaml:1:1: late-tier: b (P1) is in dispatch 1, but a (P0) is in dispatch 1: "
            "P0 is finished before P1 starts\n          help: put b into a dispatch after 1\n"
            "1 dispatch (at most 6 at once; the plan's own):\n  1. P0/P1: a, b\n",
        ),
        (
            plan_of(Task("a", "a", TOLD, depends_on=("b",)), Task("b", "b", TOLD, depends_on=("a",))),
            "no order is possible: see what fails above\n",
        ),
        (
            plan_of(*(Task(f"t{n}", "a", "") for n in range(12))),
            "        plan.yaml:1:1: empty-prompt: t9 has no prompt\n"
            "          help: write down the objective, what it works on, and what it has to leave where\n"
            "        and 2 more\n",
        ),
    ],
)
def test_the_report_tells_the_order_and_its_limits(plan: Plan, expected: str) -> None:
    assert expected in report(assess(plan))


def test_nothing_of_a_plan_reaches_the_terminal_as_it_is() -> None:
    text = report(assess(plan_of(Task("a\x1b[31m", "b\u202e", "", outputs=("x\x07",)))))
    assert "a\\x1b[31m has no prompt" in text
    assert not any(char < " " and char != "\n" for char in text)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_json_holds_all_that_the_text_tells(plan: Plan) -> None:
    found = assess(plan, measured={"implementer": 60})
    simulation = (
        None if not found.network.possible else simulate(found.network, {"implementer": 60}, cap=found.order.width)
    )
    value = json.loads(json.dumps(as_json(found, simulation)))
    assert 1 == value["version"]
    assert ("PASS" if found.verdict.passed else "FAIL") == value["verdict"]
    assert [str(item.result) for item in found.verdict.items] == [item["result"] for item in value["checklist"]]
    told = [proof for item in value["checklist"] for proof in item["proofs"]] + value["faults"]
    assert [proof.message for proof in found.verdict.proofs()] == [proof["message"] for proof in told]
    assert [list(ids) for ids in found.order.dispatches] == [one["tasks"] for one in value["order"]["dispatches"]]
    assert [task.id for task in plan.tasks] == [task["id"] for task in value["plan"]["tasks"]]
    if simulation is not None:
        assert [one.wall for one in simulation.widths] == [one["wall_seconds"] for one in value["simulation"]["widths"]]
        assert simulation.recommended == value["simulation"]["recommended_width"]


def test_json_has_the_first_hundred_faults_and_says_how_many_more_there_are() -> None:
    found = assess(plan_of(*(Task(f"t{n}", f"a{n}", "", dispatch=1, tier=f"P{n % 2}") for n in range(250))), agents=())
    value = as_json(found)
    context = value["checklist"][1]
    assert ("FAIL", "250 faults", 100, 150) == (
        context["result"], context["reason"], len(context["proofs"]), context["more_proofs"]
    )  # fmt: skip
    assert (100, 26) == (len(value["faults"]), value["more_faults"])
    assert (100, 153) == (len(value["notes"]), value["more_notes"])
    assert 0 == value["checklist"][0]["more_proofs"]
    text = report(found)
    assert 11 == text.count("note: ")
    assert text.endswith("note: and 243 more\n")


@given(st.permutations(range(5)))
def test_the_order_of_the_tasks_in_the_file_changes_no_verdict(places: list[int]) -> None:
    tasks = [
        Task("a", "a", TOLD, outputs=("o.md",)),
        Task("b", "b", TOLD + " Use the output of c-3.", writes=("src/",)),
        Task("c-3", "c", TOLD, reads=("src/x.py",)),
        Task("d", "d", TOLD, depends_on=("a",), outputs=("o.md",)),
        Task("e", "e", ""),
    ]

    def kinds(verdict: Verdict) -> list[tuple[str, list[str]]]:
        return sorted((proof.kind, sorted(proof.tasks)) for proof in verdict.proofs())

    assert kinds(judge(connect(plan_of(*tasks)))) == kinds(judge(connect(plan_of(*(tasks[n] for n in places)))))


@st.composite
def tangled(draw: st.DrawFn) -> Plan:
    """Plans that say anything, circles and impossible dispatches included."""
    ids = [f"t{n}" for n in range(draw(st.integers(1, 5)))]
    declared = draw(st.booleans())
    paths = st.lists(st.sampled_from(["a", "a/b", "a/*.md", "**", "c.md", "https://x/y", "../z"]), max_size=2).map(
        tuple
    )
    prompts = st.sampled_from(
        ["", "hm", TOLD, TOLD + " Merge a/ with the output of t0.", "Run `git commit` on a/b now."]
    )
    tasks = tuple(
        Task(
            id_,
            draw(st.sampled_from(["qa", "dev"])),
            prompt=draw(prompts),
            tier=draw(st.sampled_from(["", "P0", "P1"])),
            inputs=draw(paths),
            outputs=draw(paths),
            reads=draw(paths),
            writes=draw(paths),
            depends_on=tuple(
                draw(st.lists(st.sampled_from([each for each in ids if each != id_] or [id_]), max_size=2))
            ),
            estimate=draw(st.none() | st.just(5.0)),
            dispatch=draw(st.integers(1, 3)) if declared else None,
        )
        for id_ in ids
    )
    return Plan(tasks, strategy=draw(st.sampled_from(["", "merge", "vote"])))


@settings(max_examples=150, deadline=None)
@given(tangled(), st.none() | st.just(["a/b", "a/x.md", "c.md"]))
def test_whatever_a_plan_says_it_is_answered(plan: Plan, files: list[str] | None) -> None:
    found = assess(plan, files=files)
    assert report(found).split(" ")[0] == ("PASS" if found.verdict.passed else "FAIL")
    json.dumps(as_json(found))
    placed = sorted(id_ for ids in found.order.dispatches for id_ in ids)
    assert placed in ([], sorted(task.id for task in plan.tasks))
    if not placed:
        assert not found.verdict.passed
    if found.network.possible and any(task.estimate for task in plan.tasks):
        assert simulate(found.network).widths[0].wall == pytest.approx(5 * len(plan.tasks))
