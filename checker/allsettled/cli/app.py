"""The commands, each in a module of its own that is imported when it's asked for."""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import click

from allsettled import __version__
from allsettled.errors import UserError


class Entry(NamedTuple):
    """A command's module and, for the list of commands, what it does."""

    module: str
    does: str


COMMANDS: dict[str, Entry] = {
    "check": Entry("check", "Check logs, prompts and other Markdown files."),
    "explain": Entry("explain", "Explain a rule, or list all rules."),
    "render": Entry("render", "Refresh the managed regions of prompts, and the files of agents."),
    "regions": Entry("regions", "List the managed regions and rendered files, and how they stand."),
    "adopt": Entry("adopt", "Make a section of a prompt a managed region, or add a new one."),
    "eject": Entry("eject", "Make a region or a rendered file your own again."),
    "templates": Entry("templates", "List, show and compare the templates of regions."),
    "platforms": Entry("platforms", "Tell what is known of the platforms that agents run on."),
    "init": Entry("init", "Begin: find what is here already, and write the settings."),
    "new": Entry("new", "Write a new session log, agent's output, handoff, retrospective or skill."),
    "plan": Entry("plan", "Judge a dispatch before it is made, order it, and write its calls."),
    "aggregate": Entry("aggregate", "Make one result of what the agents left."),
    "record": Entry("record", "Write a session log from a harness's transcript."),
    "verify": Entry("verify", "Hold session logs against the harness's transcripts."),
    "stats": Entry("stats", "Sum up what dispatches cost and saved, over transcripts and logs."),
    "hook": Entry("hook", "Take a harness's events: keep a journal, write or check the log."),
    "requirements": Entry("requirements", "List what the protocol asks for, and what answers it."),
}


class Commands(click.Group):
    """A group whose commands are known by name and loaded by need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"allsettled.cli.{COMMANDS[cmd_name].module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        from allsettled.words import did_you_mean

        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            guess = did_you_mean(args[0], COMMANDS)
            ctx.fail(f'there is no command "{args[0]}"{"; " + guess if guess else ""}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.does) for name, entry in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="allsettled %(version)s")
def application() -> None:
    """Check the records that parallel agents leave, and render the prompts they work by.

    \b
    Examples:
      allsettled check .                    check every Markdown file below this folder
      allsettled check --format github .    the same, as annotations of a CI run
      allsettled explain unsettled-agent    what a rule wants, and why
      allsettled render                     refresh the prompts after the protocol changed
      allsettled render --check --diff      say what is stale, write nothing

    Exit codes: 0 clean, 1 findings or stale regions, 2 could not, 3 a fault of allsettled itself.
    """


def invoke(arguments: Sequence[str]) -> int:
    """Run a command; errors that are the user's to mend are shown as one line with the cure, exit 2."""
    try:
        code = application.main(list(arguments), prog_name="allsettled", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        return 130
    except UserError as error:
        for fault in getattr(error, "faults", (error,)):  # settings have all their faults shown at once
            show(fault)
        return 2
    return code if isinstance(code, int) else 0


def show(error: UserError) -> None:
    """Print an error that is the user's to mend, on stderr."""
    from allsettled.terminal import safe

    click.echo(f"error: {safe(str(error))}", err=True)
    if error.hint:
        click.echo(f"help: {safe(error.hint)}", err=True)
