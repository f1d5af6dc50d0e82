"""No agent depends on another's output: circles, needs within one dispatch, and prompts that refer to results."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from allsettled.planning.bits import bits
from allsettled.planning.case import Case
from allsettled.planning.paths import Path, matches
from allsettled.planning.phrases import Mention, named_results, others_results, tells_whose
from allsettled.planning.prompts import MOST, Prompt
from allsettled.planning.proof import Proof, listing
from allsettled.planning.references import Outputs, Reference, by_name

_MOST_IDS = 6
_WHERE = re.compile(r"""[`"*]*\s+\(?(?:(?:see|in|at|from|under)\s+)?(?:the\s+file\s+)?[`"*]*|[`"*]*:\s+[`"*]*""")


def proofs(case: Case) -> Iterator[Proof]:
    """Yield what shows that a task needs the result of one that isn't over by then."""
    yield from _misplaced(case) if case.plan.declared else _circles(case)
    outputs = Outputs(case.network.nodes, tree=case.tree)
    names = by_name([task.id for task in case.tasks], [task.agent for task in case.tasks])
    changed = _changed(case)
    for task, prompt in case.told():
        yield from _told(case, task, prompt, _referring(case, task, prompt, outputs, names, changed[task]))


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


class _Need(NamedTuple):
    """Where a prompt needs the result of tasks (a set as in `bits`): the words, and what to say of them."""

    kind: str
    at: int
    words: str
    what: str
    tasks: int
    path: str = ""


def _changed(case: Case) -> list[list[Path]]:
    """Return of each task the paths that it changes."""
    changed: list[list[Path]] = [[] for _ in case.tasks]
    for node in case.network.nodes:
        for task in bits(node.changed):
            changed[task].append(node.path)
    return changed


def _referring(
    case: Case, task: int, prompt: Prompt, outputs: Outputs, names: Mapping[str, int], changed: Sequence[Path]
) -> Iterator[_Need]:
    """Yield where a prompt needs a result, once for each task that it's the result of. `changed`: what it writes."""
    network = case.network
    over = network.before[task] | network.needs[task] | 1 << task  # a need that isn't met has its proof already
    said, looks = 0, 0
    for reference in outputs.named(prompt):
        late = reference.tasks & ~over & ~said
        own = reference.tasks >> task & 1 and not reference.inside
        if not late or own or looks >= MOST:
            continue
        looks += 1
        if prompt.forbids(reference.at) or _writes(changed, reference):
            continue
        if tells_whose(prompt, reference.at, case.names(late)):
            continue
        said |= late
        path = reference.path.text
        what = f'names "{path}", {_left_at(reference, case.ids(late))}'
        yield _Need("output-named", reference.at, path, what, late, path)
    for mention in named_results(prompt):
        meant = names.get(mention.name, 0)
        if meant and not meant & over and meant & ~said and not prompt.forbids(mention.at):
            if _is_there(case, prompt, mention):
                continue
            said |= meant
            what = f'says "{mention.words}": the result of {listing(case.ids(meant))}'
            yield _Need("result-named", mention.at, mention.words, what, meant)
    others, beside = others_results(prompt), network.beside[task]
    if others is not None and not said and not network.needs[task] and beside:
        what = f'says "{others.words}": the results of {listing(case.ids(beside))}, which run at the same time'
        yield _Need("result-named", others.at, others.words, what, beside)


def _writes(changed: Sequence[Path], reference: Reference) -> bool:
    """Say whether a task changes a path itself: then it's shared, and no result of another."""
    return not reference.inside and any(matches(path, reference.path) for path in changed)


def _is_there(case: Case, prompt: Prompt, mention: Mention) -> bool:
    """Say whether the result that is spoken of is a file that exists: `the architect's analysis in docs/adr.md`."""
    if case.tree is None:
        return False
    behind = _WHERE.match(prompt.text, mention.end)
    if behind is None:
        return False
    return any(map(case.tree.holds, prompt.paths_at(behind.end())))


def _left_at(reference: Reference, ids: Sequence[str]) -> str:
    leave = f"{listing(ids)} leave{'s' * (len(ids) == 1)}"
    if not reference.inside:
        return f"which {leave}"
    return f"where {leave} {'an output' if len(ids) == 1 else 'their outputs'}"


def _told(case: Case, task: int, prompt: Prompt, needs: Iterable[_Need]) -> Iterator[Proof]:
    """Yield what a prompt needs as one proof of each kind; of tasks that come after it, as another."""
    after = case.network.before
    groups: dict[tuple[str, bool], list[_Need]] = {}
    for need in needs:
        comes_first = bool(after[next(bits(need.tasks))] >> task & 1)
        groups.setdefault((need.kind, comes_first), []).append(need)
    for (kind, comes_first), found in groups.items():
        first, id_ = found[0], case.tasks[task].id
        ids = case.ids(reduce(or_, (need.tasks for need in found)))
        message = f"the prompt of {id_} {first.what}, and {case.waiting(task, next(bits(first.tasks)))}"
        if further := [f'"{need.words}" ({listing(case.ids(need.tasks))})' for need in found[1:]]:
            message += f"; likewise {listing(further)}"
        named = ", ".join(ids[:_MOST_IDS]) + ", ..." * (len(ids) > _MOST_IDS)
        does = f"let {id_} come after {listing(ids)}" if comes_first else f'add "depends-on: [{named}]" to {id_}'
        paths = tuple(need.path for need in found if need.path)
        place = prompt.place(case.plan, first.at)
        yield Proof(kind, message, f"{does}, or take it out of the prompt", (id_, *ids), paths, place, prompt.file)
