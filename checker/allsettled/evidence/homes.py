"""Where a session's transcript is, by its id: the folders in which Claude Code keeps its sessions.

A project's folder there is named for the folder that the session was started in, and may change while it runs: so a
session is looked for by its id, in all of them.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from allsettled.errors import UserError
from allsettled.evidence import source, urls
from allsettled.evidence.read import Session
from allsettled.evidence.sessions import sessions

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")


def projects() -> Path:
    """Return the folder that holds a folder for each project: below `CLAUDE_CONFIG_DIR`, or else in the home."""
    own = os.environ.get("CLAUDE_CONFIG_DIR")
    return (Path(own) if own else Path.home() / ".claude") / "projects"


def folder_of(project: Path) -> Path:
    """Return where the sessions are kept that were started in a folder."""
    return projects() / re.sub(r"[^A-Za-z0-9]", "-", str(project.resolve()))


def is_id(text: str) -> bool:
    """Say whether a text may be a session's id, or the first eight characters of one or more."""
    return _ID.fullmatch(text) is not None


def by_id(ids: Sequence[str], folder: Path | None = None, *, hint: str) -> tuple[Session, ...]:
    """Return the sessions with these ids, looked for below a folder, or else in all of Claude Code's.

    UserError, with `hint`: one of them isn't there, or an id's beginning fits several.
    """
    root = folder if folder is not None else projects()
    places: list[str] = []
    for id_ in ids:
        found = sorted(path for path in root.rglob(f"{id_}*.jsonl") if path.is_file()) if is_id(id_) else []
        exact = [path for path in found if path.stem == id_] or found
        if not exact:
            raise UserError(f"there is no transcript of session {id_} below {root}", hint=hint)
        if len({path.stem for path in exact}) > 1:
            raise UserError(
                f"several sessions begin with {id_}: {', '.join(path.stem for path in exact[:3])}",
                hint="write more of its id",
            )
        places.extend(map(str, exact))
    return sessions(places)


def below(folder: Path) -> tuple[Session, ...]:
    """Return the sessions of a project: those below a folder, or those that Claude Code keeps for it."""
    if not folder.is_dir():
        raise UserError("there is no such folder", path=folder)
    found = sessions([str(folder)])
    kept = folder_of(folder)
    return found or (sessions([str(kept)]) if kept.is_dir() else ())


def one(place: str) -> Session:
    """Return the session that a path or an id names. UserError: there is none, or there are several."""
    if not source.exists(place) and not urls.is_url(place) and is_id(place):
        found = by_id([place], hint="name its file, or its folder, instead of its id")
    else:
        found = sessions([place])
    if len(found) != 1:
        number = f"{len(found)} sessions" if found else "no transcript"
        raise UserError(f"it holds {number}", path=place, hint="name one session: its .jsonl, its folder or its id")
    return found[0]
