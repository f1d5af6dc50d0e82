"""A prompt or a log names an agent that the project's catalogue doesn't have (NFR-1.2, FR-1.2)."""

from collections.abc import Iterable, Iterator, Mapping

from allsettled.expressions import expression
from allsettled.finding import Severity
from allsettled.kinds import Kind
from allsettled.protocol.record import Record
from allsettled.rules import Problem
from allsettled.span import Span
from allsettled.subject import Subject
from allsettled.subject.catalogue import BUILT_IN, canonical
from allsettled.words import nearest

_PROMPTS = frozenset({Kind.ORCHESTRATOR, Kind.AGENT, Kind.SYSTEM})
_NO_NAME = expression(
    r"(?:(?:your|my|the|an?|some|example|custom)-)?(?:sub)?agents?(?:-?(?:name|type|id|\d+|[a-z]))?|name|x|foo|bar"
    r"|none|any|all|both|self|each|multiple|several|various|varies|specialists?|team|everyone|others?|unknown|tbd"
    r"|user|human|main|parent|caller|system"
)
_ALIKE = 0.8  # names share words: `task-generator` is not meant for `backlog-generator`
_LONGEST = 80  # characters of a name
_HINTS = 50  # names in one file for which a near one is looked for
_WRITE_IT = "write its file, or, if it needs none, add the name to `agents` of the settings' `protocol`"
_NAME = expression(r"[a-z][\w.]*(?:-[\w.]+){0,5}")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each name that is in no file, at its first place; nothing where there's no catalogue."""
    if subject.agents is None:
        return
    catalogue = {canonical(name): name for name in sorted(subject.agents | set(subject.protocol.agents))}
    if subject.kind in _PROMPTS:
        from allsettled.rules.agent_names import read_names

        known = frozenset(catalogue) | BUILT_IN
        yield from _unknown(read_names(subject.document, known), catalogue, Severity.ERROR)
    else:
        names = (named for record in subject.records for named in _recorded(record))
        yield from _unknown(names, catalogue, Severity.WARNING)


def _recorded(record: Record) -> Iterator[tuple[str, Span]]:
    for part in ("runs", "outputs", "votes", "failures"):
        for number, row in enumerate(getattr(record, part)):
            if row.agent:
                yield row.agent, record.place(part, number, "agent")


def _unknown(names: Iterable[tuple[str, Span]], catalogue: Mapping[str, str], severity: Severity) -> Iterator[Problem]:
    seen: set[str] = set()
    told = 0
    for name, span in names:
        folded = canonical(name)
        if folded in seen:
            continue
        seen.add(folded)
        if not _is_known(folded, catalogue):
            message = f'no file of the catalogue is of an agent named "{name}"'
            yield Problem(span, message, _near(folded, catalogue) if told < _HINTS else _WRITE_IT, severity)
            told += 1


def _is_known(name: str, catalogue: Mapping[str, str]) -> bool:
    """Say whether a name is in the catalogue, comes with a platform or a plugin, or is no agent's name."""
    if ":" in name or len(name) > _LONGEST or _NO_NAME.fullmatch(name) or not _NAME.fullmatch(name):
        return True
    first = name.rstrip("0123456789").rstrip("-#")  # `qa-2` is the second run of qa
    return any(one in catalogue or one in BUILT_IN for one in (name, first))


def _near(name: str, catalogue: Mapping[str, str]) -> str:
    """Say which name is meant, if one is near: the one that has it for its last part, or one misspelt."""
    longer = [one for one in catalogue if one.endswith(f"-{name}") or name.endswith(f"-{one}")]
    near = longer[0] if len(longer) == 1 else nearest(name, catalogue, _ALIKE)
    return _WRITE_IT if near is None else f'did you mean "{catalogue[near]}"?'
