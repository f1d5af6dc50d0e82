"""Values as a TOML file that reads back equal, and such a file as front matter with places."""

import re
from collections.abc import Mapping

from allsettled.document.model import FrontMatter
from allsettled.render.frontmatter_yaml import Value
from allsettled.span import FILE, Span

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ASSIGNMENT = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*(?:=|\.)")
_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def toml_text(values: Mapping[str, Value]) -> str:
    """Return a TOML file with one value a line, those that have several lines as they stand; tables come last."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in values.items() if not isinstance(value, Mapping)]
    for key, value in values.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{_key(key)}]"]
            lines += [f"{_key(name)} = {_value(part)}" for name, part in value.items()]
    return "\n".join([*lines, ""])


def multi_line(text: str) -> str:
    """Return a text between triple quotes: literal if it can be, so that it reads as it will be read."""
    if "'''" not in text and not text.endswith("'") and all(map(_literal, text)):
        return f"'''\n{text}'''"
    return '"""\n' + "".join(char if char == "\n" else _escaped(char) for char in text) + '"""'


def _value(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return multi_line(value) if "\n" in value else '"' + "".join(map(_escaped, value)) + '"'
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(f"a table inside a table: {value!r}")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else '"' + "".join(map(_escaped, key)) + '"'


def _literal(char: str) -> bool:
    """Say whether a character may stand in a literal text, where nothing can be escaped."""
    return char in "\n\t" or (ord(char) >= 0x20 and ord(char) != 0x7F)


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if _literal(char) else f"\\u{ord(char):04x}"


def toml_front_matter(text: str) -> FrontMatter:
    """Return the keys of an agent's TOML file as front matter: values, the place of each key, an error if it is broken.

    `text` has line feeds for all line ends. A key's place is its line; inside a text of several lines there are none.
    """
    import tomllib

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error) or "too deeply nested"
        at = _AT.search(said)
        if at is None:
            return FrontMatter({}, {}, FILE, said)
        broken = int(at[1])
        width = len(text.split("\n")[broken - 1])
        return FrontMatter({}, {}, FILE, said[: at.start()], Span(broken, int(at[2]), broken, width + 1))
    places: dict[str, Span] = {}
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not fence and line.lstrip().startswith("["):
            break
        if not fence and (found := _ASSIGNMENT.match(line)):
            places.setdefault(found[1], Span(number, 1, number, len(line) + 1))
        fence = _open_quote(line, fence)
    return FrontMatter(values, places, FILE)


def _open_quote(line: str, fence: str) -> str:
    """Return the triple quote that is open after a line, given the one before it. Comments aren't told apart."""
    at = 0
    while at < len(line):
        if fence:
            if fence == '"""' and line[at] == "\\":
                at += 2
            elif line.startswith(fence, at):
                at, fence = at + 3, ""
            else:
                at += 1
        elif line.startswith(('"""', "'''"), at):
            at, fence = at + 3, line[at : at + 3]
        else:
            at += 1
    return fence
