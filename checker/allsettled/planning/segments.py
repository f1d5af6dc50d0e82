"""Names with wildcards: can two of them match one name? Exact, in steps bounded by the product of their lengths."""

from functools import lru_cache
from typing import NamedTuple

_SOME = "abcdefghijklmnopqrstuvwxyz0123456789-_x"  # for an example of what a wildcard can be


class Token(NamedTuple):
    """One place of a pattern: any run of characters (`star`), or one character, in `chars` or (`but`) not in it."""

    chars: frozenset[str] = frozenset()
    but: bool = False
    star: bool = False

    def common(self, other: "Token") -> str:
        """Return a character that both stand for, or an empty text."""
        if not self.but:
            return next((char for char in sorted(self.chars) if (char in other.chars) != other.but), "")
        if not other.but:
            return other.common(self)
        return next((char for char in _SOME if char not in self.chars and char not in other.chars), "~")


_ANY = Token(but=True)
_STAR = Token(star=True)


def has_wildcard(name: str) -> bool:
    """Say whether a name is a pattern rather than itself."""
    return any(char in name for char in "*?[")


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[Token, ...]:
    """Return the places of a name's pattern. A bracket that is never closed stands for itself."""
    found: list[Token] = []
    at = 0
    while at < len(name):
        char = name[at]
        end = _class_end(name, at) if char == "[" else -1
        if end > 0:
            found.append(_class(name[at + 1 : end]))
            at = end
        elif char == "*":
            if not found or not found[-1].star:
                found.append(_STAR)
        else:
            found.append(_ANY if char == "?" else Token(frozenset(char)))
        at += 1
    return tuple(found)


def _class_end(name: str, at: int) -> int:
    """Return where a class that begins with the bracket at `at` ends: the first `]` may be a member."""
    first = at + 1 + (name[at + 1 : at + 2] in ("!", "^"))
    return name.find("]", first + 1)


def _class(body: str) -> Token:
    but = body[0] in "!^" and len(body) > 1
    body = body[1:] if but else body
    chars: set[str] = set()
    at = 0
    while at < len(body):
        if body[at + 1 : at + 2] == "-" and at + 2 < len(body):
            first, last = ord(body[at]), ord(body[at + 2])
            chars.update(map(chr, range(first, min(last, first + 500) + 1)))
            at += 3
        else:
            chars.add(body[at])
            at += 1
    return Token(frozenset(chars), but)


@lru_cache(maxsize=16384)
def common_name(one: str, other: str) -> str | None:
    """Return a name that two patterns both match, or None if there is none."""
    if not has_wildcard(one) and not has_wildcard(other):
        return one if one == other else None
    name = _common(one, other)
    if name is not None and name.startswith("."):  # an example should look like one, if it can
        visible = "x" + name
        if _common(one, visible) is not None and _common(other, visible) is not None:
            return visible
    return name


def _common(one: str, other: str) -> str | None:
    first, second = tokens(one), tokens(other)
    came: dict[tuple[int, int], tuple[tuple[int, int], str] | None] = {(0, 0): None}
    waiting = [(0, 0)]
    goal = (len(first), len(second))
    while waiting:
        state = waiting.pop()
        if state == goal:
            return _spell(came, state)
        for step, char in _steps(first, second, *state):
            if step not in came:
                came[step] = (state, char)
                waiting.append(step)
    return None


def _steps(first: tuple[Token, ...], second: tuple[Token, ...], i: int, j: int) -> list[tuple[tuple[int, int], str]]:
    """Return the states that follow one, each with the character that it takes."""
    left = first[i] if i < len(first) else None
    right = second[j] if j < len(second) else None
    steps: list[tuple[tuple[int, int], str]] = []
    if left is not None and right is not None and not left.star and not right.star:
        if char := left.common(right):
            steps.append(((i + 1, j + 1), char))
        return steps
    if left is not None and left.star:
        if right is not None and not right.star:
            steps.append(((i, j + 1), right.common(_ANY)))
        steps.append(((i + 1, j), ""))
    if right is not None and right.star:
        if left is not None and not left.star:
            steps.append(((i + 1, j), left.common(_ANY)))
        steps.append(((i, j + 1), ""))
    return steps


def _spell(came: dict[tuple[int, int], tuple[tuple[int, int], str] | None], state: tuple[int, int]) -> str:
    chars: list[str] = []
    while (step := came[state]) is not None:
        state, char = step
        chars.append(char)
    return "".join(reversed(chars)) or "x"
