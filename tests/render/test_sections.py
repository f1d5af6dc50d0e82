"""The sections that ship: sound on every platform and in every size, and in no words but the protocol's own."""

import re
import subprocess
from functools import cache
from pathlib import Path

import mdformat
import pytest

from allsettled.checking import Checker
from allsettled.errors import UserError
from allsettled.protocol.duties import COLUMNS, TITLES
from allsettled.protocol.layout import READINESS, RESULTS, parts
from allsettled.protocol.tables import PairsPart, TablePart
from allsettled.protocol.value import BUILT_IN, PROTOCOLS, Protocol
from allsettled.protocol.vocabulary import Action, Status, Strategy, Tier
from allsettled.protocol.writing import write, write_log
from allsettled.render.asked import SIZES, Asked
from allsettled.render.asking import Wishes
from allsettled.render.examples import PATTERNS, STRATEGIES, example, pattern_example
from allsettled.render.examples_check import refuse_bad_examples
from allsettled.render.filler import Filler
from allsettled.render.library import TemplateText, built_in_sections
from allsettled.render.platforms import IDS, foreign_calls, platform
from allsettled.rules import RULES
from formatters import program

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "templates").rglob("*.j2"))
FILLER = Filler(BUILT_IN)


@cache
def text(id_: str, home: str = "claude", size: str = "full") -> str:
    return FILLER.text(FILLER.asked(id_, {"platform": home, "size": size}, "", ())).body


def owned() -> set[str]:
    """What only the protocol may spell: headings and columns of two words or more, items, and words in code spans."""
    titles = {RESULTS, READINESS, *TITLES.values(), *COLUMNS}
    for part in parts(BUILT_IN):
        titles.add(part.title)
        if isinstance(part, TablePart):
            titles |= {column.title for column in part.columns}
        if isinstance(part, PairsPart):
            titles |= {name.title for name in part.names}
    words = {*map(str, (*Status, *Tier)), *(f"`{word}`" for word in (*Strategy, *Action, *Status, *Tier))}
    return {title for title in titles if " " in title} | words | set(BUILT_IN.checklist)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_spells_what_the_protocol_owns(path: Path) -> None:
    source = re.sub(r"\bstatus\.[A-Z]+", "", path.read_text(encoding="utf-8"))  # the protocol's words, by their names
    spelled = [word for word in owned() if re.search(rf"(?<![\w`]){re.escape(word)}(?![\w`])", source)]
    assert [] == spelled


def test_the_law_would_see_a_word_that_is_spelled() -> None:
    assert {"Agent Outputs", "Wall-clock", "P0", "`merge`", "COMPLETE"} - {"Wall-clock"} <= owned()


@pytest.mark.parametrize("id_", built_in_sections())
@pytest.mark.parametrize("home", IDS)
@pytest.mark.parametrize("size", SIZES)
def test_a_section_is_sound_on_every_platform(id_: str, home: str, size: str) -> None:
    made = text(id_, home, size)
    refuse_bad_examples(made, BUILT_IN)
    assert [] == foreign_calls(platform(home), made)
    assert made == mdformat.text(made, extensions={"gfm"})
    assert "\n\n\n" not in made


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=PROTOCOLS)
@pytest.mark.parametrize("cap", [2, 3, 6])
def test_an_example_is_written_by_the_protocol_and_check_has_nothing_to_say(protocol: Protocol, cap: int) -> None:
    protocol = protocol._replace(cap=cap, sections=(), duties=())
    checker = Checker(rules=list(RULES), protocol=protocol)
    records = [example(one, protocol) for one in STRATEGIES] + [pattern_example(one, protocol) for one in PATTERNS]
    for record in records:
        assert record.failures
        assert all(run.state is not None and run.state.settled for run in record.runs)
        log = write_log("x", [record], closed=True, labels={"Date": "2026-01-05"}, protocol=protocol)
        assert [] == checker.check(checker.read(log, "2026-01-05-session-01-x.md"))
        assert [] == checker.check(checker.read(write(record, protocol), "example.md"))


def test_each_strategy_and_each_pattern_has_its_example() -> None:
    for strategy in STRATEGIES:
        assert write(example(strategy, BUILT_IN), BUILT_IN) in text("parallel-execution")
    for pattern in PATTERNS:
        assert write(pattern_example(pattern, BUILT_IN), BUILT_IN) in text("parallel-patterns")
    assert write(example(Strategy.VOTE, BUILT_IN), BUILT_IN) in text("parallel-patterns")


@pytest.mark.parametrize("id_", ["parallel-dispatch", "parallel-execution", "parallel-patterns"])
@pytest.mark.parametrize("home", IDS)
def test_a_smaller_size_is_much_smaller(id_: str, home: str) -> None:
    full, compact, pointer = (len(text(id_, home, size)) for size in SIZES)
    assert compact < full / 2
    assert pointer < compact / 2


