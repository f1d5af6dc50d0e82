"""What is wrong with a claim, where, and how it should read."""

from typing import Literal, NamedTuple

from allsettled.span import Span

Kind = Literal["arithmetic", "total", "unbacked"]
"""The rule that a problem belongs to: `wrong-arithmetic`, `wrong-total`, `unbacked-claim`."""


class Problem(NamedTuple):
    """A figure that the text's own numbers contradict, or don't back: its place, a sentence, the cure."""

    span: Span
    message: str
    kind: Kind
    hint: str = ""
