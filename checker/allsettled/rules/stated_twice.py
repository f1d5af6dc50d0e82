"""What a record states twice: how an agent ended, and how many did. Part of the rule `disagreement`."""

import re
from collections.abc import Container, Iterator, Sequence

from allsettled.document.model import Section
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.parts import Extract
from allsettled.protocol.record import Record, status_of, timestamp
from allsettled.protocol.vocabulary import Status, read_status
from allsettled.rules import Problem
from allsettled.span import Span, Text
from allsettled.subject import Subject
from allsettled.subject.labels import section_labels

HINT = "mend the one that's wrong, or say at the later one that it corrects the other"
CORRECTS = expression(r"\b(?:correct(?:s|ed|ion)?|updated|instead of|formerly|previously|remediated)\b", re.IGNORECASE)
GOOD = frozenset({Status.COMPLETE})
BAD = frozenset({Status.FAILED, Status.TIMEOUT})
_COUNTS = {
    "dispatched": expression(r"\bdispatched[: ]{1,3}(\d{1,3})\b|\b(\d{1,3}) (?:agents? )?(?:were )?dispatched\b"),
    "succeeded": expression(r"\bsucceeded[: ]{1,3}(\d{1,3})\b|\b(\d{1,3}) (?:agents? )?succeeded\b"),
    "failed": expression(r"\bfailed[: ]{1,3}(\d{1,3})\b|\b(\d{1,3}) (?:agents? )?failed\b"),
}


