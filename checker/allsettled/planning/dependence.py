"""No agent depends on another's output: circles, needs within one dispatch, and prompts that refer to results."""

import re
from collections.abc import Iterator, Mapping

from allsettled.planning.bits import bits
from allsettled.planning.case import Case
from allsettled.planning.paths import matches
from allsettled.planning.phrases import Mention, named_results, others_results, tells_whose
from allsettled.planning.prompts import MOST, Prompt
from allsettled.planning.proof import Proof, listing
from allsettled.planning.references import Outputs, Reference, by_name

_WHERE = re.compile(r"""[`"*]*\s+\(?(?:(?:see|in|at|from|under)\s+)?(?:the\s+file\s+)?[`"*]*|[`"*]*:\s+[`"*]*""")


def proofs(case: Case) -> Iterator[Proof]:
    """Yield what shows that a task needs the result of one that isn't over by then."""
    yield from _misplaced(case) if case.plan.declared else _circles(case)
    outputs = Outputs(case.network.nodes, tree=case.tree)
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
    said, looks = 0, 0
    for reference in outputs.named(prompt):
        late = reference.tasks & ~over & ~said
        own = reference.tasks >> task & 1 and not reference.inside
        if not late or own or looks >= MOST:
            continue
        looks += 1
        if prompt.forbids(reference.at) or _writes(case, task, reference):
            continue
        if tells_whose(prompt, reference.at, case.names(late)):
            continue
        said |= late
        yield _output_named(case, task, prompt, reference, late)
    for mention in named_results(prompt):
        meant = names.get(mention.name, 0)
        if meant and not meant & over and meant & ~said and not prompt.forbids(mention.at):
            if _is_there(case, prompt, mention):
                continue
            said |= meant
            what = f'says "{mention.words}": the result of {listing(case.ids(meant))}'
            yield _proof(case, task, prompt, mention.at, what, meant, "result-named")
    others, beside = others_results(prompt), network.beside[task]
    if others is not None and not said and not network.needs[task] and beside:
        what = f'says "{others.words}": the results of {listing(case.ids(beside))}, which run at the same time'
        yield _proof(case, task, prompt, others.at, what, beside, "result-named")


def _writes(case: Case, task: int, reference: Reference) -> bool:
    """Say whether a task changes a path itself: then it's shared, and no result of another."""
    if reference.inside:
        return False
    return any(node.changed >> task & 1 and matches(node.path, reference.path) for node in case.network.nodes)


def _is_there(case: Case, prompt: Prompt, mention: Mention) -> bool:
    """Say whether the result that is spoken of is a file that exists: `the architect's analysis in docs/adr.md`."""
    if case.tree is None:
        return False
    behind = _WHERE.match(prompt.text, mention.end)
    if behind is None:
        return False
    return any(at == behind.end() and case.tree.holds(path) for path, at in prompt.paths)


def _output_named(case: Case, task: int, prompt: Prompt, reference: Reference, late: int) -> Proof:
    ids, path = case.ids(late), reference.path.text
    leave = f"{listing(ids)} leave{'s' * (len(ids) == 1)}"
    if reference.inside:
        leave += " an output" if len(ids) == 1 else " their outputs"
    what = f'names "{path}", {"where" if reference.inside else "which"} {leave}'
    return _proof(case, task, prompt, reference.at, what, late, "output-named", path)


def _proof(case: Case, task: int, prompt: Prompt, at: int, what: str, late: int, kind: str, *paths: str) -> Proof:
    id_, ids, first = case.tasks[task].id, case.ids(late), next(bits(late))
    message = f"the prompt of {id_} {what}, and {case.waiting(task, first)}"
    hint = f'add "depends-on: [{", ".join(ids[:6])}]" to {id_}, or take it out of the prompt'
    if case.network.before[first] >> task & 1:
        hint = f"let {id_} come after {ids[0]}, or take it out of the prompt"
    return Proof(kind, message, hint, (id_, *ids), paths, prompt.place(case.plan, at), prompt.file)
