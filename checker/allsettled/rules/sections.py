"""The sections that a log's protocol knows, in the file's order: shared by the rules on sections."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.document.model import Comment, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.layout import parts
from allsettled.protocol.parts import titled
from allsettled.subject import Subject

_SESSION = expression(r"session (?:start|end)\b")


class Known(NamedTuple):
    """A section and what it is: a part of a record by its key, a demand by its title, or a session's start or end."""

    section: Section
    name: str
    part: bool = False  # of a record


def known_sections(subject: Subject) -> Iterator[Known]:
    """Yield the sections of the log's records, those that its protocol demands, and a session's start and end."""
    known = parts(subject.protocol) if subject.records else ()
    for section in subject.document.sections():
        title = fold(section.title.text)
        for part in known:
            if titled(section, (part.title, *part.aliases)) is not None:
                yield Known(section, part.key, part=True)
                break
        else:
            demands = (d.title for d in subject.protocol.sections if titled(section, (d.title, *d.aliases)) is not None)
            if (demand := next(demands, None)) is not None:
                yield Known(section, demand)
            elif session := _SESSION.match(title):
                yield Known(section, session.group())


def is_empty(section: Section, lines: Sequence[str]) -> bool:
    """Say whether nothing stands under a heading but comments, rules and tables without rows."""
    if section.sections:
        return False
    blocks = [block for block in section.blocks if not isinstance(block, Comment)]
    tables = [block for block in blocks if isinstance(block, Table)]
    if tables and len(tables) == len(blocks):
        return not any(table.rows for table in tables)
    return not blocks and not _without_comments("\n".join(lines[section.span.end_line : section.end_line]))


def _without_comments(text: str) -> str:
    """Return what stands outside of HTML comments and rules (`---`)."""
    kept = []
    while (start := text.find("<!--")) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[:start])
        text = text[end + 3 :]
    return "".join([*kept, text]).strip("-*_ \t\n")
