"""The examples in a rendered text, held to what `check` says of a log: what a prompt shows is copied."""

from allsettled.document import parse
from allsettled.document.model import Fence
from allsettled.errors import UserError
from allsettled.protocol.value import Protocol

_LANGUAGES = ("markdown", "md")


def refuse_bad_examples(text: str, protocol: Protocol) -> None:
    """Raise UserError for the first fence of Markdown in a text of which `check` would report something."""
    fences = [block for block in parse(text).blocks() if isinstance(block, Fence)]
    shown = [fence for fence in fences if fence.info.split(" ", 1)[0].lower() in _LANGUAGES]
    if not shown:
        return
    from allsettled.checking import Checker  # it loads the rules

    checker = Checker(protocol=protocol)
    for fence in shown:
        for finding in checker.check(checker.read(fence.text, "example.md")):
            line = fence.span.line + finding.span.line
            raise UserError(
                f"the example on line {line} of the rendered text breaks the rule {finding.rule}: {finding.message}",
                hint=finding.hint or "mend the template",
            )
