"""The commands, each in a module of its own that is imported when it's asked for."""

from collections.abc import Sequence
from importlib import import_module

import click

from allsettled import __version__
from allsettled.cli.commands import COMMANDS, document
from allsettled.cli.show import show_all
from allsettled.errors import UserError


class Commands(click.Group):
    """A group whose commands are known by name and loaded by need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"allsettled.cli.{cmd_name}").command
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
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Commands,
    help=document(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="allsettled %(version)s")
def application() -> None:
    """Stand above the commands: what they have in common is said in `commands`."""


def invoke(arguments: Sequence[str]) -> int:
    """Run a command; errors that are the user's to mend are shown as one line with the cure, exit 2."""
    try:
        code = application.main(list(arguments), prog_name="allsettled", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort as error:  # click's own word for it
        raise KeyboardInterrupt from error
    except UserError as error:
        show_all(error)
        return 2
    return code if isinstance(code, int) else 0
