"""The checklists of a session, in Markdown: what's due at its start and at its end (RFC 2119)."""

from allsettled.protocol.layout import parts
from allsettled.protocol.parts import following, heading
from allsettled.protocol.tables import pad
from allsettled.protocol.value import Protocol

COLUMNS = ("Req", "Step", "Status", "Evidence")
TITLES = {"start": "Session Start", "end": "Session End"}
_OPEN = "[ ]"


def write_duties(protocol: Protocol, phase: str) -> str:
    """Return heading and table of what is due in a phase (`start` or `end`), or an empty text if nothing is."""
    rows = [(duty.level, duty.step, _OPEN, "") for duty in protocol.duties if duty.phase == phase]
    return f"{heading(2, TITLES[phase])}\n\n{pad([COLUMNS, *rows])}\n" if rows else ""


def write_sections(protocol: Protocol) -> str:
    """Return the headings of the sections that a closed log must have, but of the checklists and the record's parts."""
    written = {TITLES[duty.phase] for duty in protocol.duties}
    written |= {demand.title for demand in protocol.sections if _in_record(demand.title, protocol)}
    titles = [demand.title for demand in protocol.sections if demand.title not in written]
    return "\n".join(heading(2, title) + "\n" for title in titles)


def _in_record(title: str, protocol: Protocol) -> bool:
    return any(following(title, (part.title, *part.aliases)) is not None for part in parts(protocol))
