"""How a record is made faulty."""

from typing import Any, cast

from allsettled.protocol.record import Record


def row(record: Record, part: str, index: int, **values: str) -> Record:
    """Return a record with other values in one of its rows."""
    rows = list(getattr(record, part))
    rows[index] = rows[index]._replace(**values)
    return record._replace(**cast(Any, {part: tuple(rows)}))


def without(record: Record, part: str, index: int) -> Record:
    """Return a record without one of its rows."""
    rows = getattr(record, part)
    return record._replace(**cast(Any, {part: rows[:index] + rows[index + 1 :]}))


def ended(record: Record, index: int, status: str) -> Record:
    """Return a record in which an agent ended in another way, by both tables."""
    return row(row(record, "runs", index, status=status), "outputs", index, status=status)
