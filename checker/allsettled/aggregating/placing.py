"""The results of a dispatch, put into the record that its log holds: in place, and nothing that a person wrote is lost.

What is put in is stamped with a digest of each part. A part that its digest still fits hasn't been changed by anybody,
and the next results may take its place; another one was written by hand.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from allsettled.aggregating.patching import Home, Patch, edits, home_of, patches
from allsettled.aggregating.stamping import MEASURED, OWNED, Stamp, stamp_line, stamp_of
from allsettled.document import parse
from allsettled.document.model import Paragraph, Table
from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.protocol.layout import part_of
from allsettled.protocol.reading import read
from allsettled.protocol.record import Metrics, Record
from allsettled.protocol.value import Protocol
from allsettled.subject.duties import read_duties
from allsettled.subject.numbered import index_of
from allsettled.subject.placeholders import is_placeholder
from allsettled.subject.state import State, read_state

_TOLD = "to keep it and put in the rest, add --keep; to replace it, --force"


class Placed(NamedTuple):
    """What puts results into a log: into the record of that `number`, from 1.

    `kept` are the parts that were written by hand; `timeless` says that the record's Dispatch Log stays empty.
    """

    edits: tuple[Edit, ...]
    number: int
    kept: tuple[str, ...] = ()
    timeless: bool = False


class Hand(StrEnum):
    """What is done with parts that were written by hand."""

    REFUSE = "refuse"
    KEEP = "keep"
    REPLACE = "replace"


def place(
    text: str,
    made: Record,
    protocol: Protocol,
    *,
    number: int | None = None,
    by_hand: Hand = Hand.REFUSE,
    decided: Collection[str] = (),
) -> Placed:
    """Return the edits that put the results in `made` into a log's text (line feeds for line ends).

    `number` says which of the log's records it is; else it's the one that names these agents, or the only one.
    `decided` are the parts with a person's decisions in them: they stay written by hand.

    UserError: there is no such record, the log is closed or a part was written by hand (both only with `REFUSE`), or
    the results can't be put in so that all reads back as it was.
    """
    document = parse(text)
    records = read(document, protocol)
    if by_hand is Hand.REFUSE and read_state(document, list(read_duties(document))) is State.CLOSED:
        raise UserError(
            "the log is closed", hint="open it (`- **Status**: OPEN` in its head), or add --keep or --force"
        )
    index = chosen(records, made, number)
    old = records[index]
    home = home_of(document, old, protocol)
    stamp = stamp_of(home)
    kept = () if by_hand is Hand.REPLACE else tuple(_by_hand(old, made, stamp))
    if kept and by_hand is Hand.REFUSE:
        raise _refusal(kept[0], old, made, protocol)
    keys = tuple(key for key in (*OWNED, *_measured(old, made, stamp)) if key not in kept)
    expected = old._replace(**{key: getattr(made, key) for key in keys})
    new = _edited(home, made, keys, stamp, stamp_line(expected, keys, stamp, decided), protocol)
    whole = _applied(text, new)
    again = read(parse(whole), protocol)
    if again != (*records[:index], expected, *records[index + 1 :]):
        raise UserError(
            "the results can't be put into its record so that all reads back as it was",
            span=old.place("results"),
            hint="give its parts the headings and tables that `allsettled new log` writes",
        )
    return Placed(tuple(new) if whole != text else (), index + 1, kept, timeless=not expected.runs)


def strategy_of(text: str, protocol: Protocol, number: int | None = None) -> str:
    """Return the strategy that a log's record has, if it's the only one or is named by its number; else nothing."""
    records = read(parse(text), protocol)
    wanted = records[number - 1 : number] if number is not None else records if len(records) == 1 else ()
    return next((record.strategy for record in wanted if record.strategy in protocol.strategies), "")


def chosen(records: tuple[Record, ...], made: Record, number: int | None) -> int:
    """Return the index of the record that is meant. Raises UserError if there's none, or it can't be told."""
    if not records:
        raise UserError("the log has no record", hint="begin one with `allsettled new log`")
    if number is not None:
        return index_of(number, records)
    if len(records) == 1:
        return 0
    agents = {row.agent.casefold() for row in made.outputs}
    fitting = [i for i, record in enumerate(records) if agents == {name.casefold() for name in record.agents()}]
    fitting = fitting or [i for i, record in enumerate(records) if not record.agents()]
    if len(fitting) != 1:
        raise UserError(
            f"the log has {len(records)} records, and it can't be told which of them is meant",
            hint="say which: --record N",
        )
    return fitting[0]


def _measured(old: Record, made: Record, stamp: Stamp | None) -> tuple[str, ...]:
    """Return the keys of the parts that may be filled in: they're blank, or as they were put in the last time."""
    if not made.runs or not old.has("runs"):
        return ()
    blank = not old.runs and old.metrics == Metrics()
    ours = stamp is not None and all(stamp.fits(key, old) for key in MEASURED if old.has(key))
    return tuple(key for key in MEASURED if old.has(key)) if blank or ours else ()


def _by_hand(old: Record, made: Record, stamp: Stamp | None) -> Iterator[str]:
    """Yield the keys of the parts that somebody wrote, or changed since they were put in, the result first."""
    for key in sorted(OWNED, key=lambda key: key != "result"):
        value = getattr(old, key)
        blank = not value or (isinstance(value, str) and is_placeholder(value))
        if not blank and value != getattr(made, key) and not (stamp is not None and stamp.fits(key, old)):
            yield key


def _refusal(key: str, old: Record, made: Record, protocol: Protocol) -> UserError:
    if key == "strategy":
        message = f"the log's strategy is {old.strategy}, not {made.strategy}"
        hint = f"give --strategy {old.strategy}, or change the log; {_TOLD}"
        return UserError(message, span=old.place("strategy"), hint=hint)
    return UserError(f"{part_of(key, protocol).title} was written by hand", span=old.place(key), hint=_TOLD)


def _edited(
    home: Home, made: Record, keys: Sequence[str], stamp: Stamp | None, line: str, protocol: Protocol
) -> list[Edit]:
    found = list(patches(home, made, keys, protocol))
    section = home.sections.get("outputs")
    title = f" {part_of('outputs', protocol).title}"
    if stamp is not None:
        found.append(Patch(stamp.span.line, stamp.span.end_line, (line,)))
    elif section is None:
        at = next(i for i, patch in enumerate(found) if any(one.endswith(title) for one in patch.lines))
        found[at] = found[at]._replace(lines=(*found[at].lines, "", line))
    else:
        table = next((block for block in section.blocks if isinstance(block, Table | Paragraph)), None)
        at = table.span.end_line if table is not None else section.span.end_line
        found.append(Patch(at + 1, at, ("", line)))
    return edits(home.document.text, found)


def _applied(text: str, new: Iterable[Edit]) -> str:
    parts, at = [], 0
    for edit in new:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])
