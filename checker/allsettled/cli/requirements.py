"""`allsettled requirements`: what the protocol was asked to do, and what answers it."""

import click

from allsettled.cli.commands import COMMANDS
from allsettled.protocol.value import BUILT_IN
from allsettled.render.filler import Filler
from allsettled.requirements import REQUIREMENTS, unanswered


@click.command("requirements")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for machines.")
def command(as_json: bool) -> int:
    """List every requirement with the rules, templates and commands that answer it.

    Exit codes: 0 all are answered, 1 one isn't.

    \b
    Example:
      allsettled requirements | grep FR-3
    """
    faults = list(unanswered(Filler(BUILT_IN).built_in, list(COMMANDS)))
    if as_json:
        import json

        listed = [
            {
                "id": one.id,
                "text": one.text,
                "rules": one.rules(),
                "templates": one.sections,
                "commands": one.commands,
            }
            for one in REQUIREMENTS
        ]
        click.echo(json.dumps({"version": 1, "requirements": listed, "faults": faults}, indent=2))
    else:
        for one in REQUIREMENTS:
            click.echo(f"{one.id:<8} {one.text}")
            for kind, names in (("rules", one.rules()), ("templates", one.sections), ("commands", one.commands)):
                if names:
                    click.echo(f"         {kind}: {', '.join(names)}")
    for fault in faults:
        click.echo(f"error: {fault}", err=True)
    click.echo(f"{len(REQUIREMENTS)} requirements, {len(faults)} faults", err=True)
    return 1 if faults else 0
