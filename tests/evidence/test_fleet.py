"""Many sessions: the same answer from one process, several, a URL, a cluster."""

import sys
from pathlib import Path

import pytest

from allsettled.errors import UserError
from allsettled.evidence.fleet import gather
from allsettled.evidence.read import Session
from allsettled.evidence.sessions import sessions
from evidence import claude as c


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(7):
        records = [c.call(f"t{n}", n, f"msg_{n % 2}") for n in range(number, number + 3)]
        records += [
            c.completed(f"t{number}", 60, 40),
            c.launched(f"t{number + 1}", 9),
            c.notified(f"at{number + 1}", 99),
        ]
        (tmp_path / f"s{number}.jsonl").write_bytes(b"".join(c.lines(records)))
    (tmp_path / "bad.jsonl").write_bytes(b'{"not": "one"}\n')
    return tmp_path


def test_processes_give_the_same_answer(folder: Path) -> None:
    found = (*sessions([str(folder)]), Session((str(folder / "gone.jsonl"),)))
    expected = gather(found, processes=1)
    assert expected == gather(found, processes=2) == gather(found[::-1], processes=1)
    assert (7, ["no such file or directory"]) == (len(expected.files), [file.reason for file in expected.unread])


def test_progress_is_told(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = sessions([str(folder)])
    gather(found, processes=1, progress=lambda done, total: seen.append((done, total)))
    assert [(done, len(found)) for done in range(1, len(found) + 1)] == seen
    seen.clear()
    gather(found, processes=2, progress=lambda done, total: seen.append((done, total)))
    assert (len(found), len(found)) == seen[-1]


def test_no_sessions_give_nothing() -> None:
    assert gather([]) == gather([], processes=4)


def test_without_dask_a_scheduler_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match="a scheduler needs the package distributed") as caught:
        gather(sessions([str(folder)]), scheduler="tcp://127.0.0.1:1")
    assert 'install it with: pip install "allsettled[fleet]"' == caught.value.hint


def test_a_url_gives_the_same_answer(folder: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra `fleet` isn't installed")
    memory = fsspec.filesystem("memory")
    for path in folder.glob("*.jsonl"):
        memory.pipe(f"/transcripts/{path.name}", path.read_bytes())
    expected = gather(sessions([str(folder)]), processes=1)
    for place in ("memory://transcripts", "memory://transcripts/*.jsonl", "memory:///transcripts/s0.jsonl"):
        found = gather(sessions([place]), processes=1)
        assert found.dispatches
        if not place.endswith("s0.jsonl"):
            assert [one.agents for one in expected.dispatches] == [one.agents for one in found.dispatches]
    with pytest.raises(UserError, match="there is no such file or folder"):
        sessions(["memory://nothing/here"])


def test_a_cluster_gives_the_same_answer(folder: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `fleet` isn't installed")
    found = sessions([str(folder)])
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        assert gather(found, processes=1) == gather(found, scheduler=cluster.scheduler_address)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as cluster,
        pytest.raises(UserError, match="has no workers"),
    ):
        gather(found, scheduler=cluster.scheduler_address)
    with pytest.raises(UserError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        gather(found, scheduler="tcp://127.0.0.1:9")
