"""Which paths of different tasks have a file in common."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from allsettled.errors import UserError
from allsettled.planning.paths import Path, may_hold, meet, read_paths
from allsettled.planning.tree import Tree
from allsettled.planning.value import Pointer, Task

_WILDCARD = re.compile(r"[*?\[\]]")
MOST_PAIRS = 250_000  # of paths that may meet: some ten seconds
INPUTS, OUTPUTS, READS, WRITES = ROLES = ("inputs", "outputs", "reads", "writes")


@dataclass(slots=True)
class Node:
    """A path that tasks name: in each role, by which tasks (a set as in `bits`), and where."""

    path: Path
    tasks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))
    places: dict[tuple[int, str], Pointer] = field(default_factory=dict)
    start: str = ""  # what the names of all files that it stands for begin and end with, if it stands for files
    end: str = ""
    glob: bool = False

    def __post_init__(self) -> None:
        self.glob = self.path.is_glob
        if not may_hold(self.path):
            fixed = _WILDCARD.split(self.path.names[-1])
            self.start, self.end = fixed[0], fixed[-1]

    @property
    def changed(self) -> int:
        """Return the tasks that write here, be it as output."""
        return self.tasks[OUTPUTS] | self.tasks[WRITES]

    @property
    def read(self) -> int:
        """Return the tasks that read here, be it as input."""
        return self.tasks[INPUTS] | self.tasks[READS]

    def place(self, task: int, *roles: str) -> Pointer:
        """Return where a task names the path, in the first of these roles that it has."""
        return next((self.places[task, role] for role in roles if (task, role) in self.places), ("tasks", task))


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two paths that have a file in common, such as `example`; or one path that several tasks name.

    `basis` says how that is known: `same` path, one `inside` the other, a `glob` that matches a path, two globs that
    match one of the given `files`, or only their `patterns`. `apart` is set if two globs match given files, but none
    in common: then they meet in files only that are still to be made.
    """

    one: Node
    other: Node
    example: str
    basis: str
    apart: bool = False


def nodes_of(tasks: Sequence[Task]) -> list[Node]:
    """Return the paths that the tasks name, each once."""
    nodes: dict[tuple[str, tuple[str, ...]], Node] = {}
    for index, task in enumerate(tasks):
        for role in ROLES:
            for number, text in enumerate(getattr(task, role)):
                for path in read_paths(text):
                    node = nodes.setdefault((path.root, path.names), Node(path))
                    node.tasks[role] |= 1 << index
                    node.places.setdefault((index, role), ("tasks", index, role, number))
    return list(nodes.values())


def overlaps(nodes: Sequence[Node], tree: Tree | None = None) -> Iterator[Overlap]:
    """Yield the paths that several tasks name, and the pairs of paths that meet, each once.

    Raises UserError for globs that would take minutes to compare.
    """
    pairs = list(islice(_may_meet(nodes), MOST_PAIRS + 1))
    if len(pairs) > MOST_PAIRS:
        raise UserError(
            f"more than {MOST_PAIRS:,} pairs of the plan's paths and globs would have to be compared",
            hint="let globs begin with the folder that each is about, or make several plans of this one",
        )
    for node in nodes:
        users = node.changed | node.read
        if users & (users - 1):  # more than one
            yield Overlap(node, node, node.path.text, "same")
    for one, other in pairs:
        if (example := meet(one.path, other.path)) is not None:
            yield _overlap(one, other, example, tree)


def _may_meet(nodes: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs that have to be compared."""
    for one, other in _candidates(nodes):
        if not ((one.glob or other.glob) and _named_apart(one, other)):
            yield one, other


def _named_apart(one: Node, other: Node) -> bool:
    """Say whether two paths can't meet, by the ends of their names: spares most comparisons between globs."""
    ends_meet = one.end.endswith(other.end) or other.end.endswith(one.end)
    return not (ends_meet and (one.start.startswith(other.start) or other.start.startswith(one.start)))


def _overlap(one: Node, other: Node, example: str, tree: Tree | None) -> Overlap:
    globs = one.path.is_glob + other.path.is_glob
    if globs < 2:
        return Overlap(one, other, example, "glob" if globs else "inside")
    if tree is not None:
        first, second = set(tree.files(one.path)), set(tree.files(other.path))
        if common := first & second:
            return Overlap(one, other, min(common).text, "files")
        return Overlap(one, other, example, "patterns", apart=bool(first and second))
    return Overlap(one, other, example, "patterns")


def _candidates(nodes: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs that may meet: one's fixed beginning is the beginning of the other's."""
    by_prefix: dict[tuple[str, ...], list[int]] = {}
    for index, node in enumerate(nodes):
        by_prefix.setdefault((node.path.root, *node.path.prefix), []).append(index)
    prefixes = sorted(by_prefix)
    for prefix, here in by_prefix.items():
        below: list[int] = []
        at = bisect_left(prefixes, prefix) + 1
        while at < len(prefixes) and prefixes[at][: len(prefix)] == prefix:
            below.extend(by_prefix[prefixes[at]])
            at += 1
        for number, index in enumerate(here):
            for other in here[number + 1 :]:
                yield nodes[index], nodes[other]
            for other in below:
                yield nodes[index], nodes[other]
