"""What is done without click is what click would do: the help, and how a plain check is understood."""

import io
import os
from contextlib import redirect_stdout
from unittest.mock import patch

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.cli.app import application, invoke
from allsettled.cli.check import command
from allsettled.cli.check_options import DEFAULTS, FLAGS, plain
from allsettled.cli.commands import COMMANDS, NARROWEST, help_text
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
        assert all(application.get_command(context, name) for name in COMMANDS)


words = st.one_of(
    st.sampled_from(
        [*FLAGS, "-", "--", "check", "", "--fix", "--format", "--jobs=2", "-h", "--exit", "x.md", "--no-cache"]
    ),
    st.text(max_size=4),
)


@given(st.lists(words, max_size=5))
def test_a_plain_check_is_understood_as_click_does(arguments: list[str]) -> None:
    options = plain(arguments)
    if options is not None:
        with command.make_context("check", list(arguments)) as context:
            assert context.params == options
    else:
        assert any(argument.startswith("-") and argument not in FLAGS for argument in arguments)


def test_the_defaults_are_clicks() -> None:
    with command.make_context("check", []) as context:
        assert context.params == DEFAULTS == plain([])
