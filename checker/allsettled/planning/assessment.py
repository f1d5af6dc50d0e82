"""A plan, assessed: what binds its tasks, the verdict on it, and the order to dispatch it in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from allsettled.planning.network import Network, connect
from allsettled.planning.ordering import Order, order, width_of
from allsettled.planning.simulation import known_durations
from allsettled.planning.tree import Tree
from allsettled.planning.value import Plan
from allsettled.planning.verdict import Verdict, judge
from allsettled.protocol.value import BUILT_IN, Protocol


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that can be told of a plan without running it."""

    network: Network
    verdict: Verdict
    order: Order

    @property
    def plan(self) -> Plan:
        """Return the plan."""
        return self.network.plan


def assess(
    plan: Plan,
    *,
    prompt_files: Mapping[str, str] | None = None,
    files: Iterable[str] | None = None,
    protocol: Protocol = BUILT_IN,
    agents: Collection[str] | None = None,
    measured: Mapping[str, float] | None = None,
) -> Assessment:
    """Return the assessment of a plan (FR-1.2, FR-4.1, NFR-2.3).

    `prompt_files`: the texts of the prompt files that could be read, by their paths as the plan has them. `files`: the
    project's files, by their paths from its folder with `/`; None if they aren't known, and then nothing is said of
    files that don't exist. `agents`: the names of the agents there are, None if they aren't known. `measured`: seconds
    by task id or agent name. Raises UserError for more globs than can be compared.
    """
    tree = None if files is None else Tree(files)
    network = connect(plan, protocol, tree)
    verdict = judge(network, prompt_files, tree, protocol, agents)
    seconds = {task: duration.seconds for task, duration in known_durations(plan, measured).items()}
    return Assessment(network, verdict, order(network, width_of(plan, protocol), seconds))
