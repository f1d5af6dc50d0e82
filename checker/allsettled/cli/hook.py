"""`allsettled hook`: what a harness runs on its events. Nothing that goes wrong here may stop an agent's work."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from allsettled.errors import UserError

BLOCK = 2
_HARNESS = "claude-code"
_JOURNALS = ".agents/.allsettled"
_LOGS = ".agents/sessions"
_LARGEST = 64 * 1024 * 1024  # bytes of a hook's input
_WAYS = ("write", "check", "off")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _option(*names: str, **more: Any) -> Callable[[_Command], _Command]:
    """Return an option whose value may be missing: that is our fault to tell, and no usage error, which would block."""
    return click.option(*names, is_flag=False, flag_value="", **more)


@click.command("hook", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("harness", default="")
@_option("--log", "way", default="write", metavar="write|check|off", help="What to do about the log at the end.")
@_option("--journal", default=_JOURNALS, metavar="DIR", help=f"Where the journals are kept: {_JOURNALS}.")
@_option("--sessions", "logs", default=_LOGS, metavar="DIR", help=f"Where the session logs are: {_LOGS}.")
@click.option("--print-settings", is_flag=True, help="Print what belongs into the harness's settings.")
@click.pass_context
def command(context: click.Context, harness: str, way: str, journal: str, logs: str, print_settings: bool) -> int:
    """Take an event of HARNESS (claude-code) as JSON from standard input.

    PostToolBatch, SubagentStart and SubagentStop are written to the session's journal. On Stop and SessionEnd the
    session's log is written, or added to (--log write); or it's held against what happened (--log check), and Stop is
    blocked while the log is missing or contradicts it. Never blocked: a stop that was blocked before, one with agents
    in the background, and whatever cannot be understood.

    \b
    Examples:
      allsettled init --hook claude-code    add it to .claude/settings.json
      allsettled hook claude-code --log check --print-settings

    Exit codes: 0 go on, 2 blocked, with the reason on standard error.
    """
    options = {"way": way, "journal": journal, "logs": logs}
    fault = _fault(harness, way, journal, logs, context.args)
    if print_settings or (fault and sys.stdin.isatty()):
        if fault:
            raise UserError(fault, hint="allsettled hook claude-code [--log write|check|off]")
        return _print_settings(options)
    if fault:
        _say(fault)
        return 0
    try:
        return _handle(_input(), options)
    except (UserError, OSError, ValueError, RecursionError) as error:
        _say(error.message if isinstance(error, UserError) else str(error) or type(error).__name__)
        return 0


def _fault(harness: str, way: str, journal: str, logs: str, rest: list[str]) -> str:
    """Return what's wrong with the arguments. As a usage error it would exit 2, which blocks the agent."""
    if harness != _HARNESS:
        return f'no hook for "{harness}": known is {_HARNESS}'
    if way not in _WAYS:
        return f'--log is one of {", ".join(_WAYS)}, not "{way}"'
    if not journal or not logs:
        return "--journal and --sessions name a folder"
    return f"unknown: {' '.join(rest)}" if rest else ""


def _print_settings(options: Mapping[str, str]) -> int:
    from allsettled.evidence.hooking import settings

    usual = {"way": "write", "journal": _JOURNALS, "logs": _LOGS}
    names = {"way": "--log", "journal": "--journal", "logs": "--sessions"}
    own = [f" {names[key]} {_quoted(options[key])}" for key in usual if options[key] != usual[key]]
    click.echo(json.dumps(settings(f"allsettled hook {_HARNESS}{''.join(own)}"), indent=2))
    return 0


def _quoted(word: str) -> str:
    from shlex import quote

    return quote(word)


def _input() -> Mapping[str, Any]:
    raw = sys.stdin.buffer.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise ValueError("the hook's input is too large")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise ValueError("the hook's input is no JSON") from None
    if not isinstance(value, dict):
        raise ValueError("the hook's input is no JSON object")
    return value


def _handle(hook: Mapping[str, Any], options: Mapping[str, str]) -> int:
    """Do what an event asks for; return 2 to block."""
    event = hook.get("hook_event_name")
    root = _root(hook)
    if event in ("Stop", "SessionEnd"):
        from allsettled.cli.hook_end import at_end

        reason = at_end(hook, root, options)
        if reason and event == "Stop":
            click.echo(reason, err=True)
            return BLOCK
        if reason:
            _say(reason)
        return 0
    if event in ("PostToolBatch", "SubagentStart", "SubagentStop"):
        _keep(hook, root / options["journal"], root)
        return 0
    from allsettled.terminal import safe

    _say(f"nothing to do for the event {safe(str(event))[:80]}")
    return 0


def _root(hook: Mapping[str, Any]) -> Path:
    """Return the project's folder: as the harness says in the environment, else in its input, else the current one."""
    for place in (os.environ.get("CLAUDE_PROJECT_DIR"), hook.get("cwd")):
        if isinstance(place, str) and place and Path(place).is_dir():
            return Path(place).resolve()
    return Path.cwd()


def _keep(hook: Mapping[str, Any], folder: Path, root: Path) -> None:
    from contextlib import suppress
    from datetime import UTC, datetime

    from allsettled.evidence.hooking.told import session_name
    from allsettled.evidence.journal import line
    from allsettled.files.append import append_line
    from allsettled.files.write import create

    entry = line(hook, datetime.now(UTC))
    if entry is None:
        return
    append_line(folder / f"{session_name(hook)}.jsonl", entry, root=root)
    if not (folder / ".gitignore").exists():
        with suppress(UserError):  # another hook was quicker
            create(folder / ".gitignore", b"*\n", root=root)


def _say(text: str) -> None:
    click.echo(f"allsettled: {text}", err=True)
