"""`allsettled render`: its options, as click reads them."""

from typing import Any

import click

from allsettled.cli.cache_option import CACHE_DIR
from allsettled.cli.render_files import render
from allsettled.report import FORMATS


@click.command("render")
@click.argument("paths", nargs=-1)
@click.option("--check", "check_only", is_flag=True, help="Write nothing; say what is stale, edited or broken.")
@click.option("--diff", "with_diff", is_flag=True, help="Show what would change, or changes.")
@click.option("--force", metavar="NAME", multiple=True, help="Overwrite this region or file although it was edited.")
@click.option(
    "--accept", metavar="NAME", multiple=True, help="Keep this region's or file's text; never render it again."
)
@click.option("--resolve", is_flag=True, help="Render what has a merge conflict in it.")
@click.option(
    "--prune", is_flag=True, help="Delete the files that were rendered once and that nothing renders any more."
)
@click.option("--exact", is_flag=True, help="A text must be the same to the letter, not only say the same.")
@click.option("-D", "defined", metavar="NAME=VALUE", multiple=True, help="Give a template's variable a value.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How --check reports.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
@click.option("--allow-empty", is_flag=True, help="Exit 0 when there's nothing to render.")
@click.option("--no-cache", is_flag=True, help="Render all anew, and keep nothing.")
@CACHE_DIR
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(**options: Any) -> int:
    """Refresh the managed regions in PATHS (files and folders; all below this folder if there are none), and the
    files of agents for the platforms that the settings choose.

    A region stands between `<!-- allsettled:begin id=parallel-dispatch -->` and the matching end. What was edited
    by hand is never overwritten unasked, and nothing is written anywhere if one thing can't be.

    \b
    Examples:
      allsettled render                              write what is stale
      allsettled render --check --diff               for CI: show what is stale, write nothing
      allsettled render --force parallel-dispatch    drop a hand edit in a region of that id
      allsettled render --accept .claude/agents/qa.md    keep a hand edit in a rendered file
      allsettled render --prune                      delete files whose sources are gone

    Exit codes: 0 clean or written, 1 stale (--check) or edited by hand, 2 broken markers or another error.
    """  # noqa: D205 - click joins the lines
    return render(options)
