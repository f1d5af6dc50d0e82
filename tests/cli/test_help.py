"""What is done without click is what click would do: the help, and how a plain check is understood."""

import io
import os
from contextlib import redirect_stdout
from unittest.mock import patch

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.cli import check, check_options, render, render_options
from allsettled.cli.app import application, invoke
from allsettled.cli.commands import COMMANDS as ALL
from allsettled.cli.commands import NARROWEST, help_text
from allsettled.cli.plain import COMMANDS, plain
from shell import allsettled


def _of_click(columns: int) -> str:
    out = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": str(columns)}), redirect_stdout(out):
        assert 0 == invoke(["--help"])
    return out.getvalue()


@pytest.mark.parametrize("columns", [NARROWEST, 81, 100, 120, 300])
def test_the_help_is_clicks_own(columns: int) -> None:
    assert _of_click(columns) == help_text()
    assert help_text() == allsettled("--help", COLUMNS=str(columns)).out
    assert help_text() == allsettled("-h", COLUMNS=str(columns)).out


@pytest.mark.parametrize("columns", [20, 60, NARROWEST - 1])
def test_on_a_narrow_terminal_click_breaks_the_lines(columns: int) -> None:
    assert _of_click(columns) == allsettled("--help", COLUMNS=str(columns)).out
    assert help_text() != _of_click(columns)


def test_every_command_is_there() -> None:
    with click.Context(application) as context:
        assert all(application.get_command(context, name) for name in ALL)


COMMAND = {"check": (check_options, check.command), "render": (render_options, render.command)}
words = st.one_of(
    st.sampled_from([
        *{**check_options.FLAGS, **render_options.FLAGS},
        *("-", "--", "check", "", "--fix", "--format", "--jobs=2", "-h", "--exit", "x.md", "-D", "--force", "-Dx=y"),
    ]),
    st.text(max_size=4),
)  # fmt: skip


@given(st.sampled_from(COMMANDS), st.lists(words, max_size=5))
def test_a_plain_call_is_understood_as_click_does(name: str, arguments: list[str]) -> None:
    module, command = COMMAND[name]
    options = plain(arguments, module.DEFAULTS, module.FLAGS)
    if options is not None:
        with command.make_context(name, list(arguments)) as context:
            assert context.params == options
    else:
        assert any(argument.startswith("-") and argument not in module.FLAGS for argument in arguments)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_defaults_are_clicks(name: str) -> None:
    module, command = COMMAND[name]
    with command.make_context(name, []) as context:
        assert context.params == module.DEFAULTS == plain([], module.DEFAULTS, module.FLAGS)
