"""Values as YAML front matter that reads back equal and that formatters leave as it is.

Formatters agree on: block lists indented by two, double quotes where quotes are needed (single ones around double
ones), no folding of long lines.
"""

import re
from collections.abc import Mapping
from typing import Any

Scalar = str | bool | int
Value = Scalar | list[Any] | Mapping[str, Scalar]

# What stands for itself in every YAML: a letter first, then nothing that could end or divide it. Words that YAML 1.1
# or 1.2 reads as something else than text are left out, in all their spellings.
_PLAIN = re.compile(r"[A-Za-z](?:[\w.,;/()'+*<>=@%$-]|[ ](?![ #])|:(?![ ]))*", re.ASCII)
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_LETTERS = {"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e"}
_ESCAPES = _LETTERS | {'"': '"', "\\": "\\", "\x85": "N", "\u2028": "L", "\u2029": "P"}  # as the formatters write them
_LITERAL = re.compile("[ -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def front_matter_text(values: Mapping[str, Value]) -> str:
    """Return front matter with its `---` lines and a line feed at the end, the keys in the order of `values`."""
    lines = ["---"]
    for key, value in values.items():
        match value:
            case Mapping():
                lines.append(f"{scalar(key)}:")
                lines += [f"  {scalar(name)}: {scalar(part)}" for name, part in value.items()]
            case list() if value:
                lines.append(f"{scalar(key)}:")
                lines += [f"  - {scalar(part)}" for part in value]
            case list():
                lines.append(f"{scalar(key)}: []")
            case _:
                lines.append(f"{scalar(key)}: {scalar(value)}")
    return "\n".join([*lines, "---", ""])


def scalar(value: Scalar) -> str:
    """Return one value on one line: plain where that is safe, otherwise in quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return value if _is_plain(value) else quoted(value)


def quoted(text: str) -> str:
    """Return a text in quotes: double ones, unless it has some itself and nothing else to escape.

    What isn't printable is escaped.
    """
    escaped = "".join(map(_escaped, text))
    if '"' in text and "\\" not in escaped.replace('\\"', ""):
        return "'" + text.replace("'", "''") + "'"
    return f'"{escaped}"'


def _is_plain(text: str) -> bool:
    if _PLAIN.fullmatch(text) is None or text[-1] in ": ":
        return False
    return text.casefold() not in _NOT_TEXT


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return "\\" + _ESCAPES[char]
    if _LITERAL.match(char):
        return char
    code = ord(char)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"
