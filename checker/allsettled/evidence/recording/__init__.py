"""A session log from evidence: what ran, when, and how it ended. What only a person can say is marked `not assessed`.

Nothing is invented: a state that isn't known stays unsettled (and the log open), and no prompt and no report is copied.
"""

from allsettled.evidence.recording.appending import append
from allsettled.evidence.recording.log import Recording, record_log

__all__ = ["Recording", "append", "record_log"]
