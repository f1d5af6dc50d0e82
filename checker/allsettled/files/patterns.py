"""Patterns over paths, in the dialect of `.gitignore`: one dialect for ignore files and for settings.

A pattern becomes a regular expression that runs in linear time on the hostile ones too: of a path that a `*`
or a `**` can cover in many ways only the leftmost is tried, which is enough, since the next star takes the rest.
The usual translation to `[^/]*a[^/]*a...` takes minutes on five stars and one long file name.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

_LONGEST = 4096  # a line longer than any path

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r"\ \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": r"\ -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\ \t\n\r\f\v",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class Patterns:
    """The lines of a `.gitignore`, or globs from the settings: the last one that matches decides.

    Paths are relative to the folder that the patterns belong to, with `/` between their parts.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        parsed = [one for line in lines if (one := _parse(line)) is not None]
        self._groups = [
            (negative, re.compile("|".join(one.regex for one in group), re.DOTALL))
            for negative, group in groupby(reversed(parsed), key=lambda one: one.negative)
        ]

    def __bool__(self) -> bool:
        """Say whether there is any pattern at all."""
        return bool(self._groups)

    def match(self, path: str, *, folder: bool = False) -> bool | None:
        """Say whether `path` itself is matched (True), re-included by a `!` (False), or not named (None)."""
        subject = path + "/" if folder else path
        for negative, regex in self._groups:
            if regex.match(subject):
                return not negative
        return None

    def covers(self, path: str, *, folder: bool = False) -> bool:
        """Say whether `path` is matched, itself or by a folder that it is in."""
        at = path.find("/")
        while at >= 0:
            if self.match(path[:at], folder=True):
                return True
            at = path.find("/", at + 1)
        return bool(self.match(path, folder=folder))


class _Pattern(NamedTuple):
    regex: str
    negative: bool


def _parse(line: str) -> _Pattern | None:
    """Return a line's pattern, or None for a blank line, a comment and what can match nothing."""
    line = _trimmed(line)
    if not line or line.startswith("#") or len(line) > _LONGEST:
        return None
    negative = line.startswith("!")
    body = line[1:] if negative else line
    only_folders = body.endswith("/")
    body = body[:-1] if only_folders else body
    anywhere = "/" not in body
    tokens = _tokens(body.removeprefix("/"))
    if not tokens:
        return None
    regex = _name(tokens) if anywhere else _path(tokens)
    if regex is None:
        return None
    return _Pattern(regex + ("/" if only_folders else "/?") + r"\Z", negative)


def _trimmed(line: str) -> str:
    """Return a line without its end, and without trailing spaces that no backslash keeps."""
    line = line.removesuffix("\n").removesuffix("\r")
    bare = line.rstrip(" ")
    backslashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if backslashes % 2 and len(bare) < len(line) else bare


def _tokens(body: str) -> list[str] | None:
    """Cut a pattern into regular expressions of one character each, `/`, and runs of stars; None if invalid."""
    tokens: list[str] = []
    at = 0
    while at < len(body):
        char = body[at]
        at += 1
        if char == "*":
            start = at - 1
            while body.startswith("*", at):
                at += 1
            tokens.append("**" if at - start > 1 else "*")
        elif char == "?":
            tokens.append("[^/]")
        elif char == "[":
            cut = _class(body, at)
            if cut is None:
                return None
            tokens.append(cut[0])
            at = cut[1]
        else:
            if char == "\\":
                if at == len(body):
                    return None
                char = body[at]
                at += 1
            tokens.append("/" if char == "/" else re.escape(char))
    return tokens


def _class(body: str, at: int) -> tuple[str, int] | None:
    """Return a bracket expression that starts behind its `[`, and where it ends; None if it never does."""
    negated = body.startswith(("!", "^"), at)
    at += negated
    start = at
    inner = ""
    previous = ""  # the character that a range may start with
    while at == start or not body.startswith("]", at):
        if named := _named_class(body, at):
            name, at = named
            if name not in _CLASSES:
                return None
            inner += _CLASSES[name]
            previous = ""
            continue
        ranged = previous != "" and body.startswith("-", at) and body[at + 1 : at + 2] not in ("", "]")
        at += ranged
        at += body.startswith("\\", at)
        if at >= len(body):
            return None
        char = body[at]
        at += 1
        if not ranged:
            inner += re.escape(char)
        elif previous <= char:
            inner += f"{re.escape(previous)}-{re.escape(char)}"
        previous = "" if ranged else char
    if not inner:
        return ("[^/]" if negated else "(?!)"), at + 1
    return f"(?!/)[{'^' if negated else ''}{inner}]", at + 1


def _named_class(body: str, at: int) -> tuple[str, int] | None:
    """Return the name in a `[:name:]` that starts here, and where it ends."""
    if not body.startswith("[:", at):
        return None
    end = body.find("]", at + 2)
    if end <= at + 2 or body[end - 1] != ":":
        return None
    return body[at + 2 : end - 1], end + 1


def _segments(tokens: list[str]) -> list[list[str]]:
    """Cut tokens at the slashes."""
    segments: list[list[str]] = [[]]
    for part in tokens:
        if part == "/":
            segments.append([])
        else:
            segments[-1].append(part)
    return segments


def _segment(tokens: list[str]) -> str:
    """Return the expression for one name: its pieces between stars, all but the last at their leftmost."""
    pieces = [""]
    for token in tokens:
        if token in ("*", "**"):
            pieces.append("")
        else:
            pieces[-1] += token
    if len(pieces) == 1:
        return pieces[0]
    inner = "".join(f"(?>[^/]*?{piece})" for piece in pieces[1:-1] if piece)
    return f"(?=[^/]){pieces[0]}{inner}[^/]*{pieces[-1]}(?=/|\\Z)"


def _name(tokens: list[str]) -> str | None:
    """Return the expression for a pattern without a slash: it matches a name at any depth."""
    segment = _segments(tokens)
    if len(segment) != 1:
        return None
    return r"(?>(?:.*/(?=[^/]))?)" + _segment(segment[0])


def _path(tokens: list[str]) -> str | None:
    """Return the expression for a pattern with a slash: it matches from the folder of the patterns on."""
    segments = _segments(tokens)
    if not all(segments):
        return None  # an empty name: no path has one
    blocks: list[list[str]] = [[]]
    for segment in segments:
        if segment == ["**"]:
            blocks.append([])
        else:
            blocks[-1].append(_segment(segment))
    anywhere = r"(?:[^/]+/)*"
    last = blocks.pop()
    regex = ""
    for number, block in enumerate(blocks):
        if block:
            regex += f"(?>{anywhere + '?' if number else ''}{'/'.join(block)}/)"
    if not last:
        return regex + "(?=[^/]).+?"
    return regex + (anywhere if blocks else "") + "/".join(last)
