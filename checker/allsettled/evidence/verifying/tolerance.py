"""How far a time of a log may be off: the harness's own times are good to some seconds, and people round.

Within 5 seconds or 5 % of the run, whichever is more, and never more than 5 minutes. On real sessions a synchronous
run's times were good to about one second, a background run's to about five.
"""

from datetime import datetime, timedelta

from allsettled.evidence.model import AgentRun

LEAST = timedelta(seconds=5)
SHARE = 0.05
MOST = timedelta(minutes=5)


def tolerance(run: AgentRun, coarse: bool = False) -> timedelta:
    """Return how far a start or a finish may be off; `coarse`: the log gives its times to the minute."""
    length = run.seconds or 0.0
    least = max(LEAST, timedelta(minutes=1)) if coarse else LEAST
    return max(least, min(MOST, timedelta(seconds=length * SHARE)))


def close(said: datetime, real: datetime, run: AgentRun, coarse: bool = False) -> bool:
    """Say whether a stated time is a run's."""
    return abs(said - real) <= tolerance(run, coarse)
