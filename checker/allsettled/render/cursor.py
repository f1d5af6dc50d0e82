"""A place in a line of Markdown."""


class Cursor:
    """A place in a line whose tabs are spaces; `ink` is the next place that is not a space."""

    def __init__(self, line: str) -> None:
        self.line = line.expandtabs(4) if "\t" in line else line
        self.last = len(self.line.rstrip(" "))
        self.at = self.ink = 0
        self.skip(0)

    def skip(self, count: int) -> None:
        """Move on by that many columns."""
        self.at += count
        if self.at >= self.ink:
            self.ink = self.at
            while self.ink < self.last and self.line[self.ink] == " ":
                self.ink += 1

    @property
    def indent(self) -> int:
        """Return how many spaces come next."""
        return self.ink - self.at

    @property
    def blank(self) -> bool:
        """Say whether nothing but spaces comes next."""
        return self.ink >= self.last

    def starts(self, text: str) -> bool:
        """Say whether the text comes next, after the spaces."""
        return self.line.startswith(text, self.ink)

    def enter_quote(self) -> None:
        """Move on past a `>` and the one space that belongs to it."""
        self.skip(self.indent + 1)
        if self.line.startswith(" ", self.at):
            self.skip(1)
