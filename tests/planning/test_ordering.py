"""The order of tasks, held against trying every order of small plans."""

import random
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.planning.network import connect
from allsettled.planning.ordering import Order, order, width_of
from allsettled.planning.reading import read_plan
from allsettled.planning.value import Plan, Task
from allsettled.planning.verdict import judge
from allsettled.protocol.value import Protocol
from planning.small_plans import plans
from working import calls


def inside(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(outer + "/")


def share(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(inside(one, other) or inside(other, one) for one in ones for other in others)


def clash(one: Task, other: Task) -> bool:
    """Say whether two tasks may not be in one dispatch: the definition."""
    changed, changed_too = one.outputs + one.writes, other.outputs + other.writes
    return share(changed, changed_too) or share(one.writes, other.reads) or share(one.reads, other.writes)


def needs(plan: Plan) -> dict[str, set[str]]:
    """Return whom each task waits for: whom it depends on, and whose output it names among what it reads."""
    return {
        task.id: set(task.depends_on)
        | {
            other.id
            for other in plan.tasks
            if other is not task and any(inside(read, left) for read in task.reads for left in other.outputs)
        }
        for task in plan.tasks
    }


def fewest(plan: Plan, width: int) -> int | None:
    """Return the least number of dispatches by trying every set at every step, or None if there's no order."""
    tasks = {task.id: task for task in plan.tasks}
    wants = needs(plan)

    def may_be_next(group: tuple[str, ...], done: frozenset[str]) -> bool:
        return all(
            wants[one] <= done
            and all(other in done or tasks[other].tier >= tasks[one].tier for other in tasks)
            and not any(clash(tasks[one], tasks[other]) for other in group if other != one)
            for one in group
        )

    level, steps, seen = {frozenset[str]()}, 0, set[frozenset[str]]()
    while level:
        if any(len(done) == len(tasks) for done in level):
            return steps
        seen |= level
        level = {
            done | set(group)
            for done in level
            for size in range(1, width + 1)
            for group in combinations(sorted(tasks.keys() - done), size)
            if may_be_next(group, done)
        } - seen
        steps += 1
    return None


def assert_valid(plan: Plan, found: Order, width: int) -> None:
    tasks = {task.id: task for task in plan.tasks}
    assert sorted(tasks) == sorted(id_ for group in found.dispatches for id_ in group)
    done: set[str] = set()
    wants = needs(plan)
    for group in found.dispatches:
        assert 1 <= len(group) <= width
        for id_ in group:
            assert wants[id_] <= done
            assert all(other in done for other in tasks if tasks[other].tier < tasks[id_].tier)
            assert not any(clash(tasks[id_], tasks[other]) for other in group if other != id_)
        done |= set(group)


@settings(max_examples=200, deadline=None)
@given(plans(), st.integers(1, 4))
def test_the_order_is_valid_and_has_the_fewest_dispatches(plan: Plan, width: int) -> None:
    found = order(connect(plan), width)
    best = fewest(plan, width)
    if best is None:
        assert () == found.dispatches
        assert not connect(plan).possible
        return
    assert_valid(plan, found, width)
    assert best == len(found.dispatches) == found.fewest
    assert found.minimal


@settings(max_examples=150, deadline=None)
@given(plans(6))
def test_the_verdict_fails_exactly_the_pairs_that_nothing_orders(plan: Plan) -> None:
    network = connect(plan)
    verdict = judge(network)
    wants = needs(plan)

    @cache
    def above(id_: str, depth: int = 7) -> frozenset[str]:
        if not depth:
            return frozenset()
        return frozenset(wants[id_]).union(*(above(other, depth - 1) for other in wants[id_]))

    free = [
        (one, other)
        for one, other in combinations(plan.tasks, 2)
        if one.tier == other.tier and one.id not in above(other.id) and other.id not in above(one.id)
    ]
    results = {item.item: item.result == "PASS" for item in verdict.items}
    outputs = [
        pair
        for pair in free
        if share(pair[0].outputs, pair[1].outputs + pair[1].writes) or share(pair[1].outputs, pair[0].writes)
    ]
    assert (not outputs) == results["Each agent writes to distinct output location"]
    passed = results["No shared mutable state between agents"] and not outputs
    assert (not any(clash(*pair) for pair in free)) == passed or outputs
    circular = any(id_ in above(id_) for id_ in wants)
    tier = {task.id: task.tier for task in plan.tasks}
    backward = any(tier[other] > tier[id_] for id_, others in wants.items() for other in others)
    assert (not circular and not backward) == results["No agent depends on another's output"]
    named = {frozenset(pair) for proof in verdict.proofs() for pair in combinations(proof.tasks, 2)}
    assert {frozenset((one.id, other.id)) for one, other in free if clash(one, other)} <= named


@settings(max_examples=60, deadline=None)
@given(plans(7, tiers=False), st.integers(2, 3))
def test_without_tiers_too(plan: Plan, width: int) -> None:
    found = order(connect(plan), width)
    assert (fewest(plan, width) or 0) == len(found.dispatches)


def plan_of(*tasks: Task) -> Plan:
    return Plan(tuple(tasks))


def t(id_: str, *needs_: str, **fields: object) -> Task:
    return Task(id_, id_, depends_on=needs_, **fields)  # type: ignore[arg-type]


def test_tasks_that_a_greedy_order_would_part_are_kept_together() -> None:
    """Two at once, by priority alone takes four dispatches where three will do (a known trap of list scheduling)."""
    plan = plan_of(t("a"), t("b"), t("c"), t("d", "a", "b"), t("e", "b", "c"), t("f", "a", "c"))
    found = order(connect(plan), 3)
    assert (("a", "b", "c"), ("d", "e", "f")) == found.dispatches


def test_conflicts_are_coloured_with_the_fewest_dispatches() -> None:
    """A crown: tasks of two rows clash unless they face each other; taken row by row two dispatches do."""
    rows = 5
    tasks = []
    for side in "lr":
        for i in range(rows):
            paths = tuple(f"{min(i, j)}{'lr'[(side == 'l') == (i < j)]}{max(i, j)}" for j in range(rows) if j != i)
            tasks.append(t(f"{side}{i}", writes=paths))
    order_ = [task for i in range(rows) for task in (tasks[i], tasks[rows + i])]
    network = connect(plan_of(*order_))
    assert all(mask.bit_count() == rows - 1 for mask in network.conflicts)
    found = order(network, 10)
    assert (2, True) == (len(found.dispatches), found.minimal)


def test_what_is_too_hard_to_search_says_so() -> None:
    dice = random.Random(7)
    edges = [(i, j) for i in range(90) for j in range(i) if dice.random() < 0.35]
    tasks = [t(f"t{n}", writes=tuple(f"e{i}-{j}" for i, j in edges if n in (i, j))) for n in range(90)]
    found = order(connect(plan_of(*tasks)), 90)  # the search ends by its work, or this test never does
    assert not found.minimal
    assert_valid(plan_of(*tasks), found, 90)


def test_a_task_without_a_tier_goes_with_the_earliest_that_needs_it() -> None:
    plan = plan_of(t("a"), t("b", "a", tier="P0"), t("c", tier="P1"), t("d"))
    assert (("a",), ("b",), ("c", "d")) == order(connect(plan), 6).dispatches


def test_the_critical_path_is_the_longest_chain_tier_after_tier() -> None:
    plan = plan_of(t("a", tier="P0"), t("b", "a", tier="P0"), t("c", tier="P0"), t("d", "b", tier="P1"))
    network = connect(plan)
    assert ("a", "b", "d") == order(network, 6).critical
    found = order(network, 6, {"a": 10, "b": 10, "c": 100, "d": 5})
    assert (("c", "d"), 105) == (found.critical, found.critical_seconds)


def test_long_tasks_go_together_where_the_number_of_dispatches_allows_it() -> None:
    plan = plan_of(t("a"), t("b"), t("c"), t("d"))
    assert (("a", "c"), ("b", "d")) == order(connect(plan), 2, {"a": 9, "b": 1, "c": 8, "d": 2}).dispatches


def test_a_plan_keeps_its_own_dispatches_and_is_told_of_fewer() -> None:
    plan = plan_of(t("a", dispatch=1), t("b", dispatch=3), t("c", dispatch=7))
    found = order(connect(plan), 6)
    assert (("a",), ("b",), ("c",)) == found.dispatches
    assert (False, 1, True) == (found.minimal, found.fewest, found.declared)
    assert 2 == found.number_of("b")
    assert found.number_of("x") is None


def test_a_declared_plan_may_be_wrong_and_is_ordered_as_it_says() -> None:
    plan = plan_of(t("a", "b", dispatch=1), t("b", "a", dispatch=2))
    found = order(connect(plan), 6)
    assert ((("a",), ("b",)), False) == (found.dispatches, found.minimal)
    assert ["a depends on b, and b is in dispatch 2, a in dispatch 1"] == [
        proof.message for proof in judge(connect(plan)).proofs() if proof.kind == "needs-same-dispatch"
    ]


def test_the_lower_cap_holds() -> None:
    plan = plan_of(t("a"))
    assert 6 == width_of(plan)
    assert 3 == width_of(Plan(plan.tasks, cap=3))
    assert 6 == width_of(Plan(plan.tasks, cap=30))
    assert 30 == width_of(Plan(plan.tasks, cap=30), Protocol(cap=40))


def many(kind: str, count: int) -> str:
    """Return a plan of many tasks."""
    dice = random.Random(1)
    lines = ["strategy: merge", "tasks:"]
    for i in range(count):
        lines += [f"- id: t{i}", "  agent: implementer", f"  outputs: [.agents/o/{i}.md]"]
        lines += ["  prompt: |", f"    Review src/m{i}/ for errors and leave a report in .agents/o/{i}.md."]
        if kind == "layers" and i >= 50:
            lines += [
                f"  depends-on: [{', '.join(f't{j}' for j in dice.sample(range(i // 50 * 50 - 50, i // 50 * 50), 4))}]"
            ]
        if kind == "chain" and i:
            lines += [f"  depends-on: [t{i - 1}]"]
        if kind == "shared":
            lines += ["  writes: [src/common.py]"]
        if kind == "random":
            lines += [f"  tier: P{i * 3 // count}", f"  writes: [src/c{dice.randrange(count // 5)}.py]"]
        if kind == "globs":
            lines += [f"  writes: [src/m{i}/**]", f"  reads: ['src/m{i}/*.py']"]
    return "\n".join(lines) + "\n"


def judged(text: str) -> Order:
    """Return the order of a plan, after everything that `plan` does with its text."""
    plan = read_plan(text, "plan.yaml")
    network = connect(plan)
    judge(network)
    return order(network, 6)


@pytest.mark.parametrize("kind", ["layers", "chain", "shared", "random", "globs"])
def test_the_work_for_many_tasks_grows_with_their_number(kind: str) -> None:
    """A thousand take less than a second; time isn't measured here, but calls are, which no other load changes."""
    judged(many(kind, 20))  # what is loaded once
    small = calls(judged, many(kind, 250))
    large = calls(judged, many(kind, 1000))
    assert large < 7 * small
    assert large < 1_500_000
    assert 1000 == sum(map(len, judged(many(kind, 1000)).dispatches))
