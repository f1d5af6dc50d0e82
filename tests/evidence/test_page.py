"""The page of figures: whole, bounded, safe, and readable without script or network."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from allsettled.evidence.model import NOTHING, AgentRun, Evidence, FileRead, State, Unread
from allsettled.evidence.page import as_html
from allsettled.evidence.page.charts import by_width
from allsettled.evidence.page.critical import critical_path
from allsettled.evidence.page.periods import agents_over_time, over_time
from allsettled.evidence.page.scale import Scale, clock, duration, durations, numbers, round_up
from allsettled.evidence.page.wording import took
from allsettled.evidence.stats import summarise
from allsettled.terminal import safe
from evidence.claude import at
from evidence.test_stats import dispatch, run, spread

FOUND = Evidence(
    (
        dispatch(
            "msg_1",
            run("a", 1, 61, agent="security", description="Look", called=0),
            run("b", 1, 31, State.FAILED, agent="qa", error="You've hit your limit"),
            run("d", 2, None, State.PENDING, agent="docs"),
            run("e", 2, 9, State.INTERRUPTED, agent="critic"),
        ),
        dispatch("msg_2", run("c", 100, 160, agent="qa", description="Again")),
    ),
    (FileRead("x.jsonl", "claude-code", 12, 1),),
    (Unread("y.jsonl", "permission denied"),),
)


class Outline(HTMLParser):
    """Holds a page to being well nested; gathers its tags, with their attributes, and its text."""

    VOID = frozenset({"meta", "link", "br"})
    EMPTY = frozenset({"rect", "line", "circle", "polyline"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.EMPTY
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop(), self.getpos()

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def classes(self, tag: str) -> list[str]:
        return [attributes.get("class") or "" for name, attributes in self.tags if name == tag]


def page(found: Evidence = FOUND) -> Outline:
    return Outline(as_html(summarise(found)))


def test_the_page_needs_no_network_and_no_script() -> None:
    html = as_html(summarise(FOUND))
    outline = Outline(html)
    assert {"script", "img", "iframe", "object", "embed"}.isdisjoint(tag for tag, _ in outline.tags)
    assert not re.search(r"(?:https?:)?//|@import|url\((?!#)", html)
    (links,) = [attributes for tag, attributes in outline.tags if tag == "link"]
    assert "data:," == links["href"]
    assert "default-src 'none'" in html


def test_it_is_for_light_and_dark() -> None:
    html = as_html(summarise(FOUND))
    assert "color-scheme: light dark" in html
    assert "@media (prefers-color-scheme: dark)" in html


def test_every_agent_has_a_bar_and_says_how_it_ended() -> None:
    outline = page()
    text = "".join(outline.text)
    for words in (
        "You've hit your limit",
        "sent to the background",
        "interrupted before its end",
        "qa: Again",
        "✕ 1 failed",
        "Not read",
        "y.jsonl: permission denied",
        "1 line of 12 could not be read",
        "Of 1 agent the end isn't known: it counts neither as done nor as failed",
        "Too little to tell",
    ):
        assert words in text, words
    assert [
        "security: ok, 1 min 0 s",
        "qa: failed, 30.0 s (You've hit your limit)",
        "docs: pending (sent to the background; the notice of its end isn't in the transcript)",
        "critic: interrupted, 7.0 s (interrupted before its end: nothing came back)",
        "qa: Again: ok, 1 min 0 s",
    ] == [attributes["title"] for _, attributes in outline.tags if attributes.get("class") == "row"]
    bars = [classes.split() for classes in outline.classes("i") if classes.startswith("bar")]
    assert [["bar", kind] for kind in ("failed", "unknown", "stopped", "ok")] == [bars[at] for at in (1, 2, 3, 4)]
    assert ["bar", "ok", "critical"] == bars[0]


def test_charts_are_told_in_words_too() -> None:
    told = [attributes["aria-label"] for _, attributes in page().tags if attributes.get("role") == "img"]
    assert any("Speed-up by width, medians: width 4: 1.50 over 1" in (words or "") for words in told)
    assert any("4 agents: 1 ok, 1 failed, 1 unknown" in (words or "") for words in told)
    tables = [tag for tag, _ in page().tags if tag == "table"]
    assert 4 == len(tables)  # goals, widths, and one for each timeline


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "\x1b[2J\u202e"]
)
def test_whatever_a_transcript_says_is_text(evil: str) -> None:
    found = Evidence(
        (dispatch(evil, run("a", 0, 9, State.FAILED, agent=evil, description=evil, error=evil), run("b", 0, 5)),),
        (),
        (Unread(evil, evil),),
    )
    found = replace(found, dispatches=tuple(replace(one, paths=(evil,)) for one in found.dispatches))
    outline = page(found)
    assert {"script", "img"}.isdisjoint(tag for tag, _ in outline.tags)
    assert safe(evil) in "".join(outline.text)
    assert not {"\x1b", "\u202e"} & set("".join(outline.text))


def test_of_nothing_the_page_says_nothing() -> None:
    text = "".join(page(NOTHING).text)
    assert "0 dispatches with 0 agents in 0 files" in text
    assert "No dispatch was found." in text
    assert 2 == text.count("Nothing to draw: no dispatch of two agents or more has known times.")
    assert "Nothing to draw: no call has a known time." in text
    assert "a dispatch" not in text  # a legend of nothing


def test_of_many_dispatches_the_newest_are_drawn_and_the_rest_is_said() -> None:
    def many(number: int) -> Evidence:
        made = (spread(f"m{n}", [(n * 1000.0, n * 1000.0 + 60), (n * 1000.0, n * 1000.0 + 50)]) for n in range(number))
        return Evidence(tuple(replace(one, paths=(f"s{n // 20:04}.jsonl",)) for n, one in enumerate(made)))

    small, large = as_html(summarise(many(700))), as_html(summarise(many(2800)))
    assert len(large) < 1.1 * len(small) < 1_500_000
    assert "older dispatches are left out here" in large
    assert "s0139.jsonl" in large
    assert "s0000.jsonl" not in large


def test_a_dispatch_of_very_many_agents_is_cut_and_says_so() -> None:
    html = as_html(summarise(Evidence((spread("m", [(n / 10, n / 10 + 60) for n in range(500)]),))))
    assert "and 460 more agents" in html
    assert html.count('"row"') == 40
    assert 'bar ok critical" style="left:' in html  # the last one to end is drawn, though 499 were called before it


TEXTS = [("--fg", "--bg"), ("--fg", "--card"), ("--soft", "--bg"), ("--soft", "--card"), ("--bad", "--card")]
TEXTS += [("--good", "--good-bg"), ("--bad", "--bad-bg"), ("--soft", "--none-bg")]
MARKS = [(kind, "--card") for kind in ("--ok", "--failed", "--stopped", "--unknown", "--mark")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_told_apart(scheme: str) -> None:
    """WCAG 2.2, success criteria 1.4.3 (text: 4.5 to 1) and 1.4.11 (what a chart is read by: 3 to 1)."""
    roots = re.findall(r":root \{(.*?)\}", as_html(summarise(FOUND)), re.DOTALL)
    colours = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", roots[0] + (roots[1] if scheme == "dark" else "")))
    for least, pairs in ((4.5, TEXTS), (3.0, MARKS)):
        assert [] == [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < least]


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_axis_of_time_says_its_year_and_its_spans() -> None:
    def drawn(*hours: float) -> tuple[str, list[str]]:
        found = [spread(f"m{n}", [(at * 3600, at * 3600 + 60)] * 2) for n, at in enumerate(hours)]
        chart = over_time(summarise(Evidence(tuple(found))).measured)
        return chart.below, [one.label for one in chart.columns]

    assert ("2026-03-01, UTC, an hour each", ["12:00", "13:00", "14:00"]) == drawn(0, 2)
    assert ("UTC, an hour each", "03-01 23:00") == (drawn(0, 24)[0], drawn(0, 24)[1][11])
    assert ("2026, a day each", ["03-01", "03-02", "03-03", "03-04"]) == drawn(0, 72)
    assert ("2026, a week each", "02-23") == (drawn(0, 24 * 60)[0], drawn(0, 24 * 60)[1][0])
    assert ("13 weeks each", "2026-01-26") == (drawn(0, 24 * 900)[0], drawn(0, 24 * 900)[1][0])
    assert "8 years each" == drawn(0, 24 * 365 * 200)[0]


def path(*runs: AgentRun, one_message: bool = False) -> list[str]:
    return [one.id for one in critical_path(runs, one_message=one_message)]


def test_the_critical_path_is_what_the_length_hangs_on() -> None:
    first, long, second = run("a", 0, 30), run("b", 0, 50), run("c", 51, 90)
    assert ["b", "c"] == path(first, long, second)
    assert ["c"] == path(first, long, second, one_message=True)
    assert ["b"] == path(first, long)
    assert ["c"] == path(first, second)  # 21 seconds apart: nobody knows what it waited for
    assert [] == path(run("d", 0, None, State.PENDING))
    assert ["e", "f"] == path(run("e", 5, 5), run("f", 5, 5))


def test_the_critical_path_of_a_long_chain_takes_no_long_time() -> None:
    chain = [run(f"{n:05}", n, n + 1) for n in range(20_000)]
    assert 20_000 == len(path(*chain))


@pytest.mark.parametrize("extent", [0.001, 1, 59, 61, 600, 3601, 90_000, 10_000_000])
def test_axes_have_a_few_marks_inside(extent: float) -> None:
    scale = Scale(0, extent, 100, 900)
    for ticks in (
        durations(scale),
        clock(Scale(1_000_003, 1_000_003 + extent, 100, 900)),
        numbers(Scale(0, extent, 300, 10)),
    ):
        assert len(ticks) <= 9
        assert all(10 <= tick.at <= 900 for tick in ticks)
        assert len(ticks) == len({tick.label for tick in ticks})


def test_lengths_on_an_axis() -> None:
    lengths = (0, 45, 60, 75, 7200, 259_200, 86_400 * 1_092_140)
    assert ["0 s", "45 s", "1 min", "1:15", "2 h", "3 d", "1,092,140 d"] == [duration(n) for n in lengths]
    assert [1, 2, 6, 10, 60, 80, 1200] == [round_up(value) for value in (0.3, 1.5, 6, 9, 51, 70, 1101)]


def test_a_chart_of_many_widths_and_years_stays_a_chart() -> None:
    found = [spread(f"m{n}", [(n * 9e5 + k, n * 9e5 + k + 60) for k in range(2 + n % 40)]) for n in range(400)]
    measured = summarise(Evidence(tuple(found))).measured
    wide, long, agents = by_width(measured), over_time(measured), agents_over_time(measured)
    assert (16, "17+") == (len(wide.columns), wide.columns[-1].label)
    assert len(long.columns) <= 32
    assert len(agents.columns) <= 32
    assert sum(column.number for column in agents.columns) == sum(one.width for one in found)
    assert at(0) + timedelta(days=4000) < found[-1].at  # type: ignore[operator]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0.0 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 0 s"),
        (258.4, "4 min 18 s"),
        (3599.4, "59 min 59 s"),
        (3599.6, "1 h 0 min"),
        (78_675, "21 h 51 min"),
    ],
)
def test_a_length_is_told_in_units_that_people_use(seconds: float, expected: str) -> None:
    assert expected == took(round(seconds * 1_000_000))


def test_a_timeline_says_what_each_agent_was_for() -> None:
    names = Outline(as_html(summarise(FOUND)))
    text = " ".join("".join(names.text).split())
    assert "security Look" in text  # the type is its name; the task stands beside it
    assert "qa: Again Again" not in text


def test_a_closed_session_still_shows_that_something_failed() -> None:
    html = as_html(summarise(FOUND))
    summary = html[html.index("<summary title=") : html.index("</summary>")]
    assert "2026-03-01" in summary
    assert "✕ 1 failed" in summary
