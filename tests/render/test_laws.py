"""What holds of rendering, whatever the file and whatever is asked."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.files.source import Edit, decode
from allsettled.render.digest import digest
from allsettled.render.eject import eject
from allsettled.render.fresh import Fresh, refuse_unfit
from allsettled.render.lines import tidy
from allsettled.render.markers import Style, begin_line, end_line
from allsettled.render.regions import scan
from allsettled.render.splice import render
from allsettled.render.states import State

IDS = ("a", "b")
OUTSIDE = st.sampled_from(
    [
        "",
        "text",
        "  indented  ",
        "# heading",
        "- item",
        "```\ncode\n```",
        "> quote",
        "    code",
        "<div>",
        "| a |",
        "é\u2028x",
    ]
)
HAND = st.sampled_from(
    [
        "hand",
        "",
        "```",
        "~~~",
        "- item",
        "<!-- x",
        "-->",
        "<<<<<<< a",
        "=======",
        ">>>>>>> b",
        "\ttab",
        "[x]: y",
        "    z",
    ]
)
BODIES = st.sampled_from(
    [
        "",
        "text",
        "## h\n\ntext",
        "- a\n  - b",
        "* a\n* b",
        "```sh\na\n```",
        "| a |\n|-|\n| b |",
        "<<<<<<< a\n>>>>>>> b",
        "x\n```",
    ]
)
INPUTS = st.sampled_from(["00000001", "00000002"])
FRESH = st.builds(Fresh, BODIES, INPUTS)


def is_fit(fresh: Fresh) -> bool:
    try:
        refuse_unfit("a", fresh, Style.MARKDOWN)
    except UserError:
        return False
    return True


FRESHES = st.fixed_dictionaries({id_: FRESH.filter(is_fit) for id_ in IDS})


class Step(NamedTuple):
    """One command, after somebody has perhaps put a line into a region."""

    hand: str | None
    where: int
    fresh: Mapping[str, Fresh]
    force: list[str]
    accept: list[str]
    resolve: bool
    exact: bool


SOME = st.lists(st.sampled_from(IDS), max_size=1)
STEPS = st.builds(Step, st.none() | HAND, st.integers(0, 9), FRESHES, SOME, SOME, st.booleans(), st.booleans()).filter(
    lambda step: not set(step.force) & set(step.accept)
)


@st.composite
def files(draw: st.DrawFn, style: Style) -> bytes:
    """A file with text around two regions, in any line ends, with or without byte order mark and final line end."""
    lines: list[str] = draw(st.lists(OUTSIDE, max_size=2))
    for id_ in IDS:
        inside = draw(st.sampled_from(["", "", "\nhand\n", "text", "\n\n"]))
        lines += ["", begin_line(id_, {}, style), inside, end_line(id_, style)]
        lines += draw(st.lists(OUTSIDE, max_size=2))
    ends = draw(st.sampled_from(["\n", "\r\n", "\r", "mixed"]))
    text = "\n".join(lines)
    if draw(st.booleans()):
        text += "\n"
    mixed = st.sampled_from(["\n", "\r\n"])
    text = re.sub("\n", lambda _: draw(mixed) if ends == "mixed" else ends, text)
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


def around(raw: bytes, style: Style) -> bytes:
    """The bytes outside of the regions, markers included."""
    for id_ in IDS:
        begin, end = re.escape(begin_line(id_, {}, style).encode()), re.escape(end_line(id_, style).encode())
        raw = re.sub(rb"(%b(?:\r\n|\n|\r)).*?(?=%b)" % (begin, end), rb"\1", raw, flags=re.DOTALL)
    return raw


def with_line(raw: bytes, step: Step) -> bytes:
    """The file after somebody has put a line into its first region."""
    source = decode(raw, "x")
    region = next(iter(scan(source.text, Style.MARKDOWN).regions or scan(source.text, Style.HASH).regions), None)
    if step.hand is None or region is None:
        return raw
    lines = source.text[region.inner_start : region.inner_stop].split("\n")[:-1]
    lines.insert(step.where, step.hand)
    text = "".join(f"{line}\n" for line in lines)
    return source.edited([Edit(region.inner_start, region.inner_stop, text)])


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(list(Style)), st.lists(STEPS, min_size=1, max_size=4))
def test_no_command_touches_what_is_not_its_own(data: st.DataObject, style: Style, steps: list[Step]) -> None:
    raw = data.draw(files(style))
    outside = around(raw, style)
    for step in steps:
        raw = with_line(raw, step)
        source = decode(raw, "x")
        found = {region.id: region for region in scan(source.text, style).regions}
        rendered = render(
            source.text,
            step.fresh,
            style=style,
            exact=step.exact,
            force=step.force,
            accept=step.accept,
            resolve=step.resolve,
        )
        written = source.edited(rendered.edits)
        assert outside == around(written, style)
        assert decode(written, "x").text == rendered.text
        if rendered.faults:
            assert raw == written
            break  # a line by hand has broken the file: that is for the user to mend
        after = scan(rendered.text, style)
        assert () == after.faults
        for region in after.regions:
            before = found[region.id]
            if region.body == before.body or region.id in step.force or (before.conflict and step.resolve):
                continue
            ours = before.stamp is not None and before.stamp.out == digest(before.body, style)
            fresh = tidy(step.fresh[region.id].body)
            assert ours or not before.body or digest(before.body, style) == digest(fresh, style)
            assert not before.overridden
        raw = written


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(list(Style)), STEPS)
def test_rendering_twice_is_rendering_once(data: st.DataObject, style: Style, step: Step) -> None:
    source = decode(with_line(data.draw(files(style)), step), "x")
    once = render(source.text, step.fresh, style=style, exact=step.exact, force=step.force, resolve=step.resolve)
    if once.faults:
        return
    twice = render(once.text, step.fresh, style=style, exact=step.exact)
    assert ((), once.text, once.refused) == (twice.edits, twice.text, twice.refused)
    settled = {status.region.id: status.state for status in twice.statuses}
    expected = {id_: State.EDITED if id_ in once.refused else State.CLEAN for id_ in IDS}
    assert expected == settled


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(list(Style)), FRESHES)
def test_ejecting_leaves_the_text_and_all_around_it(
    data: st.DataObject, style: Style, fresh: Mapping[str, Fresh]
) -> None:
    raw = data.draw(files(style))
    source = decode(raw, "x")
    rendered = render(source.text, fresh, style=style).text
    source = decode(rendered.encode(), "x")
    region = scan(rendered, style).regions[0]
    ejected = source.edited([eject(rendered, region.id, style)]).decode()
    assert ejected.startswith(rendered[: region.begin.start] + region.body)
    assert ejected.endswith(rendered[region.end.next :])
    assert len(ejected) <= len(rendered) - len(region.begin.text) - len(region.end.text)
    assert [region.id for region in scan(ejected, style).regions] == ["b"]
