"""One record in the notations that real teams have: agents as rows, as blocks below a heading, as labelled sections."""

from collections.abc import Callable, Iterator

from allsettled.protocol.layout import RESULTS, part_of
from allsettled.protocol.record import Outcome, Record, Run
from allsettled.protocol.value import BUILT_IN
from allsettled.protocol.writing import write

Notation = Callable[[Record], str]
_FIELDS = {
    "runs": {
        "tier": "Tier",
        "message": "Message",
        "started": "Started",
        "finished": "Finished",
        "depends_on": "Depends on",
        "inputs": "Inputs",
        "prompt": "Prompt",
    },
    "outputs": {"tier": "Tier", "status": "Status", "location": "Output", "findings": "Findings"},
    "votes": {"recommendation": "Recommendation", "confidence": "Confidence"},
    "failures": {"error": "Error", "impact": "Impact", "action": "Action"},
}


def tables(record: Record) -> str:
    """Write a record as the protocol does."""
    return write(record)


def blocks(record: Record) -> str:
    """Write agents as `Section A` with bare labels under Parallel Analysis, and ballots under Voting Session."""
    text = _part("validation", record) + "## Parallel Analysis\n\n"
    for number, (agent, fields) in enumerate(_agents(record, ("runs", "outputs", "failures"))):
        text += f"### Section {chr(65 + number)}: Impact on {agent}\n\nAgent: {agent}\n"
        text += "".join(f"{label}: {value}\n" for label, value in fields) + "\n"
    if record.votes:
        text += "## Voting Session\n\n"
        for number, ballot in enumerate(record.votes, start=1):
            text += f"### Vote {number}: {_named(ballot.agent, ballot.note)}\n\n"
            text += f"Recommendation: [{ballot.recommendation}]\nConfidence: {ballot.confidence}\n\n"
        text += f"### Result\n\nMajority: [{record.majority}]\n\n" if record.majority else ""
    return text + _rest(record._replace(majority=""), ("strategy", "conflicts", "result", "metrics"))


def sections(record: Record) -> str:
    """Write each agent as a section of its own, with a list of labelled fields."""
    text = _part("validation", record) + "## Agents\n\n"
    for agent, fields in _agents(record, tuple(_FIELDS)):
        text += f"### Agent: {agent}\n\n"
        text += "".join(f"- **{label}**: {value}\n" for label, value in fields) + "\n"
    return text + _rest(record, ("strategy", "majority", "conflicts", "result", "metrics"))


NOTATIONS: dict[str, Notation] = {"tables": tables, "blocks": blocks, "sections": sections}
"""Of each notation: how a record is written in it. What it can't say is left out."""


def _agents(record: Record, wanted: tuple[str, ...]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each agent, with its note, and what the record says of it: labels and values."""
    rows: tuple[Run | Outcome, ...] = record.outputs or record.runs
    left = {part: list(getattr(record, part)) for part in wanted}
    for row in rows:
        fields: dict[str, str] = {}
        for part in wanted:
            own = next((one for one in left[part] if _same(one, row)), None)
            left[part] = [one for one in left[part] if one is not own]
            for key, label in _FIELDS[part].items():
                if own is not None and getattr(own, key):
                    fields.setdefault(label, getattr(own, key))
        yield _named(row.agent, row.note), list(fields.items())


def _same(one: object, row: Run | Outcome) -> bool:
    return (getattr(one, "agent", ""), getattr(one, "note", "")) == (row.agent, row.note)


def _named(agent: str, note: str) -> str:
    return f"{agent} ({note})" if note else agent


def _part(key: str, record: Record) -> str:
    text = part_of(key, BUILT_IN).write(getattr(record, key))
    return f"{text}\n" if text else ""


def _rest(record: Record, keys: tuple[str, ...]) -> str:
    return f"## {RESULTS}\n\n" + "".join(_part(key, record) for key in keys)
