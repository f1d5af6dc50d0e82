"""The made-up sessions that the picture in the docs is of, and the picture."""

from pathlib import Path

from allsettled.evidence.fleet import gather
from allsettled.evidence.page import as_html
from allsettled.evidence.sessions import sessions
from allsettled.evidence.stats import summarise
from evidence import sample

ROOT = Path(__file__).resolve().parents[2]
PICTURE = "docs/images/stats.png"


def test_the_sample_has_what_the_page_can_show(tmp_path: Path) -> None:
    sample.write(tmp_path / "once")
    sample.write(tmp_path / "again")
    assert _content(tmp_path / "once") == _content(tmp_path / "again")
    summary = summarise(gather(sessions([str(tmp_path / "once")]), processes=1))
    assert (sample.SESSIONS, 0) == (len(summary.evidence.files), summary.bad_lines)
    assert {"ok", "failed", "failed_silently", "rejected", "no_result", "pending"} == {
        str(state) for state, number in summary.states if number
    }
    days = [at for dispatch, _ in summary.measured if (at := dispatch.at) is not None]
    assert 80 < (max(days) - min(days)).days < 100
    assert 0 < summary.retries.recovered <= summary.retries.failed
    html = as_html(summary)
    assert "pays most" in html
    assert "<h2>Not read</h2>" not in html


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_picture_is_small_and_shown() -> None:
    picture = (ROOT / PICTURE).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(picture) < 200_000
    assert f"]({PICTURE})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"]({PICTURE.removeprefix('docs/')})" in (ROOT / "docs/evidence.md").read_text(encoding="utf-8")
