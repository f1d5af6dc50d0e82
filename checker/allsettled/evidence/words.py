"""What agents were told and what they reported, for whoever asks for it: evidence itself keeps neither.

Only of Claude Code's sessions so far.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allsettled.errors import UserError
from allsettled.evidence import source
from allsettled.evidence.claude_code.gathered import NAME
from allsettled.evidence.claude_code.results import blocks_of
from allsettled.evidence.lines import Lines
from allsettled.evidence.model import Dispatch
from allsettled.evidence.read import Session
from allsettled.evidence.shapes import mapping, parse, text, written

_MARKS = (b'"tool_use"', b'"tool_result"', b"<task-notification>")
_TOLD = re.compile(r"<task-id>([^<]*)</task-id>.*?<result>(.*?)(?:</result>|$)", re.DOTALL)
_LAUNCHED = "Async agent launched"


@dataclass(frozen=True, slots=True)
class Words:
    """A run's prompt and report; empty: not in the transcript."""

    prompt: str = ""
    report: str = ""


def words_of(session: Session, dispatches: tuple[Dispatch, ...]) -> Mapping[str, Words]:
    """Return the words of each run, by its id. UserError: they cannot be had of this harness's transcripts."""
    other = next((dispatch.harness for dispatch in dispatches if dispatch.harness != NAME), None)
    if other is not None:
        raise UserError(
            f"the text of {other} sessions cannot be copied",
            path=session.place,
            hint="leave out --include-text",
        )
    runs = {run.id: run for dispatch in dispatches for run in dispatch.agents}
    agents = {run.agent_id: run.id for run in runs.values() if run.agent_id}
    prompts: dict[str, str] = {}
    reports: dict[str, str] = {}
    for record in _records(session):
        for block in blocks_of(record, "tool_use"):
            prompts.setdefault(text(block.get("id")), text(mapping(block.get("input")).get("prompt")))
        for block in blocks_of(record, "tool_result"):
            said = written(block.get("content"))
            if not said.startswith(_LAUNCHED):
                reports.setdefault(text(block.get("tool_use_id")), said)
        for agent_id, said in _notified(record):
            if agent_id in agents:
                reports.setdefault(agents[agent_id], said)
    return {id_: Words(prompts.get(id_, ""), reports.get(id_, "")) for id_ in runs}


def _records(session: Session) -> Iterator[Mapping[str, Any]]:
    for place in session.places:
        with source.opened(place) as stream:
            for line in Lines(stream):
                if any(mark in line for mark in _MARKS):
                    try:
                        record = parse(line)
                    except ValueError:
                        continue
                    if isinstance(record, dict):
                        yield record


def _notified(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the agents' ids and reports of a record that holds notices."""
    attached = mapping(record.get("attachment"))
    content = mapping(record.get("message")).get("content")
    for said in (text(record.get("content")), text(attached.get("prompt")), text(content)):
        for found in _TOLD.finditer(said):
            yield found.group(1), found.group(2).strip()
