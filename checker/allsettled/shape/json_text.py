"""JSON text to a value and the place of each of its parts. As strict as RFC 8259, and bounded: files are hostile.

Nothing is mended or guessed: a comment, a comma too many, a key that stands twice or a number that is none is an error.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from allsettled.errors import UserError
from allsettled.span import Span

Pointer = tuple[str | int, ...]

DEEPEST = 64
"""The most levels that lists and objects may be nested."""

_TOKEN = re.compile(
    r"[ \t\n\r]*+(?:(?P<mark>[{}\[\]:,])|(?P<string>\"(?:[^\"\\\x00-\x1f]++|\\[^\x00-\x1f])*+\")"
    r"|(?P<number>-?(?:0|[1-9][0-9]{0,400}+)(?:\.[0-9]{1,400}+)?(?:[eE][+-]?[0-9]{1,3}+)?)(?![0-9.\w])"
    r"|(?P<word>true|false|null)\b)",
    re.ASCII,
)
_NUMBER = re.compile(r"[+-]?\.?[0-9]", re.ASCII)
_LONG = re.compile(r"-?[0-9]*+(?:\.[0-9]*+)?(?:(?<=[0-9]{401})|[eE][+-]?[0-9]{4})", re.ASCII)
_NO_WORD = re.compile(r"[+-]?(?:NaN|Infinity|undefined|None|True|False|nil)\b")
_SPACE = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9A-Fa-f]{4})|(?P<char>[\"\\/bfnrt]))|(?P<bad>\\.)", re.DOTALL)
_CHARS = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "null": None}


class JsonError(UserError):
    """What makes a text no JSON, and where in it."""


class Piece(NamedTuple):
    """A line of a text value that stands in the file as it is, without escapes, and its place."""

    pointer: Pointer
    text: str
    span: Span


@dataclass(slots=True)
class JsonText:
    """A value, and the places of its parts by their pointers: of each value, of each key, of each plain line."""

    value: Any = None
    places: dict[Pointer, Span] = field(default_factory=dict)
    keys: dict[Pointer, Span] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def read_json(text: str) -> JsonText:
    """Return what a JSON text says and where; raises JsonError at the first thing that isn't JSON."""
    return _Reader(text).read()


