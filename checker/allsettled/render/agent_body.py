"""The body of an agent for one platform: what its source says, with the regions in it rendered for that platform."""

from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.render.agents import AgentSource
from allsettled.render.digest import input_digest
from allsettled.render.filler import Filler
from allsettled.render.fresh import refuse_unfit
from allsettled.render.lines import tidy
from allsettled.render.markers import Style
from allsettled.render.platforms import Platform, foreign_calls
from allsettled.render.regions import Region, scan
from allsettled.render.template_error import TemplateError
from allsettled.span import Span

_ABOVE = "\n"  # so that a rule `---` at the head of a body is no front matter


class Body(NamedTuple):
    """A body's text, and what the regions in it were made from (8 hex digits each)."""

    text: str
    inputs: tuple[str, ...]


def body_for(source: AgentSource, platform: Platform, filler: Filler) -> Body:
    """Return the body of an agent for a platform; the markers of its regions are taken out.

    Raises UserError, at its place in the source, for a region that is broken or cannot be rendered, and for another
    platform's dispatch call.
    """
    whole = _ABOVE + source.body
    found = scan(whole, Style.MARKDOWN)
    if found.faults:
        fault = found.faults[0]
        raise UserError(fault.message, path=source.path, span=_moved(fault.span, source), hint=fault.hint)
    pieces: list[str] = []
    inputs: list[str] = []
    lines: list[int] = []  # of each line of the text, that of the source
    at = len(_ABOVE)
    for region in found.regions:
        text, made_from = _filled(region, source, platform, filler)
        outside = whole[at : region.begin.start]
        pieces += [outside, text]
        inputs.append(made_from)
        first = source.body_line + whole.count("\n", 0, at) - 1
        lines += [first + number for number in range(outside.count("\n"))]
        lines += [region.begin.number + source.body_line - 2] * text.count("\n")
        at = region.end.stop if text else _past_blank(whole, region.end.next)
    first = source.body_line + whole.count("\n", 0, at) - 1
    pieces.append(whole[at:])
    text = "".join(pieces).rstrip("\n") + "\n"
    lines += [first + number for number in range(text.count("\n") - len(lines) + 1)]
    _refuse_foreign(text, lines, source, platform)
    return Body(text, tuple(inputs))


def _filled(region: Region, source: AgentSource, platform: Platform, filler: Filler) -> tuple[str, str]:
    """Return a region's text for a platform, or the text that the user keeps in it, and what it is made from."""
    if region.overridden:
        return tidy(region.body), input_digest(region.body)
    try:
        attributes = {"platform": platform.id, **region.attributes}
        fresh = filler.text(filler.asked(region.id, attributes, source.path, ()))
        refuse_unfit(region.id, fresh, Style.MARKDOWN)
    except UserError as error:
        told = error.told() if isinstance(error, TemplateError) else error.message
        raise UserError(told, path=source.path, span=_moved(region.span, source), hint=error.hint) from error
    return tidy(fresh.body), fresh.inputs


def _past_blank(text: str, at: int) -> int:
    """Return the place after a blank line that follows: an empty region leaves nothing behind."""
    return at + 1 if text.startswith("\n", at) else at


def _moved(span: Span, source: AgentSource) -> Span:
    """Return a place in the body as one in the source."""
    by = source.body_line - 1 - len(_ABOVE)
    return Span(span.line + by, span.column, span.end_line + by, span.end_column)


def _refuse_foreign(text: str, lines: list[int], source: AgentSource, platform: Platform) -> None:
    for call in foreign_calls(platform, text):
        problem = call.problem(platform)
        line = lines[min(call.span.line, len(lines)) - 1]
        span = Span(line, call.span.column, line, call.span.end_column)
        hint = f"{problem.hint}; or let the section on parallel dispatch say it: it is written for each platform"
        raise UserError(problem.message, path=source.path, span=span, hint=hint)
