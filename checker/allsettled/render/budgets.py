"""Whether a rendered file keeps to what its platform takes."""

from allsettled.document.front import split_front_matter
from allsettled.finding import Severity
from allsettled.render.platforms.model import Limit, Platform
from allsettled.render.platforms.problem import Problem
from allsettled.span import FILE, Span


def over_budget(platform: Platform, text: str, of: str = "agent") -> Problem | None:
    """Return the problem that a file is too big for a platform, or None.

    `of`: agent (an agent's file, whose front matter doesn't count), context (AGENTS.md, CLAUDE.md and their like,
    which count as a whole), skill. A limit is an error, because the rest is lost; advice is a warning. `text` is the
    file's own, line ends and all; bytes are counted in UTF-8.
    """
    for limit in platform.limits:
        if limit.of == of and (problem := _over(limit, text)):
            return problem
    return None


def _over(limit: Limit, text: str) -> Problem | None:
    body = text
    place = FILE
    if limit.of != "context":
        lines = text.removeprefix("\ufeff").split("\n")
        if front := split_front_matter(lines):
            if any(front.values.get(key) == value for key, value in limit.unless.items()):
                return None
            body = "\n".join(lines[front.span.end_line :])
            first = front.span.end_line + 1
            place = Span(first, 1, first, 1)
    size = measure(body, limit.unit)
    if size <= limit.most:
        return None
    what = {"agent": "the agent's prompt", "context": "the file", "skill": "the skill's body"}[limit.of]
    message = f"{what} has {size:,} {limit.unit}, {size - limit.most:,} too many: {limit.reason}"
    severity = Severity.ERROR if limit.kind == "limit" else Severity.WARNING
    return Problem(place, message, "render it with a smaller `size`, or move parts into files of their own", severity)


def measure(text: str, unit: str) -> int:
    """Return how many characters (code points), bytes (of UTF-8) or lines a text has."""
    match unit:
        case "bytes":
            return len(text.encode("utf-8", "surrogatepass"))
        case "lines":
            return text.count("\n") + bool(text and not text.endswith("\n"))
    return len(text)
