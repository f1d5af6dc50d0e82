"""Jinja2, confined: plain values and a short list of methods and filters; steps and sizes are counted.

Jinja2's own sandbox keeps a template from Python's insides, but lets it run for ever and fill the memory. Here every
turn of a loop, every call and every template that is loaded is a step, and what a template looks at and makes is
weighed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from allsettled.render.counting import counted
from allsettled.render.filters import MOST, TooMuchError, filters, guarded, join, refuse_huge
from allsettled.words import did_you_mean

STEPS = 100_000
"""The most turns, calls and loads of one render."""
WEIGHT = 16 * MOST
"""The most characters and items that all values of one render may have together, each time that one is used."""

_METHODS = frozenset(
    {"capitalize", "count", "endswith", "find", "get", "items", "keys", "lower", "removeprefix", "removesuffix"}
    | {"split", "splitlines", "startswith", "strip", "lstrip", "rstrip", "title", "upper", "values", "index"}
)
_GLOBALS = ("range", "dict", "namespace")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose delimiters are `{@ value @}`, `{%@ statement @%}` and `{#@ comment @#}`."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        super().__init__(
            block_start_string="{%@",
            block_end_string="@%}",
            variable_start_string="{@",
            variable_end_string="@}",
            comment_start_string="{#@",
            comment_end_string="@#}",
            undefined=NamedUndefined,
            autoescape=False,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            newline_sequence="\n",
            loader=loader,
            finalize=self.weighed,
        )
        self.steps = self.weight = 0
        self._trees: dict[tuple[str, str], nodes.Template] = {}
        self.filters = filters(self.filters, self.weighed)
        known: dict[str, Any] = dict(self.tests)
        self.tests = {name: guarded(f'the test "{name}"', test, self.weighed) for name, test in known.items()}
        self.filters |= {"turns of a loop": self._turns, "joined texts": self._joined, "weighed value": self._value}
        self.globals = {name: self.globals[name] for name in _GLOBALS}

    def start(self) -> None:
        """Begin to count anew."""
        self.steps = self.weight = 0

    def step(self) -> None:
        """Count a step; raises TooMuchError after too many."""
        self.steps += 1
        if self.steps > STEPS:
            raise TooMuchError(f"it takes more than {STEPS} turns of its loops and calls")

    def weighed(self, value: Any) -> Any:
        """Return the value; raises TooMuchError if it, or all values together, are too big."""
        if isinstance(value, str | list | tuple | dict):
            self.weight += len(value)
            if len(value) > MOST:
                raise TooMuchError(f"a value has more than {MOST} characters or items")
            if self.weight > WEIGHT:
                raise TooMuchError(f"all values together have more than {WEIGHT} characters and items")
        elif isinstance(value, int) and value.bit_length() > 256:
            raise TooMuchError("a number has more than 256 bits")
        return value

    @jinja2.pass_context  # which also keeps the compiler from working it out once for all
    def _turns(self, _context: Any, items: Iterable[Any]) -> Any:
        return _Turns(items, self) if isinstance(items, list | tuple | dict | str) else self._stepping(items)

    def _stepping(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            yield item

    @jinja2.pass_context
    def _joined(self, _context: Any, parts: list[Any]) -> Any:
        return self.weighed(join(parts))

    @jinja2.pass_context
    def _value(self, _context: Any, value: Any) -> Any:
        return self.weighed(value)

    def tree(self, text: str, path: str) -> nodes.Template:
        """Return a template's syntax tree; it is parsed once, though it is looked through and compiled."""
        if (text, path) not in self._trees:
            self._trees[text, path] = self.parse(text, path, path)
        return self._trees[text, path]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return counted(super()._parse(source, name, filename))

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as in Jinja2
        """Call what a template calls, as a step; no huge number goes in, and no huge value comes out."""
        __self.step()
        refuse_huge("a call", (*args, *kwargs.values()))
        for value in (getattr(__obj, "__self__", None), *args, *kwargs.values()):
            __self.weighed(value)
        return __self.weighed(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with numbers; lists and texts can be added, but not multiplied or formatted."""
        if operator != "+" and not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise TypeError(f"`{operator}` is for numbers; texts are joined with `~`")
        if operator == "**":
            refuse_huge("a power", (left, right * MOST // 64 if isinstance(right, int) else right))
        return self.weighed(super().call_binop(context, operator, left, right))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Say whether a template may use an attribute: of plain values, the methods that only look at them."""
        if isinstance(obj, str | int | float | list | tuple | dict):
            return attr in _METHODS
        return bool(super().is_safe_attribute(obj, attr, value))

    def wrap_str_format(self, value: Any) -> None:
        """Leave `format` out: a width in its text makes a text of any length."""

    def unsafe_undefined(self, obj: Any, attribute: str) -> jinja2.Undefined:
        """Return what stands for an attribute that templates may not use; to use it is an error."""
        hint = f'templates may not use "{attribute}"'
        undefined: jinja2.Undefined = self.undefined(hint, name=attribute, obj=obj, exc=SecurityError)
        return undefined


class _Turns:
    """The items of a loop, each a step; a loop may still ask for their number."""

    def __init__(self, items: Any, sandbox: Sandbox) -> None:
        self.items = items
        self.sandbox = sandbox

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        for item in self.items:
            self.sandbox.step()
            yield item


class NamedUndefined(jinja2.StrictUndefined):
    """What is not there; to use it is an error that says what is."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, owner = self._undefined_name, self._undefined_obj
        if self._undefined_hint:
            return str(self._undefined_hint)
        if isinstance(owner, Mapping) and isinstance(name, str):
            near = did_you_mean(name, [key for key in owner if isinstance(key, str)])
            return f'there is no "{name}" in it' + (f"; {near}" if near else "")
        if isinstance(owner, list | tuple):
            return f"there is no item {name} in a list of {len(owner)}"
        return str(super()._undefined_message)
