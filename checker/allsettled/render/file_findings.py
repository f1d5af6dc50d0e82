"""What a check has to say of a file that is rendered as a whole."""

from allsettled.finding import Finding, Severity
from allsettled.render.attributes import Problem
from allsettled.render.faults import RULE as BROKEN_RULE
from allsettled.render.file_stamp import FileStamp, Whole
from allsettled.render.file_states import FileStatus, FreshFile, file_digest
from allsettled.render.markers import Style
from allsettled.render.platforms.problem import Problem as BudgetProblem
from allsettled.render.states import State
from allsettled.span import FILE

STALE_RULE = "stale-file"
EDITED_RULE = "edited-file"
OVERRIDDEN_RULE = "overridden-file"
ORPHANED_RULE = "orphaned-file"
BUDGET_RULE = "over-budget"


def file_finding(status: FileStatus, fresh: FreshFile, path: str) -> Finding | None:
    """Return the finding of a file, or None if nothing is to be said. `path` is how the user names it."""
    made = f"rendered from {source_name(fresh.source)}"
    severity, rule, hint = Severity.ERROR, STALE_RULE, "run `allsettled render`"
    match status.state:
        case State.STALE if status.says_the_same:
            message = "the file says what it should, but its stamp or its layout is out of date"
        case State.STALE:
            message = f"the file is out of date: it is {made}"
        case State.NEW:
            message = f"the file has not been rendered yet: it is {made}"
        case State.ADOPTABLE:
            message = f"the file says what it should, but has no stamp yet: it is {made}"
        case State.EDITED:
            rule, message = EDITED_RULE, f"the file was edited by hand, but it is {made}"
            if status.found is None:
                message = f"the file was not rendered, and is to be {made}"
            hint = (
                f"move the edit to {source_name(fresh.source)} and drop it here: `allsettled render --force {path}`;"
                f" or keep it: `allsettled render --accept {path}`"
            )
        case State.OVERRIDDEN:
            severity, rule = Severity.NOTE, OVERRIDDEN_RULE
            message = "the file keeps a text of your own; it is not rendered"
            hint = f"to have it rendered again: `allsettled render --force {path}`"
        case State.BROKEN:
            return _broken(status, path)
        case _:
            return None
    return Finding(status.found.span if status.found else FILE, rule, severity, message, hint)


def is_edited(whole: Whole, style: Style) -> bool:
    """Say whether a file with a stamp says something else than what was rendered, or keeps a text of the user's own."""
    stamp = whole.stamp
    return not isinstance(stamp, FileStamp) or stamp.override or stamp.out != file_digest(whole.text, style)


def orphan_finding(whole: Whole, path: str, *, edited: bool) -> Finding:
    """Return the finding of a file that was rendered once, and that nothing renders any more."""
    source = whole.stamp.source if isinstance(whole.stamp, FileStamp) else ""
    message = f"nothing renders this file any more: it was rendered from {source_name(source) or 'a source'}"
    hint = "delete it: `allsettled render --prune`"
    if edited:
        message += ", and was edited by hand since"
        hint = f"delete it all the same: `allsettled render --prune --force {path}`; or keep it: take out its stamp"
    return Finding(whole.span, ORPHANED_RULE, Severity.ERROR, message, hint)


def budget_finding(problem: BudgetProblem) -> Finding:
    """Return the finding of a file that is too big for a platform."""
    return Finding(problem.span, BUDGET_RULE, problem.severity, problem.message, problem.hint)


def _broken(status: FileStatus, path: str) -> Finding:
    if status.conflict is not None:
        hint = "resolve what the file is rendered from, then run `allsettled render --resolve`"
        message = "a merge conflict stands in a file that is rendered as a whole"
        if not status.conflict.whole:
            message, hint = f"{message}, half resolved", f"resolve it by hand, or `allsettled render --force {path}`"
        return Finding(status.conflict.span, BROKEN_RULE, Severity.ERROR, message, hint)
    found = status.found
    problem = found.stamp if found and isinstance(found.stamp, Problem) else Problem(0, 0, "it cannot be read", "")
    span = found.span if found else FILE
    return Finding(span, BROKEN_RULE, Severity.ERROR, f"broken stamp: {problem.message}", problem.hint)


def source_name(source: str) -> str:
    """Return what a file is rendered from, as messages name it."""
    kind, colon, id_ = source.partition(":")
    return f"the section {id_}" if colon and kind == "section" else source
