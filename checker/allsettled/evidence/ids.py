"""Ids as they can stand in a table, a line and a page: a stranger's may be anything at all.

Harnesses' ids are words (`toolu_01Sw7J`, `call-3`, UUIDs, `name@team`). What isn't one is replaced by its digest, the
same wherever it stands, so that nothing that is joined by it comes apart.
"""

import hashlib
import re
from dataclasses import replace

from allsettled.evidence.model import Dispatch
from allsettled.evidence.union import ordered

_PLAIN = re.compile(r"(?=.*[A-Za-z0-9])[\w.:@#=~+-]{1,200}", re.ASCII)
_WORDS = frozenset({"n/a", "none", "tbd", "todo", "pending"})  # in a log these say that there's nothing to say


def with_plain_ids(dispatch: Dispatch) -> Dispatch:
    """Return a dispatch, all of whose ids are plain words or empty."""
    agents = tuple(
        run
        if _is_plain(run.id) and _is_plain(run.agent_id)
        else replace(run, id=plain(run.id), agent_id=plain(run.agent_id))
        for run in dispatch.agents
    )
    own = plain(dispatch.id), plain(dispatch.parent), tuple(sorted({plain(one) for one in dispatch.sessions}))
    if agents == dispatch.agents and own == (dispatch.id, dispatch.parent, dispatch.sessions):
        return dispatch
    return replace(dispatch, id=own[0], parent=own[1], sessions=own[2], agents=ordered(agents))


def plain(id_: str) -> str:
    """Return an id, or, if it's no plain word, its digest."""
    if _is_plain(id_):
        return id_
    return f"id-{hashlib.sha256(id_.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _is_plain(id_: str) -> bool:
    return not id_ or (_PLAIN.fullmatch(id_) is not None and id_.casefold() not in _WORDS)
