"""Variables of packs: what a pack may declare, and what values are taken."""

import pytest

from allsettled.errors import UserError
from allsettled.protocol.value import BUILT_IN
from allsettled.render.asking import Wishes
from allsettled.render.filler import Filler
from allsettled.render.library import TemplateText
from allsettled.render.names import NAMES
from allsettled.render.variables import Variable, given, read_pack
from allsettled.settings import SettingsError

PACK = """api = 1
description = "Ours."

[variables.team]
type = "string"
enum = ["core", "web"]
default = "core"
description = "Whose prompts these are."

[variables.agents_at_once]
type = "integer"
default = 4

[variables.strict]
type = "boolean"

[variables.folders]
type = "list"
"""


def variables() -> dict[str, Variable]:
    return {one.name: one for one in read_pack(PACK, "own/pack.toml", NAMES)}


def faults(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_pack(text, "own/pack.toml", NAMES)
    return [str(fault) for fault in caught.value.faults]


def test_a_pack_declares_its_variables() -> None:
    expected = Variable("team", "string", ("core", "web"), "core", "Whose prompts these are.", "own/pack.toml")
    assert expected == variables()["team"]
    assert ["team", "agents_at_once", "strict", "folders"] == list(variables())
    assert () == read_pack("api = 1\n", "pack.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("api = 2\n", "own/pack.toml:1:1: 2 is not 1"),
        ("", 'own/pack.toml:1:1: "api" is missing'),
        ("api = 1\n[variables.x]\n", 'own/pack.toml:2:12: "type" is missing'),
        (
            'api = 1\n[variables.x]\ntype = "text"\n',
            "own/pack.toml:3:1: 'text' is not one of string, integer, boolean, list",
        ),
        ('api = 1\n[variables.Team]\ntype = "list"\n', "own/pack.toml:2:12: the key 'Team' does not have the form"),
        (
            'api = 1\n[variables.cap]\ntype = "integer"\n',
            'own/pack.toml:2:12: templates use the name "cap" for something else',
        ),
        (
            'api = 1\n[variables.team]\ntype = "string"\nenum = ["a"]\ndefault = "b"\n',
            "own/pack.toml:5:1: \"team\" is one of a, not 'b'",
        ),
        (
            'api = 1\n[variables.team]\ntype = "integer"\ndefault = "b"\n',
            "own/pack.toml:4:1: \"team\" is a whole number, not 'b'",
        ),
        ("api = = 1\n", "own/pack.toml:1:7: not valid TOML"),
    ],
)
def test_a_pack_that_is_wrong_is_told_at_its_place(text: str, message: str) -> None:
    assert faults(text)[0].startswith(message)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("team", "web", "web"),
        ("agents_at_once", "12", 12),
        ("agents_at_once", "-1", -1),
        ("agents_at_once", 3, 3),
        ("strict", "TRUE", True),
        ("strict", False, False),
        ("folders", "a, b", ["a", "b"]),
        ("folders", ["a"], ["a"]),
    ],
)
def test_a_value_is_read_by_the_variables_type(name: str, value: object, expected: object) -> None:
    assert expected == given(variables(), name, value)


@pytest.mark.parametrize(
    ("name", "value", "message", "hint"),
    [
        ("tema", "web", 'no pack declares a variable "tema"', 'did you mean "team"?'),
        ("team", "db", "\"team\" is one of core, web, not 'db'", "it is declared in own/pack.toml"),
        ("team", 3, '"team" is text, not 3', "it is declared in own/pack.toml"),
        (
            "agents_at_once",
            "many",
            "\"agents_at_once\" is a whole number, not 'many'",
            "it is declared in own/pack.toml",
        ),
        ("agents_at_once", True, '"agents_at_once" is a whole number, not true', "it is declared in own/pack.toml"),
        ("strict", "yes", "\"strict\" is true or false, not 'yes'", "it is declared in own/pack.toml"),
        ("folders", [1], '"folders" is a list of texts, not [1]', "it is declared in own/pack.toml"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(name: str, value: object, message: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        given(variables(), name, value)
    assert (message, hint) == (caught.value.message, caught.value.hint)


def said(attributes: dict[str, str], **wishes: object) -> str:
    name = "sections/own.md.j2"
    text = "{@ team @} {@ agents_at_once @}"
    filler = Filler(
        BUILT_IN,
        sources=[lambda asked: TemplateText(text, "own.md.j2") if asked == name else None],
        wishes=Wishes(declared=variables(), **wishes),  # type: ignore[arg-type]
    )
    return filler.text(filler.asked("own", attributes, "x.md", ())).body


def test_the_command_line_goes_before_the_region_the_settings_and_the_pack() -> None:
    assert "core 4" == said({})
    assert "web 4" == said({}, values={"team": "web"})
    assert "core 4" == said({"team": "core"}, values={"team": "web"})
    assert "web 5" == said({"team": "core", "agents_at_once": "5"}, defined={"team": "web"})


def test_a_variable_without_a_value_is_asked_for() -> None:
    filler = Filler(
        BUILT_IN,
        sources=[lambda asked: TemplateText("{@ strict @}", "own.md.j2") if "own" in asked else None],
        wishes=Wishes(declared=variables()),
    )
    with pytest.raises(UserError) as caught:
        filler.text(filler.asked("own", {}, "x.md", ()))
    assert 'the variable "strict" has no value, and no default in own/pack.toml' == caught.value.message
    assert "write strict=VALUE into the begin marker" in caught.value.hint
    assert "False" == filler.text(filler.asked("own", {"strict": "false"}, "x.md", ())).body
