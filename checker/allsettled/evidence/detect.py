"""Which harness wrote a file, told by its records and never by its name."""

from collections.abc import Iterable, Mapping
from typing import Any

from allsettled.evidence import claude_code, codex, copilot, gemini, journal, opencode, otel
from allsettled.evidence.harness import Harness

HARNESSES: tuple[Harness, ...] = (journal, claude_code, opencode, copilot, codex, gemini, otel)


def harness_of(records: Iterable[Mapping[str, Any]]) -> Harness | None:
    """Return the harness whose record comes first among these, or None if none is known."""
    for record in records:
        for harness in HARNESSES:
            if harness.recognises(record):
                return harness
    return None


def by_name(name: str) -> Harness:
    """Return the harness of a name that `harness_of` gave."""
    return next(harness for harness in HARNESSES if name == harness.NAME)