def of_records(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each fact of a record that's stated in two ways."""
    for extract, record in zip(subject.extracts, subject.records, strict=True):
        yield from _runs_and_outcomes(record, subject.torn("runs"))
        yield from _said_again(extract, record, subject.protocol.tiers)
    if len(subject.records) == 1:  # of several, a line or a heading doesn't say which it's about
        (record,) = subject.records
        yield from _sections_of_agents(subject, record)
        yield from _counts(subject, record)


def _runs_and_outcomes(record: Record, torn: Container[str]) -> Iterator[Problem]:
    """How an agent ended by the Dispatch Log and by Agent Outputs. What isn't settled, or can be both, is let be.

    `torn` are the agents with a run that can't be read: it may have been the last.
    """
    ends: dict[str, list[tuple[int, Status]]] = {}
    for index, run in enumerate(record.runs):
        if run.state is not None:
            ends.setdefault(run.agent.casefold(), []).append((index, run.state))
    for index, outcome in enumerate(record.outputs):
        runs = ends.get(outcome.agent.casefold(), [])
        if outcome.agent.casefold() in torn:
            continue
        if runs and outcome.state is not None and all(differ(state, outcome.state) for _, state in runs):
            line = record.place("runs", runs[-1][0], "status").line
            message = f"{outcome.agent} is {outcome.status} here, and {runs[-1][1]} by the Dispatch Log in line {line}"
            yield Problem(record.place("outputs", index, "status"), message, HINT)


def differ(one: Status, other: Status) -> bool:
    """Say whether one status is good and the other bad. What isn't settled, or can be both, is let be."""
    return (one in GOOD and other in BAD) or (one in BAD and other in GOOD)


def _said_again(extract: Extract, record: Record, tiers: Sequence[str]) -> Iterator[Problem]:
    """A status, a time or a tier in an agent's section (`Agent: qa`), and in the agent's row of a table."""
    told: set[Span] = set()
    for again in extract.restated:
        part, number, key = again.pointer
        row = getattr(record, str(part))[number]
        before = getattr(row, str(key))
        if again.span in told or CORRECTS.search(again.value) or not _contradicts(str(key), before, again.value, tiers):
            continue
        what = "" if key in ("status", "tier") else f"{key} "
        line = record.place(*again.pointer).line
        message = f"{row.agent} {what or 'is '}{again.value} here, and {before} in line {line}"
        told.add(again.span)
        yield Problem(again.span, message, HINT)


def _contradicts(key: str, before: str, again: str, tiers: Sequence[str]) -> bool:
    if key == "status":
        one, other = status_of(before), status_of(again)
        return one is not None and other is not None and differ(one, other)
    if key == "tier":
        return before != again and {before, again} <= set(tiers)
    if key in ("started", "finished"):
        first, second = timestamp(before), timestamp(again)
        return first is not None and second is not None and first != second
    return False


def _sections_of_agents(subject: Subject, record: Record) -> Iterator[Problem]:
    """An agent's status in a section of its own, and in Agent Outputs."""
    rows = {fold(outcome.agent): index for index, outcome in enumerate(record.outputs)}
    for section in subject.document.sections():
        index = rows.get(fold(section.title.text))
        if index is None or (outcome := record.outputs[index]).state is None:
            continue
        for name, value in section_labels(section):
            own = read_status(value.text).status if name == "status" else None
            if own and outcome.state and differ(own, outcome.state) and not CORRECTS.search(value.text):
                line = record.place("outputs", index, "status").line
                message = f"{outcome.agent} is {own} here, and {outcome.status} in line {line}"
                yield Problem(value.span, message, HINT)


def _counts(subject: Subject, record: Record) -> Iterator[Problem]:
    """`Dispatched 3, succeeded 2, failed 1`, and the rows. A number alone may be about something else."""
    states = [outcome.state for outcome in record.outputs]
    if None in states or not states or subject.torn("runs", "outputs"):
        return
    sizes = {len(record.agents()), len(states)}
    real = {what: may_be(what, states) for what in _COUNTS}
    real["dispatched"] |= {size - skipped for size in sizes for skipped in (0, states.count(Status.SKIPPED))}
    for line in _about(subject, record):
        said = counts_said(line.text)
        wrong = next((what for what, number in said.items() if number not in real[what]), None)
        if "dispatched" in said and len(said) >= 2 and wrong and adds_up(said):
            right = " or ".join(map(str, sorted(real[wrong])))
            message = f"{said[wrong]} {wrong} are said here, and by the rows of Agent Outputs it's {right}"
            yield Problem(line.span, message, HINT)


def _about(subject: Subject, record: Record) -> Iterator[Text]:
    """Yield the lines that are about the record: those of its results, and those of the log's head."""
    home = _home(subject, record)
    heads = (section for section in subject.document.root.walk() if section.level <= 1)
    blocks = [block for section in heads for block in section.blocks]
    for block in (*blocks, *(home.all_blocks() if home is not None else ())):
        yield from getattr(block, "lines", ())


def may_be(what: str, states: Sequence[Status | None]) -> set[int]:
    """Return how many agents a count may mean: what was skipped wasn't dispatched, what's partial may have succeeded.

    Whoever was blocked, or gave a part, may also count as failed; of whom nothing is known may be anything.
    """
    skipped, unknown = states.count(Status.SKIPPED), states.count(None)
    if what == "dispatched":
        return {len(states), len(states) - skipped}
    sure = sum(state in (GOOD if what == "succeeded" else BAD) for state in states)
    loose = states.count(Status.PARTIAL) + (states.count(Status.BLOCKED) if what == "failed" else 0)
    return set(range(sure, sure + loose + unknown + 1))


def adds_up(said: dict[str, int]) -> bool:
    """Say whether the numbers agree among themselves; if not, that's `wrong-total`."""
    return len(said) < 3 or said["dispatched"] == said["succeeded"] + said["failed"]


def counts_said(text: str) -> dict[str, int]:
    """Return how many agents a line says were dispatched, succeeded and failed, as far as it says so."""
    text = text.casefold()
    found = {what: pattern.search(text) for what, pattern in _COUNTS.items() if what in text}
    return {what: int(match.group(1) or match.group(2)) for what, match in found.items() if match}


def _home(subject: Subject, record: Record) -> Section | None:
    """Return the section that holds the record's results."""
    place = record.places.get(("results",))
    return next((section for section in subject.document.sections() if section.span == place), None)
