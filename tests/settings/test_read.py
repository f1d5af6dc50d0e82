"""Settings files: what they say, and what is said about their faults."""

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from allsettled import assets
from allsettled.finding import Severity
from allsettled.render.platforms import IDS
from allsettled.settings import Files, Settings, SettingsError, read
from allsettled.shape import surely_valid


class Known(NamedTuple):
    severity: Severity = Severity.ERROR
    since: int = 1


RULES = {"unsettled-agent": Known(), "torn-row": Known(), "wrong-total": Known(since=3)}
SCHEMA = json.loads(assets.schema("settings"))

FULL = """
select = ["all"]
ignore = ["torn-row"]
exclude = ["vendor/", "*.tmp.md"]
agents = ["agents/*.md"]
rules-version = 2
baseline = "known.json"

[levels]
torn-row = "warning"
wrong-total = "off"

[per-path-ignores]
"docs/**" = ["torn-row"]

[kinds]
log = [".agents/sessions/*.md"]

[files]
max-size = 2_000_000

[protocol]
cap = 8

[render]
platforms = ["claude", "codex"]
"""


def faults(text: str, path: str = "allsettled.toml") -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(text, path, RULES)
    assert str(caught.value) == str(caught.value.faults[0])
    return [f"{fault} ({fault.hint})" if fault.hint else str(fault) for fault in caught.value.faults]


def test_every_key_arrives() -> None:
    expected = Settings(
        select=("all",),
        ignore=("torn-row",),
        levels={"torn-row": Severity.WARNING, "wrong-total": None},
        exclude=("vendor/", "*.tmp.md"),
        per_path_ignores={"docs/**": ("torn-row",)},
        kinds={"log": (".agents/sessions/*.md",)},
        agents=("agents/*.md",),
        files=Files(2_000_000),
        rules_version=2,
        baseline="known.json",
        protocol={"cap": 8},
        render={"platforms": ["claude", "codex"]},
        path="allsettled.toml",
    )
    assert expected == read(FULL, "allsettled.toml", RULES)
    assert all(getattr(expected, name) != getattr(Settings(), name) for name in Settings._fields)


def test_the_value_and_the_schema_have_the_same_keys() -> None:
    def keys(names: Iterable[str]) -> set[str]:
        return {name.replace("_", "-") for name in names}

    assert set(SCHEMA["properties"]) == keys(Settings._fields) - {"path"}
    assert set(SCHEMA["properties"]["files"]["properties"]) == keys(Files._fields)
    assert set(SCHEMA["properties"]["levels"]["additionalProperties"]["enum"]) == {*Severity, "off"}
    assert list(IDS) == SCHEMA["$defs"]["platform"]["enum"]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


words = st.text(min_size=1, max_size=8)
lists_of_words = st.lists(words, max_size=3)
valid = st.fixed_dictionaries(
    {},
    optional={
        "select": lists_of_words,
        "ignore": lists_of_words,
        "exclude": lists_of_words,
        "agents": lists_of_words,
        "levels": st.dictionaries(words, st.sampled_from(["error", "warning", "note", "off"]), max_size=3),
        "per-path-ignores": st.dictionaries(words, lists_of_words, max_size=2),
        "kinds": st.dictionaries(st.sampled_from(list(SCHEMA["properties"]["kinds"]["properties"])), lists_of_words),
        "files": st.fixed_dictionaries({}, optional={"max-size": st.integers(1)}),
        "rules-version": st.integers(1),
        "baseline": words,
        "protocol": st.dictionaries(words, words),
        "render": st.fixed_dictionaries(
            {},
            optional={
                "platform": st.sampled_from(IDS),
                "platforms": st.lists(st.sampled_from(IDS), unique=True),
                "agents": words,
                "mode": st.sampled_from(["file", "region"]),
                "outputs": st.dictionaries(st.sampled_from(IDS), words),
                "templates": st.lists(words, unique=True, max_size=2),
                "size": st.sampled_from(["full", "compact", "pointer"]),
                "sizes": st.dictionaries(st.sampled_from(IDS), st.sampled_from(["full", "compact"])),
                "pointer": words,
                "variables": st.dictionaries(words, words | st.integers() | st.booleans() | lists_of_words),
            },
        ),
    },
)


@effort(max_examples=100)
@given(valid)
def test_valid_settings_are_surely_valid(values: dict[str, Any]) -> None:
    assert surely_valid(values, "settings")
    assert Draft202012Validator(SCHEMA).is_valid(values)


