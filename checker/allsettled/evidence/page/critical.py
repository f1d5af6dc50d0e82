"""The critical path of a dispatch: the runs that its length hangs on.

Agents of one message wait for nobody: the path is the run that ended last. Where several messages may be one dispatch,
as in a log's record with tiers, a run that started as another ended is taken to have waited for it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta

from allsettled.evidence.model import AgentRun

_WAITS = timedelta(seconds=5)
"""A run that started so soon after another's end may have waited for it."""


def critical_path(runs: Sequence[AgentRun], *, one_message: bool) -> tuple[AgentRun, ...]:
    """Return the run that ended last; unless all are of one message, before it the one that it waited for, and so on.

    The first one comes first. Without known times there is none.
    """
    timed = [
        (run.finished, run.started, run.id, run)
        for run in runs
        if run.started is not None and run.finished is not None and run.state.worked
    ]
    timed.sort(key=lambda one: one[:3])
    path: list[AgentRun] = []
    at = len(timed) - 1
    while at >= 0:
        _, start, _, run = timed[at]
        path.append(run)
        if one_message:
            break
        at = bisect_right(timed, start, 0, at, key=lambda one: one[0]) - 1
        if at < 0 or timed[at][0] < start - _WAITS:
            break
    return tuple(reversed(path))
