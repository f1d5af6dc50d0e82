"""A log's record by its number, as the command line has it."""

from collections.abc import Sequence

from allsettled.errors import UserError
from allsettled.protocol.record import Record


def index_of(number: int, records: Sequence[Record]) -> int:
    """Return the index of the record with a number, from 1. Raises UserError if there are fewer."""
    if number > len(records):
        count = f"{len(records)} record" + "s" * (len(records) != 1)
        raise UserError(f"the log has {count}, and no number {number}", hint="count again: --record N")
    return number - 1
