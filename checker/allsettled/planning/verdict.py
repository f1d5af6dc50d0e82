"""The verdict on a plan: every item of the protocol's checklist, PASS or FAIL, with its proof (FR-1.2, NFR-2.3)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from allsettled.planning import aggregation, commands, context, dependence, form, state
from allsettled.planning.case import Case, case_of
from allsettled.planning.network import Network
from allsettled.planning.proof import Item, Proof, Result, counted
from allsettled.planning.sharing import OUTPUTS, WRITES
from allsettled.planning.tree import Tree
from allsettled.protocol.columns import fold
from allsettled.protocol.value import BUILT_IN, Protocol


@dataclass(frozen=True, slots=True)
class Verdict:
    """All items in the checklist's order; `faults` of the plan's own dispatches; `notes`, which fail nothing."""

    items: tuple[Item, ...]
    faults: tuple[Proof, ...] = ()
    notes: tuple[Proof, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether nothing fails. Items of the project's own stay open: they're for a person to judge."""
        return not self.faults and all(item.result is not Result.FAIL for item in self.items)

    def proofs(self) -> tuple[Proof, ...]:
        """Return all that fails the plan."""
        return (*(proof for item in self.items for proof in item.proofs), *self.faults)


@dataclass(frozen=True, slots=True)
class _Judge:
    """How an item is judged: what fails it, and what is said if nothing does."""

    proofs: Callable[[Case], Iterable[Proof]]
    reason: Callable[[Case], str]


def judge(
    network: Network,
    prompt_files: Mapping[str, str] | None = None,
    tree: Tree | None = None,
    protocol: Protocol = BUILT_IN,
    agents: Collection[str] | None = None,
) -> Verdict:
    """Return the verdict on a plan.

    `prompt_files` has the texts of prompt files by their paths in the plan; `tree` the project's files (the same that
    the network was connected with), None if they aren't known; `agents` the names of the agents there are, if known.
    """
    case = case_of(network, prompt_files or {}, tree, protocol)
    items = tuple(_item(item, case) for item in protocol.checklist)
    return Verdict(items, tuple(form.faults(case)), tuple(form.notes(case, agents)))


def _item(item: str, case: Case) -> Item:
    judge_ = _JUDGES.get(fold(item))
    if judge_ is None:
        return Item(item, Result.OPEN, "an item of the project's own: judge it yourself")
    proofs = tuple(judge_.proofs(case))
    if proofs:
        return Item(item, Result.FAIL, counted(len(proofs), "fault"), proofs)
    return Item(item, Result.PASS, judge_.reason(case))


def _independent(case: Case) -> str:
    needs = sum(mask.bit_count() for mask in case.network.needs)
    told = counted(sum(1 for _ in case.told()), "prompt")
    if not needs:
        return f"no dependencies, and none in {told}"
    what = "1 dependency, which" if needs == 1 else f"{needs} dependencies, which"
    return f"{what} the order keeps; no other in {told}"


def _complete(case: Case) -> str:
    paths = sum(len(task.inputs) + len(task.reads) + len(task.outputs) for task in case.tasks)
    there = "" if case.tree is None else ", and what is read is there"
    return f"{counted(len(case.tasks), 'prompt')} with {counted(paths, 'path')}, all named{there}"


def _apart(case: Case) -> str:
    pairs = sum(mask.bit_count() for mask in case.network.beside) // 2
    changed = sum(1 for node in case.network.nodes if node.tasks[WRITES])
    what = f"nobody else is at {counted(changed, 'changed path')}" if changed else "no path is changed besides outputs"
    return f"{counted(pairs, 'pair')} of tasks may run at once; {what}"


def _distinct(case: Case) -> str:
    outputs = sum(1 for node in case.network.nodes if node.tasks[OUTPUTS])
    return f"{counted(outputs, 'output location')}, all distinct" if outputs else "no output locations"


def _chosen(case: Case) -> str:
    if len(case.tasks) < 2:
        return "one task: nothing to aggregate"
    strategies = dict.fromkeys(task.strategy or case.plan.strategy for task in case.tasks)
    return f"strategy: {', '.join(strategies)}"


def _state(case: Case) -> Iterable[Proof]:
    yield from state.state_proofs(case)
    yield from commands.proofs(case)


_JUDGES = dict(
    zip(
        map(fold, BUILT_IN.checklist),
        (
            _Judge(dependence.proofs, _independent),
            _Judge(context.proofs, _complete),
            _Judge(_state, _apart),
            _Judge(state.output_proofs, _distinct),
            _Judge(aggregation.proofs, _chosen),
        ),
        strict=True,
    )
)
"""By the folded text of the built-in items, in their order."""
