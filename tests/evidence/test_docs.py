"""The page on evidence says what the code does."""

import re
from pathlib import Path

from allsettled.evidence.detect import HARNESSES
from allsettled.evidence.journal import reader
from allsettled.evidence.model import Note, Source, State

PAGE = (Path(__file__).resolve().parents[2] / "docs/evidence.md").read_text(encoding="utf-8")


def table(head: str) -> list[list[str]]:
    """Return the cells of the rows under a table's header."""
    rows = PAGE.partition(f"| {head} |")[2].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split(" | ")] for row in rows]


def test_every_harness_is_listed() -> None:
    assert {harness.NAME for harness in HARNESSES} == {row[0] for row in table("harness")}


def test_every_state_is_listed_with_what_it_counts_as() -> None:
    expected = {
        (state, *("yes" if is_so else "no" for is_so in (state.failed, state.worked, state.known))) for state in State
    }
    assert expected == {(row[0], *(cell.strip() for cell in row[2:])) for row in table("state")}


def test_every_source_is_listed_the_surest_first() -> None:
    assert list(Source) == [row[0] for row in table("source")]


def test_every_note_is_listed() -> None:
    assert set(Note) == {row[0] for row in table("note")}


def test_the_journal_shown_is_one() -> None:
    shown = re.search(r"```jsonl\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    journal = reader()
    for line in shown.group(1).splitlines():
        journal.feed(line.encode())
    (dispatch,) = journal.dispatches()
    assert [(State.OK, 40.0, 9000), (State.OK, 30.0, 7000)] == [
        (run.state, run.seconds, run.tokens) for run in dispatch.agents
    ]
