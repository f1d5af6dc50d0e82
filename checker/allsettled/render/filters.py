"""The filters that templates may use: ours, and those of Jinja2 that are pure and cannot run away."""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from allsettled.protocol.tables import pad

MOST = 256 * 1024
"""The most characters or items that one value in a template may have, and the biggest number given to a filter."""

_OF_JINJA = (
    "abs",
    "batch",
    "capitalize",
    "count",
    "d",
    "default",
    "dictsort",
    "first",
    "groupby",
    "int",
    "items",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
    "string",
    "sum",
    "title",
    "trim",
    "unique",
    "upper",
    "wordcount",
)


class TooMuchError(ValueError):
    """A value that is bigger than any part of a prompt, or a template that does not come to an end."""


def filters(known: dict[str, Callable[..., Any]], weigh: Callable[[Any], object]) -> dict[str, Callable[..., Any]]:
    """Return the filters for an environment: `known` are all that Jinja2 has, `weigh` takes note of values."""
    ours: dict[str, Callable[..., Any]] = {
        "code": code,
        "fence": fence,
        "indent": indent,
        "join": join,
        "listed": listed,
        "replace": replace,
        "row": row,
        "table": table,
    }
    chosen = {name: known[name] for name in _OF_JINJA} | ours
    return {name: guarded(f'the filter "{name}"', function, weigh) for name, function in chosen.items()}


def refuse_huge(what: str, values: Iterable[Any]) -> None:
    """Raise TooMuchError for a number by which a text or list might be made too long."""
    for value in values:
        if isinstance(value, int) and abs(value) > MOST:
            raise TooMuchError(f"{what} is given a number over {MOST}")


def guarded(what: str, function: Callable[..., Any], weigh: Callable[[Any], object]) -> Callable[..., Any]:
    """Return a filter or test that takes no huge number. What it is given and makes is weighed: to look costs time too.

    What Jinja2 notes on it, stays.
    """

    @functools.wraps(function)
    def called(*arguments: Any, **named: Any) -> Any:
        given = (*arguments, *named.values())
        refuse_huge(what, given)
        for value in given:
            weigh(value)
        made = function(*arguments, **named)
        weigh(made)
        return made

    return called


def table(rows: Sequence[Sequence[object]]) -> str:
    """Return a pipe table; the first row is its header."""
    cells = [[str(cell) for cell in row] for row in rows]
    if len({len(row) for row in cells}) > 1:
        raise ValueError("the rows of a table have different numbers of cells")
    return pad(cells) if cells else ""


def row(first: object, *others: object) -> list[object]:
    """Return a row of a table that begins with the filtered value."""
    return [first, *others]


def code(text: object) -> str:
    """Return a code span that holds the text, whatever backticks are in it."""
    run = _longest_run(str(text))
    ticks = "`" * (run + 1)
    return f"{ticks} {text} {ticks}" if run else f"`{text}`"


def fence(text: str, info: str = "") -> str:
    """Return a fenced block that holds the text, whatever fences are in it."""
    ticks = "`" * max(3, _longest_run(text) + 1)
    return f"{ticks}{info}\n{text.strip(chr(10))}\n{ticks}"


def listed(items: Sequence[object], last: str = "and") -> str:
    """Return items as a phrase: `a, b and c`."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def join(items: Sequence[object], between: str = "") -> str:
    """Return items as one text."""
    words = [str(item) for item in items]
    if sum(map(len, words)) + len(words) * len(between) > MOST:
        raise TooMuchError(f'the filter "join" makes more than {MOST} characters')
    return between.join(words)


def replace(text: str, old: str, new: str) -> str:
    """Return the text with every `old` replaced."""
    text, old, new = str(text), str(old), str(new)
    if len(text) + text.count(old) * len(new) > MOST:
        raise TooMuchError(f'the filter "replace" makes more than {MOST} characters')
    return text.replace(old, new)


def indent(text: str, width: int = 2) -> str:
    """Return the text with every line but the first and the blank ones moved in."""
    if text.count("\n") * max(width, 0) + len(text) > MOST:
        raise TooMuchError(f'the filter "indent" makes more than {MOST} characters')
    first, *others = text.split("\n")
    return "\n".join([first, *(" " * width + line if line.strip() else line for line in others)])


def _longest_run(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if char == "`" else 0
        longest = max(longest, run)
    return longest
