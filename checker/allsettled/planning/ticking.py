"""The checklist in a session log, ticked by the verdict: the boxes change, and nothing else."""

import re
from collections.abc import Sequence

from allsettled.document import parse
from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.planning.proof import Result
from allsettled.planning.verdict import Verdict
from allsettled.protocol.layout import part_of
from allsettled.protocol.reading import read
from allsettled.protocol.record import Record
from allsettled.protocol.value import Protocol
from allsettled.subject.duties import read_duties
from allsettled.subject.numbered import index_of
from allsettled.subject.state import State, read_state

_BOX = re.compile(r"\[([ xX])\](?=\s)")
_HINT = "begin one with `allsettled new log`, or add what `allsettled plan PLAN --validation` prints"


def tick(text: str, verdict: Verdict, protocol: Protocol, number: int | None = None) -> list[Edit]:
    """Return the edits that tick what passes in a log's checklist; what fails is unticked, an item of one's own left.

    `number` says which of the log's records is meant, from 1; else it's the only one whose dispatch hasn't begun.

    UserError: the log is closed, or has no such checklist, or one without a box for an item.
    """
    document = parse(text)
    if read_state(document, list(read_duties(document))) is State.CLOSED:
        raise UserError("the log is closed", hint="begin another one: `allsettled new log`")
    record = _chosen(read(document, protocol), number)
    starts = [0]
    for line in text.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    edits = []
    for item in verdict.items:
        index = next((i for i, check in enumerate(record.validation) if check.item == item.item), None)
        span = record.place("validation", index) if index is not None else None
        box = _BOX.search(document.lines[span.line - 1]) if span is not None else None
        if index is None or span is None or box is None:
            title = part_of("validation", protocol).title
            message = f'{title} has no box for the item "{item.item}"'
            raise UserError(message, span=record.place("validation"), hint=f"add the line `- [ ] {item.item}`")
        mark = "x" if item.result is Result.PASS else " " if item.result is Result.FAIL else box[1]
        at = starts[span.line - 1] + box.start(1)
        if mark != box[1].lower() and record.validation[index].mark != "waived":
            edits.append(Edit(at, at + 1, mark))
    return sorted(edits)


def _chosen(records: Sequence[Record], number: int | None) -> Record:
    if number is not None:
        return records[index_of(number, records)]
    found = [record for record in records if record.has("validation")]
    found = [record for record in found if not record.agents()] if len(found) > 1 else found
    if not found:
        raise UserError("the log has no checklist of a dispatch that is to come", hint=_HINT)
    if len(found) > 1:
        raise UserError(f"the log has {len(found)} checklists of dispatches to come", hint="say which: --record N")
    return found[0]
