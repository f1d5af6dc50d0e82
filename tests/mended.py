"""What the fix makes of a file: for tests that say it in bytes and sentences."""

from collections.abc import Sequence

from allsettled.checking import Checker
from allsettled.files.source import decode
from allsettled.finding import Finding
from allsettled.fixing import Fixed, fix
from allsettled.rules import RULES

PATH = "2026-01-05-session-01-impact.md"
CHECKER = Checker(list(RULES))


def reported(text: str, checker: Checker = CHECKER, path: str = PATH) -> Sequence[Finding]:
    """Return what is reported of a log's text."""
    return checker.inspect(text, path).file.findings


def mend(raw: bytes, checker: Checker = CHECKER, path: str = PATH) -> Fixed:
    """Mend a log's bytes, by all rules unless others are given."""
    source = decode(raw, path)

    def check(text: str) -> Sequence[Finding]:
        return reported(text, checker, path)

    return fix(source, path, check(source.text), check, checker.protocol)


def mended(text: str, checker: Checker = CHECKER) -> str:
    """Return the text that the fix makes of a log's."""
    return mend(text.encode(), checker).source.text


def is_left(text: str, checker: Checker = CHECKER) -> bool:
    """Say whether nothing in a log is to be mended, nor would have been but for a refusal."""
    fixed = mend(text.encode(), checker)
    return fixed.refusal is None and fixed.mended == 0 and text == fixed.source.text


def refusal(text: str, checker: Checker = CHECKER) -> str:
    """Return why a log isn't fixed, with the line; it is as it was then."""
    fixed = mend(text.encode(), checker)
    assert fixed.refusal is not None, fixed.source.text
    assert (text, 0) == (fixed.source.text, fixed.mended)
    return f"{fixed.refusal.line}: {fixed.refusal}"
