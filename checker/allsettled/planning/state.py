"""No shared mutable state, and an output location for each: the paths that tasks share while nothing orders them."""

from collections.abc import Callable, Iterator
from itertools import islice

from allsettled.planning.bits import bits, mask_of
from allsettled.planning.case import Case
from allsettled.planning.network import clashes
from allsettled.planning.phrases import tells_whose
from allsettled.planning.prompts import MOST
from allsettled.planning.proof import Proof, listing
from allsettled.planning.references import Outputs
from allsettled.planning.sharing import OUTPUTS, READS, WRITES, Node, Overlap

_CURES = {
    "outputs": "give each agent an output location of its own, or put one task after the other with depends-on",
    "writes": "give each file to one agent, or put one task after the other with depends-on",
    "reads": "put one task after the other with depends-on, so that it's clear which state is read",
}
_KINDS = {"outputs": "shared-output", "writes": "shared-write", "reads": "read-while-written"}


def output_proofs(case: Case) -> Iterator[Proof]:
    """Yield the output locations that two tasks write to, which nothing puts one after the other."""
    return _shared(case, lambda kind: kind == "outputs")


def state_proofs(case: Case) -> Iterator[Proof]:
    """Yield the other paths that one task changes while another changes or reads them."""
    yield from _shared(case, lambda kind: kind != "outputs")
    yield from _named(case)


def _shared(case: Case, wanted: Callable[[str], bool]) -> Iterator[Proof]:
    seen: dict[int, dict[int, int]] = {}  # of a path and a task: with whom it clashes there already
    beside = case.network.beside
    for overlap in sorted(case.network.overlaps, key=lambda found: found.one is not found.other):
        for first, changing, second, others, kind in clashes(overlap):
            known = seen.setdefault(id(first), {})
            left = {task: clash for task in bits(changing) if (clash := others & beside[task] & ~known.get(task, 0))}
            if not left:
                continue
            right = {task: clash for task in bits(others) if (clash := changing & beside[task] & ~known.get(task, 0))}
            for node in (first, second):
                for clashing in (left, right):
                    for task, clash in clashing.items():
                        now = seen.setdefault(id(node), {})
                        now[task] = now.get(task, 0) | clash
            if wanted(kind):
                yield _shared_proof(case, overlap, (first, list(left)), (second, mask_of(right)), kind)


def _shared_proof(
    case: Case, overlap: Overlap, first: tuple[Node, list[int]], second: tuple[Node, int], kind: str
) -> Proof:
    (node, changing), (other, others) = first, second
    hint = _CURES[kind]
    task = changing[0]
    roles = (OUTPUTS, WRITES)
    if overlap.basis == "same" and kind != "reads":
        everyone = others | mask_of(changing)
        ids = case.ids(everyone)
        adverb = "both" if len(ids) == 2 else "all"
        message = f'{listing(ids)} {adverb} write "{node.path.text}"'
        if len(ids) > 2 and any(everyone & ~(case.network.beside[each] | 1 << each) for each in bits(everyone)):
            message += ", and not all of them are put in order"
        task = max(bits(everyone))
    else:
        writers = tuple(case.tasks[each].id for each in changing)
        rest = case.ids(others)
        ids = (*writers, *(id_ for id_ in rest if id_ not in writers))
        message = f'{listing(writers)} write{"s" * (len(writers) == 1)} "{node.path.text}"'
        does = ("read" if kind == "reads" else "write") + "s" * (len(rest) == 1)
        message += f", and {listing(rest)} {does} "
        message += "it" if node is other else f'"{other.path.text}"'
        message += _basis(overlap, node, other)
        roles = (READS, "inputs") if kind == "reads" else roles
        task = next(bits(others))
    place = other.place(task, *roles)
    paths = tuple(dict.fromkeys((node.path.text, other.path.text)))
    return Proof(_KINDS[kind], message, hint, ids, paths, case.plan.place(*place))


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
    """Yield where a prompt names a path that another task changes at the same time, and the plan doesn't tell it."""
    written = Outputs(case.network.nodes, WRITES, case.tree)
    for task, prompt in case.told():
        said = case.network.conflicts[task] | 1 << task
        for reference in islice(written.named(prompt), MOST):
            beside = reference.tasks & case.network.beside[task] & ~said
            if not beside or reference.inside or reference.path.folder or prompt.forbids(reference.at):
                continue
            if tells_whose(prompt, reference.at, case.names(beside)):
                continue
            said |= beside
            id_, ids = case.tasks[task].id, case.ids(beside)
            message = (
                f'the prompt of {id_} names "{reference.path.text}", which {listing(ids)} '
                f"change{'s' * (len(ids) == 1)} at the same time"
            )
            hint = f"add the path to the reads or writes of {id_}, and put one task after the other with depends-on"
            span = prompt.place(case.plan, reference.at)
            yield Proof("named-while-written", message, hint, (id_, *ids), (reference.path.text,), span, prompt.file)
