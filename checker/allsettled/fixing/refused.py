"""Why a file isn't fixed."""


class Refused(Exception):  # noqa: N818 - it's an answer, not a fault
    """A file that is left as it was: for something in a line (1-based), with what to do."""

    def __init__(self, line: int, message: str, hint: str = "mend this place by hand, then run it again") -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.hint = hint
