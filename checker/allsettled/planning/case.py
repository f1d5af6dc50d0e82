"""What a judgement has before it: the plan's network, its prompts, the project's files and the protocol."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from allsettled.planning.bits import bits
from allsettled.planning.clashing import Group, clashing, grouped
from allsettled.planning.network import Network
from allsettled.planning.prompts import Prompt
from allsettled.planning.tree import Tree
from allsettled.planning.value import Plan, Task
from allsettled.protocol.value import BUILT_IN, Protocol


@dataclass(frozen=True)
class Case:
    """A network with what can be known about its plan.

    `prompts` has each task's prompt, None where its file isn't there; `tree` is None if the files aren't known.
    """

    network: Network
    prompts: tuple[Prompt | None, ...]
    tree: Tree | None = None
    protocol: Protocol = field(default=BUILT_IN)

    @cached_property
    def clashes(self) -> tuple[Group, ...]:
        """Return what tasks share while nothing puts them in order."""
        return grouped(list(clashing(self.network)))

    @property
    def plan(self) -> Plan:
        """Return the plan."""
        return self.network.plan

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Return the plan's tasks."""
        return self.network.plan.tasks

    def ids(self, mask: int) -> tuple[str, ...]:
        """Return the ids of a set of tasks."""
        return tuple(self.tasks[task].id for task in bits(mask))

    def names(self, mask: int) -> frozenset[str]:
        """Return what a set of tasks and their agents are called."""
        return frozenset(name for task in bits(mask) for name in (self.tasks[task].id, self.tasks[task].agent))

    def told(self) -> Iterator[tuple[int, Prompt]]:
        """Yield the tasks that have a prompt."""
        for index, prompt in enumerate(self.prompts):
            if prompt is not None and prompt.text.strip():
                yield index, prompt

    def waiting(self, task: int, needed: int) -> str:
        """Return how the plan fails to put one task before another, for the end of a sentence."""
        first, second = self.tasks[needed], self.tasks[task]
        if self.plan.declared:
            if first.dispatch == second.dispatch:
                return f"both are in dispatch {second.dispatch}"
            return f"{first.id} is in dispatch {first.dispatch}, {second.id} in dispatch {second.dispatch}"
        if self.network.before[needed] >> task & 1:
            return f"{second.id} comes before {first.id}"
        return f"nothing puts {first.id} first"


def case_of(
    network: Network, prompt_files: Mapping[str, str], tree: Tree | None = None, protocol: Protocol = BUILT_IN
) -> Case:
    """Return the case of a network. `prompt_files` has the texts of prompt files, by their paths in the plan."""
    prompts: list[Prompt | None] = []
    for index, task in enumerate(network.plan.tasks):
        if not task.prompt_file:
            prompts.append(Prompt(task.prompt, index))
        elif task.prompt_file in prompt_files:
            prompts.append(Prompt(prompt_files[task.prompt_file], index, task.prompt_file))
        else:
            prompts.append(None)
    return Case(network, tuple(prompts), tree, protocol)
