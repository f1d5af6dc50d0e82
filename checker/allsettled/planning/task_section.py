"""The section of one task: labelled lines (`- **Agent**: security`), and the prompt: a fence, a section, the rest."""

import re

from allsettled.document.model import Block, Comment, Document, Fence, Item, Paragraph, Section
from allsettled.errors import UserError
from allsettled.planning.drafts import Draft, Told, entries
from allsettled.planning.fields import FIELDS, TITLES, near_field
from allsettled.planning.labels import Labelled, is_bold, lines_of
from allsettled.protocol.columns import Column, fold
from allsettled.span import Span

_NAME = re.compile(r"[^\s,;|`]+")
_QUOTED = re.compile(r"\s*> ?")
_PROMPT = next(column for column in FIELDS if column.key == "prompt")


def is_prompt(section: Section) -> bool:
    """Say whether a section holds nothing but a task's prompt."""
    return fold(section.title.text) == "prompt"


def read_section(section: Section, name: str, document: Document, path: str, faults: list[UserError]) -> Draft:
    """Return the task that a section is about. What can't be read is added to `faults`."""
    reader = _Reader(document, path, faults, Draft(section.span))
    reader.read(section)
    draft = reader.draft
    if "id" not in draft.source.value and _NAME.fullmatch(name):
        draft.put_value("id", name, section.title.span)
    return draft


def _unquoted(number: int, line: str) -> Span:
    """Return where a line of a block quote stands, its mark left out."""
    mark = _QUOTED.match(line)
    return Span(number, mark.end() + 1 if mark else 1, number, len(line) + 1)


class _Reader:
    """Walks the blocks of a section, with the label that waits for its entries or its fence."""

    def __init__(self, document: Document, path: str, faults: list[UserError], draft: Draft) -> None:
        self.document, self.path, self.faults, self.draft = document, path, faults, draft
        self.open: Column | None = None
        self.fences: list[Fence] = []
        self.prose: list[int] = []  # the numbers of the lines that are no labels, entries or fences
        self.labels: set[int] = set()  # those of the lines that are

    def read(self, section: Section) -> None:
        for block in section.blocks:
            self.block(block)
        for below in section.sections:
            if is_prompt(below):
                self.prompt_section(below)
        if "prompt" not in self.draft.source.value and "prompt-file" not in self.draft.source.value:
            if len(self.fences) == 1:
                self.prompt_fence(self.fences[0])
            elif self.fences:
                self.fault("which of the code blocks is the prompt?", section.span, 'write "- Prompt:" before it')
            else:
                self.draft.told = self.quotation(section) or self.prose_told(section)

    def block(self, block: Block) -> None:
        lines = list(lines_of(block))
        if isinstance(block, Fence):
            self.fence(block)
        elif isinstance(block, Item) and block.depth and self.open is not None:
            if FIELDS[self.open].entries:
                self.draft.put_entries(self.open.key, list(entries(block.text)), block.span)
        elif not isinstance(block, Comment):
            told = {number for line in lines for number in self.line(line)}
            self.labels |= told
            self.prose += [n for n in range(block.span.line, block.span.end_line + 1) if n not in told]
            if isinstance(block, Paragraph) and not lines:
                self.open = None

    def fault(self, message: str, span: Span, hint: str) -> None:
        self.faults.append(UserError(message, path=self.path, span=span, hint=hint))

    def line(self, line: Labelled) -> range:
        """Read a labelled line; return the numbers of the lines that it takes up if it's no part of a prompt."""
        column, span = line.field, line.item.span
        taken = range(span.line, span.end_line + 1)
        self.open = column
        if column is None:
            return taken if self.unknown_label(line) else range(0)
        if column.key in self.draft.source.value:
            first = self.draft.source.place((column.key,)).line
            self.fault(f'"{line.label}" stands here for the second time', span, f"the first is in line {first}")
        else:
            self.draft.put(column, line.rest)
        return taken

    def unknown_label(self, line: Labelled) -> bool:
        """Report a label that is most likely meant as a field, and isn't one."""
        near = near_field(line.label) if line.label else None
        if line.label and (near or is_bold(line.item)):
            hint = (
                f'did you mean "{near}"?'
                if near
                else f"the known fields are {', '.join(TITLES)}; a prompt's own list stands in a code block"
            )
            self.fault(f'unknown field "{line.label}"', line.item.span, hint)
            return True
        return False

    def fence(self, fence: Fence) -> None:
        if self.open is _PROMPT:
            if "prompt" in self.draft.source.value:
                self.fault("a second prompt of the task", fence.span, "keep one of them")
            else:
                self.prompt_fence(fence)
            self.open = None
        else:
            self.fences.append(fence)

    def prompt_fence(self, fence: Fence) -> None:
        """Take a code block as the prompt; its lines stand in the file as they are, but for the indent."""
        marked = self.document.lines[fence.span.line - 1].lstrip()[:3] in ("```", "~~~")
        self.prompt(fence.text, fence.span.line + marked, fence.span)

    def prompt_section(self, section: Section) -> None:
        """Take what stands under a heading `Prompt`: its only code block, or else its lines as they are."""
        if "prompt" in self.draft.source.value:
            self.fault("a second prompt of the task", section.span, "keep one of them")
            return
        blocks = list(section.all_blocks())
        if len(blocks) == 1 and isinstance(fence := blocks[0], Fence):
            self.prompt_fence(fence)
            return
        lines = self.document.lines[section.span.end_line : section.end_line]
        blank = next((i for i, line in enumerate(lines) if line.strip()), 0)
        self.prompt("\n".join(lines).strip(), section.span.end_line + 1 + blank, section.span)

    def quotation(self, section: Section) -> Told | None:
        """Return a block quote without its marks, if nothing else is told, or a line with a colon introduces it."""
        end = min((below.span.line - 1 for below in section.sections), default=section.end_line)
        lines = self.document.lines
        first = next((n for n in range(section.span.end_line + 1, end + 1) if _QUOTED.match(lines[n - 1])), None)
        if first is None or any(number > first for number in self.prose):
            return None
        if self.prose and not lines[self.prose[-1] - 1].rstrip(" *_").endswith(":"):
            return None
        last = first
        while last < end and (_QUOTED.match(lines[last]) or (lines[last].strip() and last + 1 not in self.labels)):
            last += 1
        spans = tuple(_unquoted(number, lines[number - 1]) for number in range(first, last + 1))
        return Told("\n".join(lines[span.line - 1][span.column - 1 :] for span in spans), section.span, spans)

    def prose_told(self, section: Section) -> Told | None:
        """Return what stands in the section besides its labelled lines, with its gaps; None if nothing does."""
        if not self.prose:
            return None
        told, lines = set(self.prose), self.document.lines
        everything = range(self.prose[0], self.prose[-1] + 1)
        numbers = [number for number in everything if number in told or not lines[number - 1].strip()]
        spans = tuple(Span(number, 1, number, len(lines[number - 1]) + 1) for number in numbers)
        return Told("\n".join(lines[number - 1] for number in numbers), section.span, spans)

    def prompt(self, text: str, first: int, span: Span) -> None:
        self.draft.put_value("prompt", text, span)
        for number, line in enumerate(text.removesuffix("\n").split("\n")):
            source = self.document.lines[first - 1 + number] if first + number <= len(self.document.lines) else ""
            if source.endswith(line):
                column = len(source) - len(line) + 1
                self.draft.source.places["prompt", number] = Span(
                    first + number, column, first + number, column + len(line)
                )
