"""A file's bytes as text, and text back to bytes with all that was not changed as it was."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.span import Span

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Edit(NamedTuple):
    """The new text for the characters `start` to `end` (0-based, the end exclusive) of a `SourceText`."""

    start: int
    end: int
    text: str


class SourceText(NamedTuple):
    r"""A file's text, without its byte order mark and with `\n` at the end of every line.

    `eol` is the line end that the file uses (the most frequent one; `\n` if it has none), `mixed` says
    whether it uses others too, and `raw` holds the bytes that were read.
    """

    text: str
    bom: bool
    eol: str
    mixed: bool
    raw: bytes

    def edited(self, edits: Iterable[Edit]) -> bytes:
        r"""Return the file's bytes with some of its text replaced, and every other byte as it was.

        New text has `\n` line ends and gets the file's own. The edits are in the text's order and do not
        overlap, else a ValueError is raised.
        """
        ends = iter(re.findall(r"\r\n|\r|\n", self.raw.decode("utf-8"))) if self.mixed else None

        def kept(start: int, end: int) -> str:
            piece = self.text[start:end]
            if ends is None:
                return piece.replace("\n", self.eol)
            return re.sub("\n", lambda _: next(ends), piece)

        parts: list[str] = []
        at = 0
        for start, end, text in edits:
            if not at <= start <= end <= len(self.text):
                raise ValueError(f"edit {start}:{end} is out of order, or outside of the text")
            parts.append(kept(at, start))
            kept(start, end)  # what is replaced takes its line ends with it
            parts.append(_with_line_feeds(text).replace("\n", self.eol))
            at = end
        parts.append(kept(at, len(self.text)))
        return (_BOM if self.bom else b"") + _joined(parts).encode("utf-8")


def decode(raw: bytes, path: str) -> SourceText:
    """Return what the bytes of the file at `path` say.

    Raises UserError, at the byte's line and column, for what is not UTF-8 or holds a NUL.
    """
    bom = raw.startswith(_BOM)
    body = raw[len(_BOM) :] if bom else raw
    nul = body.find(b"\0")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _undecodable(raw, body, error.start, path) from error
    if nul >= 0:
        raise UserError(
            f"the byte at offset {nul + len(raw) - len(body)} is NUL: this is not a text file",
            path=path,
            span=_place(body[:nul]),
            hint="leave it out of the check, or remove the NUL",
        )
    if "\r" not in text:
        return SourceText(text, bom, "\n", mixed=False, raw=raw)
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    eol = max(counts, key=lambda end: counts[end])
    return SourceText(_with_line_feeds(text), bom, eol, sum(map(bool, counts.values())) > 1, raw)


def normalise(text: str) -> str:
    """Return a text without a byte order mark and with line feeds for all line ends."""
    return _with_line_feeds(text.removeprefix("\ufeff"))


def _joined(parts: Iterable[str]) -> str:
    r"""Join parts so that a `\r` at one's end and a `\n` at the next's start do not become one line end."""
    whole: list[str] = []
    for part in filter(None, parts):
        if whole and whole[-1].endswith("\r") and part.startswith("\n"):
            whole.append("\n")
        whole.append(part)
    return "".join(whole)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _undecodable(raw: bytes, body: bytes, offset: int, path: str) -> UserError:
    """Return the error for the first byte of `body` that is not UTF-8."""
    if raw.startswith(_UTF_16):
        return UserError("the file is UTF-16, not UTF-8", path=path, hint="save it as UTF-8")
    place = offset + len(raw) - len(body)
    return UserError(
        f"the byte 0x{body[offset]:02x} at offset {place} is not UTF-8",
        path=path,
        span=_place(body[:offset]),
        hint="save the file as UTF-8",
    )


def _place(before: bytes) -> Span:
    """Return the place of what follows some valid UTF-8."""
    lines = _with_line_feeds(before.decode("utf-8")).split("\n")
    column = len(lines[-1]) + 1
    return Span(len(lines), column, len(lines), column + 1)
