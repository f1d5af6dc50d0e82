"""YAML and TOML that read back equal, and that formatters leave as they are."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import mdformat
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.document import parse
from allsettled.render.frontmatter_toml import multi_line, toml_text
from allsettled.render.frontmatter_yaml import front_matter_text, scalar
from formatters import program

AWKWARD = [
    *(": ", " #", "- ", "? ", "---", "'", '"', "\\", "{", "[", "}", "]", "&", "*", "!", "|", ">", "%", "@", "`", ","),
    *(
        "true",
        "Yes",
        "null",
        "~",
        "0x1f",
        "1e3",
        "2026-01-01",
        "12:30",
        "=",
        "<<",
        "é",
        "漢字",
        "✅",
        "👩‍💻",
        "\u00a0",
        "\x85",
    ),
    *("\u2028", "\ufeff", "\x01", "\x7f", "\t", "\n", "\r", "'''", '"""', "word ", "a long passage of plain words "),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(AWKWARD), max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
SCALARS = st.one_of(TEXTS, st.booleans(), st.integers(-(2**60), 2**60))
NAMES = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_-]{0,20}\Z")
MAPS = st.dictionaries(st.from_regex(r"\A[ -~]{1,20}\Z"), SCALARS, min_size=1, max_size=3)
VALUES = st.dictionaries(NAMES, st.one_of(SCALARS, st.lists(SCALARS, max_size=4), MAPS), min_size=1, max_size=5)


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_yaml_reads_back_equal(values: dict[str, Any]) -> None:
    text = front_matter_text(values)
    first, *lines, last, end = text.split("\n")
    assert ("---", "---", "") == (first, last, end)
    loaded = yaml.safe_load("\n".join(lines))
    assert values == loaded
    assert list(values) == list(loaded)


@given(VALUES)
@settings(max_examples=100, deadline=None)
def test_yaml_is_read_by_the_checker_alike(values: dict[str, Any]) -> None:
    front_matter = parse(front_matter_text(values) + "\nBody.\n").front_matter
    assert front_matter is not None
    assert ("", values) == (front_matter.error, front_matter.values)


@given(VALUES)
@settings(max_examples=60, deadline=None)
def test_mdformat_leaves_yaml_as_it_is(values: dict[str, Any]) -> None:
    text = front_matter_text(values) + "\nBody.\n"
    assert text == mdformat.text(text, extensions={"frontmatter", "gfm"})


def test_prettier_leaves_yaml_as_it_is(tmp_path: Path) -> None:
    command = program("prettier")
    for number, awkward in enumerate(AWKWARD):
        values: dict[str, Any] = {
            "name": awkward,
            "description": f"x{awkward}y {awkward}",
            "tools": [awkward * 30],
            "d": {"*": awkward},
        }
        (tmp_path / f"{number}.md").write_bytes((front_matter_text(values) + "\nBody.\n").encode())
    done = subprocess.run(
        [command, "--no-config", "--list-different", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert "" == done.stdout


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Checks plans, e.g. for gaps (and says so).", "Checks plans, e.g. for gaps (and says so)."),
        ("mcp__x__*", "mcp__x__*"),
        ("a:b", "a:b"),
        ("Use when: always", '"Use when: always"'),
        ("C #1", '"C #1"'),
        ("ends:", '"ends:"'),
        ("ends ", '"ends "'),
        ("", '""'),
        ("true", '"true"'),
        ("Off", '"Off"'),
        ("12", '"12"'),
        ("- x", '"- x"'),
        ("*", '"*"'),
        ("day–night", '"day–night"'),
        ('say "hi", it\'s', "'say \"hi\", it''s'"),
        ('back\\slash "x"', '"back\\\\slash \\"x\\""'),
        ("two\nlines", '"two\\nlines"'),
        (True, "true"),
        (3, "3"),
    ],
)
def test_a_scalar_is_quoted_where_it_must_be(value: str | bool | int, expected: str) -> None:
    assert expected == scalar(value)


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_toml_reads_back_equal(values: dict[str, Any]) -> None:
    assert values == tomllib.loads(toml_text(values))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_body_reads_back_equal(body: str) -> None:
    assert body == tomllib.loads(f"x = {multi_line(body)}\n")["x"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\nb\n", "'''\na\nb\n'''"),
        ("\nb\n", "'''\n\nb\n'''"),
        ('say "hi" \\ x\n', "'''\nsay \"hi\" \\ x\n'''"),
        ("x = '''a'''\n", "\"\"\"\nx = '''a'''\n\"\"\""),
        ("ends with '", '"""\nends with \'"""'),
        ('''both \'\'\' and """\n''', '"""\nboth \'\'\' and \\"\\"\\"\n"""'),
    ],
)
def test_a_body_stands_as_it_is_where_it_can(body: str, expected: str) -> None:
    assert expected == multi_line(body)
