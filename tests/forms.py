"""The forms a log may have without saying anything else: form doesn't matter."""

import re
from collections.abc import Callable

Form = Callable[[str], str]
_ROW = re.compile(r"^\|(.*)\|$", re.MULTILINE)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)]


def _tables(change: Callable[[list[str]], list[str]]) -> Form:
    def apply(text: str) -> str:
        return _ROW.sub(lambda row: "| " + " | ".join(change(_cells(row.group(1)))) + " |", text)

    return apply


def _extra(cells: list[str]) -> list[str]:
    return [*cells, "---" if set(cells[0]) == {"-"} else "Remarks" if cells[0] in ("Agent", "Question") else "fine"]


def _emoji(text: str) -> str:
    for word, mark in (("COMPLETE", "✅"), ("FAILED", "❌"), ("RUNNING", "⏳"), ("SKIPPED", "⏭️")):
        text = re.sub(rf"\| {word} *(?=\|)", f"| {mark} {word.capitalize()} ", text)
    return text


FORMS: dict[str, Form] = {
    "as written": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "BOM": lambda text: "\ufeff" + text,
    "marks": _emoji,
    "brackets": lambda text: re.sub(r"\| (COMPLETE|FAILED|RUNNING) *(?=\|)", r"| [\1] ", text),
    "deeper headings": lambda text: re.sub(r"^##", "###", text, flags=re.MULTILINE),
    "extra column": _tables(_extra),
    "other column order": _tables(lambda cells: cells[::-1]),
    "tight tables": _tables(lambda cells: cells),
    "aligned tables": lambda text: re.sub(r"\| -(-+)- (?=\|)", r"| :\1: ", text),
    "trailing spaces": lambda text: re.sub(r"\|$", "|  ", text, flags=re.MULTILINE),
    "bold agents": lambda text: re.sub(r"^\| (architect|security|devops|qa) ", r"| **\1** ", text, flags=re.MULTILINE),
}
"""Of each form: how a log that the protocol wrote is brought into it."""
