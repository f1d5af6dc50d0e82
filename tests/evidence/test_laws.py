"""Laws: what order, repetition and partition must not change."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.evidence.claude_code import reader
from allsettled.evidence.model import NOTHING, AgentRun, Dispatch, Evidence, State
from allsettled.evidence.shapes import parse
from allsettled.evidence.stats import merge, summarise
from allsettled.evidence.stats.as_json import as_json
from allsettled.evidence.union import unite, unite_all
from evidence import claude as c
from evidence.values import pieces

laws = settings(max_examples=100, deadline=None)


@laws
@given(pieces(), pieces(), pieces())
def test_uniting_is_associative(a: Evidence, b: Evidence, d: Evidence) -> None:
    assert unite(unite(a, b), d) == unite(a, unite(b, d))


@laws
@given(pieces(), pieces())
def test_uniting_is_commutative_and_idempotent_with_nothing_as_identity(a: Evidence, b: Evidence) -> None:
    assert unite(a, b) == unite(b, a)
    assert a == unite(a, a)
    assert a == unite(a, NOTHING)
    assert unite(a, b) == unite(unite(a, b), b)


@laws
@given(st.lists(pieces(), max_size=7), st.randoms(use_true_random=False))
def test_all_are_united_in_any_order(found: list[Evidence], random: Any) -> None:
    expected = NOTHING
    for piece in found:
        expected = unite(expected, piece)
    random.shuffle(found)
    assert expected == unite_all(found)


@laws
@given(pieces(), pieces(), pieces())
def test_summaries_merge_to_the_summary_of_all(a: Evidence, b: Evidence, d: Evidence) -> None:
    x, y, z = summarise(a), summarise(b), summarise(d)
    assert merge(merge(x, y), z) == merge(x, merge(y, z))
    assert merge(x, y) == merge(y, x) == summarise(unite(a, b))
    assert x == merge(x, summarise(NOTHING)) == merge(x, x)
    assert as_json(merge(merge(x, y), z)) == as_json(merge(z, merge(y, x)))


@laws
@given(pieces(), pieces())
def test_what_is_known_stays_known(a: Evidence, b: Evidence) -> None:
    known = {key for piece in (a, b) for key, run in _runs(piece) if run.state.known}
    assert known <= {key for key, run in _runs(unite(a, b)) if run.state.known}


def _runs(found: Evidence) -> Iterator[tuple[tuple[str, str], AgentRun]]:
    for dispatch in found.dispatches:
        for run in dispatch.agents:
            yield (dispatch.harness, run.id), run


ENDS = ("completed", "silent", "refused", "launched", "notified", "asked", "lost", "spawned", "own")


@st.composite
def session_records(draw: st.DrawFn) -> list[c.Record]:
    """A session of some agents that end in all ways, among lines of no interest."""
    records: list[c.Record] = [{"type": "file-history-snapshot", "messageId": "m", "snapshot": {}}]
    for number in range(draw(st.integers(1, 5))):
        id_, start = f"t{number}", draw(st.integers(0, 100))
        end = start + draw(st.integers(25, 60))
        records.append(c.call(id_, start, f"msg_{draw(st.integers(0, 2))}"))
        kind = draw(st.sampled_from(ENDS))
        if kind in ("completed", "silent"):
            records.append(c.completed(id_, end, 20, tokens=0 if kind == "silent" else 9))
        elif kind == "refused":
            records.append(c.refused(id_, end, draw(st.sampled_from(["Agent type 'x' not found", "broken"]))))
        elif kind != "lost":
            records.append(c.launched(id_, start + draw(st.sampled_from([3, 22]))))
        if kind == "notified":
            records += [c.notified(f"a{id_}", end), c.delivered(f"a{id_}", end + 30)]
        if kind == "asked":
            records += [c.output(f"a{id_}", end - 1, "running"), c.output(f"a{id_}", end, "completed")]
        if kind == "own" or draw(st.booleans()):
            records += [c.own(f"a{id_}", start + 2), c.own(f"a{id_}", end - 4), c.last_words(f"a{id_}", end - 2)]
        if draw(st.booleans()):
            records += [c.progress(id_, start + 1), c.progress(id_, start + 2)]
    return records


def fed(lines: list[bytes]) -> list[Dispatch]:
    session = reader()
    for line in lines:
        session.feed(line)
    return sorted(session.dispatches(), key=lambda dispatch: (dispatch.parent, dispatch.id))


@laws
@given(session_records(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter_nor_does_repetition(records: list[c.Record], random: Any) -> None:
    lines = c.lines(records)
    expected = fed(lines)
    mixed = lines + random.sample(lines, len(lines) // 2)
    random.shuffle(mixed)
    assert expected == fed(mixed)


@laws
@given(session_records())
def test_the_prefilter_loses_nothing(records: list[c.Record]) -> None:
    whole = reader()
    for line in c.lines(records):
        whole.take(parse(line))
    parsed = sorted(whole.dispatches(), key=lambda dispatch: (dispatch.parent, dispatch.id))
    quick = fed(c.lines(records))
    # Own files are judged by their last line as it was written, which only `feed` sees.
    ended = State.OK, State.PENDING, State.NO_RESULT
    for one, other in zip(parsed, quick, strict=True):
        for slow, fast in zip(one.agents, other.agents, strict=True):
            if slow != fast:
                assert slow.state in ended
                assert slow == replace(
                    fast, state=slow.state, finished=slow.finished, end_source=slow.end_source, error=slow.error
                )


@laws
@given(session_records(), st.data())
def test_a_cut_last_line_changes_only_what_it_tells(records: list[c.Record], data: st.DataObject) -> None:
    lines = c.lines(records)
    cut = lines[-1][: data.draw(st.integers(1, len(lines[-1]) - 3))]
    session = reader()
    bad = 0
    for line in [*lines[:-1], cut]:
        try:
            session.feed(line)
        except ValueError:
            bad += 1
    assert 1 == bad
    assert fed(lines[:-1]) == sorted(session.dispatches(), key=lambda dispatch: (dispatch.parent, dispatch.id))
