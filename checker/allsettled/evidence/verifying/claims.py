"""What a log says of each agent's run: its name, its status, its times and the message that started it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from allsettled.document.model import Document, Table
from allsettled.protocol.layout import part_of
from allsettled.protocol.parts import unblank
from allsettled.protocol.record import Failure, Pointer, Record, status_of, timestamp
from allsettled.protocol.tables import TablePart, clean, struck
from allsettled.protocol.vocabulary import Status
from allsettled.rules.failures import failure_rows
from allsettled.span import FILE, Span
from allsettled.subject import Subject

_TOKENS = re.compile(r"[^\s|()`,;]+")
NOWHERE = -1
"""The record of a claim that stands in none."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A run, as the log has it. `words` are what its rows hold, ids among them; `record` is the record's number.

    `statuses` are the statuses that the log gives it, each with its place; the one that weighs most comes first.
    A `loose` claim stands in a table that isn't the protocol's: it says that the agent ran, and how it ended.
    """

    name: str
    record: int = NOWHERE
    statuses: tuple[tuple[Status, Span], ...] = ()
    message: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    tier: str = ""
    repeated: bool = False
    explained: bool = False  # Failed Agents says why it failed
    action: str = ""  # what the log says was done about its failure
    loose: bool = False
    coarse: bool = False  # its record gives times to the minute
    words: frozenset[str] = frozenset()
    places: Mapping[str, Span] = field(default_factory=dict, compare=False)

    @property
    def skipped(self) -> bool:
        """Say whether the log says that the agent didn't run."""
        return bool(self.statuses) and all(status in _NOT_RUN for status, _ in self.statuses)

    def place(self, *keys: str) -> Span:
        """Return where the first of these stands that stands anywhere."""
        return next((self.places[key] for key in (*keys, "agent") if key in self.places), FILE)


_NOT_RUN = (Status.SKIPPED, Status.PENDING)


def read_claims(subject: Subject) -> list[Claim]:
    """Return the claims of a log's records, of its further tables with times, and of other tables about agents."""
    claims: list[Claim] = []
    for number, record in enumerate(subject.records):
        failures = failure_rows(record)
        claims.extend(_with_failure(claim, record, failures) for claim in _of_record(number, record, subject.document))
    own = {span.line for record in subject.records for span in record.places.values()}
    tables = list(_of_tables(subject, own))
    claims.extend(tables)
    own |= {span.line for claim in tables for span in claim.places.values()}
    for line in subject.agent_lines:
        if line.status_place.line not in own and line.reading.status is not None:
            statuses = ((line.reading.status, line.status_place),)
            claims.append(Claim(line.name, statuses=statuses, loose=True, places={"status": line.status_place}))
    times: dict[int, list[datetime]] = {}
    for claim in claims:
        times.setdefault(claim.record, []).extend(time for time in (claim.start, claim.finish) if time is not None)
    coarse = {record for record, own in times.items() if _is_coarse(own)}
    return [replace(claim, coarse=claim.record in coarse) for claim in claims]


def _is_coarse(times: Collection[datetime]) -> bool:
    """Say whether times are given to the minute: two or more of them, and no seconds anywhere."""
    return len(times) >= 2 and all(time.second == time.microsecond == 0 for time in times)


def _of_record(number: int, record: Record, document: Document) -> Iterator[Claim]:
    places = _places(record)
    outcomes = {row.agent.casefold(): (index, row) for index, row in enumerate(record.outputs)}
    last = {run.agent.casefold(): index for index, run in enumerate(record.runs)}
    failures = {row.agent.casefold(): index for index, row in enumerate(record.failures)}
    for index, run in enumerate(record.runs):
        name = run.agent.casefold()
        lines = [record.place("runs", index)]
        statuses = [(run.state, record.place("runs", index, "status"))]
        if last[name] == index and name in outcomes:
            at, outcome = outcomes[name]
            lines.append(record.place("outputs", at))
            statuses.insert(0, (outcome.state, record.place("outputs", at, "status")))
        if name in failures:
            lines.append(record.place("failures", failures[name]))
        yield Claim(
            run.agent,
            number,
            tuple((status, span) for status, span in statuses if status is not None),
            run.message,
            run.start,
            run.finish,
            run.tier,
            run.repeated,
            words=_words(document, lines),
            places=places.get(("runs", index), {}),
        )
    for index, outcome in enumerate(record.outputs):
        if outcome.agent.casefold() not in last:
            words = _words(document, [record.place("outputs", index)])
            status = record.place("outputs", index, "status")
            yield Claim(
                outcome.agent,
                number,
                ((outcome.state, status),) if outcome.state is not None else (),
                tier=outcome.tier,
                repeated=bool(outcome.note),
                words=words,
                places=places.get(("outputs", index), {}),
            )


def _with_failure(claim: Claim, record: Record, failures: Mapping[str, list[tuple[int, Failure]]]) -> Claim:
    """Return a claim with what Failed Agents says of it."""
    rows = failures.get(claim.name.casefold())
    if not rows:
        return claim
    index, row = rows[-1]
    places = {**claim.places, "action": record.place("failures", index, "action")}
    return replace(claim, explained=any(row.error for _, row in rows), action=row.action, places=places)


def _places(record: Record) -> dict[Pointer, dict[str, Span]]:
    """Return where the values of a record's rows stand, by row: `("runs", 0)`."""
    found: dict[Pointer, dict[str, Span]] = {}
    for key, span in record.places.items():
        if len(key) == 3:
            found.setdefault(key[:2], {})[str(key[2])] = span
    return found


def _words(document: Document, lines: Iterable[Span]) -> frozenset[str]:
    stretches = (document.lines[span.line - 1 : max(span.line, span.end_line)] for span in lines)
    return frozenset(word for stretch in stretches for line in stretch for word in _TOKENS.findall(line))


def _of_tables(subject: Subject, own: set[int]) -> Iterator[Claim]:
    """Yield the rows of tables that have the Dispatch Log's columns, under whatever heading."""
    part = part_of("runs", subject.protocol)
    if not isinstance(part, TablePart):
        return
    for table in subject.document.blocks():
        if isinstance(table, Table) and table.header.span.line not in own and (columns := part.columns_of(table)):
            action = _action_column(table, columns, subject)
            for row in table.rows:
                if table.torn(row) or struck(row) or row.span.line in own:
                    continue
                cells = {column.key: row.cells[index] for index, column in columns.items()}
                spell = part.spell or {}
                if action is not None:
                    cells["action"] = row.cells[action]
                texts = {key: unblank(clean(cell.text)) for key, cell in cells.items()}
                state = status_of(spell["status"](texts["status"])) if texts.get("status") else None
                if texts["agent"]:
                    yield Claim(
                        texts["agent"],
                        statuses=((state, cells["status"].span),) if state is not None else (),
                        message=texts.get("message", ""),
                        start=timestamp(texts.get("started", "")),
                        finish=timestamp(texts.get("finished", "")),
                        action=spell["action"](texts.get("action", "")),
                        words=_words(subject.document, [row.span]),
                        places={key: cell.span for key, cell in cells.items()},
                    )


def _action_column(table: Table, columns: Collection[int], subject: Subject) -> int | None:
    """Return which cell of a table's rows says what was done about a failure, if one does."""
    part = part_of("failures", subject.protocol)
    column = next(column for column in part.columns if column.key == "action") if isinstance(part, TablePart) else None
    titles = enumerate(table.header.cells)
    return next((at for at, cell in titles if column and at not in columns and column.named(cell.text)), None)
