"""YAML to plain values with the place of each: composed here, without recursion, aliases and types of one's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from allsettled.errors import UserError
from allsettled.planning.source import PlanError, Source
from allsettled.planning.value import Pointer
from allsettled.span import Span

LONGEST = 4 * 1024 * 1024  # characters
DEEPEST = 12  # levels; a plan has four
_PAIR = re.compile(r"((?<!\\)(?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_CONTAINERS = (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


def read_yaml(text: str, path: str) -> Source:
    """Return what a YAML or JSON text holds. Raises PlanError, with the place, if it can't be read."""
    if len(text) > LONGEST:
        raise PlanError([UserError(f"the plan is longer than {LONGEST} characters", path=path, hint="split it")])
    import yaml

    quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same language, ten times faster
    try:
        try:
            return _composed(text, path, quick)
        except yaml.YAMLError as error:
            if "nesting" not in str(error):
                raise
            return _composed(text, path, yaml.SafeLoader)  # libyaml refuses, ahead of the place where we do
    except yaml.YAMLError as error:
        raise PlanError([_syntax(error, text, path)]) from None
    except UnicodeError:
        raise PlanError([UserError("the plan holds characters that no text may hold", path=path)]) from None


def _composed(text: str, path: str, loader: Any) -> Source:
    """Return what a text holds. Raises PlanError, YAMLError or UnicodeError."""
    import yaml

    composer = _Composer(text.split("\n"), path)
    for event in yaml.parse(_as_yaml(text), Loader=loader):
        composer.take(event)
    return composer.source


def _as_yaml(text: str) -> str:
    """Return a JSON text as YAML takes it: spaces for the tabs that indent it, whole characters for surrogate pairs.

    Lines stay, and columns but behind such a pair.
    """
    if not text.lstrip().startswith("{"):
        return text
    if "\\ud" in text.lower():
        text = _PAIR.sub(_whole, text)
    if "\t" not in text:
        return text
    return "\n".join(
        line[: len(line) - len(line.lstrip("\t "))].replace("\t", " ") + line.lstrip("\t ") for line in text.split("\n")
    )


def _whole(pair: re.Match[str]) -> str:
    high, low = int(pair[2], 16) - 0xD800, int(pair[3], 16) - 0xDC00
    return f"{pair[1]}\\U{0x10000 + (high << 10) + low:08X}"


def _syntax(error: Any, text: str, path: str) -> UserError:
    """Return the parser's error at its place, with the cure where the cause is a common one."""
    problem = " ".join(str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).split())
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        line, column, index = mark.line + 1, mark.column + 1, mark.index
    else:  # a character that the reader refuses: its offset is in bytes or in characters, so it's looked for
        code = getattr(error, "character", 0)
        index = max(text.find(chr(code)) if isinstance(code, int) else 0, 0)
        line, column = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
    hint = "look at the indentation and the quotes of this line and the one before"
    if "characters are not allowed" in problem:
        hint = f"take out the character U+{ord(text[index]):04X}"
    elif text[index : index + 1] == "\t":
        hint = "indent with spaces, not with tabs"
    elif "mapping values are not allowed" in problem:
        hint = "put a text that holds a colon in quotes, or below its key after |"
    return UserError(f"not valid YAML: {problem}", path=path, span=Span(line, column, line, column + 1), hint=hint)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end hasn't come yet."""

    value: Any
    pointer: Pointer
    key: str | None = None
    key_span: Span | None = None
    seen: dict[str, Span] = field(default_factory=dict)