@pytest.mark.parametrize("home", IDS)
@pytest.mark.parametrize("size", ["full", "compact"])
def test_the_section_on_dispatch_speaks_of_the_platforms_own_mechanics(home: str, size: str) -> None:
    one, made = platform(home), text("parallel-dispatch", home, size)
    for call in one.dispatch.calls:
        assert f"`{call.tool}`" in made
        for name in (call.arguments.get("agent"), call.arguments.get("prompt")):
            assert name is None or name in made or call.version in ("V2", "v2")
    assert "Where no agents can be started, do the parts yourself, in order, and record them as such." in made
    if one.caps.concurrent:
        assert f"the platform allows {one.caps.concurrent}" in made
    if one.dispatch.close_finished:
        assert "`close_agent`" in made
    asked = "The user asks, explicitly, for parallel agents wherever this section says to dispatch."
    assert (one.dispatch.available != "always") == (asked in made)
    assert (home == "gemini") == ("An agent that was started cannot start others" in made)
    assert (home == "codex") == ("can start others only if `agents.max_depth` allows it" in made)


def test_the_thresholds_are_the_protocols() -> None:
    filler = Filler(BUILT_IN._replace(cap=30, domains=5, retries=0))
    made = filler.text(filler.asked("parallel-dispatch", {"platform": "claude"}, "", ())).body
    assert "Does the task touch 5 or more domains?" in made
    assert "Start at most 20 agents at once (the platform allows 20)." in made
    assert "There is no retry" in made


def test_an_item_tier_or_word_that_a_project_adds_is_rendered() -> None:
    filler = Filler(BUILT_IN._replace(checklist=(*BUILT_IN.checklist, "Budget is set"), tiers=("P0", "P1", "P2", "P3")))
    made = filler.text(filler.asked("parallel-dispatch", {}, "", ())).body
    assert "- [ ] Budget is set" in made
    assert "| P3   | Those that are good to have" in made


@pytest.mark.parametrize("size", SIZES)
def test_a_section_can_be_put_on_another_level(size: str) -> None:
    asked = FILLER.asked("parallel-dispatch", {"level": "4", "size": size}, "", ())
    made = FILLER.text(asked).body
    plain = text("parallel-dispatch", "claude", size)
    assert made.startswith("#### Parallel dispatch\n")
    assert re.sub(r"(?m)^#####? ", "### ", made.replace("#### Parallel", "## Parallel", 1)) == plain


def test_a_pointer_names_the_file_that_is_rendered_with_it() -> None:
    filler = Filler(BUILT_IN, wishes=Wishes(pointer="rules/{platform}-{id}.md"))
    asked = filler.asked("parallel-dispatch", {"size": "pointer", "platform": "gemini"}, "", ())
    assert "`rules/gemini-parallel-dispatch.md`" in filler.text(asked).body
    assert {"rules/gemini-parallel-dispatch.md": asked._replace(size="full", level=1)} == filler.pointed


def bad(text: str) -> str:
    name = "sections/parallel-metrics.md.j2"
    filler = Filler(BUILT_IN, sources=[lambda asked: TemplateText(text, "own.md.j2") if asked == name else None])
    with pytest.raises(UserError) as caught:
        filler.text(Asked("parallel-metrics", "", "claude", "full", 0, ()))
    return f"{caught.value.message} ({caught.value.hint})"


def test_an_example_that_check_would_report_is_refused() -> None:
    log = write_log("x", [example(Strategy.MERGE, BUILT_IN)], closed=True, labels={"Date": "2026-01-05"})
    assert "| FAILED   |" in log
    wrong = log.replace("| FAILED   |", "| RUNNING  |")
    told = bad("# Own\n\n````markdown\n" + wrong + "````\n")
    assert "of the rendered text breaks the rule " in told
    assert "devops" in told


def test_another_platforms_call_is_refused_in_a_template_too() -> None:
    told = bad('Text.\n\n```text\ntask(agent_type="qa", prompt="x")\n```\n')
    assert told.startswith(
        "line 4 of the rendered text: `task(agent_type=…)` is how an agent is started in Copilot CLI"
    )


def written(folder: Path) -> dict[str, str]:
    made = {}
    for id_ in built_in_sections():
        for home in IDS:
            for size in SIZES:
                made[f"{id_}.{home}.{size}.md"] = text(id_, home, size)
    for name, content in made.items():
        (folder / name).write_text(content, encoding="utf-8")
    return made


def test_prettier_leaves_every_section_as_it_is(tmp_path: Path) -> None:
    command = program("prettier")
    made = written(tmp_path)
    subprocess.run([command, "--no-config", "--write", "."], cwd=tmp_path, check=True, capture_output=True)
    assert made == {name: (tmp_path / name).read_text(encoding="utf-8") for name in made}


def test_markdownlint_leaves_every_section_as_it_is(tmp_path: Path) -> None:
    command = program("markdownlint-cli2")
    made = written(tmp_path)
    ran = subprocess.run([command, "--fix", "*.md"], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert made == {name: (tmp_path / name).read_text(encoding="utf-8") for name in made}
    found = {match.group() for match in re.finditer(r"\bMD\d+", ran.stderr)}
    assert found <= {"MD013", "MD041"}, "long lines, and sections that do not begin a file"


@pytest.mark.parametrize("cap", [2, 3, 6])
def test_the_example_of_a_vote_asks_an_odd_number_of_agents(cap: int) -> None:
    record = example(Strategy.VOTE, BUILT_IN._replace(cap=cap))
    assert 1 == len(record.outputs) % 2
    assert len(record.outputs) == len(record.votes) + len(record.failures)
