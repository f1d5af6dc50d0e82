"""The dispatches that a log doesn't hold yet, added to it without touching anything else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allsettled.document import parse
from allsettled.document.model import Document, Section
from allsettled.errors import UserError
from allsettled.evidence.model import Dispatch, Evidence
from allsettled.evidence.recording.log import is_clean, worded
from allsettled.evidence.recording.record import later_tries
from allsettled.evidence.recording.silencing import silenced
from allsettled.evidence.recording.singles import TITLE
from allsettled.files.source import Edit
from allsettled.protocol.parts import heading, titled
from allsettled.protocol.reading import read
from allsettled.protocol.record import Record
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.protocol.writing import write
from allsettled.subject.duties import read_duties
from allsettled.subject.state import State, is_end, read_state

_TOKENS = re.compile(r"[^\s|()`,;]+")
_NUMBERED = re.compile(r"(?:parallel )?dispatch (\d{1,6})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addition:
    """What is put into a log, and which dispatches that is; without an edit the log holds them all."""

    edit: Edit | None
    dispatches: tuple[Dispatch, ...] = ()


def append(text: str, evidence: Evidence, protocol: Protocol = BUILT_IN) -> Addition:
    """Return what adds to a log's text (line feeds for line ends) the dispatches that it doesn't name yet.

    They're put in front of the section that ends the session, if there is one, and else at the end.

    UserError: the log is closed and an end isn't known, or nothing can be added so that all reads back as it was.
    """
    document = parse(text)
    dispatches = missing(text, evidence.dispatches)
    if not dispatches:
        return Addition(None)
    if read_state(document, list(read_duties(document))) is State.CLOSED:
        _refuse_unsettled(dispatches)
    width = sum(one.width > 1 for one in dispatches)
    for at, level in _places(document):
        found: Addition | None = None
        for addition in _additions(document, dispatches, evidence, level, protocol):
            whole = _with(text, at, silenced(addition, protocol))
            if _kept(document, whole, width, protocol):
                more = whole[at : at + len(whole) - len(text)]
                found = found or Addition(Edit(at, at, more), dispatches)
                if is_clean(more, protocol):
                    return Addition(Edit(at, at, more), dispatches)
        if found is not None:
            return found
    raise UserError(
        "nothing can be added to it so that it reads back as it was",
        hint="close what stands open at its end (a code fence, a comment), or write a new log with --output",
    )


def missing(text: str, dispatches: Sequence[Dispatch]) -> tuple[Dispatch, ...]:
    """Return the dispatches of which a log names neither the message nor a call."""
    said = set(_TOKENS.findall(text))
    return tuple(one for one in dispatches if one.id not in said and not any(run.id in said for run in one.agents))


def _refuse_unsettled(dispatches: Sequence[Dispatch]) -> None:
    unsettled = sum(not run.state.known for one in dispatches for run in one.agents)
    if unsettled:
        raise UserError(
            f"the log is closed, and the end of {unsettled} agent{'s' * (unsettled != 1)} isn't in the transcript",
            hint="write `- **Status**: OPEN` in its head, or record them once they have ended",
        )


def _places(document: Document) -> Iterator[tuple[int, int]]:
    """Yield where an addition may go, as an offset, and the level of its headings."""
    end = next((one for one in document.sections() if one.level <= 2 and is_end(one)), None)
    if end is not None and not _holds_record(end):
        yield _offset(document, end), 2
    for level in (2, 1):
        yield len(document.text), level


def _holds_record(section: Section) -> bool:
    return any(_NUMBERED.match(below.title.text) for below in section.walk())


def _offset(document: Document, section: Section) -> int:
    return sum(len(line) + 1 for line in document.text.split("\n")[: section.span.line - 1])


def _additions(
    document: Document, dispatches: Sequence[Dispatch], evidence: Evidence, level: int, protocol: Protocol
) -> Iterator[str]:
    first = _next_number(document, protocol)
    known = set(_TOKENS.findall(document.text))

    def numbered(records: Sequence[Record], protocol: Protocol) -> str:
        together = [one for one in dispatches if one.width > 1]
        passages = []
        for number, (record, dispatch) in enumerate(zip(records, together, strict=True), start=first):
            passages.append(heading(level, f"Dispatch {number}") + "\n")
            strange = [session for session in dispatch.sessions if session not in known]
            if strange:
                passages.append(f"- **Session**: {', '.join(strange)}\n")
            passages.append(write(record, protocol, deeper=level - 1))
        return "\n".join(passages)

    again = any(titled(section, (TITLE,)) is not None for section in document.sections())
    title = f"{TITLE}, continued" if again else TITLE
    yield from worded(dispatches, later_tries(evidence.dispatches), protocol, numbered, title)


def _next_number(document: Document, protocol: Protocol) -> int:
    numbers = [
        int(found[1]) for section in document.sections() if (found := _NUMBERED.match(section.title.text.strip("*_ ")))
    ]
    return max([len(read(document, protocol)), *numbers]) + 1


def _with(text: str, at: int, addition: str) -> str:
    """Return a text with an addition that stands in paragraphs of its own."""
    before, after = text[:at], text[at:]
    gap = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    return before + gap + addition + ("\n" if after else "") + after


def _kept(document: Document, whole: str, added: int, protocol: Protocol) -> bool:
    """Say whether a text reads back as the log's own records and the added ones."""
    old, new = read(document, protocol), read(parse(whole), protocol)
    if len(new) != len(old) + added:
        return False
    left = iter(new)
    return all(record in left for record in old)
