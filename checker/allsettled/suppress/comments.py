"""What a comment asks to silence, and where."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from allsettled.document.model import Block, Comment, Document, Item
from allsettled.expressions import expression
from allsettled.finding import INTERNAL_ERROR, Finding, Severity
from allsettled.span import Span
from allsettled.suppress import UNUSED
from allsettled.words import did_you_mean, nearest

BAD = "bad-suppression"

_FORM = "<!-- allsettled: ignore RULE -- reason -->"
_WORDS = ("ignore", "ignore-file")
_SYNONYMS = {"disable", "disable-file", "skip", "suppress", "noqa"}  # of other tools
_OTHER_WORDS = {"begin", "end", "stamp", "ignore-next"}  # of managed regions
_NEVER = {INTERNAL_ERROR, UNUSED, BAD}
_HEAD = expression(r"allsettled:\s*(\S*)\s*")
_REASON = expression(r"(?:^|\s)(?:-{2,}|[–—])\s*")
_NO_REASON = {"reason", "why", "tbd", "todo"}
_NOWHERE = (0, 0)
_OPENING = expression(r"<!--\s*")
_NAME = expression(r"[^\s,]+")


class Suppression(NamedTuple):
    """A comment that holds: its rules, the first and last line (1-based) that it covers (None: all), its place."""

    rules: tuple[str, ...]
    lines: tuple[int, int] | None
    span: Span


def read_comments(document: Document, rules: Collection[str]) -> tuple[list[Suppression], list[Finding]]:
    """Return the suppressions of a file, and what is wrong with those that aren't right."""
    suppressions: list[Suppression] = []
    faults: list[Finding] = []
    for comment, lines in _comments(document):
        head = _HEAD.match(comment.text)
        if head is None or head.group(1) in _OTHER_WORDS:
            continue
        if head.group(1) not in _WORDS:
            faults.extend(_unknown_word(head.group(1), comment.span))
            continue
        covered = None if head.group(1) == "ignore-file" else lines
        named, fault = _names(comment, head)
        faults.extend(fault)
        faults.extend(_unknown_names(named, rules, comment.span))
        known = tuple(name for name in named if name in rules and name not in _NEVER)
        suppressions.append(Suppression(known, covered, comment.span))
    return suppressions, faults


def named_in(comment: str) -> tuple[str, ...]:
    """Return the names in the source of a suppression, in order."""
    return tuple(match.group() for match in _name_matches(comment))


def without(comment: str, rules: Collection[str]) -> str:
    """Return the source of a suppression without some of its rules; empty if it names no other one."""
    found = _name_matches(comment)
    kept = [match.group() for match in found if match.group() not in rules]
    if not kept:
        return ""
    apart = comment[found[0].end() : found[1].start()] if len(found) > 1 else ""
    return comment[: found[0].start()] + apart.join(kept) + comment[found[-1].end() :]


def _name_matches(comment: str) -> list[re.Match[str]]:
    """Return where the names stand in `<!-- allsettled: ignore a, b -- reason -->`."""
    opening = _OPENING.match(comment)
    head = _HEAD.match(comment, opening.end()) if opening else None
    if head is None:
        return []
    reason = _REASON.search(comment, head.end())
    return list(_NAME.finditer(comment, head.end(), reason.start() if reason else head.end()))


def bad(span: Span, message: str, hint: str) -> Finding:
    """Return the finding about a suppression that isn't right."""
    return Finding(span, BAD, Severity.ERROR, message, hint)


def _comments(document: Document) -> Iterator[tuple[Comment, tuple[int, int]]]:
    """Yield each comment with the lines of what it stands before."""
    sections = list(document.root.walk())
    for number, section in enumerate(sections):
        lines = _NOWHERE
        if number + 1 < len(sections):
            heading = sections[number + 1].span
            lines = heading.line, heading.end_line
        groups = _groups(section.blocks)
        found = []
        for index in range(len(section.blocks) - 1, -1, -1):
            block = section.blocks[index]
            if isinstance(block, Comment):
                found.append((block, lines))
            elif index in groups:
                lines = groups[index].line, groups[index].end_line
        yield from reversed(found)


def _groups(blocks: Sequence[Block]) -> dict[int, Span]:
    """Return the place of each block by its number; a list's items are one, with what is indented below them."""
    groups: dict[int, Span] = {}
    start: int | None = None
    for index, block in enumerate(blocks):
        if isinstance(block, Comment):
            start = None
        elif start is not None and isinstance(blocks[start], Item) and _continues(blocks[start], block):
            groups[start] = groups[start].to(block.span)
        else:
            start = index
            groups[index] = block.span
    return groups


def _continues(item: Block, block: Block) -> bool:
    return isinstance(block, Item) or block.span.column > item.span.column


def _unknown_word(word: str, span: Span) -> Iterator[Finding]:
    """Yield a finding if an instruction was meant to be ours; `allsettled:` may also begin a remark."""
    near = "ignore" if word in _SYNONYMS else nearest(word, [*_WORDS, *_OTHER_WORDS])
    if near in _WORDS:
        yield bad(span, f'unknown instruction "{word}"', f'did you mean "{near}"?')


def _names(comment: Comment, head: re.Match[str]) -> tuple[tuple[str, ...], list[Finding]]:
    """Return the rules that a comment names, or none and a finding."""
    names, *reason = _REASON.split(comment.text[head.end() :], maxsplit=1)
    named = tuple(dict.fromkeys(name for name in re.split(r"[\s,]+", names) if name))
    if not named:
        return (), [bad(comment.span, "the suppression names no rule", f"write {_FORM}")]
    fault = _unreasoned(reason[0] if reason else "")
    return ((), [bad(comment.span, f"{fault[0]}, so it suppresses nothing", fault[1])]) if fault else (named, [])


def _unreasoned(reason: str) -> tuple[str, str] | None:
    """Return what a comment lacks whose reason is none, and the cure."""
    said = reason.strip()
    if not any(char.isalnum() for char in said):
        return "the suppression gives no reason", f"add it at the comment's end, behind two hyphens: {_FORM}"
    if said.strip(" .!?").casefold() in _NO_REASON:
        cure = "say in its place why the rule doesn't count here; a few words will do: -- imported from the wiki"
        return f'the suppression\'s reason is only the word "{said}", which gives none', cure
    return None


def _unknown_names(names: Sequence[str], rules: Collection[str], span: Span) -> Iterator[Finding]:
    for name in names:
        if name in _NEVER:
            yield bad(span, f'"{name}" cannot be suppressed', "remove it from the comment")
        elif name not in rules:
            yield bad(span, f'unknown rule "{name}" in a suppression', did_you_mean(name, rules))
