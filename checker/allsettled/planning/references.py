"""The paths that a prompt names, as far as they're what other tasks leave or change."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from allsettled.planning.paths import Path, matches, may_hold
from allsettled.planning.phrases import gathers
from allsettled.planning.prompts import MOST, Prompt
from allsettled.planning.sharing import OUTPUTS, Node
from allsettled.planning.tree import Tree


class Reference(NamedTuple):
    """A place where a prompt names a path, and the tasks that leave or change it.

    `inside`: it's a folder, and they have something in it.
    """

    at: int
    path: Path
    tasks: int
    inside: bool = False


class Outputs:
    """The paths that tasks leave or change (`role`), to look up what a prompt names.

    `tree` has the project's files, if they're known: a file that is named without its folder must be the only one.
    """

    def __init__(self, nodes: Sequence[Node], role: str = OUTPUTS, tree: Tree | None = None) -> None:
        self.role, self.tree = role, tree
        self._exact: dict[tuple[str, ...], Node] = {}
        self._globs: dict[tuple[str, ...], list[Node]] = {}
        self._below: dict[tuple[str, ...], int] = {}  # of each folder: the tasks with paths in it
        self._last: dict[str, list[Node]] = {}  # of each file's name: all paths that end in it, in whatever role
        for node in nodes:
            key = (node.path.root, *node.path.prefix)
            if not node.path.is_glob and not may_hold(node.path):
                self._last.setdefault(key[-1], []).append(node)
            if not node.tasks[role]:
                continue
            if node.path.is_glob:
                self._globs.setdefault(key, []).append(node)
            else:
                self._exact[key] = node
            for end in range(1, len(key)):
                self._below[key[:end]] = self._below.get(key[:end], 0) | node.tasks[role]

    def of(self, path: Path) -> Iterator[Node]:
        """Yield the paths that one is, or lies in."""
        if path.is_glob:
            return
        key = (path.root, *path.names)
        last = key[-1]
        for end in range(len(key), 0, -1):
            if (node := self._exact.get(key[:end])) is not None and end > 1:
                yield node
            for glob in self._globs.get(key[:end], ()):
                if last.endswith(glob.end) and last.startswith(glob.start) and matches(glob.path, path):
                    yield glob

    def called(self, path: Path) -> Node | None:
        """Return the file that is named without its folder, if it can be no other."""
        if len(path.names) != 1 or path.root or path.is_glob or "/" in path.text:
            return None
        known = self._last.get(path.names[0], [])
        if len(known) != 1 or not known[0].tasks[self.role] or len(known[0].path.names) == 1:
            return None
        there = [] if self.tree is None else self.tree.called(path.names[0])
        return known[0] if all(file.names == known[0].path.names for file in there) else None

    def below(self, path: Path) -> int:
        """Return the tasks that have something in a folder."""
        return self._below.get((path.root, *path.names), 0) if may_hold(path) else 0

    def named(self, prompt: Prompt) -> Iterator[Reference]:
        """Yield where a prompt names these paths, or gathers what is in their folder."""
        looks = 0
        for path, at in prompt.paths:
            for node in self.of(path):
                yield Reference(at, path, node.tasks[self.role])
            if (called := self.called(path)) is not None:
                yield Reference(at, called.path, called.tasks[self.role])
            if looks < MOST and (inside := self.below(path)):
                looks += 1
                if gathers(prompt, at):
                    yield Reference(at, path, inside, inside=True)


def by_name(ids: Sequence[str], agents: Sequence[str]) -> Mapping[str, int]:
    """Return the tasks that a name (folded) may stand for: the one of this id, or else all of this agent."""
    tasks: dict[str, int] = {}
    for index, agent in enumerate(agents):
        tasks[agent.casefold()] = tasks.get(agent.casefold(), 0) | 1 << index
    for index, id_ in enumerate(ids):
        tasks[id_.casefold()] = 1 << index
    return tasks