def test_in_a_pyproject_only_its_own_table_counts() -> None:
    text = '[project]\nname = "x"\n\n[tool.allsettled]\nselect = ["torn-row"]\n'
    assert Settings(select=("torn-row",), path="a/pyproject.toml") == read(text, "a/pyproject.toml", RULES)
    assert read('[project]\nname = "allsettled"\n', "pyproject.toml", RULES) is None
    assert read("[project\n", "pyproject.toml", RULES) is None
    assert Settings(path="allsettled.toml") == read("\ufeff", "allsettled.toml", RULES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "slect = []\n[flies]\nmax-size = 1\n",
            [
                'allsettled.toml:1:1: unknown key "slect" (did you mean "select"?)',
                'allsettled.toml:2:2: unknown key "flies" (did you mean "files"?)',
            ],
        ),
        (
            "select = 'torn-row'\n",
            [
                "allsettled.toml:1:1: \"select\" must be a list, not text ('torn-row') "
                '(write it as a list: ["torn-row"])'
            ],
        ),
        (
            'ignore = "torn-row, late-tier"\n[per-path-ignores]\n"docs/**" = "late-tier"\n',
            [
                "allsettled.toml:1:1: \"ignore\" must be a list, not text ('torn-row, late-tier') "
                '(write it as a list: ["torn-row", "late-tier"])',
                "allsettled.toml:3:1: \"docs/**\" must be a list, not text ('late-tier') "
                '(write it as a list: ["late-tier"])',
            ],
        ),
        (
            'rules-version = "1"\n[files]\nmax-size = "many"\n',
            [
                "allsettled.toml:1:1: \"rules-version\" must be a whole number, not text ('1') "
                "(write it without quotes: 1)",
                "allsettled.toml:3:1: \"max-size\" must be a whole number, not text ('many') "
                "(The size, in bytes, above which a file is not read.)",
            ],
        ),
        (
            'exclude = true\nrules-version = "\u0661"\n[files]\nmax-size = "007"\n',
            [
                'allsettled.toml:1:1: "exclude" must be a list, not true',
                "allsettled.toml:2:1: \"rules-version\" must be a whole number, not text ('\u0661') "
                "(The version of the rule set to hold to: newer rules run only where `select` or `levels` names them.)",
                "allsettled.toml:4:1: \"max-size\" must be a whole number, not text ('007') "
                "(The size, in bytes, above which a file is not read.)",
            ],
        ),
        (
            'select = [\n  "torn-row",\n  7,\n]\n',
            ['allsettled.toml:3:3: item 2 of "select" must be text, not a whole number (7) (write it in quotes: "7")'],
        ),
        (
            'ignore = ["tron-row"]\n[levels]\n"unsettled-agnet" = "off"\n',
            [
                'allsettled.toml:1:11: unknown rule "tron-row" (did you mean "torn-row"?)',
                'allsettled.toml:3:1: unknown rule "unsettled-agnet" (did you mean "unsettled-agent"?)',
            ],
        ),
        (
            '[per-path-ignores]\n"docs/**" = ["torn-row", "nonsense"]\n"[" = []\n',
            [
                'allsettled.toml:2:26: unknown rule "nonsense" (list the rules: allsettled explain)',
                "allsettled.toml:3:1: the glob '[' can match no path (globs are written as in a .gitignore)",
            ],
        ),
        (
            'ignore = ["zzz"]\nselect = ["yyy", "all"]\n',
            [
                'allsettled.toml:1:11: unknown rule "zzz" (list the rules: allsettled explain)',
                'allsettled.toml:2:11: unknown rule "yyy" (list the rules: allsettled explain)',
            ],
        ),
        (
            '[levels]\ntorn-row = "fatal"\n',
            ["allsettled.toml:2:1: 'fatal' is not one of error, warning, note, off"],
        ),
        (
            '[kinds]\nlogs = ["*.md"]\n',
            ['allsettled.toml:2:1: unknown key "logs" (did you mean "log"?)'],
        ),
        (
            'exclude = ["a", "a//b"]\n',
            ["allsettled.toml:1:17: the glob 'a//b' can match no path (globs are written as in a .gitignore)"],
        ),
        (
            "files.max-size = 0\n",
            [
                'allsettled.toml:1:7: "max-size" must be at least 1, not 0 '
                "(The size, in bytes, above which a file is not read.)"
            ],
        ),
        (
            "baseline = 2026-01-02\n",
            [
                'allsettled.toml:1:1: "baseline" must be text, not a date (The path of the file that records the '
                "findings to leave alone, relative to the settings file.)"
            ],
        ),
        (
            '[render]\nplatforms = ["claud"]\nsize = "small"\n',
            [
                "allsettled.toml:2:14: 'claud' is not one of claude, vscode, copilot-cli, cursor, gemini, antigravity, "
                'codex, opencode, agents-md (did you mean "claude"?)',
                "allsettled.toml:3:1: 'small' is not one of full, compact, pointer",
            ],
        ),
        (
            '[render]\nplatforms = ["vscode", "copilot-cli"]\n',
            [
                "allsettled.toml:2:24: clashing-output: vscode and copilot-cli would both write "
                ".github/agents/{name}.agent.md (give vscode another place: "
                'render.outputs.vscode = ".vscode/agents/{name}.agent.md", and name that folder in VS Code\'s setting '
                "chat.agentFilesLocations)"
            ],
        ),
        (
            '[render]\nplatforms = ["claude", "gemini"]\noutputs.gemini = "./.Claude//agents/{name}.md"\n',
            [
                "allsettled.toml:3:9: clashing-output: claude and gemini would both write ./.Claude//agents/{name}.md "
                '(give gemini another place: render.outputs.gemini = ".gemini/agents/{name}.md")'
            ],
        ),
        (
            '[render]\nagents = "prompts"\nplatforms = ["claude"]\noutputs.claude = "prompts/{name}.md"\n',
            [
                "allsettled.toml:4:9: clashing-output: claude would write prompts/{name}.md, over the agents' sources "
                '(give claude another place: render.outputs.claude = ".claude/agents/{name}.md")'
            ],
        ),
        (
            '[render.outputs]\nclaude = "x.md"\ncodex = "{name}.md"\ngemini = "../{name}.md"\n'
            'cursor = ".git/{name}.md"\n',
            [
                "allsettled.toml:2:1: 'x.md' does not hold {name} once, and no other braces "
                '(such as ".claude/agents/{name}.md")',
                "allsettled.toml:3:1: Codex does not read '{name}.md': its files end in .toml "
                '(such as ".codex/agents/{name}.toml")',
                "allsettled.toml:4:1: '../{name}.md' leads out of the project's folder "
                '(such as ".gemini/agents/{name}.md")',
                "allsettled.toml:5:1: '.git/{name}.md' is in a .git folder (such as \".cursor/agents/{name}.md\")",
            ],
        ),
        (
            '[render]\nagents = "/etc"\ntemplates = ["a", "C:/x", "a\\\\b"]\npointer = "{id}.txt"\n',
            [
                "allsettled.toml:2:1: '/etc' is not relative to the settings file (name a folder of this project)",
                "allsettled.toml:3:19: 'C:/x' is not relative to the settings file (name a folder of this project)",
                "allsettled.toml:3:27: 'a\\b' has a backslash: parts of a path are parted by `/` "
                "(name a folder of this project)",
                "allsettled.toml:4:1: '{id}.txt' does not end in .md (such as \".agents/protocol/{platform}/{id}.md\")",
            ],
        ),
        (
            '[render]\nplatforms = ["claude", "codex"]\npointer = "p/{id}.md"\n',
            [
                "allsettled.toml:3:1: 'p/{id}.md' does not hold {platform}: several platforms would write one file "
                '(such as ".agents/protocol/{platform}/{id}.md")'
            ],
        ),
        (
            "rules-version = 4\n",
            [
                'allsettled.toml:1:1: "rules-version" is 4, but this allsettled has the rules of 3 '
                "(upgrade allsettled, or pin an earlier version)"
            ],
        ),
    ],
)
def test_a_fault_is_explained_at_its_place(text: str, expected: list[str]) -> None:
    assert expected == faults(text)


