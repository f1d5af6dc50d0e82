"""A text as a row of tokens, each of a kind of one letter, so that a claim's grammar is a pattern over letters.

One pass with one compiled pattern: see `pattern`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from allsettled.claims.masking import author_text
from allsettled.claims.pattern import TOKEN
from allsettled.claims.quantity import Quantity, join_durations, read_clock, read_compound, read_quantity
from allsettled.claims.vocabulary import (
    CONJUNCTIONS,
    CUES,
    DISPUTE,
    LABELS,
    LIMITS,
    OR_LIMITS,
    ROLES,
    SMALL_WORDS,
    VERSUS,
    VERSUS_PAIRS,
    Dimension,
)

# Q measure  P percent or factor  L cue word  V versus  A arrow  F from  T to  O of  B by  S small word  W word
# C conjunction  ? disputing word  I name with a number, date  X opaque  D dash; other marks stand for themselves


class Token(NamedTuple):
    """A word, number or mark; `text` in lower case; `start` and `end` in characters of the text."""

    kind: str
    text: str
    start: int
    end: int
    quantity: Quantity | None = None


class Tokens(NamedTuple):
    """The tokens of a text, and their kinds as one string, a letter a token."""

    tokens: tuple[Token, ...]
    kinds: str
    text: str

    def measure(self, index: int) -> Quantity:
        """Return the quantity of the token at `index`, which has one."""
        quantity = self.tokens[index].quantity
        if quantity is None:  # a pattern that asks for Q or P guarantees one
            raise LookupError(f"token {index} is no quantity")
        return quantity

    def words(self, start: int, end: int) -> set[str]:
        """Return the words among the tokens from `start` up to `end`."""
        return {token.text for token in self.tokens[max(start, 0) : end] if token.text[:1].isalpha()}


_MARKS = {"×": "*", "÷": "/", "−": "-", "≈": "=", "!": ".", "?": "."}
_KINDS = {"opaque": "X", "name": "I", "glued": "I", "arrow": "A", "dash": "D", "rest": "X"}
_WORD_KINDS = {
    **dict.fromkeys(SMALL_WORDS, "S"),
    **dict.fromkeys(CUES, "L"),
    **dict.fromkeys(CONJUNCTIONS, "C"),
    **dict.fromkeys(VERSUS, "V"),
    **dict.fromkeys(DISPUTE, "?"),
    "from": "F",
    "to": "T",
    "of": "O",
    "by": "B",
}
_KNOWN_MARKS = frozenset("(),;:.=/*+-")


@lru_cache(maxsize=512)
def tokenize(text: str) -> Tokens:
    """Cut a Markdown text into tokens, once however many readers ask for it.

    Code, quotations, addresses and struck-through text are opaque.
    """
    masked = author_text(text)
    tokens: list[Token] = []
    for found in TOKEN.finditer(masked):
        for token in _read(found):
            _append(tokens, token, masked)
    return Tokens(tuple(tokens), "".join(token.kind for token in tokens), masked)


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a Markdown text, in its order; dates, times of day and names are none."""
    return [token.quantity for token in tokenize(text).tokens if token.quantity is not None]


def _read(found: re.Match[str]) -> list[Token]:
    """Make tokens of a match: one, or three where a falling range is a subtraction."""
    group, (start, end) = found.lastgroup or "", found.span()
    text = found.group()
    if group == "quantity":
        return [_measure(one) if isinstance(one, Quantity) else Token("-", "-", *one) for one in read_quantity(found)]
    if group == "clock":
        duration = "." in text
        return [Token("Q", text, start, end, read_clock(text, start))] if duration else [Token("I", text, start, end)]
    if group == "compound":
        return [Token("Q", text, start, end, read_compound(text, start))]
    if group == "word":
        if text == "x":  # 3 x 17 min
            return [Token("*", text, start, end)]
        return [Token(_WORD_KINDS.get(text.lower(), "W"), text.lower(), start, end)]
    if group == "mark":
        kind = _MARKS.get(text, text)
        return [Token(kind if kind in _KNOWN_MARKS else "X", text, start, end)]
    return [Token(_KINDS[group], text, start, end)]


def _measure(quantity: Quantity) -> Token:
    kind = "P" if quantity.dimension in (Dimension.PERCENT, Dimension.FACTOR) else "Q"
    return Token(kind, "", quantity.start, quantity.end, quantity)


def _append(tokens: list[Token], token: Token, text: str) -> None:
    """Add a token, joined with the one before it where the two are one thing."""
    last = tokens[-1] if tokens else None
    if last is None:
        tokens.append(token)
        return
    gap = text[last.end : token.start]
    close = not gap or gap.isspace()
    if token.quantity is not None and close:
        if last.quantity is not None and (joined := join_durations(last.quantity, token.quantity)):
            tokens[-1] = _measure(joined)
            return
        named = last.kind in "WLS" and _is_name(last, token.quantity, text)
        plain = Token("I", text[token.start : token.end], token.start, token.end)
        token = plain if named else _limited(tokens, token.quantity)
    elif close and last.quantity is not None and token.kind in "WL" and gap:
        if token.text == "times":
            tokens[-1] = _measure(last.quantity._replace(dimension=Dimension.FACTOR, unit="x", end=token.end))
            return
        if not token.text.endswith("ed") and token.text not in ROLES:
            tokens[-1] = last._replace(quantity=last.quantity._replace(noun=token.text))
    elif last.text == "or" and len(tokens) > 1 and tokens[-2].quantity is not None and token.text in OR_LIMITS:
        tokens[-2:] = [_measure(tokens[-2].quantity._replace(bound=OR_LIMITS[token.text]))]
        return
    elif token.kind == "." and last.kind == "V" and not gap:
        return
    elif (last.text, token.text) in VERSUS_PAIRS:
        tokens[-1] = Token("V", f"{last.text} {token.text}", last.start, token.end)
        return
    elif (last.text, token.text) == ("out", "of"):
        tokens[-1] = Token("O", "out of", last.start, token.end)
        return
    tokens.append(token)


def _limited(tokens: list[Token], quantity: Quantity) -> Token:
    """Take `at least`, `over` or `about` off the tokens, into the quantity that it limits."""
    for length in (2, 1):
        limit = LIMITS.get(" ".join(token.text for token in tokens[-length:]))
        if limit and not quantity.bound:
            del tokens[-length:]
            quantity = quantity._replace(approximate=True) if limit == "~" else quantity._replace(bound=limit)
            break
    return _measure(quantity)


def _is_name(word: Token, quantity: Quantity, text: str) -> bool:
    """Say whether a bare number after a word is that thing's name: `Session 19`, `Python 3.12`."""
    if quantity.dimension is not Dimension.COUNT or quantity.bound or quantity.approximate or quantity.sign:
        return False
    return word.text in LABELS or (quantity.step < 1 and text[word.start].isupper())
