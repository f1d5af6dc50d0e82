"""Which part of the evidence a log is about: where it names its sessions, and those are there, theirs alone."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from allsettled.document.model import Document
from allsettled.evidence.model import Dispatch, Evidence
from allsettled.evidence.verifying.likeness import Known
from allsettled.evidence.verifying.matching import Match
from allsettled.evidence.verifying.naming import is_nameable, named_sessions


def of_named(document: Document, evidence: Evidence) -> Evidence:
    """Return the evidence of the sessions that a log names, if any of them is there; else all of it.

    What no label could name (a session's id is missing, or a plain word) goes with its file.
    """
    ids = frozenset(named_sessions(document))
    theirs = {path for one in evidence.dispatches if not ids.isdisjoint(one.sessions) for path in one.paths}
    dispatches = tuple(
        one
        for one in evidence.dispatches
        if not ids.isdisjoint(one.sessions) or not (theirs.isdisjoint(one.paths) or any(map(is_nameable, one.sessions)))
    )
    if not dispatches:
        return evidence
    if not all(any(id_ in one.sessions for one in dispatches) for id_ in ids):
        return replace(evidence, dispatches=dispatches)  # what could not be read may be theirs
    files = tuple(file for file in evidence.files if _is_of(file.path, theirs))
    unread = tuple(file for file in evidence.unread if _is_of(file.path, theirs))
    return replace(evidence, dispatches=dispatches, files=files, unread=unread)


def _is_of(path: str, transcripts: Collection[str]) -> bool:
    """Say whether a file is one of some transcripts, or lies in the folder that belongs to one: `ID/` to `ID.jsonl`."""
    if path in transcripts:
        return True
    folders = (one.removesuffix(".jsonl") for one in transcripts)
    return path.startswith(tuple(f"{folder}{mark}" for folder in folders for mark in "/\\"))


def touched_by(matches: Sequence[Match]) -> frozenset[str]:
    """Return the sessions that a log speaks of, and their files."""
    found = (match.taken.dispatch for match in matches if match.taken is not None and not match.claim.loose)
    return frozenset(told for dispatch in found for told in _told(dispatch))


def of_touched(left: Sequence[Known], touched: frozenset[str]) -> list[Known]:
    """Return the runs of the sessions that a log speaks of: of several, some may have logs of their own.

    If it speaks of none, it's held against all.
    """
    return [known for known in left if not touched or not touched.isdisjoint(_told(known.dispatch))]


def _told(dispatch: Dispatch) -> set[str]:
    """Return the sessions that a dispatch is part of, and its files: one that tells no session is of its file's."""
    return {*dispatch.sessions, *dispatch.paths}
