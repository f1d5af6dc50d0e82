"""What holds of a whole project, whatever is edited, rendered and checked, and in whatever order."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.render.place import Choices
from allsettled.render.work import Work
from projects import Memory, project

DOCUMENT = "doc.md"
TEXT = """# Doc

above

<!-- allsettled:begin id=parallel-dispatch size=compact -->
<!-- allsettled:end id=parallel-dispatch -->

between

<!-- allsettled:begin id=parallel-metrics -->
<!-- allsettled:end id=parallel-metrics -->

below
"""
PATHS = (DOCUMENT, ".claude/agents/qa.md", ".claude/agents/lead.md", ".codex/agents/lead.toml", "AGENTS.md")
IDS = ("parallel-dispatch", "parallel-metrics", "agents")
SOURCES = ("agents/qa.md", "agents/lead.md")

hands = st.tuples(st.just("hand"), st.sampled_from(PATHS), st.integers(0, 60))
sources = st.tuples(st.just("source"), st.sampled_from(SOURCES), st.integers(10, 14))
renders = st.tuples(
    st.just("render"),
    st.lists(st.sampled_from(PATHS + IDS), max_size=2, unique=True),
    st.lists(st.sampled_from(PATHS + IDS), max_size=1),
)
checks = st.tuples(st.just("check"), st.just(""), st.just(0))
platforms = st.tuples(
    st.just("platforms"), st.sampled_from([["claude"], ["codex", "agents-md"], ["claude", "codex"]]), st.just(0)
)
moves = st.lists(st.one_of(hands, sources, renders, checks, platforms), min_size=1, max_size=7)


def with_line(text: str, number: int, line: str) -> str:
    lines = text.split("\n")
    lines.insert(min(number, len(lines) - 1), line)
    return "\n".join(lines)


def outside(text: str) -> str:
    """A document's text without what stands between its markers."""
    return re.sub(r"(?s)(begin id=[^\n]*\n).*?(?=<!-- allsettled:end)", r"\1", text)


def forced(line: str, one: Memory, path: str, force: list[str]) -> bool:
    """Say whether somebody has asked to overwrite the place that a line stands in."""
    if path in force:
        return True
    regions = re.findall(r"(?s)begin id=([\w-]+)[^\n]*\n(.*?)<!-- allsettled:end", one.text(path))
    return any(id_ in force and line in body for id_, body in regions)


def run(one: Memory, choices: Choices | None = None, *, write: bool = True) -> list[Work] | None:
    """Render, or only look; None if a source cannot be used, since somebody has broken a region in it."""
    try:
        return one.run(choices) if write else one.works(choices)
    except UserError:
        return None


@settings(max_examples=25, deadline=None)
@given(moves)
def test_no_sequence_of_edits_renders_and_checks_loses_what_was_written_by_hand(
    steps: list[tuple[object, ...]],
) -> None:
    one = project("claude", "codex", "agents-md")
    one.files[DOCUMENT] = TEXT.encode()
    one.run()
    by_hand: dict[str, str] = {}  # a line that somebody has put into a file -> the file
    for count, (kind, what, more) in enumerate(steps):
        before = dict(one.files)
        if kind == "hand" and str(what) in one.files:
            line = f"by hand {count}"
            one.files[str(what)] = with_line(one.text(str(what)), int(str(more)), line).encode()
            by_hand[line] = str(what)
        elif kind == "source":
            one.files[str(what)] = with_line(one.text(str(what)), int(str(more)), f"\nsource {count}\n").encode()
        elif kind == "platforms":
            one.table = {**one.table, "platforms": what}
        elif kind == "check":
            run(one, write=False)
            assert before == one.files
        elif kind == "render" and isinstance(what, list) and isinstance(more, list):
            force = [name for name in what if name not in more]
            safe = {line: path for line, path in by_hand.items() if not forced(line, one, path, force)}
            works = run(one, Choices(force=frozenset(force), accept=frozenset(more)))
            if works is None or any(work.refused or work.broken for work in works):
                assert before == one.files, "all or nothing"
            assert [] == [line for line, path in safe.items() if line not in one.text(path)]
            assert outside(before[DOCUMENT].decode()) == outside(one.text(DOCUMENT))
            by_hand = {line: path for line, path in by_hand.items() if line in one.text(path)}
            after = dict(one.files)
            if after != before:
                run(one)
                assert after == one.files, "rendering twice is rendering once"
