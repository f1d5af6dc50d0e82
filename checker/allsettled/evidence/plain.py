"""What strangers wrote, made fit to stand in a table, a line, a terminal and a page: a transcript may hold anything.

Harnesses' ids are words (`toolu_01Sw7J`, `call-3`, UUIDs, `name@team`). What isn't one is replaced by its digest, the
same wherever it stands, so that nothing that is joined by it comes apart. Names, tasks and errors become one line, in
which control characters are seen and do nothing.
"""

import hashlib
import re
from dataclasses import replace

from allsettled.evidence.model import AgentRun, Dispatch
from allsettled.evidence.union import ordered
from allsettled.terminal import safe

_PLAIN = re.compile(r"(?=.*[A-Za-z0-9])[\w.:@#=~+-]{1,200}", re.ASCII)
_WORDS = frozenset({"n/a", "none", "tbd", "todo", "pending"})  # in a log these say that there's nothing to say


def plain(dispatch: Dispatch) -> Dispatch:
    """Return a dispatch, all of whose ids are plain words or empty, and all of whose texts are plain lines."""
    own = plain_id(dispatch.id), plain_id(dispatch.parent), tuple(sorted({plain_id(one) for one in dispatch.sessions}))
    agents = tuple(map(_run, dispatch.agents))
    if agents == dispatch.agents and own == (dispatch.id, dispatch.parent, dispatch.sessions):
        return dispatch
    return replace(dispatch, id=own[0], parent=own[1], sessions=own[2], agents=ordered(agents))


def plain_id(id_: str) -> str:
    """Return an id, or, if it's no plain word, its digest."""
    if not id_ or (_PLAIN.fullmatch(id_) is not None and id_.casefold() not in _WORDS):
        return id_
    return f"id-{hashlib.sha256(id_.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def plain_line(text: str) -> str:
    """Return a text as one line without control characters."""
    return text if text.isascii() and text.isprintable() else safe(" ".join(text.split()))


def _run(run: AgentRun) -> AgentRun:
    own = (run.id, run.agent_id, run.agent, run.description, run.error)
    ids = plain_id(run.id), plain_id(run.agent_id)
    texts = plain_line(run.agent), plain_line(run.description), plain_line(run.error)
    if own == (*ids, *texts):
        return run
    return replace(run, id=ids[0], agent_id=ids[1], agent=texts[0], description=texts[1], error=texts[2])
