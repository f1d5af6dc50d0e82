"""Lies of a log, held against what the harness wrote: what `verify` reports (NFR-2.1)."""

from collections.abc import Callable, Sequence

from allsettled.checking import Checker
from allsettled.evidence.model import NOTHING, Evidence
from allsettled.evidence.union import unite
from allsettled.evidence.verifying import findings_of, verify
from allsettled.finding import Finding
from allsettled.protocol.record import Check, Failure, Outcome, Record, Run
from allsettled.protocol.value import BUILT_IN
from allsettled.rules import RULES, Scope
from evidence import claude as c
from planted.edits import ended, row, without
from planted.mutation import PATH, Mutation
from records import log

LEVELS = {rule.name: rule.severity for rule in RULES if rule.scope is Scope.EVIDENCE}
_TIERS = {"architect": "P0", "security": "P0", "devops": "P1", "qa": "P1", "docs": "P2"}
_STARTS = {"architect": 0, "security": 1, "devops": 100, "qa": 101, "docs": 200}
_ENDS = {"architect": 60, "security": 41, "devops": 130, "qa": 151, "docs": 230}
_FAILED = "devops"
_SAID = "API Error: 401 expired"


def _message(agent: str) -> str:
    return f"msg_{_TIERS[agent]}"


def _transcript(*, apart: bool = False, lost: str = "") -> Evidence:
    """Return what the harness wrote; `apart`: the second agent was started by a message of its own."""
    lines = []
    for agent, start in _STARTS.items():
        message = "msg_apart" if apart and agent == "security" else _message(agent)
        lines.append(c.call(f"toolu_{agent}", start, message, agent=agent))
    for agent, end in _ENDS.items():
        if agent != lost:
            tokens, said = (0, _SAID) if agent == _FAILED else (900, "Done.")
            lines.append(c.completed(f"toolu_{agent}", end, end - _STARTS[agent], tokens=tokens, said=said))
    return unite(Evidence(c.read(*lines)), NOTHING)


def _runs() -> tuple[Run, ...]:
    return tuple(
        Run(
            agent,
            "",
            tier,
            _message(agent),
            c.stamp(_STARTS[agent]),
            c.stamp(_ENDS[agent]),
            "FAILED" if agent == _FAILED else "COMPLETE",
        )
        for agent, tier in _TIERS.items()
    )


TRUE = Record(
    validation=tuple(Check(item, "done") for item in BUILT_IN.checklist),
    runs=_runs(),
    outputs=tuple(
        Outcome(run.agent, "", "", run.status, "" if run.agent == _FAILED else f".agents/{run.agent}.md", "See there")
        for run in _runs()
    ),
    strategy="merge",
    result="Nothing stands against it but what deployment may say.",
    failures=(Failure(_FAILED, _SAID, "Deployment was not assessed", "Skip"),),
)
"""A record that says what the transcript says."""


def held(evidence: Evidence) -> Callable[[str], Sequence[Finding]]:
    """Return what holds a log against evidence."""
    return lambda text: findings_of(verify(Checker().read(text, PATH), evidence), LEVELS)


WHOLE = held(_transcript())


def _lie(rule: str, name: str, record: Record, line: str, by: Callable[[str], Sequence[Finding]] = WHOLE) -> Mutation:
    return Mutation(rule, name, log(record), line, held=by)


def _hidden(record: Record) -> Record:
    complete = row(ended(record, 2, "COMPLETE"), "outputs", 2, location=".agents/devops.md")
    return complete._replace(failures=())


def _unnamed(record: Record) -> Record:
    return without(without(record, "runs", 3), "outputs", 3)


def _invented(record: Record) -> Record:
    run, outcome = record.runs[3]._replace(agent="critic"), record.outputs[3]._replace(agent="critic", location="N.md")
    return record._replace(runs=(*record.runs, run), outputs=(*record.outputs, outcome))


MUTATIONS = [
    _lie("unrecorded-agent", "left out", _unnamed(TRUE), "Dispatch Log"),
    _lie("unproven-agent", "never ran", _invented(TRUE), "| critic"),
    _lie("hidden-failure", "said to be complete", _hidden(TRUE), "| devops"),
    _lie("wrong-status", "said to be skipped", ended(TRUE, 1, "SKIPPED"), "| security"),
    _lie(
        "false-parallel",
        "two messages",
        TRUE._replace(runs=tuple(run._replace(message=f"m{run.tier[1]}") for run in TRUE.runs)),
        "| security",
        held(_transcript(apart=True)),
    ),
    _lie("wrong-message", "no such message", row(TRUE, "runs", 4, message="msg_P7"), "| docs"),
    _lie("wrong-time", "ends early", row(TRUE, "runs", 0, finished=c.stamp(40)), "| architect"),
    _lie("wrong-time", "starts late", row(TRUE, "runs", 4, started=c.stamp(215)), "| docs"),
    _lie("unverifiable", "its end was lost", TRUE, "| qa", held(_transcript(lost="qa"))),
]
