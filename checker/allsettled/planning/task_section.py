"""The section of one task: labelled list items (`- **Agent**: security`) and the prompt as a fence or a section."""

import re

from allsettled.document.model import Document, Fence, Item, Section
from allsettled.errors import UserError
from allsettled.planning.drafts import Draft, entries
from allsettled.planning.fields import FIELDS, TITLES, find_field, near_field
from allsettled.protocol.columns import Column, fold
from allsettled.span import Span, Text

_LABEL = re.compile(r"^(\*\*|__)?([^*_:`|]{1,40}?)(?:\*\*|__)?\s?:(?:\*\*|__)?(?:\s+|$)")
_NAME = re.compile(r"[^\s,;|`]+")
_PROMPT = next(column for column in FIELDS if column.key == "prompt")


def is_prompt(section: Section) -> bool:
    """Say whether a section holds nothing but a task's prompt."""
    return fold(section.title.text) == "prompt"


def has_agent(section: Section) -> bool:
    """Say whether a section names an agent in a labelled item of its own."""
    return any(
        column is not None and column.key == "agent"
        for item in section.blocks
        if isinstance(item, Item) and item.depth == 0
        for column in [_label(item)[1]]
    )


def read_section(section: Section, name: str, document: Document, path: str, faults: list[UserError]) -> Draft:
    """Return the task that a section is about. What can't be read is added to `faults`."""
    reader = _Reader(document, path, faults, Draft(section.span))
    reader.read(section)
    draft = reader.draft
    if "id" not in draft.source.value and _NAME.fullmatch(name):
        draft.put_value("id", name, section.title.span)
    return draft


class _Reader:
    """Walks the blocks of a section, with the label that waits for its entries or its fence."""

    def __init__(self, document: Document, path: str, faults: list[UserError], draft: Draft) -> None:
        self.document, self.path, self.faults, self.draft = document, path, faults, draft
        self.open: Column | None = None
        self.fences: list[Fence] = []

    def read(self, section: Section) -> None:
        for block in section.blocks:
            if isinstance(block, Item) and block.depth == 0:
                self.item(block)
            elif isinstance(block, Item) and self.open is not None and FIELDS[self.open].entries:
                self.draft.put_entries(self.open.key, list(entries(block.text)), block.span)
            elif isinstance(block, Fence):
                self.fence(block)
        for below in section.sections:
            if is_prompt(below):
                self.prompt_section(below)
        if "prompt" not in self.draft.source.value and "prompt-file" not in self.draft.source.value:
            if len(self.fences) == 1:
                self.prompt_fence(self.fences[0])
            elif self.fences:
                self.fault("which of the code blocks is the prompt?", section.span, 'write "- Prompt:" before it')

    def fault(self, message: str, span: Span, hint: str) -> None:
        self.faults.append(UserError(message, path=self.path, span=span, hint=hint))

    def item(self, item: Item) -> None:
        label, column, rest = _label(item)
        self.open = column
        if column is None:
            self.unknown_label(label, item)
            return
        if column.key in self.draft.source.value:
            first = self.draft.source.place((column.key,)).line
            self.fault(f'"{label}" stands here for the second time', item.span, f"the first is in line {first}")
            return
        self.draft.put(column, rest)

    def unknown_label(self, label: str, item: Item) -> None:
        bold = item.text.text.startswith(("**", "__"))
        near = near_field(label) if label else None
        if label and (near or bold):
            hint = f'did you mean "{near}"?' if near else f"the known fields are {', '.join(TITLES)}"
            self.fault(f'unknown field "{label}"', item.span, hint)

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

    def prompt(self, text: str, first: int, span: Span) -> None:
        self.draft.put_value("prompt", text, span)
        for number, line in enumerate(text.removesuffix("\n").split("\n")):
            source = self.document.lines[first - 1 + number] if first + number <= len(self.document.lines) else ""
            if source.endswith(line):
                column = len(source) - len(line) + 1
                self.draft.source.places["prompt", number] = Span(
                    first + number, column, first + number, column + len(line)
                )


def _label(item: Item) -> tuple[str, Column | None, Text]:
    """Return an item's label, the field that it names, if any, and what follows it."""
    first = item.lines[0]
    found = _LABEL.match(first.text)
    if found is None:
        return "", None, first
    label = found[2].strip()
    more = [line.text for line in item.lines[1:]]
    rest = " ".join([first.text[found.end() :], *more])
    span = first.span.part(found.end(), len(first.text)) if not more else item.span
    return label, find_field(label), Text(rest, span)
