"""Evidence of every shape, for the laws: a few ids, so that pieces overlap. Made from a number, which is quick."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from allsettled.evidence.model import NOTHING, AgentRun, Dispatch, Evidence, FileRead, Note, Source, State, Unread
from allsettled.evidence.union import ordered, unite


def _moment(random: Random) -> datetime | None:
    if random.random() < 0.2:
        return None
    return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(milliseconds=random.choice([random.randrange(40_000), 7]))


def _run(random: Random, id_: str) -> AgentRun:
    """One account of a run, more or less full."""
    start, end = _moment(random), _moment(random)
    if start is not None and end is not None and end < start:
        start, end = end, start
    return AgentRun(
        id=id_,
        state=random.choice(list(State)),
        agent=random.choice(["security", "space:security", "qa"]),
        description=random.choice(["", "look", "look\u202eagain", '=cmd|"x"']),
        agent_id=random.choice(["", "a1", "a2"]),
        dispatched=_moment(random),
        started=start,
        finished=end,
        start_source=random.choice(list(Source)) if start else None,
        end_source=random.choice(list(Source)) if end else None,
        tokens=random.choice([None, 0, 9]),
        notes=tuple(sorted(random.sample(list(Note), random.randrange(3)))),
    )


def _dispatch(random: Random) -> Dispatch:
    """One account of a dispatch, which may lack agents that another has."""
    number = random.randrange(4)
    ids = random.sample([f"t{number}{n}" for n in range(4)], random.randrange(1, 5))
    return Dispatch(
        id=f"msg_{number}",
        harness=random.choice(["claude-code", "opencode"]),
        agents=ordered(_run(random, id_) for id_ in ids),
        paths=(random.choice(["a.jsonl", "b.jsonl"]),),
        sessions=(random.choice(["s1", "s2"]),),
        proven=random.random() < 0.8,
    )


def evidence_of(seed: int) -> Evidence:
    """Return a piece of evidence in its normal form, as readers give it; 0 gives nothing."""
    random = Random(seed)
    many = min(seed, 4)
    file = FileRead(random.choice(["a.jsonl", "b.jsonl"]), "claude-code", random.randrange(9), random.randrange(3))
    missing = Unread(random.choice(["c.jsonl", "d.jsonl"]), random.choice(["no", "never"]))
    found = Evidence(
        tuple(_dispatch(random) for _ in range(random.randrange(many + 1))),
        (file,) * random.randrange(min(many, 1) + 1),
        (missing,) * random.randrange(min(many, 1) + 1),
    )
    return unite(found, NOTHING)


def pieces() -> st.SearchStrategy[Evidence]:
    """Return pieces of evidence."""
    return st.integers(0, 1 << 24).map(evidence_of)
