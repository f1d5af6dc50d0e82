"""No agent depends on another's output: circles, needs within one dispatch, and prompts that refer to results."""

from collections.abc import Iterator, Mapping

from allsettled.planning.bits import bits
from allsettled.planning.case import Case
from allsettled.planning.paths import Path, matches
from allsettled.planning.prompts import Prompt
from allsettled.planning.proof import Proof, listing
from allsettled.planning.references import Outputs, Reference, by_name, named_results, others_results


def proofs(case: Case) -> Iterator[Proof]:
    """Yield what shows that a task needs the result of one that isn't over by then."""
    yield from _misplaced(case) if case.plan.declared else _circles(case)
    outputs = Outputs(case.network.nodes)
    names = by_name([task.id for task in case.tasks], [task.agent for task in case.tasks])
    for task, prompt in case.told():
        yield from _referring(case, task, prompt, outputs, names)


def _circles(case: Case) -> Iterator[Proof]:
    network = case.network
    for circle in network.cycles:
        ids = [case.tasks[task].id for task in circle]
        steps = [network.why(task, circle[(at + 1) % len(circle)]) for at, task in enumerate(circle)]
        told = "; ".join(step.words for step in steps)
        message = f"{' -> '.join([*ids, ids[0]])} is a circle: {told}"
        hint = "take out one of these dependencies, or make one task of two"
        yield Proof("circle", message, hint, tuple(ids), (), case.plan.place(*steps[0].pointer))
    for task, needed in network.inverted.items():
        yield _needs_later_tier(case, task, needed)


def _needs_later_tier(case: Case, task: int, needed: int) -> Proof:
    tiers = [str(tier) for tier in case.protocol.tiers]
    first = next(bits(needed))
    mine, its = tiers[case.network.ranks[task]], tiers[case.network.ranks[first]]
    why = case.network.why(task, first)
    id_, ids = case.tasks[task].id, case.ids(needed)
    by_default = "" if case.tasks[first].tier else " (it names no tier)"
    message = (
        f"{why.words}, but {ids[0]} is {its}{by_default} and {id_} is {mine}: {mine} is finished before {its} starts"
    )
    hint = f"raise {listing(ids)} to {mine}, or lower {id_}"
    return Proof("needs-later-tier", message, hint, (id_, *ids), (), case.plan.place(*why.pointer))


def _misplaced(case: Case) -> Iterator[Proof]:
    """Yield the needs that a plan's own dispatches don't keep to, all of one task together."""
    for task, needs in enumerate(case.network.needs):
        if late := needs & ~case.network.before[task]:
            first = next(bits(late))
            why, where = case.network.why(task, first), case.waiting(task, first)
            id_, ids = case.tasks[task].id, case.ids(late)
            hint = f"put {id_} into a later dispatch than {listing(ids)}"
            span = case.plan.place(*why.pointer)
            yield Proof("needs-same-dispatch", f"{why.words}, and {where}", hint, (id_, *ids), (), span)


def _referring(case: Case, task: int, prompt: Prompt, outputs: Outputs, names: Mapping[str, int]) -> Iterator[Proof]:
    """Yield where a prompt needs a result, once for each task that it's the result of."""
    network = case.network
    over = network.before[task] | network.needs[task] | 1 << task  # a need that isn't met has its proof already
    said = 0
    for reference in outputs.named(prompt):
        late = reference.tasks & ~over & ~said
        if not late or reference.tasks >> task & 1 or prompt.forbids(reference.at):
            continue
        if reference.path is not None and _writes(case, task, reference.path):
            continue  # a shared path, not a result
        said |= late
        yield _proof(case, task, prompt, reference, late, "output-named")
    for reference in named_results(prompt):
        meant = names.get(reference.name, 0)
        if meant and not meant & over and meant & ~said and not prompt.forbids(reference.at):
            said |= meant
            yield _proof(case, task, prompt, reference, meant, "result-named")
    others = others_results(prompt)
    if others is not None and not said and not network.needs[task] and network.beside[task]:
        yield _proof(case, task, prompt, others, network.beside[task], "result-named")


def _writes(case: Case, task: int, path: Path) -> bool:
    return any(node.changed >> task & 1 and matches(node.path, path) for node in case.network.nodes)


def _proof(case: Case, task: int, prompt: Prompt, reference: Reference, late: int, kind: str) -> Proof:
    id_, ids = case.tasks[task].id, case.ids(late)
    if reference.path is not None:
        inside = reference.path.folder and not reference.tasks & ~late and len(ids) > 1
        what = (
            f'names "{reference.words}", {"where" if inside else "which"} {listing(ids)} leave{"s" * (len(ids) == 1)}'
        )
        what += " their outputs" if inside else ""
    elif reference.name:
        what = f'says "{reference.words}": the result of {listing(ids)}'
    else:
        what = f'says "{reference.words}": the results of {listing(ids)}, which run at the same time'
    first = next(bits(late))
    message = f"the prompt of {id_} {what}, and {case.waiting(task, first)}"
    hint = f'add "depends-on: [{", ".join(ids[:6])}]" to {id_}, or take it out of the prompt'
    if case.network.before[first] >> task & 1:
        hint = f"let {id_} come after {ids[0]}, or take it out of the prompt"
    paths = (reference.path.text,) if reference.path is not None else ()
    return Proof(kind, message, hint, (id_, *ids), paths, prompt.place(case.plan, reference.at), prompt.file)
