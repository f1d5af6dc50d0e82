import pytest

from allsettled.finding import Severity
from allsettled.render.digest import digest
from allsettled.render.fresh import Fresh
from allsettled.render.markers import Style, stamp_line
from allsettled.render.regions import scan
from allsettled.render.splice import render
from allsettled.render.stamp import Stamp
from allsettled.render.states import State, Status, examine

BEGIN, END = "<!-- allsettled:begin id=a -->", "<!-- allsettled:end id=a -->"
INPUTS, OTHER_INPUTS = "00000001", "00000002"
OLD, NEW = "* old\n* text", "- new\n- text"


def region(body: str, rendered: str | None, inputs: str = INPUTS, override: bool = False) -> str:
    """A file with one region that holds `body` and says that `rendered` was rendered from `inputs`."""
    stamp = "" if rendered is None else stamp_line(Stamp(inputs, digest(rendered), override), Style.MARKDOWN)
    return f"{BEGIN}\n\n{stamp}\n\n{body}\n\n{END}\n"


def status(text: str, fresh: str = NEW, exact: bool = False) -> Status:
    (found,) = scan(text).regions
    return examine(found, Fresh(fresh, INPUTS), Style.MARKDOWN, exact=exact)


@pytest.mark.parametrize(
    ("body", "rendered", "inputs", "expected"),
    [
        (NEW, NEW, INPUTS, State.CLEAN),
        (NEW, NEW, OTHER_INPUTS, State.CLEAN),  # other inputs gave the same text
        ("* new\n* text", NEW, INPUTS, State.CLEAN),  # a formatter's doing
        (OLD, OLD, INPUTS, State.STALE),
        ("- old\n- text", OLD, OTHER_INPUTS, State.STALE),
        (NEW, OLD, OTHER_INPUTS, State.STALE),  # the text is right, its stamp is not
        ("- hand", OLD, INPUTS, State.EDITED),
        ("", OLD, INPUTS, State.EDITED),  # emptied by hand
        (OLD + "\n\n<!-- hand -->", OLD, INPUTS, State.EDITED),
        ("", None, INPUTS, State.NEW),
        (NEW, None, INPUTS, State.ADOPTABLE),
        ("* new\n* text", None, INPUTS, State.ADOPTABLE),
        (OLD, None, INPUTS, State.EDITED),
    ],
)
def test_three_digests_make_the_state(body: str, rendered: str | None, inputs: str, expected: State) -> None:
    assert expected is status(region(body, rendered, inputs)).state


def test_a_text_of_the_users_own_is_left_alone_whatever_it_says() -> None:
    for body in (OLD, NEW, "- hand", ""):
        assert State.OVERRIDDEN is status(region(body, OLD, override=True)).state


def test_exact_wants_the_same_layout() -> None:
    text = region("* new\n* text", NEW)
    assert State.CLEAN is status(text).state
    assert State.STALE is status(text, exact=True).state
    assert State.CLEAN is status(region(NEW, NEW), exact=True).state
    assert State.EDITED is status(region("- hand", NEW), exact=True).state


CONFLICT = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch"


def test_a_merge_conflict_breaks_a_region() -> None:
    assert State.BROKEN is status(region(f"a\n\n{CONFLICT}\n\nb", OLD)).state
    assert State.BROKEN is status(region(CONFLICT.replace("=======", "||||||| base\nx\n======="), OLD)).state


def test_a_conflict_around_the_stamp_breaks_a_region() -> None:
    ours, theirs = (stamp_line(Stamp(inputs, digest(NEW)), Style.MARKDOWN) for inputs in (INPUTS, OTHER_INPUTS))
    text = f"{BEGIN}\n\n<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> branch\n\n{NEW}\n\n{END}\n"
    assert State.BROKEN is status(text).state


def test_a_conflict_that_was_rendered_is_an_example() -> None:
    example = f"```text\n{CONFLICT}\n```"
    assert State.CLEAN is status(region(example, example), example).state
    assert State.STALE is status(region(example, example)).state
    assert State.EDITED is status(region(f"{example}\n\nhand", example), example).state


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", ">>>>>>> branch", ">>>>>>> branch\n\n<<<<<<< HEAD"])
def test_half_a_conflict_that_was_rendered_is_an_example(line: str) -> None:
    text = f"a\n\n{line}\n\nb"
    assert State.CLEAN is status(region(text, text), text).state
    assert State.STALE is status(region(text, text)).state
    assert State.BROKEN is status(region(text, OLD)).state


def test_a_row_of_equals_signs_is_a_heading() -> None:
    text = "Title\n======="
    assert State.CLEAN is status(region(text, text), text).state


def report(text: str) -> list[str]:
    findings = render(text, {"a": Fresh(NEW, INPUTS)}).findings()
    return [f"{f.span.line}:{f.span.column}: {f.severity} {f.rule}: {f.message} [{f.hint}]" for f in findings]


EDIT_HINT = (
    "[keep the edit: `allsettled render --accept a`; drop it: `allsettled render --force a`;"
    " or take out the markers: `allsettled eject PATH --id a`]"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (region(NEW, NEW), []),
        (region(OLD, OLD), ['1:1: error stale-region: the region "a" is out of date [run `allsettled render`]']),
        (
            region(NEW, OLD, OTHER_INPUTS),
            [
                '1:1: error stale-region: the region "a" says what it should,'
                " but its stamp or its layout is out of date [run `allsettled render`]"
            ],
        ),
        (
            region("", None),
            ['1:1: error stale-region: the region "a" has not been rendered yet [run `allsettled render`]'],
        ),
        (
            region(NEW, None),
            [
                '1:1: error stale-region: the region "a" says what it should, but has no stamp yet'
                " [run `allsettled render`]"
            ],
        ),
        (region("hand", OLD), [f'1:1: error edited-region: the region "a" was edited by hand {EDIT_HINT}']),
        (
            region("hand", OLD, OTHER_INPUTS),
            [
                '1:1: error edited-region: the region "a" was edited by hand,'
                f" and what it is rendered from has changed {EDIT_HINT}"
            ],
        ),
        (
            region("hand", None),
            [f'1:1: error edited-region: the region "a" holds a text that was not rendered {EDIT_HINT}'],
        ),
        (
            region("hand", "hand", override=True),
            [
                '1:1: note overridden-region: the region "a" keeps a text of your own; it is not rendered'
                " [to have it rendered again: `allsettled render --force a`]"
            ],
        ),
        (
            region(CONFLICT, OLD),
            [
                '5:1: error broken-region: a merge conflict stands in the region "a"'
                " [resolve what the region is rendered from, then run `allsettled render --resolve`]"
            ],
        ),
        (
            region("<<<<<<< HEAD\nx", OLD),
            [
                '5:1: error broken-region: a merge conflict crosses the edge of the region "a", or is half resolved'
                " [resolve it by hand, the region's markers included]"
            ],
        ),
        (
            region(CONFLICT, OLD, override=True),
            [
                '5:1: error broken-region: a merge conflict stands in the region "a" [a text of your own is part of it:'
                " resolve it by hand, or run `allsettled render --force a`]"
            ],
        ),
    ],
)
def test_what_a_check_says(text: str, expected: list[str]) -> None:
    assert expected == report(text)


def test_findings_come_in_the_files_order() -> None:
    text = f"{region('hand', OLD)}\n  <!-- allsettled:end id=b -->\n"
    findings = render(text, {"a": Fresh(NEW, INPUTS)}).findings()
    assert [(1, Severity.ERROR), (9, Severity.ERROR), (9, Severity.ERROR)] == [
        (finding.span.line, finding.severity) for finding in findings
    ]
