"""The stamp below a log's Agent Outputs: a digest of each part that was put in, which tells what a person changed."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from allsettled.aggregating.patching import Home
from allsettled.document.model import Comment
from allsettled.protocol.record import Record, plain
from allsettled.span import Span

OWNED = ("outputs", "strategy", "votes", "majority", "conflicts", "result", "failures")
"""The parts of a record that say what came of a dispatch."""

MEASURED = ("runs", "metrics")
"""The parts that are filled in where they're blank: a harness or a person may know them better."""

_STAMP = re.compile(r"aggregated by allsettled: ((?:[0-9a-f]{6}|-)(?:\.(?:[0-9a-f]{6}|-)){8})")


class Stamp(NamedTuple):
    """The digest of each part that was put in, by its key, and where the comment stands."""

    digests: Mapping[str, str]
    span: Span

    def fits(self, key: str, record: Record) -> bool:
        """Say whether a part is as it was put in."""
        return self.digests[key] == digest(record, key)


def stamp_of(home: Home) -> Stamp | None:
    """Return the stamp of a record, if results were put into it before."""
    section = home.sections.get("outputs")
    for block in section.blocks if section is not None else ():
        if isinstance(block, Comment) and (found := _STAMP.fullmatch(block.text)):
            return Stamp(dict(zip((*OWNED, *MEASURED), found[1].split("."), strict=True)), block.span)
    return None


def stamp_line(record: Record, keys: Sequence[str], stamp: Stamp | None, by_hand: Collection[str] = ()) -> str:
    """Return the stamp of a record into which some parts were put; of the others it says what it said before.

    Parts that are partly written `by_hand` have no digest.
    """
    digests = dict(stamp.digests) if stamp is not None else dict.fromkeys((*OWNED, *MEASURED), "-")
    digests |= {key: "-" if key in by_hand else digest(record, key) for key in keys}
    return f"<!-- aggregated by allsettled: {'.'.join(digests[key] for key in (*OWNED, *MEASURED))} -->"


def digest(record: Record, key: str) -> str:
    """Return the digest of a part's value."""
    from hashlib import sha256

    return sha256(json.dumps(plain(record).get(key), sort_keys=True).encode()).hexdigest()[:6]
