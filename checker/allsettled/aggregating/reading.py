"""One agent's file, read: what it says if it can be used, and else why not, with the line."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import NamedTuple

from allsettled.aggregating.passage import passage, summary
from allsettled.aggregating.points import read_point, read_severity
from allsettled.aggregating.values import SEVERITIES, Returned
from allsettled.aggregating.wording import name
from allsettled.document import normalise, parse
from allsettled.document.model import Document
from allsettled.errors import UserError
from allsettled.protocol import output as form
from allsettled.protocol.output import Output
from allsettled.protocol.parts import one_line, unblank
from allsettled.protocol.record import timestamp
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Status
from allsettled.shape.json_text import JsonError, read_json
from allsettled.span import FILE, Span


class Left(NamedTuple):
    """A file that an agent left, by its path from the project's folder: its text, or why it can't be read.

    One that is `absent` was to be there and isn't.
    """

    path: str
    text: str = ""
    problem: UserError | None = None
    absent: bool = False


@dataclass(frozen=True)
class Reading:
    """What a file says of an agent: `returned` if it can be used, else the `error`, place included."""

    left: Left
    agent: str
    tier: str
    places: dict[str, Span]
    returned: Returned | None = None
    error: str = ""
    notes: tuple[UserError, ...] = ()

    @property
    def stem(self) -> str:
        """Return the file's name without its endings."""
        return name(PurePosixPath(self.left.path).name.partition(".")[0] or self.left.path)

    def claims(self, agent: str) -> bool:
        """Say whether the file says that it's an agent's, or doesn't say whose it is."""
        return not self.agent or self.agent.casefold() == name(agent).casefold()

    def is_of(self, agent: str) -> bool:
        """Say whether the file says that it's an agent's."""
        return bool(self.agent) and self.claims(agent)

    def place(self, key: str) -> str:
        """Return `path:line` of a value in the front matter, or of the file's first line."""
        return f"{self.left.path}:{self.places.get(key, FILE).line}"


def read_left(left: Left, protocol: Protocol) -> Reading:
    """Return what a file says. Never raises: what is wrong with it is its agent's error."""
    if left.absent:
        return Reading(left, "", "", {}, error=f"there is no output at {left.path}")
    if left.problem is not None:
        return Reading(left, "", "", {}, error=_told(left, left.problem))
    try:
        output, document = _read(left, protocol)
    except UserError as problem:
        agent, tier = _salvaged(left, protocol)
        return Reading(left, agent, tier, {}, error=_told(left, problem))
    places = {str(pointer[0]): span for pointer, span in output.places.items() if len(pointer) == 1}
    reading = Reading(left, name(output.agent) if output.agent else "", _tier(output, protocol), places)
    fault = _fault(output, document, protocol)
    if fault is not None:
        key, message = fault
        return replace(reading, error=f"{reading.place(key)}: {message}")
    returned, notes = _returned(reading, output, document)
    return replace(reading, returned=returned, notes=notes)


def _salvaged(left: Left, protocol: Protocol) -> tuple[str, str]:
    """Return the agent and the tier that front matter names in so many words, though it can't be read as a whole."""
    values: dict[str, str] = {}
    for line in left.text.split("\n")[1:30]:
        key, colon, value = line.partition(":")
        if line.strip() == "---":
            break
        if colon and key in ("agent", "tier"):
            values.setdefault(key, value.strip().strip("\"'"))
    agent, tier = values.get("agent", ""), values.get("tier", "")
    return name(agent) if agent and not agent.startswith(("[", "{")) else "", tier if tier in protocol.tiers else ""


def _told(left: Left, problem: UserError) -> str:
    line = problem.span.line if problem.span is not None else 1
    return f"{left.path}:{line}: {problem.message}"


def _read(left: Left, protocol: Protocol) -> tuple[Output, Document | None]:
    if left.path.lower().endswith(".json"):
        found = read_json(normalise(left.text))
        if not isinstance(found.value, dict):
            raise JsonError("it is no object with the fields of an output", span=FILE)
        return form.build(found.value, found.places), None
    document = parse(left.text)
    if not left.text.strip():
        raise UserError("the file is empty", span=FILE)
    if document.front_matter is None:
        raise UserError("it has no front matter that says whose output it is, and how it ended", span=FILE)
    if document.front_matter.error:
        message = f"its front matter can't be read: {document.front_matter.error}"
        raise UserError(message, span=document.front_matter.error_span)
    return form.read(document, protocol), document


def _tier(output: Output, protocol: Protocol) -> str:
    return output.tier if output.tier in protocol.tiers else ""


def _fault(output: Output, document: Document | None, protocol: Protocol) -> tuple[str, str] | None:
    """Return what makes an output unusable: where, and what. Its agent, how it ended and its tier must be known."""
    words = ", ".join(status for status in Status if status.settled)
    if not output.agent:
        return "agent", "it doesn't say whose output it is: `agent` is missing"
    if not output.status:
        return "status", "it doesn't say how it ended: `status` is missing"
    if output.state is None:
        return "status", f'its status is "{one_line(output.status)}", which is none of {words}'
    if output.tier and output.tier not in protocol.tiers:
        return "tier", f'its tier is "{one_line(output.tier)}", which is none of {", ".join(protocol.tiers)}'
    if output.state is Status.COMPLETE and not (output.verdict or output.findings or summary(output, document).text):
        return "status", "it says COMPLETE, and holds nothing else"
    return None


def _returned(reading: Reading, output: Output, document: Document | None) -> tuple[Returned, tuple[UserError, ...]]:
    notes: list[UserError] = []
    times = {}
    for key in ("started", "finished"):
        text = getattr(output, key)
        times[key] = text if timestamp(text) is not None else ""
        if text and not times[key]:
            notes.append(
                _note(reading, key, f'{key}: "{one_line(text)}" is no time with its zone', "2026-01-05T09:00:00Z")
            )
    points = []
    for number, point in enumerate(output.findings):
        points.append(read_point(point))
        if point.severity and not read_severity(point.severity):
            span = output.places.get(("findings", number, "severity"), FILE)
            message = f'"{one_line(point.severity)}" is no severity, so the finding counts without one'
            notes.append(UserError(message, path=reading.left.path, span=span, hint=f"write {', '.join(SEVERITIES)}"))
    status = output.state or Status.FAILED
    error = unblank(one_line(output.error))
    if not status.settled:
        status, error = Status.TIMEOUT, f"{reading.place('status')}: it still says {status}"
    elif not error and status in (Status.FAILED, Status.TIMEOUT, Status.BLOCKED):
        error = f"{reading.place('status')}: it says {status} and gives no error"
    said, missing = summary(output, document), passage(output.missing)
    returned = Returned(
        reading.agent,
        status,
        reading.tier,
        reading.left.path,
        summary=said.text,
        goes_on=said.goes_on,
        points=tuple(points),
        recommendation=one_line(output.verdict),
        confidence=one_line(output.confidence),
        error=error,
        missing=missing.text + " …" * missing.goes_on,
        started=times["started"],
        finished=times["finished"],
    )
    return returned, tuple(notes)


def _note(reading: Reading, key: str, message: str, right: str) -> UserError:
    return UserError(message, path=reading.left.path, span=reading.places.get(key), hint=f"write it as {right}")
