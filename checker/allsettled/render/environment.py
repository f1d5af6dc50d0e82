"""Templates to text: one engine for a run, each template compiled once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from allsettled.errors import UserError
from allsettled.render.library import Library, Source
from allsettled.render.template_error import TemplateError

if TYPE_CHECKING:
    from allsettled.render.sandbox import Sandbox
    from allsettled.render.template_faults import Inspected

LIMIT = 256 * 1024
"""The most characters that one region may have."""


class Templates:
    """The templates of a run. Jinja2 is loaded when the first of them is used."""

    def __init__(self, sources: Sequence[Source] = ()) -> None:
        self.library = Library(sources)
        self._inspected: dict[str, Inspected] = {}

    def inspect(self, name: str) -> "Inspected":
        """Return what a template is made of. Raises UserError if there is none, or for what is wrong with it."""
        from allsettled.render.template_faults import inspect

        if name not in self._inspected:
            self._inspected[name] = inspect(name, self.library, self.sandbox)
        return self._inspected[name]

    def blocks(self, name: str) -> list[str]:
        """Return the blocks of a template that another can override."""
        from allsettled.render.template_faults import blocks

        return blocks(self.sandbox, self.library.get(name))

    def summary(self, name: str) -> str:
        """Return the comment at a template's head, on one line: what it is for. Empty if it has none."""
        head = self.library.get(name).text.lstrip()
        if not head.startswith("{#@"):
            return ""
        return " ".join(head[len("{#@") :].partition("@#}")[0].split())

    def render(self, name: str, context: Mapping[str, Any], known: Iterable[str] = ()) -> str:
        """Return a template's text; `known` are further names that it might have used, for the hint on a wrong one.

        Raises UserError, with the template's path and line, for whatever is wrong with it: a name or block that there
        isn't, too long a text, a loop without end.
        """
        from allsettled.render.template_faults import refuse_unknown

        found = self.inspect(name)
        refuse_unknown(found, context.__contains__, [*context, *known])
        path = found.templates[0].path
        self.sandbox.start()
        try:
            return self._joined(name, path, context)
        except UserError:
            raise
        except Exception as error:
            raise _translated(error, path) from error

    def _joined(self, name: str, path: str, context: Mapping[str, Any]) -> str:
        parts: list[str] = []
        size = 0
        for part in self.sandbox.get_template(name).generate(**context):
            parts.append(part)
            size += len(part)
            if size > LIMIT:
                raise TemplateError(f"it renders to more than {LIMIT} characters", path=path, hint="split the template")
        return "".join(parts)

    @cached_property
    def sandbox(self) -> "Sandbox":
        """Return the environment; it loads Jinja2."""
        import jinja2

        from allsettled.render.sandbox import Sandbox

        library = self.library

        class Loader(jinja2.BaseLoader):
            """Finds templates in the library, each time as a step."""

            def load(self, environment: Any, name: str, globals: Any = None) -> Any:  # noqa: A002 - as in Jinja2
                environment.step()
                found = library.find(name)
                if found is None:
                    raise jinja2.TemplateNotFound(name)
                code = environment.compile(environment.tree(found.text, found.path), name, found.path)
                return environment.template_class.from_code(environment, code, globals or {}, lambda: True)

        return Sandbox(Loader())


def render_template(name: str, context: Mapping[str, Any], sources: Sequence[Source] = ()) -> str:
    """Return one template's text; see `Templates.render`."""
    return Templates(sources).render(name, context)


def _translated(error: Exception, path: str) -> Exception:
    """Return what a template's author has to be told for an error; one that is ours is returned as it is."""
    import jinja2

    line = None
    trace = error.__traceback__
    while trace is not None:  # the innermost template that the error passed through
        frame = trace.tb_frame
        if "__jinja_exception__" in frame.f_globals or frame.f_globals.get("__jinja_template__") is not None:
            path, line = frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    known = (jinja2.TemplateError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError, RecursionError)
    if line is None and not isinstance(error, jinja2.TemplateError | RecursionError):
        return error
    if not isinstance(error, known):
        return error
    if isinstance(error, jinja2.TemplateSyntaxError):
        return TemplateError(str(error.message), path=error.filename or path, line=error.lineno)
    if isinstance(error, jinja2.TemplateNotFound):
        return TemplateError(f'there is no template "{error.name}"', path=path, line=line)
    if isinstance(error, RecursionError):
        return TemplateError("it calls or includes itself without end", path=path, line=line)
    return TemplateError(str(error), path=path, line=line)
