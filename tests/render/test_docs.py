"""What the documents say of rendering is what it does."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from allsettled import assets
from allsettled.cli.commands import COMMANDS
from allsettled.document import parse
from allsettled.document.model import Fence, Table
from allsettled.render import outputs
from allsettled.render.agents_reading import read_agent
from allsettled.render.asking import ATTRIBUTES
from allsettled.render.environment import LIMIT, Templates
from allsettled.render.library import TemplateText
from allsettled.render.outputs import POINTER
from allsettled.render.states import State
from allsettled.render.variables import read_pack
from quick import allsettled

DOCS = Path(__file__).resolve().parents[2] / "docs"
RENDER = (DOCS / "render.md").read_text(encoding="utf-8")
PLATFORMS = (DOCS / "platforms.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> list[str]:
    """Return the first cells of the tables under a heading."""
    (section,) = [one for one in parse(RENDER).sections() if one.title.text == heading]
    rows = [row for block in section.blocks if isinstance(block, Table) for row in block.rows]
    return [row.cells[0].text for row in rows]


def fences(text: str, info: str) -> list[str]:
    return [block.text for block in parse(text).blocks() if isinstance(block, Fence) and block.info == info]


def test_every_state_and_attribute_is_named() -> None:
    cells = first_cells("Regions")
    assert {*map(str, State)} == {cell for cell in cells if "`" not in cell}
    assert {*ATTRIBUTES, "team"} == {cell.strip("`").partition("=")[0] for cell in cells if "`" in cell}


def test_every_setting_is_named() -> None:
    keys = set(json.loads(assets.schema("settings"))["properties"]["render"]["properties"])
    assert keys - {"sizes"} == {cell.strip("`") for cell in first_cells("Settings")}
    assert "`sizes` for single platforms" in RENDER


@pytest.mark.parametrize("text", [*fences(RENDER, "toml"), *fences(PLATFORMS, "toml")])
def test_settings_and_packs_that_are_shown_are_sound(text: str) -> None:
    if "api = 1" in text:
        assert ["team"] == [one.name for one in read_pack(text, "pack.toml")]
        return
    assert [] == list(outputs.faults(tomllib.loads(text)["render"]))
    assert "pointer" not in text or POINTER in text


def test_the_agent_that_is_shown_is_one() -> None:
    text = next(one for one in fences(RENDER, "markdown") if "name: qa" in one)
    source, problems = read_agent(text, "agents/qa.md")
    assert [] == problems
    assert source is not None


def test_the_override_that_is_shown_renders() -> None:
    (text,) = fences(RENDER, "jinja")
    from allsettled.protocol.value import BUILT_IN
    from allsettled.render.context import context
    from allsettled.render.platforms import platform

    templates = Templates([lambda name: TemplateText(text, "own") if name == "own" else None])
    made = templates.render("own", {**context(BUILT_IN, platform("claude")), "team": "core"})
    assert "Security findings are always P0, and core is told of them." in made
    named = re.findall(r"`(\w+)`", RENDER.partition("The blocks of `parallel-dispatch` are")[2].partition(".")[0])
    assert templates.blocks("sections/parallel-dispatch.md.j2") == named
    assert f"{LIMIT:,} characters" in RENDER


@pytest.mark.parametrize(
    "line", [line for text in (RENDER, PLATFORMS) for line in re.findall(r"\$ (allsettled .*)", text)]
)
def test_a_command_that_is_shown_is_one(line: str, tmp_path: Path) -> None:
    words = line.partition("  #")[0].split()
    assert words[1] in COMMANDS
    options = [word for word in words if word.startswith("--")]
    told = allsettled(words[1], "--help", cwd=tmp_path).out
    assert [] == [option for option in options if option not in told]
