"""The forms a log or a prompt may have without saying anything else: form doesn't matter."""

import re
from collections.abc import Callable

Form = Callable[[str], str]
_FENCE = re.compile(r"\A---\n.*?^---$|^```.*?^```$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"(?:^\|.*\|$\n?)+", re.MULTILINE)


def _outside(change: Form) -> Form:
    """Return a form that leaves front matter and code in fences as they are."""

    def apply(text: str) -> str:
        start, parts = 0, []
        for fence in _FENCE.finditer(text):
            parts += [change(text[start : fence.start()]), fence.group()]
            start = fence.end()
        return "".join([*parts, change(text[start:])])

    return apply


def _lines(pattern: str, by: str) -> Form:
    """Return a form that changes what a pattern finds in each line, code in fences left out."""
    found = re.compile(pattern, re.MULTILINE)
    return _outside(lambda text: found.sub(by, text))


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip()[1:-1])]


def _tables(change: Callable[[list[str], bool], list[str]], form: str = "| {} |") -> Form:
    """Return a form that changes the cells of each row; the function is told whether the row is the table's head."""

    def table(found: re.Match[str]) -> str:
        lines = found.group().splitlines(keepends=True)
        rows = (change(_cells(line), number == 0) for number, line in enumerate(lines))
        return "".join(
            form.format(" | ".join(row)) + line[len(line.rstrip("\n")) :] for row, line in zip(rows, lines, strict=True)
        )

    return _outside(lambda text: _TABLE.sub(table, text))


def _extra(cells: list[str], head: bool) -> list[str]:
    return [*cells, "---" if set(cells[0]) == {"-"} else "Remarks" if head else "fine"]


def _emoji(text: str) -> str:
    for word, mark in (("COMPLETE", "✅"), ("FAILED", "❌"), ("RUNNING", "⏳"), ("SKIPPED", "⏭️")):
        text = re.sub(rf"\| {word} *(?=\|)", f"| {mark} {word.capitalize()} ", text)
    return text


def _setext(text: str) -> str:
    """Underline headings. One that begins with a number would be an item then."""
    text = re.sub(r"^# (?!\d)(.+)$", lambda title: f"{title[1]}\n{'=' * len(title[1])}", text, flags=re.MULTILINE)
    return re.sub(r"^## (?!\d)(.+)$", lambda title: f"{title[1]}\n{'-' * len(title[1])}", text, flags=re.MULTILINE)


FORMS: dict[str, Form] = {
    "as written": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "BOM": lambda text: "\ufeff" + text,
    "no last line end": lambda text: text.rstrip("\n"),
    "marks": _emoji,
    "other marks": _lines(r"\| (COMPLETE|FAILED|RUNNING|TIMEOUT|SKIPPED) *(?=\|)", r"| ⏱️ \1 "),
    "brackets": _lines(r"\| (COMPLETE|FAILED|RUNNING) *(?=\|)", r"| [\1] "),
    "deeper headings": _lines(r"^##", "###"),
    "underlined headings": _outside(_setext),
    "closed headings": _lines(r"^(#{1,6}) (.+)$", r"\1 \2 \1"),
    "bold headings": _lines(r"^(##+) (.+)$", r"\1 **\2**"),
    "numbered headings": _lines(r"^(##+) (?!\d)(.+)$", r"\1 3. \2"),
    "section numbers": _lines(r"^(##+) (?!\d)(.+)$", r"\1 6.12 \2"),
    "stars for items": _lines(r"^(\s*)- ", r"\1* "),
    "wide items": _lines(r"^(\s*)- ", r"\1-   "),
    "extra column": _tables(_extra),
    "other column order": _tables(lambda cells, _: cells[::-1]),
    "tight tables": _tables(lambda cells, _: cells, "|{}|"),
    "open tables": _tables(lambda cells, _: cells, "{}"),
    "indented tables": _tables(lambda cells, _: cells, "  | {} |"),
    "aligned tables": _lines(r"\| -(-+)- (?=\|)", r"| :\1: "),
    "trailing spaces": _lines(r"(?<=\S)$", "  "),
    "bold agents": _lines(r"^\| (architect|security|devops|qa) ", r"| **\1** "),
    "code agents": _lines(r"^\| (architect|security|devops|qa) ", r"| `\1` "),
}
"""Of each form: how a text that the protocol wrote is brought into it."""
