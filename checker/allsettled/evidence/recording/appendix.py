"""What the agents were told and what they reported, in code fences, where no rule takes it for the log's own words."""

from collections.abc import Iterator, Mapping, Sequence

from allsettled.evidence.model import Dispatch
from allsettled.evidence.recording.names import names_of
from allsettled.evidence.words import Words
from allsettled.protocol.parts import heading, one_line
from allsettled.terminal import safe

TITLE = "Prompts and Reports"
_NONE = "not in the transcript"


def write_words(dispatches: Sequence[Dispatch], words: Mapping[str, Words]) -> str:
    """Return a section with each run's prompt and report."""
    return "\n".join([heading(2, TITLE) + "\n", *_passages(dispatches, words)])


def _passages(dispatches: Sequence[Dispatch], words: Mapping[str, Words]) -> Iterator[str]:
    for dispatch in dispatches:
        for name, run in zip(names_of(dispatch.agents), dispatch.agents, strict=True):
            said = words.get(run.id, Words())
            yield heading(3, f"Call {one_line(run.id)}: {name}") + "\n"
            yield f"The prompt:\n\n{_fenced(said.prompt)}\n"
            yield f"The report:\n\n{_fenced(said.report)}\n"


def _fenced(text: str) -> str:
    """Return a code block that holds a text, whatever is in it."""
    if not text.strip():
        return f"({_NONE})"
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    lines = ["\t".join(map(safe, line.split("\t"))) for line in lines]
    run = max((len(line.strip()) - len(line.strip().lstrip("`")) for line in lines), default=0)
    fence = "`" * max(3, run + 1)
    return "\n".join([f"{fence}text", *(line.rstrip() for line in lines), fence])