class _Reader:
    """Reads one text, without recursion: `stack` holds the lists and objects that are still open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line, self.line_start, self.seen = 1, 0, 0  # of the last place that was asked for
        self.found = JsonText()
        self.stack: list[tuple[Pointer, Any, int]] = []  # pointer, list or object, its start

    def read(self) -> JsonText:
        self._value(())
        while self.stack:
            pointer, holder, _ = self.stack[-1]
            if isinstance(holder, dict):
                self._member(pointer, holder)
            else:
                self._item(pointer, holder)
        end = _SPACE.match(self.text, self.at)
        if end is not None and end.end() < len(self.text):
            raise self._error("text stands after the end of the value", end.end(), "one file holds one value")
        return self.found

    def _value(self, pointer: Pointer) -> None:
        token = self._next()
        value: Any
        if token.kind == "mark" and token.text in "{[":
            if len(self.stack) >= DEEPEST:
                raise self._error(f"lists and objects are nested more than {DEEPEST} levels deep", token.start)
            value = {} if token.text == "{" else []
            self.found.places[pointer] = self._span(token.start, token.end)
            self.stack.append((pointer, value, token.start))
        elif token.kind == "string":
            self.found.places[pointer] = self._span(token.start, token.end)
            value = self._string(token, pointer)
        elif token.kind in ("number", "word"):
            self.found.places[pointer] = self._span(token.start, token.end)
            value = _WORDS[token.text] if token.kind == "word" else self._number(token)
        else:
            raise self._error(f"a value belongs here, not {_shown(token.text)}", token.start)
        self._put(pointer, value)

    def _put(self, pointer: Pointer, value: Any) -> None:
        if not pointer:
            self.found.value = value
            return
        holder = next(one for where, one, _ in reversed(self.stack) if where == pointer[:-1])
        if isinstance(holder, dict):
            holder[pointer[-1]] = value
        else:
            holder.append(value)

    def _member(self, pointer: Pointer, holder: dict[str, Any]) -> None:
        token = self._next()
        if token.kind == "mark" and token.text == "}":
            self._close(token.end)
            return
        if holder:
            token = self._after_comma(token, "}")
        if token.kind != "string":
            raise self._error(f"a key in quotes belongs here, not {_shown(token.text)}", token.start)
        key = self._string(token, None)
        own = (*pointer, key)
        if key in holder:
            raise self._error(f'the key "{key[:60]}" stands twice', token.start, "keep one of the two")
        self.found.keys[own] = self._span(token.start, token.end)
        colon = self._next()
        if (colon.kind, colon.text) != ("mark", ":"):
            raise self._error(f"a colon belongs here, not {_shown(colon.text)}", colon.start)
        self._value(own)

    def _item(self, pointer: Pointer, holder: list[Any]) -> None:
        before = self.at
        token = self._next()
        if token.kind == "mark" and token.text == "]":
            self._close(token.end)
            return
        if holder:
            self._after_comma(token, "]", peek=True)
        else:
            self.at = before
        self._value((*pointer, len(holder)))

    def _after_comma(self, token: _Token, end: str, peek: bool = False) -> _Token:
        """Return the token that follows a comma, which `token` has to be."""
        if (token.kind, token.text) != ("mark", ","):
            raise self._error(f"a comma or {end} belongs here, not {_shown(token.text)}", token.start)
        before = self.at
        following = self._next()
        if following.kind == "mark" and following.text == end:
            raise self._error(f"nothing follows this comma but {end}", token.start, "take the comma away")
        if peek:
            self.at = before
        return following

    def _close(self, end: int) -> None:
        """Close the innermost list or object. On one line its place is all of it, else its first character."""
        pointer, _, start = self.stack.pop()
        if "\n" not in self.text[start : min(end, start + 400)] and end - start < 400:
            self.found.places[pointer] = self._span(start, end)

    def _number(self, token: _Token) -> int | float:
        value = float(token.text) if any(sign in token.text for sign in ".eE") else int(token.text)
        if value in (float("inf"), float("-inf")):
            raise self._error("this number is too big", token.start)
        return value

    def _next(self) -> _Token:
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            raise self._unreadable()
        self.at = found.end()
        kind = found.lastgroup or ""
        return _Token(kind, found[kind], found.start(kind), found.end())

    def _unreadable(self) -> JsonError:
        space = _SPACE.match(self.text, self.at)
        start = space.end() if space is not None else self.at
        rest = self.text[start : start + 20]
        if not rest:
            return self._error("the text ends before its value does", start)
        if rest.startswith('"'):
            return self._error("this text in quotes has no end, or holds a line break or control character", start)
        if rest.startswith("'"):
            return self._error("text stands in double quotes", start)
        if rest.startswith(("//", "/*", "#")):
            return self._error("JSON has no comments", start, "take the comment away")
        if _NUMBER.match(rest):
            long = _LONG.match(self.text, start)
            what = "is longer than any that is read here" if long else f"is not written as JSON has it: {_shown(rest)}"
            return self._error(f"this number {what}", start)
        if word := _NO_WORD.match(rest):
            return self._error(f"JSON has no {word[0]}", start, "its words are true, false and null")
        return self._error(f"this is no JSON: {_shown(rest)}", start)

    def _string(self, token: _Token, pointer: Pointer | None) -> str:
        """Return what a text in quotes says, and note its plain lines unless it's a key."""
        body = token.text[1:-1]
        if "\\" not in body:
            if pointer is not None:
                self.found.pieces.append(Piece(pointer, body, self._span(token.start + 1, token.end - 1)))
            return body
        if pointer is not None:
            self._pieces(body, token.start + 1, pointer)

        def replace(found: re.Match[str]) -> str:
            if found["bad"]:
                raise self._error(f"{_shown(found[0])} is no escape", token.start + 1 + found.start())
            return chr(int(found["code"], 16)) if found["code"] else _CHARS[found["char"]]

        try:  # JSON escapes a character beyond the first plane by its two halves
            return _ESCAPE.sub(replace, body).encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise self._error("this text holds half a character", token.start) from None

    def _pieces(self, body: str, start: int, pointer: Pointer) -> None:
        breaks = [found.span() for found in _ESCAPE.finditer(body) if found["char"] == "n"]
        ends = [0, *(at for span in breaks for at in span), len(body)]
        for first, last in zip(ends[::2], ends[1::2], strict=True):
            if "\\" not in body[first:last]:
                self.found.pieces.append(Piece(pointer, body[first:last], self._span(start + first, start + last)))

    def _span(self, start: int, end: int) -> Span:
        """Return the place of a stretch on one line; mostly places are asked for in the text's order."""
        if start < self.line_start:
            self.line, self.line_start, self.seen = 1, 0, 0
        if start > self.seen:
            if breaks := self.text.count("\n", self.seen, start):
                self.line += breaks
                self.line_start = self.text.rfind("\n", self.seen, start) + 1
            self.seen = start
        return Span(self.line, start - self.line_start + 1, self.line, end - self.line_start + 1)

    def _error(self, message: str, at: int, hint: str = "") -> JsonError:
        return JsonError(message, span=self._span(at, at + 1), hint=hint or "JSON is described at https://json.org")


def _shown(text: str) -> str:
    return f"`{text[:20]}`"
