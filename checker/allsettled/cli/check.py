"""`allsettled check`: files to a report."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allsettled.checking import Checker
from allsettled.cli.catalogue import Catalogue, read_catalogue
from allsettled.cli.check_run import Run
from allsettled.cli.known import known, with_baseline
from allsettled.cli.output import write_file
from allsettled.cli.project import Project, find_project
from allsettled.errors import UserError
from allsettled.report import FORMATS, Report, Style, render, statistics, summary_line
from allsettled.rules import RULES
from allsettled.settings import selected, unknown_rules
from allsettled.subject.kinds import GLOBS

if TYPE_CHECKING:
    from allsettled.cli.fix import Fixer

_NAMES_AGENTS = "unknown-agent"  # the one rule that needs the catalogue


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
    arguments: Sequence[str] = options["paths"] or (".",)
    project = find_project([options["stdin_filename"]] if arguments == ("-",) else arguments, options["settings_file"])
    checker, errors = _checker(project, options["select"], options["ignore"])
    fixer = _fixer(project, checker, options, arguments) if options["fix"] or options["diff"] else None
    run = Run(project, checker, errors, look=not options["no_files"], fixer=fixer)
    report = run.report(arguments, options["stdin_filename"])
    if not report.files and not report.errors and not options["allow_empty"]:
        raise UserError(
            f"there's no Markdown file to check in {', '.join(arguments)}", hint="name another folder, or --allow-empty"
        )
    if fixer is not None and options["diff"]:
        code = _diff(fixer, report, options["output"])
        return 0 if options["exit_zero"] and code == 1 else code
    if fixer is not None:
        fixer.save()
    report = with_baseline(report, project, checker, options)
    _write(report, options)
    code = int(report.exit_code())
    return 0 if options["exit_zero"] and code == 1 else code


def _checker(project: Project, select: str | None, ignore: str | None) -> tuple[Checker, Sequence[UserError]]:
    """Return what to check by, and what of the catalogue of agents couldn't be read."""
    from dataclasses import replace

    settings = project.settings
    for option, value in (("--select", select), ("--ignore", ignore)):
        names = _names(value)
        for _, message, hint in unknown_rules(
            names, [*RULES.by_name, "all"] if option == "--select" else RULES.by_name
        ):
            raise UserError(f"{option}: {message}", hint=hint or "list the rules: allsettled explain")
        if names:
            settings = replace(settings, **{option[2:]: names})  # type: ignore[arg-type]
    levels = selected(settings, RULES.by_name)
    kinds = {**settings.kinds, **{kind: globs for kind, globs in GLOBS.items() if kind not in settings.kinds}}
    catalogue = read_catalogue(project) if _NAMES_AGENTS in levels else Catalogue(None)
    rules = [rule for rule in RULES if rule.name in levels]
    return Checker(rules, levels, project.protocol, kinds, catalogue.agents), catalogue.errors


def _names(value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())


def _fixer(project: Project, checker: Checker, options: dict[str, Any], arguments: Sequence[str]) -> "Fixer":
    from allsettled.cli.fix import Fixer, refuse_mixture

    refuse_mixture(options, arguments)
    return Fixer(project.protocol, known(project, options) or frozenset(), {rule.name for rule in checker.rules})


def _diff(fixer: "Fixer", report: Report, output: str | None) -> int:
    """Show what would be mended, and return the exit code."""
    from allsettled.cli.app import show

    for error in report.errors:
        show(error)
    met = fixer.show(output)
    return 2 if report.errors else int(met)


def _write(report: Report, options: dict[str, Any]) -> None:
    from allsettled.terminal import colour_wanted

    stream = sys.stderr if options["fix"] and options["paths"] == ("-",) else sys.stdout
    colour = options["output"] is None and colour_wanted(stream, options["colour"])
    text = render(report, options["form"], Style(colour=colour), _help_of_rules() if options["form"] == "sarif" else {})
    if options["output"]:
        write_file(Path(options["output"]), text)
    else:
        stream.write(text)
        stream.flush()
    if options["counted"]:
        sys.stderr.write(statistics(report))
    print(summary_line(report), file=sys.stderr)


def _help_of_rules() -> dict[str, Any]:
    from allsettled.report import RuleHelp

    return {rule.name: RuleHelp(rule.summary(), rule.page(), rule.severity, rule.requirement) for rule in RULES}
