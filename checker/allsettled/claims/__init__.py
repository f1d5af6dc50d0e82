"""Durations, rates, percentages, factors and counts in prose and tables, and whether they agree.

The reader speaks only where the text itself says how its numbers belong together; in doubt it's silent.
"""

from collections.abc import Iterator

from allsettled.claims.problem import Kind, Problem
from allsettled.document.model import Document

__all__ = ["Kind", "Problem", "problems"]


def problems(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document's claims, in the file's order, one problem a place (NFR-2.2)."""
    from allsettled.claims.reading import read  # its patterns are compiled on the first use

    return read(document)
