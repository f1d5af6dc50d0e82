"""Which part of the evidence a log is about: where it names its sessions, and those are there, theirs alone."""

from collections.abc import Sequence
from dataclasses import replace

from allsettled.document.model import Document
from allsettled.evidence.model import Dispatch, Evidence
from allsettled.evidence.verifying.likeness import Known
from allsettled.evidence.verifying.matching import Match
from allsettled.evidence.verifying.naming import named_sessions


def of_named(document: Document, evidence: Evidence) -> Evidence:
    """Return the evidence of the sessions that a log names, if any of them is there; else all of it."""
    ids = named_sessions(document)
    dispatches = tuple(one for one in evidence.dispatches if not _told(one).isdisjoint(ids))
    if not dispatches or len(dispatches) == len(evidence.dispatches):
        return evidence
    stems = {path.removesuffix(".jsonl") for one in dispatches for path in one.paths}
    files = tuple(file for file in evidence.files if any(file.path.startswith(stem) for stem in stems))
    return replace(evidence, dispatches=dispatches, files=files)


def of_touched(left: Sequence[Known], matches: Sequence[Match]) -> list[Known]:
    """Return the runs of the sessions that a log speaks of: of several, some may have logs of their own.

    If it speaks of none, it's held against all.
    """
    touched: set[str] = set()
    for match in matches:
        if match.taken is not None and not match.claim.loose:
            touched |= _told(match.taken.dispatch)
    return [known for known in left if not touched or not touched.isdisjoint(_told(known.dispatch))]


def _told(dispatch: Dispatch) -> set[str]:
    """Return the sessions that a dispatch is part of; one that tells none is of its file's."""
    return set(dispatch.sessions or dispatch.paths)
