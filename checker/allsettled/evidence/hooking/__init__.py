"""What Claude Code's hooks are for: a journal while the agents run, and the log, written or checked, when they stop."""

from allsettled.evidence.hooking.settings import EVENTS, settings

__all__ = ["EVENTS", "settings"]