def test_a_fault_in_a_pyproject_is_placed_there() -> None:
    text = "[project]\nselect = 1\n[tool.allsettled]\nignore = []\nselct = []\n"
    assert faults(text, "p/pyproject.toml") == ['p/pyproject.toml:5:1: unknown key "selct" (did you mean "select"?)']
    assert [fault.split(" (What")[0] for fault in faults("[tool]\nallsettled = 'x'\n", "pyproject.toml")] == [
        "pyproject.toml:2:1: the whole must be keys with values, not text ('x')"
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("select = [\n", "allsettled.toml:2:1: not valid TOML: "),
        ("a = 1\nb = = 2\n", "allsettled.toml:2:5: not valid TOML: "),
        ("a = 1\na = 2\n", "allsettled.toml:2:6: not valid TOML: "),
        ("a = " + "[" * 100_000, "allsettled.toml:1:1: lists or tables are nested too deeply"),
        ("a = 1\n" + "b." * 500_000 + "b = 1\n", "allsettled.toml:2:1: a key has more than 100 parts"),
        ("[" + "b." * 500_000 + "b]\n", "allsettled.toml:1:1: a key has more than 100 parts"),
        ("a = {" + "b." * 500_000 + "b = 1}\n", "allsettled.toml:1:1: a key has more than 100 parts"),
        ("a = 2026-13-41\n", "allsettled.toml:"),
        ("a = " + "9" * 5000, "allsettled.toml:"),
    ],
)
def test_what_is_not_toml_is_said_with_its_place(text: str, place: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith(place)
    assert fault.endswith(" (see https://toml.io for how TOML is written)")


def test_many_dots_are_no_key_of_many_parts() -> None:
    text = f'[tool.other]\ntext = """\n{"." * 300} = 1\n{"a. " * 300}\n"""\n[tool.allsettled]\n'
    assert Settings(path="pyproject.toml") == read(text, "pyproject.toml", RULES)


def test_reading_a_faultless_file_loads_no_jsonschema_and_no_file_loads_no_tomllib() -> None:
    code = (
        "import sys; from allsettled.settings import read;"
        "read('[project]', 'pyproject.toml', {}); print('tomllib' in sys.modules);"
        "read('exclude = [\"a\"]', 'allsettled.toml', {}); print('jsonschema' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\nFalse\n"
