"""From agents' sections to the rows of a record: the same values as in tables, with the places where they stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from allsettled.protocol.agent_sections import AgentSection, unbracketed
from allsettled.protocol.parts import Extract, Restated
from allsettled.protocol.tables import TablePart

_ROWS = ("runs", "outputs", "votes", "failures")
_CHOICES = ("recommendation", "confidence")


def gather(told: Sequence[AgentSection], into: Extract, parts: Mapping[str, TablePart]) -> None:
    """Add what sections say of agents to a record. Where a table has a row for the agent, its values come first.

    A value that the row has already is noted as said again.
    """
    if not told:
        return
    tables = {key: _numbers(into.value[key]) for key in _ROWS if key in into.value}
    timed = "runs" in tables or any(one.timed for one in told)
    for one in told:
        wanted = {
            "runs": timed and not one.ballot,
            "outputs": not one.ballot,
            "votes": any(part == "votes" for part, _ in one.values),
            "failures": any(part == "failures" for part, _ in one.values),
        }
        for key in _ROWS:
            if wanted[key]:
                number = tables[key].get((one.agent.casefold(), one.note)) if key in tables else None
                _add(one, parts[key], into, number, tiered=key != "outputs" or not timed)


def _add(one: AgentSection, part: TablePart, into: Extract, number: int | None, *, tiered: bool) -> None:
    """Add what a section says to the row with a number, or to one of its own."""
    rows: list[dict[str, Any]] = into.value.setdefault(part.key, [])
    into.places.setdefault((part.key,), one.home.span)
    if number is None:
        number = len(rows)
        rows.append({"agent": one.agent} | ({"note": one.note} if one.note and part.key != "failures" else {}))
        into.places[(part.key, number)] = one.section.span
        into.places[(part.key, number, "agent")] = one.name.span
    row = rows[number]
    for (key, column), text in one.values.items():
        if key != part.key or (column == "tier" and not tiered):
            continue
        value = part.value(column, unbracketed(text.text) if column in _CHOICES else text.text)
        if column in row:
            into.restated.append(Restated((part.key, number, column), value, text.span))
        else:
            into.places[(part.key, number, column)] = text.span
            if value:
                row[column] = value


def _numbers(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    """Return the rows of a table by agent and note; of several alike the first."""
    found: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        found.setdefault((str(row.get("agent", "")).casefold(), str(row.get("note", ""))), number)
    return found
