"""How long agents took, as `allsettled stats --format json` says it: the durations for a simulation."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from allsettled.errors import UserError
from allsettled.planning.simulation import median

_HINT = 'it has to be what `allsettled stats` prints as JSON: {"version": 1, "dispatches": [{"agents": [...]}]}'
_ENDED_WELL = ("ok", "", None)


def read_measured(text: str, path: str = "") -> Mapping[str, float]:
    """Return the median of the seconds that each agent took, by its name. Runs that failed or didn't end are left out.

    Raises UserError if the text isn't such JSON, or measures no run.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UserError(f"not JSON: {error}", path=path or None, hint=_HINT) from None
    except RecursionError:
        raise UserError("not a file of measurements: it's nested too deep", path=path or None, hint=_HINT) from None
    dispatches = value.get("dispatches") if isinstance(value, dict) else None
    if not isinstance(dispatches, list):
        raise UserError("it has no list of dispatches", path=path or None, hint=_HINT)
    seconds: dict[str, list[float]] = {}
    for agent, duration in _runs(dispatches):
        seconds.setdefault(agent, []).append(duration)
    if not seconds:
        raise UserError(
            "no run in it has a duration", path=path or None, hint="measure other sessions, or give estimates"
        )
    return {agent: median(sorted(durations)) for agent, durations in seconds.items()}


def _runs(dispatches: list[Any]) -> Iterator[tuple[str, float]]:
    for dispatch in dispatches:
        agents = dispatch.get("agents") if isinstance(dispatch, dict) else None
        for run in agents if isinstance(agents, list) else ():
            if not isinstance(run, dict) or run.get("state") not in _ENDED_WELL:
                continue
            agent, seconds = run.get("agent"), run.get("seconds")
            if not isinstance(agent, str) or not isinstance(seconds, int | float) or isinstance(seconds, bool):
                continue
            if agent and 0 < seconds < float("inf"):
                yield agent, float(seconds)
