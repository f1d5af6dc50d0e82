"""Whether a text's headings may show that it holds a record: asked before anything is parsed."""

from collections.abc import Collection, Iterable

from allsettled.protocol.agent_sections import may_be_of_agent
from allsettled.protocol.columns import fold
from allsettled.protocol.layout import RESULTS, parts
from allsettled.protocol.value import Protocol


def beginnings(protocol: Protocol) -> tuple[str, ...]:
    """Return the headings, folded, with which a record may begin."""
    anchors = (part for part in parts(protocol) if part.anchor)
    names = (RESULTS, *(name for part in anchors for name in (part.title, *part.aliases)))
    return tuple(dict.fromkeys(map(fold, names)))


def may_show_record(titles: Iterable[str], names: Collection[str]) -> bool:
    """Say whether one of some lines may be the heading of a record's part, or of what an agent did.

    `titles` are all headings of a text, as they're written, and maybe lines that are none; `names` are the
    protocol's `beginnings`. A `no` is certain.
    """
    lines = list(titles)
    # Folded as one text, it holds each folded line: what is taken off a line's ends only makes it longer here.
    whole = "\n".join(lines).replace("*", "").replace("`", "").replace("_", " ").casefold()
    whole = " ".join(whole.split())
    likely = [name for name in names if name in whole]
    if likely and any(fold(line).startswith(name) for line in lines for name in likely):
        return True
    return any(may_be_of_agent(line) for line in lines if ":" in line)
