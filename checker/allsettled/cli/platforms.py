"""`allsettled platforms`: what is known of the platforms that agents run on."""

import json
from collections.abc import Iterator

import click

from allsettled.cli.listing import columns
from allsettled.render.mechanics import mechanics
from allsettled.render.platforms import COLUMNS, Platform, as_json, platform, platforms, rows


@click.command("platforms")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--json", "machine", is_flag=True, help="All that is known, as JSON.")
def command(name: str | None, machine: bool) -> int:
    """List the platforms, or tell what is known of the one called ID: its files, its calls, its limits, and the doubts.

    \b
    Examples:
      allsettled platforms
      allsettled platforms codex
      allsettled platforms --json
    """
    chosen = platforms() if name is None else (platform(name),)
    if machine:
        click.echo(
            json.dumps({"version": 1, "platforms": [as_json(one) for one in chosen]}, indent=2, ensure_ascii=False)
        )
    elif name is None:
        click.echo(columns([COLUMNS, *rows(chosen)]), nl=False)
    else:
        click.echo("\n".join(_told(chosen[0])))
    return 0


def _told(one: Platform) -> Iterator[str]:
    said = mechanics(one)
    yield f"{one.title} ({one.id})"
    yield f"  checked: {one.checked}, confidence {one.confidence}{', experimental' if one.experimental else ''}"
    yield f"  files of agents: {one.agent_files.path or 'none'}"
    if one.context_file:
        yield f"  rules of a repository: {one.context_file}"
    if one.front_matter.keys:
        required = ", ".join(one.front_matter.required) or "none"
        yield f"  front matter: required: {required}; known: {', '.join(one.front_matter.keys)}"
        yield f"  a key that it does not know: {one.front_matter.unknown}"
    yield f"  several agents at once: {said['ask']}"
    for sentence in (said["arguments"], *said["calls"], said["results"], said["worker"], said["close"], said["on_cap"]):
        if sentence:
            yield f"    {sentence}"
    if said["caps"]:
        yield f"  at once: {said['caps']}"
    for limit in one.limits:
        yield f"  {limit.kind}: {limit.most:,} {limit.unit}: {limit.reason}"
    for title, sentences in (("notes", one.notes), ("doubts", one.doubts), ("sources", one.sources)):
        if sentences:
            yield f"  {title}:"
            yield from (f"    - {sentence}" for sentence in sentences)