class _Composer:
    """Builds the value from the parser's events, with the containers that are open on a stack."""

    def __init__(self, lines: Sequence[str], path: str) -> None:
        from yaml.constructor import SafeConstructor
        from yaml.nodes import ScalarNode
        from yaml.resolver import Resolver

        self.lines, self.path = lines, path
        self.source = Source()
        self.stack: list[_Open] = []
        self.documents = 0
        self.resolver, self.constructor, self.scalar_node = Resolver(), SafeConstructor(), ScalarNode

    def take(self, event: Any) -> None:
        match type(event).__name__:
            case "ScalarEvent":
                self.scalar(event)
            case "MappingStartEvent":
                self.open(event, {})
            case "SequenceStartEvent":
                self.open(event, [])
            case "MappingEndEvent" | "SequenceEndEvent":
                self.stack.pop()
            case "AliasEvent":
                raise self.refuse(event, "aliases are not allowed", "write the value out where it's needed")
            case "DocumentStartEvent":
                self.documents += 1
                if self.documents > 1:
                    raise self.refuse(event, "a second document begins here", "one file holds one plan")

    def refuse(self, event: Any, message: str, hint: str) -> PlanError:
        return PlanError([UserError(message, path=self.path, span=_span(event), hint=hint)])

    def open(self, event: Any, value: Any) -> None:
        pointer = self.pointer(event)
        if event.tag not in _CONTAINERS:
            raise self.refuse(event, f"a value of the type {event.tag}", "write it plainly, without the !")
        if len(self.stack) >= DEEPEST:
            raise self.refuse(event, f"nested more than {DEEPEST} levels deep", "a plan needs four levels")
        self.put(value, pointer, _span(event))
        self.stack.append(_Open(value, pointer))

    def scalar(self, event: Any) -> None:
        inner = self.stack[-1] if self.stack else None
        if inner is not None and isinstance(inner.value, dict) and inner.key is None:
            self.key(event, inner)
            return
        pointer = self.pointer(event)
        self.put(self.construct(event), pointer, _span(event))
        if event.style == "|":
            for number, span in self.line_places(event):
                self.source.places[(*pointer, number)] = span

    def key(self, event: Any, inner: _Open) -> None:
        """Keep a key, spelled with hyphens, until its value comes."""
        key, span = event.value.replace("_", "-"), _span(event)
        if key in inner.seen:
            message = f'the key "{event.value}" stands here for the second time'
            raise self.refuse(event, message, f"the first is in line {inner.seen[key].line}: keep one of them")
        inner.seen[key] = span
        inner.key, inner.key_span = key, span

    def pointer(self, event: Any) -> Pointer:
        """Return where the next value goes."""
        if not self.stack:
            return ()
        inner = self.stack[-1]
        if isinstance(inner.value, list):
            return (*inner.pointer, len(inner.value))
        if inner.key is None:
            raise self.refuse(event, "a key must be a text", "write the key as one word")
        return (*inner.pointer, inner.key)

    def put(self, value: Any, pointer: Pointer, span: Span) -> None:
        self.source.places[pointer] = span
        if not self.stack:
            self.source.value = value
            return
        inner = self.stack[-1]
        if isinstance(inner.value, list):
            inner.value.append(value)
        elif inner.key is not None and inner.key_span is not None:
            inner.value[inner.key] = value
            self.source.keys[pointer] = inner.key_span
            inner.key = None

    def construct(self, event: Any) -> Any:
        """Return a scalar's value, by the types that JSON has, and dates; what's no value of its type is text."""
        from yaml import YAMLError

        tag = event.tag
        if tag is None or tag == "!":
            tag = self.resolver.resolve(self.scalar_node, event.value, event.implicit)  # type: ignore[no-untyped-call]
        kind = tag.removeprefix("tag:yaml.org,2002:")
        if kind in ("str", "merge", "value"):
            return event.value
        if kind not in ("null", "bool", "int", "float", "timestamp"):
            raise self.refuse(event, f"a value of the type {tag}", "write it as text, without the !")
        try:
            return self.constructor.construct_object(self.scalar_node(tag, event.value))
        except (YAMLError, ValueError, OverflowError):
            return event.value

    def line_places(self, event: Any) -> Iterator[tuple[int, Span]]:
        """Yield the place of each line of a literal block: they stand in the file as they are, but for the indent."""
        for number, line in enumerate(event.value.removesuffix("\n").split("\n")):
            row = event.start_mark.line + 1 + number
            source = self.lines[row] if row < len(self.lines) else ""
            if source.endswith(line):
                column = len(source) - len(line) + 1
                yield number, Span(row + 1, column, row + 1, column + len(line))


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
