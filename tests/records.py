"""Records to test with: one that is clean, and all that can be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from allsettled.protocol.parts import BLANKS, canon
from allsettled.protocol.record import (
    Ballot,
    Check,
    Conflict,
    Failure,
    Metrics,
    Outcome,
    Record,
    Run,
)
from allsettled.protocol.tables import clean
from allsettled.protocol.value import BUILT_IN
from allsettled.protocol.vocabulary import Action, Status, Strategy, Tier
from allsettled.protocol.writing import write_log

CLEAN = Record(
    validation=tuple(Check(item, "done") for item in BUILT_IN.checklist),
    runs=(
        Run("architect", "", "P0", "m1", "2026-01-05T09:00:00Z", "2026-01-05T09:02:30Z", "COMPLETE"),
        Run("security", "", "P0", "m1", "2026-01-05T09:00:01Z", "2026-01-05T09:01:40Z", "COMPLETE"),
        Run("devops", "", "P1", "m2", "2026-01-05T09:03:00Z", "2026-01-05T09:04:30Z", "FAILED"),
        Run("qa", "", "P1", "m2", "2026-01-05T09:03:00Z", "2026-01-05T09:05:00Z", "COMPLETE"),
    ),
    outputs=(
        Outcome("architect", "", "", "COMPLETE", ".agents/architecture/impact.md", "Two modules change"),
        Outcome("security", "", "", "COMPLETE", ".agents/security/impact.md", "No new attack surface"),
        Outcome("devops", "", "", "FAILED", "", "The runner had no disk left"),
        Outcome("qa", "", "", "COMPLETE", ".agents/qa/plan.md", "Eleven cases"),
    ),
    strategy="merge",
    result="The change touches two modules and needs eleven cases. Its effect on deployment is not known.",
    failures=(
        Failure("devops", "No space left on device", "Deployment was not assessed", "Retry in the next session"),
    ),
)
"""A record with two tiers and a failure that was handled: nothing is to be said of it."""


def log(record: Record = CLEAN, *, closed: bool = True, write: Callable[[Record], str] | None = None) -> str:
    """Return a log with one record, as the protocol writes it, or as another function does."""
    own = [record] if write is None else []
    head = write_log("impact analysis", own, closed=closed, labels={"Date": "2026-01-05"})
    return head if write is None else f"{head}\n{write(record)}"


def keep_outputs(folder: Path, record: Record = CLEAN) -> None:
    """Write a file for each output that a record says was kept."""
    for outcome in record.outputs:
        if outcome.location:
            file = folder / outcome.location
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("What was found.\n", encoding="utf-8")


def _is_cell(text: str) -> bool:
    return (
        " ".join(text.split()) == text
        and text.casefold() not in BLANKS
        and clean(text) == text
        and not text.startswith("~~")
        and not text.endswith(")")
        and "\\" not in text[-1:]
    )


words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), min_size=1, max_size=24)
cells = words.map(lambda text: " ".join(text.split())).filter(_is_cell)
blank_or = st.one_of(st.just(""), cells)
names = st.from_regex(r"\A[a-z][a-z0-9-]{0,11}\Z")
notes = st.sampled_from(["", "retry", "ballot 2"])
times = st.datetimes().map(lambda time: time.replace(microsecond=0).isoformat() + "Z")
statuses = st.sampled_from([str(status) for status in Status])
tiers = st.sampled_from(["", *map(str, Tier)])
actions = st.tuples(st.sampled_from([str(a) for a in Action]), st.sampled_from(["", " once", ": to the user"])).map(
    "".join
)


def rows(kind: type[Any], **values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[object, ...]]:
    """Generate the rows of a part: the fields that aren't given are any cell, or blank."""
    given = {name: values.get(name, blank_or) for name in kind._fields}
    return st.lists(st.builds(kind, **given), max_size=4).map(tuple)


def _reads_as_itself(text: str) -> bool:
    return canon(text, Strategy) is None


_checks = st.one_of(
    st.builds(Check, st.sampled_from(BUILT_IN.checklist), st.sampled_from(["done", "open"]), st.just("")),
    st.builds(
        Check,
        item=st.sampled_from(BUILT_IN.checklist),
        mark=st.just("waived"),
        reason=st.from_regex(r"\A[a-z][a-z ]{0,20}[a-z]\Z").map(lambda text: " ".join(text.split())),
    ),
)
records: st.SearchStrategy[Record] = st.builds(
    Record,
    validation=st.lists(_checks, min_size=1, max_size=5).map(tuple),
    runs=rows(
        Run,
        agent=names,
        note=notes,
        tier=tiers,
        message=st.sampled_from(["", "m1", "msg_01"]),
        started=times,
        finished=times,
        status=statuses,
    ),
    outputs=rows(Outcome, agent=names, note=notes, tier=tiers, status=statuses),
    strategy=st.sampled_from(["", *map(str, Strategy)]),
    votes=rows(Ballot, agent=names, note=notes),
    majority=st.sampled_from(["", "A (2/3)"]),
    conflicts=rows(Conflict, question=cells),
    result=st.from_regex(r"\A(?:[A-Z][a-z, ]{0,30}[.]\n?){0,3}\Z").map(str.strip),
    failures=rows(Failure, agent=names, error=cells, action=actions),
    metrics=st.builds(Metrics, **dict.fromkeys(Metrics._fields, blank_or)),
    places=st.just({}),
)
"""Any record that can be written. It has a checklist, since a record that consists of votes alone isn't seen as one."""
