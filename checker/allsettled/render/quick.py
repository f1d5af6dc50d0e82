"""Whether a file surely is as it should be: told from its bytes, without reading it as Markdown.

A file is sure if each of its regions, markers and stamp included, is the same to the letter as one that was found
clean before, and if none of them can stand in a code fence or in raw HTML. All else is for the slow way; so nothing
here needs to be complete, but a yes must be right. A test holds it against the slow way.
"""

import re
from collections.abc import Iterator

_SIGN = b"allsettled:"
_TICKS = b"```"
_LAYOUTS = 8  # of one region's text that are remembered
_BLANK = b" \t"
_BOM = b"\xef\xbb\xbf"
_RAW = re.compile(rb"<(?:!(?!--)|\?|(?:script|pre|style|textarea)(?:[ \t>]|$))", re.IGNORECASE)


class Known:
    """The regions that were found clean: by the line of their begin marker, all that follows up to the end marker.

    There are several for one begin marker where files are laid out by different formatters.
    """

    def __init__(self) -> None:
        self._tails: dict[tuple[str, bytes], dict[bytes, str]] = {}

    def learn(self, home: str, id_: str, begin: str, tail: str) -> None:
        """Note a clean region of a file of a platform: its first line, and what follows, the end marker included."""
        tails = self._tails.setdefault((home, begin.encode()), {})
        if len(tails) < _LAYOUTS:
            tails[b"\n" + tail.encode()] = id_

    def __bool__(self) -> bool:
        """Say whether any region is known."""
        return bool(self._tails)

    def clean(self, home: str, raw: bytes) -> int:
        """Return how many regions a file of a platform has, if all of them surely are clean; else 0."""
        raw = raw.removeprefix(_BOM)
        if b"\r" in raw:
            raw = b"\n".join([*raw.splitlines(), b""] if raw.endswith((b"\r", b"\n")) else raw.splitlines())
        sign = raw.find(_SIGN)
        if sign < 0:
            return 0
        at = _body_start(raw)
        ids: set[str] = set()
        while sign >= 0:
            start = raw.rfind(b"\n", 0, sign) + 1
            stop = raw.find(b"\n", sign)
            tails = self._tails.get((home, raw[start:stop]), {})
            tail = next((one for one in tails if raw.startswith(one, stop)), b"")
            end = stop + len(tail)
            if not tail or start < at or tails[tail] in ids:
                return 0
            if raw[end : end + 1] not in (b"\n", b"") or not _closed(raw[at:start]):
                return 0
            ids.add(tails[tail])
            at = end
            sign = raw.find(_SIGN, at)
        return len(ids) if _plain(raw[at:]) else 0


def _body_start(raw: bytes) -> int:
    """Return where the text begins, behind front matter; the end of all where that is not plain to see."""
    if not raw.startswith(b"---"):
        return 0
    ends = [end for sign in (b"\n---", b"\n...") if (end := raw.find(sign, 3)) >= 0]
    end = min(ends, default=-1)
    plain = raw.startswith(b"---\n") and raw[end : end + 5] in (b"\n---\n", b"\n...\n") and _plain(raw[:end])
    return end + 5 if plain else len(raw)


def _plain(piece: bytes) -> bool:
    """Say whether a piece is text with line feeds for line ends."""
    if b"\r" in piece or b"\0" in piece:
        return False
    if piece.isascii():
        return True
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True


def _closed(piece: bytes) -> bool:
    """Say whether surely no fence and no raw HTML is open at the end of a piece that begins outside of all."""
    if not _plain(piece) or b"~~~" in piece:
        return False
    has_html = False
    for start in _html_lines(piece):
        line = _line(piece, start).lstrip(b" ")
        is_comment = line.startswith(b"<!--")
        if is_comment and b"-->" not in line[4:]:
            return False
        if not is_comment and _RAW.match(line):  # other HTML ends at the next blank line
            return False
        has_html = True
    return _fences_closed(piece, has_html=has_html)


def _html_lines(piece: bytes) -> Iterator[int]:
    """Yield where the lines begin that HTML may begin on."""
    at = piece.find(b"<")
    while at >= 0:
        start = piece.rfind(b"\n", 0, at) + 1
        if at - start <= 3 and not piece[start:at].strip(b" "):
            yield start
        at = piece.find(b"<", at + 1)


def _fences_closed(piece: bytes, *, has_html: bool) -> bool:
    """Say whether each line that may open a fence surely is closed by one that is like it."""
    opener, ticks_of_opener, opened_at = b"", 0, 0
    at = piece.find(_TICKS)
    while at >= 0:
        start = piece.rfind(b"\n", 0, at) + 1
        line = _line(piece, start)
        at = piece.find(_TICKS, start + len(line))
        bare = line.lstrip(_BLANK)
        indent = line[: len(line) - len(bare)]
        rest = bare.lstrip(b"`")
        ticks = len(bare) - len(rest)
        if ticks < len(_TICKS):
            continue
        if not ticks_of_opener:
            if b"`" in rest:
                continue
            if has_html and start and not _blank_above(piece, start):
                return False  # it may be part of the HTML above it
            opener, ticks_of_opener, opened_at = indent, ticks, start + len(line) + 1
        elif not rest.strip(_BLANK) and ticks >= ticks_of_opener:
            if indent != opener or (indent and not _moved_in(piece[opened_at:start], indent)):
                return False  # whether it closes depends on what it stands in
            ticks_of_opener = 0
    return not ticks_of_opener


def _blank_above(piece: bytes, start: int) -> bool:
    before = piece.rfind(b"\n", 0, start - 1) + 1
    return not piece[before : start - 1].strip(_BLANK)


def _moved_in(piece: bytes, indent: bytes) -> bool:
    """Say whether all lines are blank or moved in: then a list item that they are part of has not ended."""
    return all(line.startswith(indent) or not line.strip(_BLANK) for line in piece.split(b"\n"))


def _line(piece: bytes, start: int) -> bytes:
    end = piece.find(b"\n", start)
    return piece[start:] if end < 0 else piece[start:end]
