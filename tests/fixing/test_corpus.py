"""Real logs: what the fix changes in them, as a person has read it, and faults planted in them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from allsettled.checking import Checker
from allsettled.files.source import SourceText, decode
from allsettled.finding import Finding
from allsettled.fixing import FIXABLE, Fixed, fix
from allsettled.rules import RULES
from shell import CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
ALL = Checker(list(RULES))
SOME = Checker([RULES[name] for name in sorted(FIXABLE)])
COMMENT = "<!-- allsettled: ignore bad-timestamp -- planted -->\n\n"


def _mend(source: SourceText, name: str) -> Fixed:
    def check(text: str) -> Sequence[Finding]:
        return ALL.inspect(text, name).file.findings

    return fix(source, name, check(source.text), check, ALL.protocol)


def _files(folder: str, step: int = 1) -> list[tuple[Path, SourceText]]:
    paths = sorted((CORPUS / folder).glob("*.md"))[::step]
    return [(path, decode(path.read_bytes(), path.name)) for path in paths]


def test_in_all_real_files_one_row_is_mended() -> None:
    changed = []
    for path, source in (*_files("logs"), *_files("docs")):
        if SOME.inspect(source.text, path.name).file.findings:
            fixed = _mend(source, path.name)
            assert None is fixed.refusal
            if fixed.source is not source:
                changed.append((path.name, fixed))
    ((name, fixed),) = changed
    before = (CORPUS / "logs" / name).read_text(encoding="utf-8").split("\n")
    assert ("2025-12-18-session-15-pr-60-response.md", 1) == (name, fixed.mended)
    joined = f"{before[226]} {before[228].strip()}"
    assert [*before[:226], joined, *before[229:]] == fixed.source.text.split("\n")
    again = _mend(fixed.source, name)
    assert (0, fixed.source.raw) == (again.mended, again.source.raw)


def test_a_comment_that_is_planted_in_a_real_log_goes_without_a_trace() -> None:
    tried = 0
    for path, source in _files("logs", step=6):
        if "\n\n## " in source.text:
            planted = source.text.replace("\n\n## ", f"\n\n{COMMENT}## ", 1)
            assert source.text == _mend(decode(planted.encode(), path.name), path.name).source.text, path.name
            tried += 1
    assert tried > 30
