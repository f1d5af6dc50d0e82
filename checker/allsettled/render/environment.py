"""Jinja2, confined: no code of a template's own, no undefined names, no file outside its folders.

Delimiters are `{@ value @}`, `{%@ statement @%}` and `{#@ comment @#}`, since prompts are full of braces.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from allsettled.assets import template
from allsettled.errors import UserError
from allsettled.protocol.tables import pad

LIMIT = 256 * 1024
"""The most characters that one region may have."""


def render_template(
    name: str,
    context: Mapping[str, Any],
    sources: Sequence[Callable[[str], str | None]] = (),
    on_read: Callable[[str], object] = len,
) -> str:
    """Return a template's text. `sources` are asked for a template before the built-in ones.

    `on_read` is given the source of each template that was used.

    Raises UserError, with the template's name and line, for whatever is wrong with it.
    """
    import jinja2

    environment = _environment(sources, on_read)
    try:
        parts: list[str] = []
        size = 0
        for part in environment.get_template(name).generate(**context):
            parts.append(part)
            size += len(part)
            if size > LIMIT:
                raise UserError(f"it renders to more than {LIMIT} characters", path=name, hint="split the template")
        return "".join(parts)
    except jinja2.TemplateNotFound as error:
        raise UserError(f'there is no template "{error.name}"', hint="list them: allsettled templates") from error
    except jinja2.TemplateSyntaxError as error:
        place = f"{error.name or name}:{error.lineno}"
        raise UserError(f"{place}: {error.message}", hint="mend the template") from error
    except (jinja2.TemplateError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise UserError(f"{_place(error, name)}: {error}", hint="mend the template") from error


def _place(error: BaseException, name: str) -> str:
    """Return `template:line` of the innermost template that the error passed through."""
    place = name
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_globals.get("__jinja_template__") is not None or frame.f_code.co_filename.endswith(".j2"):
            place = f"{frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _environment(sources: Sequence[Callable[[str], str | None]], on_read: Callable[[str], object]) -> Any:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def load(name: str) -> str | None:
        text = next((text for source in sources if (text := source(name)) is not None), None)
        if text is None:
            text = _built_in(name.removeprefix("builtin/"))
        if text is not None:
            on_read(text)
        return text

    environment = ImmutableSandboxedEnvironment(
        block_start_string="{%@",
        block_end_string="@%}",
        variable_start_string="{@",
        variable_end_string="@}",
        comment_start_string="{#@",
        comment_end_string="@#}",
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        newline_sequence="\n",
        loader=jinja2.FunctionLoader(load),
    )
    environment.filters["table"] = _table
    environment.filters["code"] = _code
    environment.filters["fence"] = _fence
    environment.filters["listed"] = _listed
    environment.filters["row"] = _row
    return environment


def _built_in(name: str) -> str | None:
    if name.startswith("/") or ".." in name.split("/") or "\\" in name:
        return None
    try:
        return template(name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def _table(rows: Sequence[Sequence[object]]) -> str:
    """Return a pipe table; the first row is its header."""
    return pad([[str(cell) for cell in row] for row in rows])


def _row(first: object, *others: object) -> list[object]:
    """Return a row of a table that begins with the filtered value."""
    return [first, *others]


def _code(text: object) -> str:
    """Return a code span that holds the text, whatever backticks are in it."""
    run = _longest_run(str(text))
    ticks = "`" * (run + 1)
    return f"{ticks} {text} {ticks}" if run else f"`{text}`"


def _fence(text: str, info: str = "") -> str:
    """Return a fenced block that holds the text, whatever fences are in it."""
    ticks = "`" * max(3, _longest_run(text) + 1)
    return f"{ticks}{info}\n{text.strip(chr(10))}\n{ticks}"


def _listed(items: Sequence[object], last: str = "and") -> str:
    """Return items as a phrase: `a, b and c`."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def _longest_run(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if char == "`" else 0
        longest = max(longest, run)
    return longest
