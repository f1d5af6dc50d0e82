"""The errors that are the user's to mend."""

from typing import TYPE_CHECKING

from allsettled.span import Span

if TYPE_CHECKING:
    from pathlib import PurePath


class UserError(Exception):
    """Something that the tool was given cannot be used: reported as one line, with its cure, exit 2.

    `message` says what is wrong, `hint` what to do; `path` and `span` say where, if there is a where.
    """

    def __init__(
        self, message: str, *, path: "PurePath | str | None" = None, span: Span | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = None if path is None else str(path)
        self.span = span
        self.hint = hint

    def __str__(self) -> str:
        """Return `path:line:column: message`, as far as the place is known, without the hint."""
        place = ""
        if self.path is not None:
            place = f"{self.path}: "
            if self.span is not None:
                place = f"{self.path}:{self.span.line}:{self.span.column}: "
        return place + self.message
