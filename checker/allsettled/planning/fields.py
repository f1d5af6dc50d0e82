"""What the fields of a task are called in Markdown: as columns of a table, and as labels in a list."""

from typing import NamedTuple

from allsettled.protocol.columns import Column, fold
from allsettled.words import nearest


class Kind(NamedTuple):
    """How a field's text is read: as it is, as entries between commas, or as a number."""

    entries: bool = False
    number: bool = False


TEXT, LIST, NUMBER = Kind(), Kind(entries=True), Kind(number=True)

FIELDS: dict[Column, Kind] = {
    Column("id", "ID", ("Task", "Task ID", "Name", "No", "Nr", "Number")): TEXT,
    Column("agent", "Agent", ("Agent name", "Subagent", "Worker", "Specialist")): TEXT,
    Column("tier", "Tier", ("Priority",)): TEXT,
    Column("prompt", "Prompt", ("Instructions", "Instruction")): TEXT,
    Column("prompt-file", "Prompt file", ("Prompt path",)): TEXT,
    Column("inputs", "Inputs", ("Input",)): LIST,
    Column("outputs", "Outputs", ("Output", "Output location", "Output path")): LIST,
    Column("reads", "Reads", ("Read",)): LIST,
    Column("writes", "Writes", ("Write", "Changes")): LIST,
    Column("depends-on", "Depends on", ("Depends-on", "Depends", "Dependencies", "Needs", "Blocked by")): LIST,
    Column("strategy", "Strategy", ("Aggregation", "Aggregation strategy")): TEXT,
    Column("on-failure", "On failure", ("On-failure", "Failure action", "Action")): TEXT,
    Column("timebox", "Timebox", ("Time box", "Time limit")): TEXT,
    Column("estimate", "Estimate", ("Expected", "Duration")): TEXT,
    Column("dispatch", "Dispatch", ("Wave",)): NUMBER,
    Column("notes", "Notes", ("Note", "Description", "Purpose", "Remarks")): TEXT,
}
TITLES = tuple(column.title for column in FIELDS)


def find_field(title: str) -> Column | None:
    """Return the field that a column or label names, or None; `#` is a task's number."""
    return _BY_TITLE.get("id" if title.strip() == "#" else fold(title))


def near_field(title: str) -> str | None:
    """Return the title of the field that a label is most likely a misspelling of, or None."""
    near = nearest(fold(title), _BY_TITLE)
    return _BY_TITLE[near].title if near else None


_BY_TITLE = {fold(title): column for column in FIELDS for title in (column.title, *column.aliases)}
