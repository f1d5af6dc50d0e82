"""Our own journal: JSON lines that a hook writes as things happen, so that nothing hangs on a transcript's format.

`line` makes a journal's line of a Claude Code hook's input; the reader reads it back. Its fields: docs/evidence.md.
"""

from collections.abc import Mapping
from typing import Any

from allsettled.evidence.harness import Home, Reader
from allsettled.evidence.journal.hook import NAME as NAME
from allsettled.evidence.journal.hook import line as line
from allsettled.evidence.journal.reader import JournalReader
from allsettled.evidence.journal.reader import recognises as recognises
from allsettled.evidence.shapes import text


def home(record: Mapping[str, Any]) -> Home | None:
    """Return the entry's session."""
    session = text(record.get("session"))
    return Home(f"journal/{session}") if session else None


def reader() -> Reader:
    """Return a reader for journals."""
    return JournalReader()
