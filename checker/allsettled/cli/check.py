"""`allsettled check`: its options, as click reads them."""

from typing import Any

import click

from allsettled.cli.cache_option import CACHE_DIR
from allsettled.cli.check_files import check
from allsettled.report import FORMATS


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to report.")
@click.option("--output", metavar="FILE", help="Write the report to FILE instead of standard output.")
@click.option("--select", metavar="RULES", help="Only these rules (names, with commas); all: every rule.")
@click.option("--ignore", metavar="RULES", help="Not these rules (names, with commas).")
@click.option("--exit-zero", is_flag=True, help="Exit 0 although there are findings.")
@click.option("--statistics", "counted", is_flag=True, help="Count the findings of each rule.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without inventing anything.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing, report nothing.")
@click.option("--baseline", metavar="FILE", help="Report only what FILE doesn't record.")
@click.option("--write-baseline", metavar="FILE", help="Record all findings in FILE, and report none of them.")
@click.option("--no-files", is_flag=True, help="Don't look whether the outputs that a log names are there.")
@click.option("--stdin-filename", metavar="NAME", default="stdin.md", help="What `-` is called; it tells the kind.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
@click.option("--allow-empty", is_flag=True, help="Exit 0 when there's no Markdown file to check.")
@click.option("--no-cache", is_flag=True, help="Judge all files anew, and keep nothing.")
@CACHE_DIR
@click.option("--jobs", type=click.IntRange(0, 64), default=0, help="Processes to use; 0, the default: as many as pay.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(**options: Any) -> int:
    """Check PATHS: Markdown files, logs in JSON, folders (what git ignores is left out), or - for standard input.

    In folders, a JSON file is a log if the settings say so (`kinds`); one that is named is one.

    \b
    Examples:
      allsettled check .agents/sessions
      allsettled check --select unsettled-agent,unhandled-failure .
      allsettled check --write-baseline .allsettled-baseline.json .
      git show HEAD:log.md | allsettled check - --stdin-filename log.md
      allsettled check --diff .    what --fix would change

    --fix writes all files or none, then reports what is left. With - the mended text goes to standard output and
    the report to standard error.

    Exit codes: 0 clean, 1 findings (with --diff: something would change, or can't be fixed safely), 2 something
    couldn't be read or used.
    """
    return check(options)
