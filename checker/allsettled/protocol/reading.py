"""A document's records: what its sections hold of the protocol's parts."""

from collections.abc import Iterator

from allsettled.document.model import Document, Section
from allsettled.expressions import expression
from allsettled.protocol.agent_sections import AgentSection, Reader, is_vote_result, is_voting, labelled, unbracketed
from allsettled.protocol.columns import fold
from allsettled.protocol.gathering import gather
from allsettled.protocol.layout import RESULTS, parts
from allsettled.protocol.parts import Extract, Part, begins, titled
from allsettled.protocol.record import Record, build
from allsettled.protocol.tables import TablePart
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.protocol.vocabulary import Strategy

_WRAPPER = expression(r"(?:parallel )?dispatch \d+\b")


def read(document: Document, protocol: Protocol = BUILT_IN) -> tuple[Record, ...]:
    """Return the records in a document, in order, each with the place of every value.

    A part begins a record if its heading alone shows that there is one; a part that the record has already, under
    another heading, begins the next, and so does a heading `Dispatch 2`. Agents may have sections instead of rows.
    """
    return tuple(build(extract.value, extract.places) for extract in extracts(document, protocol))


def extracts(document: Document, protocol: Protocol = BUILT_IN) -> Iterator[Extract]:
    """Yield the plain values of each record in a document, with their places: what the schema is for."""
    known = parts(protocol)
    tables = {part.key: part for part in known if isinstance(part, TablePart)}
    reader = Reader(tables.values())
    current: _Open | None = None
    for section in document.sections():
        if current is not None and _WRAPPER.match(fold(section.title.text)):
            yield current.close(tables)
            current = None
        if titled(section, (RESULTS,)) is not None:
            current = current or _Open(document, section)
            current.extract.places.setdefault(("results",), section.span)
            current.homes.setdefault("results", section)
        if (told := reader.read(section)) is not None:
            if current is None or current.has_agents_of_another(told):
                if current is not None:
                    yield current.close(tables)
                current = _Open(document, told.home)
            current.told.append(told)
            current.homes.setdefault(_kind(told), section.parent)
            continue
        if current is not None and is_vote_result(section):
            current.read_result(section)
            continue
        part = next((part for part in known if part.found(section)), None)
        if part is None:
            continue
        again = current is not None and part.key in current.homes and current.homes[part.key] is not section.parent
        if current is None or again:
            if not begins(part, section):
                continue
            if current is not None:
                yield current.close(tables)
            current = _Open(document, section)
        elif not part.anchor and section.parent not in current.homes.values():
            continue
        current.read(part, section)
    if current is not None:
        yield current.close(tables)


class _Open:
    """A record that's still being read, and of its parts the sections above them."""

    def __init__(self, document: Document, section: Section) -> None:
        self.extract = Extract(document.lines)
        self.extract.places[()] = section.span
        self.homes: dict[str, Section | None] = {}
        self.told: list[AgentSection] = []

    def read(self, part: Part, section: Section) -> None:
        part.read(section, self.extract)
        self.homes.setdefault(part.key, section.parent)

    def has_agents_of_another(self, told: AgentSection) -> bool:
        """Say whether the agents of the record stand elsewhere, so that this one is of the next."""
        if _kind(told) in self.homes:
            return self.homes[_kind(told)] is not told.section.parent
        rows = [row for key in ("runs", "outputs") for row in self.extract.value.get(key, ())]
        ours = any(row.get("agent", "").casefold() == told.agent.casefold() for row in rows)
        return bool(rows) and not ours and not told.ballot

    def read_result(self, section: Section) -> None:
        """Read what a voting session ended in: `Majority: [A] (2/3)`, and the text beside it."""
        for label, value in labelled(section):
            if label == "majority" and not self.extract.value.get("majority"):
                self.extract.value["majority"] = unbracketed(value.text).strip("*_` ")
                self.extract.places[("majority",)] = value.span
        lines = self.extract.lines[section.span.end_line : section.end_line]
        place = self.extract.places.get(("majority",))
        kept = [line for n, line in enumerate(lines, section.span.end_line + 1) if place is None or n != place.line]
        if (text := "\n".join(kept).strip()) and "result" not in self.extract.value:
            self.extract.value["result"] = text
            self.extract.places[("result",)] = section.span

    def close(self, tables: dict[str, TablePart]) -> Extract:
        """Return the record, with what its sections say of agents."""
        gather(self.told, self.extract, tables)
        voting = next((one.home for one in self.told if is_voting(one.home)), None)
        if voting is not None and "strategy" not in self.extract.value:
            self.extract.value["strategy"] = str(Strategy.VOTE)
            self.extract.places[("strategy",)] = voting.span
        return self.extract


def _kind(told: AgentSection) -> str:
    return "ballots" if told.ballot else "agents"
