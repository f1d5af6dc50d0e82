"""`allsettled verify`: session logs held against what the harness wrote."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allsettled.cli.output import write_file
from allsettled.cli.project import Project, find_project
from allsettled.report import FORMATS, Report, RuleHelp, Style, help_of, render, statistics, summary_line

if TYPE_CHECKING:
    from allsettled.evidence.verifying.facts import Standing


@click.command("verify")
@click.argument("logs", nargs=-1, required=True)
@click.option(
    "--transcript", "transcripts", multiple=True, metavar="SESSION", help="The evidence: a file, folder or id."
)
@click.option(
    "--project", "folder", metavar="DIR", help="Look for the evidence in DIR, by the session that a log names."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to report.")
@click.option("--output", metavar="FILE", help="Write the report to FILE instead of standard output.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 although there are findings.")
@click.option("--statistics", "counted", is_flag=True, help="Count the findings of each rule.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(**options: Any) -> int:
    """Hold LOGS against transcripts: was each agent run, did it end as the log says, and when, and together?

    Each fact is confirmed, contradicted, or cannot be verified; what cannot be told is a note, never a fault. Without
    --transcript and --project, Claude Code's own folder is searched for the session that a log names in its head.

    \b
    Examples:
      allsettled verify session-log.md --transcript ~/.claude/projects/-home-me-app/9667a07f.jsonl
      allsettled verify .agents/sessions/session-log-9667a07f.md
      allsettled verify --project transcripts --format github .agents/sessions/*.md

    Exit codes: 0 clean, 1 findings, 2 something couldn't be read or found.
    """
    from allsettled.cli.evidence import Verifier

    project = find_project(options["logs"], options["settings_file"])
    verifier = Verifier(project, options["transcripts"], options["folder"])
    report, counts = verifier.report(options["logs"])
    _write(report, counts, options, project)
    code = int(report.exit_code())
    return 0 if options["exit_zero"] and code == 1 else code


def _write(report: Report, counts: "Counter[Standing]", options: dict[str, Any], project: Project) -> None:
    from allsettled.evidence.verifying.facts import Standing
    from allsettled.rules import RULES, Scope
    from allsettled.terminal import colour_wanted

    helped: dict[str, RuleHelp] = {}
    if options["form"] == "sarif":
        rules = [rule for rule in RULES if rule.scope in (Scope.EVIDENCE, Scope.CORE)]
        helped = help_of(rules)
    colour = options["output"] is None and colour_wanted(sys.stdout, options["colour"])
    text = render(report, options["form"], Style(colour=colour), helped)
    if options["output"]:
        write_file(Path(options["output"]), text, project)
    else:
        sys.stdout.write(text)
        sys.stdout.flush()
    if options["counted"]:
        sys.stderr.write(statistics(report))
    if report.files:
        facts = ", ".join(f"{counts[standing]} {standing.value}" for standing in Standing)
        print(f"facts: {facts}", file=sys.stderr)
    if options["form"] != "agent" or options["output"]:  # that form ends with it
        print(summary_line(report), file=sys.stderr)
