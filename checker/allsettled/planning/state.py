"""No shared mutable state, and an output location for each: the paths that tasks share while nothing orders them."""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import islice
from operator import or_

from allsettled.planning.bits import bits, mask_of
from allsettled.planning.case import Case
from allsettled.planning.clashing import Clash, Group
from allsettled.planning.phrases import tells_whose
from allsettled.planning.prompts import MOST, Prompt
from allsettled.planning.proof import Proof, listing
from allsettled.planning.references import Outputs, Reference
from allsettled.planning.sharing import OUTPUTS, READS, WRITES, Node, Overlap

_CURES = {
    "outputs": "give each agent an output location of its own, or put one task after the other with depends-on",
    "writes": "give each file to one agent, or put one task after the other with depends-on",
    "reads": "put one task after the other with depends-on, so that it's clear which state is read",
}
_KINDS = {"outputs": "shared-output", "writes": "shared-write", "reads": "read-while-written"}


def output_proofs(case: Case) -> Iterator[Proof]:
    """Yield the output locations that two tasks write to, which nothing puts one after the other."""
    return (_shared(case, group) for group in case.clashes if group.kind == "outputs")


def state_proofs(case: Case) -> Iterator[Proof]:
    """Yield the other paths that one task changes while another changes or reads them."""
    yield from (_shared(case, group) for group in case.clashes if group.kind != "outputs")
    yield from _named(case)


def _shared(case: Case, group: Group) -> Proof:
    """Return what shows a clash, and all that has the same cause."""
    clash = group.clashes[0]
    message, task = _same(case, clash) if group.same and clash.kind != "reads" else _meeting(case, clash)
    if further := list(group.further):
        named = [f'"{path.path.text}" ({case.tasks[task].id})' for path, task in further]
        message += f"; likewise {listing(named)}"
    tasks = case.ids(group.tasks)
    paths = dict.fromkeys(node.path.text for one in group.clashes for node in (one.node, one.other))
    place = clash.other.place(task, *(READS, "inputs") if clash.kind == "reads" else (OUTPUTS, WRITES))
    return Proof(_KINDS[clash.kind], message, _CURES[clash.kind], tasks, tuple(paths), case.plan.place(*place))


def _same(case: Case, clash: Clash) -> tuple[str, int]:
    """Return what to say of one path that several tasks write, and the last of them."""
    everyone = clash.others | mask_of(clash.changing)
    ids = case.ids(everyone)
    message = f'{listing(ids)} {"both" if len(ids) == 2 else "all"} write "{clash.node.path.text}"'
    if len(ids) > 2 and any(everyone & ~(case.network.beside[each] | 1 << each) for each in bits(everyone)):
        message += ", and not all of them are put in order"
    return message, max(bits(everyone))


def _meeting(case: Case, clash: Clash) -> tuple[str, int]:
    """Return what to say of a path that some change and others read, or of two that meet; and one of the others."""
    writers, rest = [case.tasks[each].id for each in clash.changing], case.ids(clash.others)
    verb = "read" if clash.kind == "reads" else "write"
    where = "it" if clash.node is clash.other else f'"{clash.other.path.text}"'
    message = f'{listing(writers)} write{"s" * (len(writers) == 1)} "{clash.node.path.text}"'
    message += f", and {listing(rest)} {verb}{'s' * (len(rest) == 1)} {where}"
    return message + _basis(clash.overlap, clash.node, clash.other), next(bits(clash.others))


def _basis(overlap: Overlap, node: Node, other: Node) -> str:
    """Return how it's known that two paths have a file in common, for the end of a sentence."""
    match overlap.basis:
        case "inside":
            return ", which lies in it" if len(node.path.names) < len(other.path.names) else ", which holds it"
        case "glob":
            return f': "{(node if node.glob else other).path.text}" can match "{overlap.example}"'
        case "files":
            return f': both match "{overlap.example}"'
        case "patterns":
            return f': by their patterns, both can match "{overlap.example}"'
    return ""


def _named(case: Case) -> Iterator[Proof]:
    """Yield where a prompt names paths that other tasks change at the same time, and the plan doesn't tell it."""
    written = Outputs(case.network.nodes, WRITES, case.tree)
    for task, prompt in case.told():
        found: list[tuple[Reference, int]] = []
        said = case.network.conflicts[task] | 1 << task
        for reference in islice(written.named(prompt), MOST):
            beside = reference.tasks & case.network.beside[task] & ~said
            if not beside or reference.inside or reference.path.folder or prompt.forbids(reference.at):
                continue
            if not tells_whose(prompt, reference.at, case.names(beside)):
                said |= beside
                found.append((reference, beside))
        if found:
            yield _named_proof(case, task, prompt, found)


def _named_proof(case: Case, task: int, prompt: Prompt, found: Sequence[tuple[Reference, int]]) -> Proof:
    id_, (first, beside) = case.tasks[task].id, found[0]
    ids = case.ids(beside)
    message = f'the prompt of {id_} names "{first.path.text}", which {listing(ids)} change{"s" * (len(ids) == 1)}'
    message += " at the same time"
    if further := [f'"{reference.path.text}" ({listing(case.ids(who))})' for reference, who in found[1:]]:
        message += f"; likewise {listing(further)}"
    what = "path" if len(found) == 1 else "paths"
    hint = f"add the {what} to the reads or writes of {id_}, and put one task after the other with depends-on"
    everyone = case.ids(reduce(or_, (who for _, who in found)))
    paths = tuple(dict.fromkeys(reference.path.text for reference, _ in found))
    place = prompt.place(case.plan, first.at)
    return Proof("named-while-written", message, hint, (id_, *everyone), paths, place, prompt.file)
