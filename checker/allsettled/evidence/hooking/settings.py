"""The part of Claude Code's settings that has our hook run."""

from collections.abc import Mapping
from typing import Any

COMMAND = "allsettled hook claude-code"

EVENTS: Mapping[str, int] = {
    "PostToolBatch": 10,
    "SubagentStart": 10,
    "SubagentStop": 10,
    "Stop": 60,
    "SessionEnd": 10,
}
"""The events that the hook takes, each with the seconds that it's given."""


def settings(command: str = COMMAND) -> dict[str, Any]:
    """Return what belongs into `.claude/settings.json`, as a JSON value."""
    return {
        "hooks": {
            event: [{"hooks": [{"type": "command", "command": command, "timeout": seconds}]}]
            for event, seconds in EVENTS.items()
        }
    }
