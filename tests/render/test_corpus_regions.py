"""Real prompts and documents, as files that people also write in."""

from collections import Counter
from pathlib import Path

import mdformat
import pytest

from allsettled.files.source import Edit, SourceText, decode
from allsettled.render.adopt import adopt
from allsettled.render.eject import eject
from allsettled.render.fresh import Fresh
from allsettled.render.layout import spliced
from allsettled.render.outline import outline
from allsettled.render.regions import scan
from allsettled.render.splice import render
from allsettled.render.states import State

DOCS = Path(__file__).resolve().parents[2].parent / "shared/corpus/docs"
FILES = sorted(DOCS.glob("*.md"))
BODY = "## Inserted\n\n| a   | b   |\n| --- | --- |\n| c   | d   |\n\n- one\n- two"
MARKERS = "<!-- allsettled:begin id=inserted -->\n<!-- allsettled:end id=inserted -->\n\n"

pytestmark = pytest.mark.skipif(not FILES, reason=f"no corpus at {DOCS}")


def read(path: Path) -> SourceText:
    return decode(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_files_have_no_regions_and_no_faults(path: Path) -> None:
    text = read(path).text
    found = scan(f"{text}\n<!-- allsettled: ignore x -- so that the scan is not cut short -->\n")
    assert ((), ()) == (found.regions, found.faults)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_region_between_any_two_sections_is_filled_and_nothing_else_changes(path: Path) -> None:
    source = read(path)
    sections = outline(source.text)
    assert sections
    for section in sections[:: max(1, len(sections) // 2)]:
        raw = source.edited([Edit(section.start, section.start, MARKERS)])
        marked = decode(raw, path.name)
        rendered = render(marked.text, {"inserted": Fresh(BODY, "00000001")})
        assert ("inserted",) == rendered.written
        written = marked.edited(rendered.edits)
        begin = raw.index(b"<!-- allsettled:begin")
        gap = raw.index(b"<!-- allsettled:end", begin)
        assert written.startswith(raw[:gap])
        assert written.endswith(raw[gap:])
        again = decode(written, path.name)
        assert () == render(again.text, {"inserted": Fresh(BODY, "00000001")}).edits


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_sections_are_adopted_left_clean_and_ejected(path: Path) -> None:
    source = read(path)
    sections = outline(source.text)
    names = Counter((section.level, section.title) for section in sections)
    own = [section for section in sections if names[section.level, section.title] == 1]
    assert own
    for section in own[:: max(1, len(own) // 2)]:
        fresh = Fresh(source.text[section.start : section.stop], "00000001")
        heading = "#" * section.level + section.title
        edit = adopt(source.text, "a", fresh, path=path.name, heading=heading).edit
        assert edit is not None
        marked = decode(source.edited([edit]), path.name)
        assert [State.CLEAN] == [status.state for status in render(marked.text, {"a": fresh}).statuses]
        back = marked.edited([eject(marked.text, "a")])
        assert decode(back, path.name).text.split() == source.text.split()


@pytest.mark.parametrize("path", FILES[:8], ids=lambda path: path.name)
def test_real_files_that_mdformat_lays_out_stay_clean(path: Path) -> None:
    text = read(path).text
    sections = [section for section in outline(text) if section.level == 2][:3]
    fresh = {}
    for number, section in enumerate(sections):
        fresh[f"r{number}"] = Fresh(text[section.start : section.stop], "00000001")
    for number, section in reversed(list(enumerate(sections))):
        begin, end = f"<!-- allsettled:begin id=r{number} -->\n", f"\n<!-- allsettled:end id=r{number} -->"
        text = spliced(text, [Edit(section.start, section.stop, begin + text[section.start : section.stop] + end)])
    marked = render(text, fresh).text
    formatted = mdformat.text(marked, extensions={"gfm", "frontmatter"})
    assert [State.CLEAN] * len(sections) == [status.state for status in render(formatted, fresh).statuses]
    assert () == render(formatted, fresh).edits
