"""The names that templates may use."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "action": "the protocol's words for what is done about a failure: RETRY, SKIP, ESCALATE",
    "agents": "the agents of the project's sources: name, description, role, tier, inputs, outputs",
    "cap": "the most agents at once",
    "checklist": "the items of the independence checklist",
    "columns": "the titles of the columns of each part of a record",
    "domains": "from how many domains on a task is worth several agents",
    "example": "a worked record in Markdown for each strategy",
    "example_of": "a worked record in Markdown for each pattern: divide, fan_out, refine",
    "example_part": "parts of a worked record: validation, runs, results",
    "platform": "how the platform starts agents: ask, arguments, calls, results, worker, caps and others",
    "platforms": "all platforms as rows of a table, the header first",
    "pointer": "where the whole section is written, in a section that only points to it",
    "requirements": "the requirements and what answers them as rows of a table, the header first",
    "retries": "the most retries of one agent",
    "session": "the checklists of a session: start, end, sections",
    "settled": "the words for a run that has ended",
    "skeleton": "a record to fill in",
    "status": "the protocol's words for how a run stands",
    "strategy": "the protocol's words for how outputs become one result: MERGE, VOTE, ESCALATE",
    "tier": "the protocol's tiers, the highest first",
    "title": "the heading of each part of a record",
    "unsettled": "the words for a run that has not ended",
}
"""The names that templates use, and what each stands for."""
