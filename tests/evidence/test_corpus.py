"""Ten real sessions, against what was measured on them by hand."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.evidence import claude_code
from allsettled.evidence.claude_code import prefilter
from allsettled.evidence.clock import instant, microseconds
from allsettled.evidence.fleet import gather
from allsettled.evidence.model import AgentRun, Dispatch, Evidence, Source
from allsettled.evidence.read import NotATranscriptError, Session, read
from allsettled.evidence.sessions import sessions
from allsettled.evidence.shapes import parse
from allsettled.evidence.stats import measure, summarise
from allsettled.evidence.stats.as_json import as_value

CORPUS = Path(__file__).resolve().parents[2].parent / "shared/corpus/transcripts"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}")
few = settings(max_examples=8, deadline=None)

STATES = {
    "ok": "ok",
    "error": "failed",
    "failed": "failed",
    "failed_but_completed": "failed_silently",
    "unknown_agent_type": "unknown_type",
    "interrupted": "interrupted",
    "no_result": "no_result",
}
# Where we differ from what was measured, and why we are right. The measurement took a call without a result to start
# with the call, and a launched agent with the launch; but these three have progress records, which begin with the run
# (in the nine others that have them, within 17 ms of the start that the result's duration gives).
STARTS = {
    "toolu_01NWqdw8qBX6RRMvXBvqYebx": 1771049096.836,  # began in the foreground, 539 s before the "launch"
    "toolu_01NXN1QUUwqBdVm2c8vKCoA1": 1771684171.854,
    "toolu_01DSoLk7MoJbq7dt29K22fAz": 1771684171.873,
}
# Runs that didn't work don't count as work here: three agents of types that don't exist, one that was interrupted.
NOT_WORK = {"msg_01T481ZRFbat7od5x55HYSWc": None, "msg_01SJo7eKAnBhiZG5dFRMzFYG": (101.636, 167.933)}


def rows(name: str) -> list[dict[str, str]]:
    with (CORPUS / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def evidence(file: str) -> Evidence:
    (session,) = sessions([str(CORPUS / "claude" / file)])
    return read(session)


def runs(found: Evidence) -> dict[str, tuple[Dispatch, AgentRun]]:
    return {run.id: (dispatch, run) for dispatch in found.dispatches for run in dispatch.agents}


FILES = sorted(path.name for path in (CORPUS / "claude").glob("*.jsonl")) if CORPUS.is_dir() else []


@pytest.mark.parametrize("file", FILES)
def test_every_agent_is_found_with_its_state_and_times(file: str) -> None:
    found = runs(evidence(file))
    expected = {row["id"]: row for row in rows("agents.expected.tsv") if row["file"] == file}
    assert expected.keys() == found.keys()
    for id_, row in expected.items():
        dispatch, run = found[id_]
        assert (row["mid"], int(row["width"])) == (dispatch.id, dispatch.width)
        assert (STATES[row["outcome"]], row["type"], row["desc"]) == (run.state, run.agent, run.description)
        assert row["agentId"] in ("", run.agent_id)
        close(float(row["dispatch"]), run.dispatched)
        close(STARTS.get(id_) or float(row["start"]), run.started)
        close(float(row["end"]) if row["end"] else None, run.finished)


def close(expected: float | None, found: datetime | None) -> None:
    assert expected == pytest.approx(None if found is None else microseconds(found) / 1e6, abs=0.05)


@pytest.mark.parametrize("row", rows("batches.expected.tsv") if CORPUS.is_dir() else [], ids=lambda row: row["mid"])
def test_every_parallel_dispatch_is_found_with_its_figures(row: dict[str, str]) -> None:
    found = {dispatch.id: dispatch for dispatch in evidence(row["file"]).dispatches}
    figures = measure(found[row["mid"]])
    assert int(row["width"]) == figures.width
    if row["mid"] in NOT_WORK:
        expected = NOT_WORK[row["mid"]]
        assert (expected is None) == (figures.wall is None)
        if expected is not None:
            assert ((figures.wall or 0) / 1e6, (figures.sum or 0) / 1e6) == pytest.approx(expected, abs=0.05)
        return
    if not row["wall"]:
        assert figures.wall is None
        return
    assert (figures.wall or 0) / 1e6 == pytest.approx(float(row["wall"]), abs=0.05)
    assert (figures.sum or 0) / 1e6 == pytest.approx(float(row["sum"]), abs=0.05)
    assert (figures.from_dispatch or 0) / 1e6 == pytest.approx(float(row["wall_from_dispatch"]), abs=0.05)
    assert float(figures.speedup or 0) == pytest.approx(float(row["speedup"]), abs=0.005)
    assert float(figures.overlap or 0) == pytest.approx(float(row["overlap"]), abs=0.005)
    assert (int(row["timed"]), int(row["maxconc"])) == (figures.timed, figures.peak)


def test_no_dispatch_is_found_that_is_not_there() -> None:
    expected = {row["mid"] for row in rows("agents.expected.tsv")}
    assert expected == {dispatch.id for file in FILES for dispatch in evidence(file).dispatches}


def lines_of(file: str) -> list[bytes]:
    """Return the lines of a session's own file and of its agents' files."""
    paths = [CORPUS / "claude" / file, *sorted((CORPUS / "claude" / file).with_suffix("").glob("subagents/*.jsonl"))]
    return [line for path in paths for line in path.read_bytes().splitlines(keepends=True)]


@pytest.mark.parametrize("file", FILES)
@few
@given(st.integers(0, 2**32).map(Random), st.floats(0, 1))
def test_the_order_of_lines_does_not_matter_nor_does_repetition(file: str, random: Random, share: float) -> None:
    lines = lines_of(file)
    shuffled = lines + random.sample(lines, int(share * len(lines)))
    random.shuffle(shuffled)
    assert fed(lines) == fed(shuffled)


@pytest.mark.parametrize("file", FILES)
def test_the_prefilter_loses_nothing(file: str) -> None:
    lines = (CORPUS / "claude" / file).read_bytes().splitlines()
    whole = claude_code.reader()
    for line in lines:
        whole.take(parse(line))
    assert by_id(whole.dispatches()) == fed(lines)


def fed(lines: list[bytes]) -> dict[tuple[str, str], Dispatch]:
    reader = claude_code.reader()
    for line in lines:
        reader.feed(line)
    return by_id(reader.dispatches())


def by_id(dispatches: Iterable[Dispatch]) -> dict[tuple[str, str], Dispatch]:
    return {(dispatch.parent, dispatch.id): dispatch for dispatch in dispatches}


@pytest.mark.parametrize("file", FILES)
def test_a_file_given_twice_counts_once(file: str, tmp_path: Path) -> None:
    own, copy = CORPUS / "claude" / file, tmp_path / "copy.jsonl"
    copy.write_bytes(own.read_bytes())
    once = gather(sessions([str(own)]))
    assert once == gather(sessions([str(own), str(own), str(own.parent / "." / file)]))
    both = gather(sessions([str(own), str(copy)]))
    assert [dispatch.agents for dispatch in once.dispatches] == [dispatch.agents for dispatch in both.dispatches]
    assert (
        as_value(summarise(once))["summary"].items()
        >= {
            key: value
            for key, value in as_value(summarise(both))["summary"].items()
            if key not in ("files", "lines")  # which were read
        }.items()
    )


@pytest.mark.parametrize("file", FILES)
@few
@given(st.data())
def test_a_cut_last_line_changes_nothing_but_the_agents_it_tells_of(file: str, data: st.DataObject) -> None:
    lines = (CORPUS / "claude" / file).read_bytes().splitlines(keepends=True)
    telling = [at for at, line in enumerate(lines) if prefilter.use_of(line.strip()) is not prefilter.Use.NOTHING]
    last = data.draw(st.one_of(st.sampled_from(telling), st.integers(0, len(lines) - 1)))
    whole = lines[last].rstrip()
    brackets = [at for at in range(1, len(whole)) if whole[at - 1 : at] in b"}]"]  # cut there, it looks the most whole
    cut = whole[: data.draw(st.one_of(st.sampled_from(brackets or [1]), st.integers(1, len(whole) - 1)))]
    with TemporaryDirectory() as folder:
        path = Path(folder, file)
        path.write_bytes(b"".join(lines[:last]) + cut)
        try:
            found = read(Session((str(path),)))
        except NotATranscriptError:  # nothing is left that tells the harness
            assert not fed(lines[:last])
            return
    assert (1, last + 1) == (found.files[0].bad, found.files[0].lines)
    without, complete = fed(lines[:last]), fed(lines[: last + 1])
    assert without == {key: replace(one, paths=()) for key, one in by_id(found.dispatches).items()}
    before, after = ({run.id: run for one in them.values() for run in one.agents} for them in (without, complete))
    told = lines[last].decode()
    assert all(
        id_ in told or (run.agent_id and run.agent_id in told) for id_, run in after.items() if run != before.get(id_)
    )


def test_agents_own_files_are_found_beside_the_session() -> None:
    file = "ef958aa1-0e93-49f0-bb71-150f63befcd1.jsonl"
    found = evidence(file)
    assert 7 == len(found.files)
    alone = read(Session((str(CORPUS / "claude" / file),)))
    assert alone.dispatches == found.dispatches  # a stated duration is as good as the agent's own file
    assert {Source.TOTAL_DURATION} == {run.source for _, run in runs(found).values()}


def test_agents_own_files_agree_with_the_stated_durations() -> None:
    folder = CORPUS / "claude/ef958aa1-0e93-49f0-bb71-150f63befcd1/subagents"
    found = {run.agent_id: run for _, run in runs(evidence(f"{folder.parent.name}.jsonl")).values()}
    for file in folder.glob("*.jsonl"):
        times = [instant(parse(line)["timestamp"]) or 0 for line in file.read_bytes().splitlines()]
        run = found[file.stem.removeprefix("agent-")]
        assert run.started is not None
        assert run.finished is not None
        assert min(times) == pytest.approx(microseconds(run.started), abs=150_000)
        assert max(times) == pytest.approx(microseconds(run.finished), abs=150_000)
