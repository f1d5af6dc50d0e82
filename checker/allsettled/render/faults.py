"""What can be wrong with the markers of a file: each a finding of the rule `broken-region`."""

from enum import StrEnum
from typing import NamedTuple

from allsettled.finding import Finding, Severity
from allsettled.span import Span

RULE = "broken-region"


class Kind(StrEnum):
    """The faults that markers can have."""

    BEGIN_WITHOUT_END = "begin without end"
    END_WITHOUT_BEGIN = "end without begin"
    ID_MISMATCH = "id mismatch"
    ID_MISSING = "id missing"
    ID_DUPLICATE = "duplicate id"
    NESTED = "nested region"
    INDENTED = "indented marker"
    IN_CONTAINER = "marker in a list item or block quote"
    NOT_ALONE = "marker not alone on its line"
    NOT_ON_ONE_LINE = "marker over several lines"
    IN_FRONT_MATTER = "marker in front matter"
    HIDDEN = "marker hidden by an unclosed block"
    UNKNOWN_MARKER = "unknown marker"
    ATTRIBUTE = "malformed attribute"
    STAMP = "broken stamp"
    CONFLICT = "conflict markers"
    NO_REGION = "no such region"


class Fault(NamedTuple):
    """One fault at one place; `id` is the region's, where one is known."""

    kind: Kind
    span: Span
    message: str
    hint: str
    id: str | None = None

    def finding(self) -> Finding:
        """Return the fault as a finding."""
        return Finding(self.span, RULE, Severity.ERROR, self.message, self.hint)
