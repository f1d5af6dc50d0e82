"""Many sessions: the same answer from one process, several, a URL, a cluster."""

import gc
import sys
from pathlib import Path
from zipfile import ZipFile

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


def test_a_file_of_a_server_gives_the_same_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra `fleet` isn't installed")
    spec = pytest.importorskip("fsspec.spec")
    memory = fsspec.filesystem("memory")
    content = (folder / "s0.jsonl").read_bytes()
    memory.pipe("/served/s0.jsonl", content)
    expected = [one.agents for one in gather(sessions([str(folder / "s0.jsonl")]), processes=1).dispatches]

    class Served(spec.AbstractBufferedFile):  # type: ignore[misc, name-defined]
        """What fsspec gives for a file of S3, GCS or a web server."""

        def _fetch_range(self, start: int, end: int) -> bytes:
            return content[start:end]

    monkeypatch.setattr(
        type(memory), "open", lambda self, path, mode: Served(self, path, mode, block_size=64, size=len(content))
    )
    found = gather(sessions(["memory://served/s0.jsonl"]), processes=1)
    assert () == found.unread
    assert expected == [one.agents for one in found.dispatches]


def test_an_archive_gives_the_same_answer(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    pytest.importorskip("fsspec", reason="the extra `fleet` isn't installed")
    archive = tmp_path_factory.mktemp("old") / "sessions.zip"
    with ZipFile(archive, "w") as held:
        for path in folder.glob("*.jsonl"):
            held.write(path, f"team/{path.name}")
    expected = [one.agents for one in gather(sessions([str(folder)]), processes=1).dispatches]
    chain = f"::file://{archive.as_posix()}"
    for place in (f"zip://team{chain}", f"zip://team/*.jsonl{chain}", f"simplecache::zip://**/*.jsonl{chain}"):
        found = gather(sessions([place]), processes=1)
        assert expected == [one.agents for one in found.dispatches]
    (one,) = sessions([f"zip://team/s0.jsonl{chain}"])
    assert f"zip://team/s0.jsonl{chain}" == one.place


def test_a_scheduler_that_is_not_there_is_told_and_leaves_nothing_behind(
    folder: Path, recwarn: pytest.WarningsRecorder
) -> None:
    pytest.importorskip("distributed", reason="the extra `fleet` isn't installed")
    for address in ("tcp://127.0.0.1:9", "nowhere"):
        with pytest.raises(UserError, match=f"no Dask scheduler answers at {address}"):
            gather(sessions([str(folder)]), scheduler=address)
    gc.collect()
    assert [] == [
        str(one.message) for one in recwarn if issubclass(one.category, pytest.PytestUnraisableExceptionWarning)
    ]


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
