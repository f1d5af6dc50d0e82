"""What is wrong with a template, at its line."""

from allsettled.errors import UserError
from allsettled.span import Span


class TemplateError(UserError):
    """A template that cannot be used. `path` is the template's, and `span` its line where that is known."""

    def __init__(self, message: str, *, path: str, line: int | None = None, hint: str = "") -> None:
        span = None if line is None else Span(line, 1, line, 1)
        super().__init__(message, path=path, span=span, hint=hint or "mend the template")

    def told(self) -> str:
        """Return `template:line: message`, for the message of whoever asked for the template."""
        place = f"{self.path}:{self.span.line}" if self.span else str(self.path)
        return f"{place}: {self.message}"
