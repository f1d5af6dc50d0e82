"""The stamp of a file that is rendered as a whole: the first thing in it that its format allows.

    <!-- allsettled:file v=1 in=4f1c9a02 out=38e07fa6e88a from=agents/qa.md (allsettled render) -->

below the front matter of Markdown, or behind `#` on the first line of TOML. Like a region's stamp it holds no time,
absolute path or version of the tool.
"""

import re
from typing import NamedTuple

from allsettled.render.attributes import Problem, allowed, read_attributes, write_attributes
from allsettled.render.lines import Line, front_matter_length, split_lines
from allsettled.render.markers import SIGN, Style
from allsettled.span import Span
from allsettled.words import did_you_mean

VERSION = "1"
WORD = "file"
SECTION = "section:"
"""What `from` begins with where a file is made from a section, not from an agent's source."""
_NOTE = "(allsettled render)"
_NOTE_AT_END = re.compile(r"\([^()]*\)$")
_KEYS = {
    "v": re.compile(r"1"),
    "in": re.compile(r"[0-9a-f]{8}"),
    "out": re.compile(r"[0-9a-f]{12}"),
    "from": re.compile(r".+"),
    "override": re.compile(r"user"),
}
_LINES = {
    Style.MARKDOWN: re.compile(rf"<!--[ \t]*{SIGN}{WORD}(?=[ \t])(.*?)-->[ \t]*$"),
    Style.HASH: re.compile(rf"#[ \t]*{SIGN}{WORD}(?=[ \t])(.*)$"),
}
_MEND = "put back the stamp that was committed; or delete its line and run `allsettled render`, which then compares"


class FileStamp(NamedTuple):
    """What a file was rendered from (8 hex digits), the digest of its text (12), and the path of its source, if known.

    `override` says that the user keeps a text of their own there.
    """

    inputs: str
    out: str
    source: str = ""
    override: bool = False


class Whole(NamedTuple):
    """A file with a stamp: the stamp or what is wrong with it, where it stands, and the text without it."""

    stamp: FileStamp | Problem
    span: Span
    text: str


def read_whole(text: str, style: Style) -> Whole | None:
    """Return a file with its stamp taken off, or None if it has none where a stamp stands."""
    if f"{SIGN}{WORD}" not in text:
        return None
    lines = split_lines(text)
    first = _first_inked(lines, style)
    found = _LINES[style].match(first.text) if first else None
    if first is None or found is None:
        return None
    rest = lines[first.number :]
    after = rest[0].next if rest and rest[0].blank else first.next
    span = Span(first.number, 1, first.number, len(first.text) + 1)
    return Whole(_read(found.group(1)), span, text[: first.start] + text[after:])


def with_stamp(text: str, stamp: FileStamp, style: Style) -> str:
    """Return a file's text with its stamp in its place; `read_whole` takes it off again."""
    line = _written(stamp, style)
    lines = split_lines(text)
    length = front_matter_length(lines) if style is Style.MARKDOWN else 0
    if not length:
        return f"{line}\n\n{text}"
    head = text[: lines[length - 1].next]
    rest = text[len(head) :]
    return f"{head}\n{line}\n\n{rest.removeprefix(chr(10))}"


def _first_inked(lines: list[Line], style: Style) -> Line | None:
    length = front_matter_length(lines) if style is Style.MARKDOWN else 0
    return next((line for line in lines[length:] if not line.blank), None)


def _read(source: str) -> FileStamp | Problem:
    source = _NOTE_AT_END.sub("", source.rstrip())
    values, problem = read_attributes(source)
    if problem:
        return problem._replace(hint=_MEND)
    for key, value in values.items():
        if key not in _KEYS:
            return _broken(source, f'the stamp has an unknown attribute "{key}"', did_you_mean(key, _KEYS) or _MEND)
        if not _KEYS[key].fullmatch(value):
            hint = "upgrade allsettled" if key == "v" and value.isdigit() else _MEND
            return _broken(source, f'the stamp\'s `{key}` cannot be "{value[:40]}"', hint)
    if missing := [key for key in ("v", "in", "out") if key not in values]:
        return _broken(source, f"the stamp has no `{missing[0]}`", _MEND)
    return FileStamp(values["in"], values["out"], values.get("from", ""), "override" in values)


def _broken(source: str, message: str, hint: str) -> Problem:
    return Problem(0, len(source), message, hint)


def _written(stamp: FileStamp, style: Style) -> str:
    values = {"v": VERSION, "in": stamp.inputs, "out": stamp.out}
    if stamp.source and allowed(stamp.source):
        values["from"] = stamp.source
    if stamp.override:
        values["override"] = "user"
    content = f"{SIGN}{WORD} {write_attributes(values)}" + ("" if stamp.override else f" {_NOTE}")
    return f"# {content}" if style is Style.HASH else f"<!-- {content} -->"
