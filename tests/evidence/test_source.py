"""Opening transcripts: regular files only, lines of bounded length, no bad file the end of it."""

import io
import os
import sys
from pathlib import Path

import pytest

from allsettled.errors import UserError
from allsettled.evidence import source, urls
from allsettled.evidence.lines import Lines


def test_lines_over_the_limit_are_skipped_and_counted() -> None:
    lines = Lines(io.BytesIO(b"short\n" + b"x" * 50 + b"\n\n  \nnext\n" + b"y" * 11), limit=10)
    assert [b"short\n", b"next\n"] == list(lines)
    assert 2 == lines.too_long


@pytest.mark.parametrize(("length", "expected"), [(9, 2), (10, 2), (11, 1)])
def test_the_limit_is_exact(length: int, expected: int) -> None:
    lines = Lines(io.BytesIO(b"x" * length + b"\nok\n"), limit=10)
    assert (expected, 2 - expected) == (len(list(lines)), lines.too_long)


def test_what_is_not_a_regular_file_is_not_opened(tmp_path: Path) -> None:
    for place in (tmp_path, Path(os.devnull)):
        with pytest.raises(UserError, match="it isn't a regular file"), source.opened(str(place)):
            pass
    with pytest.raises(UserError, match="no such file"), source.opened(str(tmp_path / "none")):
        pass
    with pytest.raises(UserError, match="it cannot be opened"), source.opened("a\0b"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(UserError, match="it isn't a regular file"), source.opened(str(tmp_path / "pipe.jsonl")):
        pass


def test_what_may_be_a_transcript_is_found_below_a_folder(tmp_path: Path) -> None:
    for name in ("b.jsonl", "deep/er/a.json", "notes.md", "deep/agent-1.meta.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    assert [str(tmp_path / "b.jsonl"), str(tmp_path / "deep/er/a.json")] == source.below(str(tmp_path))


def test_a_url_is_not_a_path() -> None:
    assert urls.is_url("s3://bucket/x.jsonl")
    assert urls.is_url("memory://x")
    assert urls.is_url("simplecache::s3://bucket/x.jsonl")
    assert not urls.is_url("C:\\x.jsonl")
    assert not urls.is_url("a b://x")
    assert not urls.is_url("a::b")


@pytest.mark.parametrize(
    ("folder", "name", "url"),
    [
        ("s3://bucket/x", "y.jsonl", "s3://bucket/x/y.jsonl"),
        ("memory:///x", "y.jsonl", "memory:///x/y.jsonl"),
        ("zip://", "y.jsonl", "zip://y.jsonl"),
        ("zip://x::file:///old.zip", "y.jsonl", "zip://x/y.jsonl::file:///old.zip"),
        ("simplecache::s3://b/x", "y.jsonl", "simplecache::s3://b/x/y.jsonl"),
        ("simplecache::zip://x::s3://b/c.zip", "y.jsonl", "simplecache::zip://x/y.jsonl::s3://b/c.zip"),
    ],
)
def test_a_url_has_a_folder_and_a_name(folder: str, name: str, url: str) -> None:
    assert (folder, name) == source.split(url)
    assert url == source.inside(folder, name) == source.normal(url)
    assert url.replace("y.jsonl", "y.meta.json") == source.companion(url)


def test_without_fsspec_a_url_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with (
        pytest.raises(UserError, match="reading from a URL needs the package fsspec") as caught,
        source.opened("s3://b/x"),
    ):
        pass
    assert 'install it with: pip install "allsettled[fleet]"' == caught.value.hint


class _CloudError(Exception):
    """What a cloud's library raises of its own: no OSError."""


def test_whatever_a_clouds_library_raises_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra `fleet` isn't installed")

    def refuse(url: str) -> None:
        raise _CloudError(url)

    monkeypatch.setattr(fsspec.core, "url_to_fs", refuse)
    with pytest.raises(UserError, match="it cannot be read: s3://b/x"), source.opened("s3://b/x"):
        pass
