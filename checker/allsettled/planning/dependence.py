"""No agent depends on another's output: circles, needs within one dispatch, and prompts that refer to results."""

from collections.abc import Iterator, Mapping

from allsettled.planning.bits import bits
from allsettled.planning.case import Case
from allsettled.planning.paths import Path, matches
from allsettled.planning.prompts import Prompt
from allsettled.planning.proof import Proof, listing
from allsettled.planning.references import Outputs, Reference, by_name, named_results, others_results
from allsettled.span import Span


def proofs(case: Case) -> Iterator[Proof]:
    """Yield what shows that a task needs the result of one that isn't over by then."""
    yield from _circles(case)
    if case.plan.declared:
        yield from _misplaced(case)
    outputs = Outputs(case.network.nodes)
    names = by_name([task.id for task in case.tasks], [task.agent for task in case.tasks])
    for task, prompt in case.told():
        yield from _referring(case, task, prompt, outputs, names)


def _circles(case: Case) -> Iterator[Proof]:
    network = case.network
    for circle in network.cycles:
        first, second = circle[0], circle[1]
        ids = [case.tasks[task].id for task in circle]
        span = _place(case, first, second)
        if len(circle) == 2 and network.ranks[second] > network.ranks[first]:
            message = (
                f"{network.why(first, second)}, but {ids[1]} is {_tier(case, second)} and {ids[0]} is "
                f"{_tier(case, first)}: {_tier(case, first)} is finished before {_tier(case, second)} starts"
            )
            hint = f"raise {ids[1]} to {_tier(case, first)}, or lower {ids[0]}"
            yield Proof("needs-later-tier", message, hint, tuple(ids), (), span)
            continue
        steps = "; ".join(network.why(task, circle[(at + 1) % len(circle)]) for at, task in enumerate(circle))
        message = f"{' -> '.join([*ids, ids[0]])} is a circle: {steps}"
        hint = "take out one of these dependencies, or make one task of two"
        yield Proof("circle", message, hint, tuple(ids), (), span)


def _tier(case: Case, task: int) -> str:
    return case.tasks[task].tier or str(case.protocol.tiers[case.network.ranks[task]])


def _place(case: Case, task: int, needed: int) -> Span:
    name = case.tasks[needed].id
    if name in case.tasks[task].depends_on:
        return case.plan.place("tasks", task, "depends-on", case.tasks[task].depends_on.index(name))
    return case.plan.place("tasks", task, "inputs")


def _misplaced(case: Case) -> Iterator[Proof]:
    """Yield the needs that a plan's own dispatches don't keep to."""
    for task, needs in enumerate(case.network.needs):
        for needed in bits(needs & ~case.network.before[task]):
            why, where = case.network.why(task, needed), case.waiting(task, needed)
            hint = f"put {case.tasks[task].id} into a later dispatch than {case.tasks[needed].id}"
            ids = (case.tasks[task].id, case.tasks[needed].id)
            yield Proof("needs-same-dispatch", f"{why}, and {where}", hint, ids, (), _place(case, task, needed))


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
