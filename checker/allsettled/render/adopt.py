"""A section that is there already, made a region."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.render.attributes import clip
from allsettled.render.diff import unified_diff
from allsettled.render.digest import digest
from allsettled.render.fresh import Fresh, refuse_unfit
from allsettled.render.layout import spliced
from allsettled.render.lines import split_lines, tidy
from allsettled.render.markers import Style, begin_line, end_line, stamp_line
from allsettled.render.outline import Section, outline, plain_title
from allsettled.render.regions import Scan, sound_scan
from allsettled.render.stamp import Stamp
from allsettled.words import did_you_mean


class Unequal(StrEnum):
    """What to do with a section that does not say what its region should."""

    REFUSE = "refuse"
    REPLACE = "replace"  # the fresh text takes its place
    KEEP = "keep"  # the section's own text stays, with a stamp that says so


class Adopted(NamedTuple):
    """The edit that makes the region, or None if it was refused.

    `diff` is from the section as it stands to the fresh text, "" if both say the same.
    """

    edit: Edit | None
    diff: str


def adopt(
    text: str,
    id: str,  # noqa: A002 - the marker's own word
    fresh: Fresh,
    *,
    path: str,
    heading: str | None = None,
    below: bool = False,
    attributes: Mapping[str, str] | None = None,
    unequal: Unequal = Unequal.REFUSE,
) -> Adopted:
    """Put markers around the section under a heading, if it says what `fresh` does, or as `unequal` tells.

    `heading` is the heading's text, with `#` signs if its level matters; without one, it is that of the fresh text.
    With `below`, the heading itself stays outside, and only what stands below it is adopted.
    `path` is for the diff. Raises UserError if there is no such section or several, if it meets a region, or if the
    file's markers are broken; ValueError for an id or attributes that cannot stand in a marker.
    """
    begin, last = begin_line(id, attributes or {}, Style.MARKDOWN), end_line(id, Style.MARKDOWN)
    refuse_unfit(id, fresh, Style.MARKDOWN)
    found = sound_scan(text, Style.MARKDOWN)
    section = section_under(found, id, heading if heading is not None else _first_heading(fresh))
    if below:
        section = _below(text, section)
    old, new = text[section.start : section.stop], tidy(fresh.body)
    refuse_unfit(id, fresh._replace(body=old), Style.MARKDOWN)
    diff = ""
    if tidy(old) != new and digest(old) != digest(new):
        diff = unified_diff(text, spliced(text, [Edit(section.start, section.stop, new)]), path)
        if unequal is Unequal.REFUSE:
            return Adopted(None, diff)
    keeps_own = bool(diff) and unequal is Unequal.KEEP
    body = new if diff and not keeps_own else old
    stamp = stamp_line(Stamp(fresh.inputs, digest(body), keeps_own), Style.MARKDOWN)
    gap_above, gap_below = _gaps(text, section)
    wrapped = f"{gap_above}{begin}\n\n{stamp}\n\n{body}\n\n{last}{gap_below}"
    return Adopted(Edit(section.start, section.stop, wrapped), diff)


def _first_heading(fresh: Fresh) -> str:
    sections = outline(tidy(fresh.body))
    if not sections:
        raise UserError("the rendered text has no heading to look for", hint="name the section: --heading TEXT")
    return "#" * sections[0].level + " " + sections[0].title


def section_under(found: Scan, id_: str, heading: str) -> Section:
    """Return the section under a heading, cut short where a region begins that reaches beyond it.

    Raises UserError if there is none, or several, if it meets a region, or if there is a region of that id already.
    """
    if any(region.id == id_ for region in found.regions):
        raise UserError(f'the region "{id_}" is in this file already', hint="render it: `allsettled render`")
    level = len(heading.strip()) - len(heading.strip().lstrip("#"))
    title = plain_title(heading)
    sections = outline(found.text)
    same = [section for section in sections if section.title == title and level in (0, section.level)]
    if not same:
        near = did_you_mean(title[:80], [section.title[:80] for section in sections][:200])
        hint = near or "name the section: --heading TEXT; or add a new one: --append, or --insert-after HEADING"
        raise UserError(f'there is no section "{clip(heading.strip())}" here', hint=hint)
    if len(same) > 1:
        lines = " and ".join(str(section.line.number) for section in same[:5])
        raise UserError(
            f'there are several sections "{clip(heading.strip())}", on lines {lines}',
            hint="put the region's markers around the one you mean by hand",
        )
    section = same[0]
    for region in found.regions:
        start, stop = region.begin.start, region.end.stop
        if stop <= section.start or start >= section.stop:
            continue
        if start <= section.start or stop <= section.stop:
            raise UserError(
                f'the section on line {section.line.number} and the region "{region.id}" on line'
                f" {region.begin.number} overlap",
                hint="regions cannot be nested",
            )
        inked = [line for line in split_lines(found.text[section.start : start]) if not line.blank]
        section = section._replace(stop=section.start + inked[-1].stop)
    return section


def _below(text: str, section: Section) -> Section:
    """Return a section without its heading, from its first line that isn't blank."""
    lines = split_lines(text[section.start : section.stop])
    first = 1
    if not lines[0].text.lstrip(" ").startswith("#"):  # underlined
        first = next(line.number for line in lines if line.number > 1 and not line.text.strip(" =-"))
    inked = next((line for line in lines[first:] if not line.blank), None)
    if inked is None:
        hint = "put a new region there: --insert-after"
        raise UserError(f'nothing stands below "{clip(section.title)}"', hint=hint)
    return section._replace(start=section.start + inked.start)


def _gaps(text: str, section: Section) -> tuple[str, str]:
    """Return the line ends that part the markers from the lines around the section, where no blank line does."""
    above, below = split_lines(text[: section.start]), split_lines(text[section.stop :])
    above_is_text = bool(above) and not above[-1].blank
    below_is_text = len(below) > 1 and not below[1].blank  # the first one is the rest of the section's last line
    return "\n" * above_is_text, "\n" * below_is_text
