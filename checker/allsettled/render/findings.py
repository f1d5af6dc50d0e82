"""What a check has to say of a file's regions."""

from collections.abc import Iterable

from allsettled.finding import Finding, Severity
from allsettled.render.faults import Fault, Kind
from allsettled.render.states import State, Status
from allsettled.span import Span

STALE_RULE = "stale-region"
EDITED_RULE = "edited-region"
OVERRIDDEN_RULE = "overridden-region"


def region_findings(statuses: Iterable[Status], faults: Iterable[Fault]) -> list[Finding]:
    """Return the findings of a file, in its order. Clean regions have none; a text of the user's own is a note."""
    found = [fault.finding() for fault in faults]
    for status in statuses:
        finding = _finding(status)
        if finding:
            found.append(finding)
    return sorted(found, key=lambda finding: (finding.span, finding.rule))


def conflict_fault(status: Status) -> Fault | None:
    """Return the fault of a region with a merge conflict in it, or None."""
    conflict = status.region.conflict
    if status.state is not State.BROKEN or not conflict:
        return None
    id_ = status.region.id
    message = f'a merge conflict stands in the region "{id_}"'
    if not conflict.whole:
        message = f'a merge conflict crosses the edge of the region "{id_}", or is half resolved'
        hint = "resolve it by hand, the region's markers included"
    elif status.region.overridden:
        hint = f"a text of your own is part of it: resolve it by hand, or run `allsettled render --force {id_}`"
    else:
        hint = "resolve what the region is rendered from, then run `allsettled render --resolve`"
    return Fault(Kind.CONFLICT, conflict.span, message, hint, id_)


def _finding(status: Status) -> Finding | None:
    region = status.region
    id_ = region.id
    severity, rule, hint = Severity.ERROR, STALE_RULE, "run `allsettled render`"
    match status.state:
        case State.STALE if status.says_the_same:
            message = f'the region "{id_}" says what it should, but its stamp or its layout is out of date'
        case State.STALE:
            message = f'the region "{id_}" is out of date'
        case State.NEW:
            message = f'the region "{id_}" has not been rendered yet'
        case State.ADOPTABLE:
            message = f'the region "{id_}" says what it should, but has no stamp yet'
        case State.EDITED:
            rule, message = EDITED_RULE, f'the region "{id_}" was edited by hand'
            if not region.stamp:
                message = f'the region "{id_}" holds a text that was not rendered'
            elif region.stamp.inputs != status.fresh.inputs:
                message += ", and what it is rendered from has changed"
            hint = (
                f"keep the edit: `allsettled render --accept {id_}`; drop it: `allsettled render --force {id_}`;"
                f" or take out the markers: `allsettled eject PATH --id {id_}`"
            )
        case State.OVERRIDDEN:
            severity, rule = Severity.NOTE, OVERRIDDEN_RULE
            message = f'the region "{id_}" keeps a text of your own; it is not rendered'
            hint = f"to have it rendered again: `allsettled render --force {id_}`"
        case _:
            return None  # clean, or broken: then it is one of the faults
    span = Span(region.begin.number, 1, region.begin.number, len(region.begin.text.rstrip()) + 1)
    return Finding(span, rule, severity, message, hint)
