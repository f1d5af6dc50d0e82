"""Which sessions a log says that it's about."""

import re

from allsettled.document.model import Document
from allsettled.subject.labels import section_labels

_LABELS = ("session", "sessions", "session id")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")


def named_sessions(document: Document) -> list[str]:
    """Return the ids that stand behind the label `Session`, in the head or under a dispatch, each once."""
    found: dict[str, None] = {}
    for section in document.root.walk():
        for name, value in section_labels(section):
            if name in _LABELS:
                ids = (part.strip(" `*_") for part in value.text.split(","))
                found |= {id_: None for id_ in ids if is_nameable(id_)}
    return list(found)


def is_nameable(id_: str) -> bool:
    """Say whether an id is long enough, and strange enough, to be taken for one behind a label."""
    return _ID.fullmatch(id_) is not None and any(map(str.isdigit, id_))
