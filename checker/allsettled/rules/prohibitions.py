"""A MUST NOT that is ticked as kept, and whose evidence says that it wasn't. Part of the rule `contradicted-tick`."""

import re
from collections.abc import Iterator

from allsettled.expressions import expression
from allsettled.finding import Severity
from allsettled.rules import Problem
from allsettled.subject.duties import Duty

_HINT = "untick it and write why it couldn't be kept, or say how it was"
_MUST_NOT_CHANGE = expression(r"(?:update|modify|edit|change|alter|touch|overwrite|write)\b", re.IGNORECASE)
_CHANGED = expression(
    r"(?:updated|modified|edited|changed|altered|overwr(?:ote|itten)|rewr(?:ote|itten)|replaced|added|appended)\b(?!:)",
    re.IGNORECASE,
)
_ALLOWED = expression(
    r"\b(?:instead|rather|elsewhere|only|other|another|through|via|by|nothing|no|not(?! updated)|un\w+ed"
    r"|memor(?:y|ies)|log)\b",
    re.IGNORECASE,
)
_FILE = expression(r"[\w.-]+\.[A-Za-z]{2,4}\b")


def broken(duty: Duty) -> Iterator[Problem]:
    """A prohibition of a change, ticked as kept, whose evidence begins by saying what was changed, and nothing else."""
    words = duty.evidence
    if words is None or not _MUST_NOT_CHANGE.match(duty.step.text) or not _CHANGED.match(words.text):
        return
    others = set(_FILE.findall(words.text)) - set(_FILE.findall(duty.step.text))
    if not others and not _ALLOWED.search(words.text):
        message = f'this is ticked as kept, and its evidence says what was changed: "{words.text}"'
        yield Problem(words.span, message, _HINT, Severity.WARNING)
