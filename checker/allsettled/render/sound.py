"""Whether a marker can be used: where it stands, and its attributes."""

import re
from collections.abc import Mapping

from allsettled.render.attributes import Attributes, clip, fits_id
from allsettled.render.blocks import Seat, Where
from allsettled.render.faults import Fault, Kind
from allsettled.render.lines import Line
from allsettled.render.markers import SIGN, Found
from allsettled.span import Span

_CONTAINER = re.compile(r"(?:[ \t>*+-]|\d{1,9}+[.)]|\[[ xX]\])*+")
_OWN_LINE = "put the marker on a line of its own, from the first column"


def usable_id(values: Mapping[str, str]) -> str | None:
    """Return the id among a marker's attributes, if there is one and it can be one."""
    id_ = values.get("id")
    return id_ if id_ is not None and fits_id(id_) else None


def is_shown(line: str, found: Found) -> bool:
    """Say whether a marker behind other text is in a code span, or its comment is escaped."""
    before = line[: found.start]
    return "`" in before or before.endswith("\\")


def misplaced(found: Found, line: Line, seat: Seat) -> Fault | None:
    """Return what is wrong with the place of a marker, or None."""
    before, after = line.text[: found.start], line.text[found.stop :]
    hint = _OWN_LINE
    if not found.closed:
        kind, what = Kind.NOT_ON_ONE_LINE, "does not end on its line"
        hint = "write the whole marker on one line, up to `-->`"
    elif before and seat.where in (Where.ITEM, Where.QUOTE) and _CONTAINER.fullmatch(before):
        kind, what = Kind.IN_CONTAINER, f"stands in {seat.where.value}, and a region cannot be part of one"
    elif before and not before.strip():
        kind, what, hint = Kind.INDENTED, "is indented", "move it to the first column"
    elif before or after.strip():
        kind, what = Kind.NOT_ALONE, "shares its line with other text"
    else:
        return None
    return Fault(kind, found.span(line.number), f"the {found.word} marker {what}", hint)


def malformed(found: Found, attributes: Attributes, span: Span) -> Fault | None:
    """Return what is wrong with the attributes of a marker that stands at `span`, or None."""
    if not found.closed or found.word == "stamp":  # its content is cut short, or another grammar's
        return None
    values, problem = attributes
    id_ = values.get("id")
    if problem:
        column = found.content_start + 1
        span = Span(span.line, column + problem.start, span.line, column + problem.stop)
        kind, message, hint = Kind.ATTRIBUTE, problem.message, problem.hint
    elif id_ is None:
        kind, message = Kind.ID_MISSING, f"the {found.word} marker has no id"
        hint = f"write `{SIGN}{found.word} id=NAME`"
    elif not fits_id(id_):
        kind, message = Kind.ATTRIBUTE, f'"{clip(id_)}" cannot be an id'
        hint = "an id is made of letters, digits and _ . / @ : -, and has 80 characters at most"
    elif found.word == "end" and len(values) > 1:
        extra = next(key for key in values if key != "id")
        kind, message = Kind.ATTRIBUTE, f'the end marker has an attribute "{clip(extra)}"'
        hint = "write it on the begin marker"
    else:
        return None
    return Fault(kind, span, message, hint)
