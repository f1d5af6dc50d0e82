"""What `allsettled check` does, whoever has read its options: files to a report."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from allsettled.cli.caching import open_store
from allsettled.cli.check_run import Run
from allsettled.cli.examining import Asked
from allsettled.cli.project import Project, find_project
from allsettled.cli.sweeping import swept_by_hand
from allsettled.errors import UserError
from allsettled.kinds import GLOBS
from allsettled.report import Report, Style, help_of, render, statistics, summary_line
from allsettled.rules import RULES
from allsettled.settings import selected, unknown_rules

if TYPE_CHECKING:
    from allsettled.cli.fix import Fixer

_NAMES_AGENTS = "unknown-agent"  # the one rule that needs the catalogue


def check(options: Mapping[str, Any]) -> int:
    """Check files, print the report, and return the exit code. `options` has the keys of `check_options.DEFAULTS`.

    Raises UserError for what can't be used.
    """
    arguments: Sequence[str] = options["paths"] or (".",)
    project = find_project([options["stdin_filename"]] if arguments == ("-",) else arguments, options["settings_file"])
    asked, errors = _asked(project, options)
    fixer = _fixer(project, asked, options, arguments) if options["fix"] or options["diff"] else None
    store = None if fixer is not None else open_store(project, asked, options)
    run = Run(project, asked, errors, fixer, store, options["jobs"])
    with swept_by_hand():
        report = run.report(arguments, options["stdin_filename"])
    if not report.files and not report.errors and not options["allow_empty"]:
        raise UserError(
            f"there's no Markdown file to check in {', '.join(arguments)}", hint="name another folder, or --allow-empty"
        )
    if fixer is not None and options["diff"]:
        code = _diff(fixer, report, options["output"], project)
        return 0 if options["exit_zero"] and code == 1 else code
    if fixer is not None:
        fixer.save()
    if options["baseline"] or options["write_baseline"] or project.settings.baseline:
        from allsettled.cli.known import with_baseline

        report = with_baseline(report, project, asked.levels, options)
    _write(report, options, project)
    code = int(report.exit_code())
    return 0 if options["exit_zero"] and code == 1 else code


def _asked(project: Project, options: Mapping[str, Any]) -> tuple[Asked, Sequence[UserError]]:
    """Return what to check by, and what of the catalogue of agents couldn't be read."""
    settings = project.settings
    for key in ("select", "ignore"):
        names = _names(options[key])
        for _, message, hint in unknown_rules(names, [*RULES.by_name, "all"] if key == "select" else RULES.by_name):
            raise UserError(f"--{key}: {message}", hint=hint)
        if names:
            settings = settings._replace(**{key: names})  # type: ignore[arg-type]
    levels = selected(settings, RULES.by_name)
    kinds = {**settings.kinds, **{kind: globs for kind, globs in GLOBS.items() if kind not in settings.kinds}}
    asked = Asked(levels, kinds, look=not options["no_files"])
    if not settings.agents or _NAMES_AGENTS not in levels:
        return asked, ()
    from allsettled.cli.catalogue import read_catalogue

    catalogue = read_catalogue(project)
    return asked._replace(agents=catalogue.agents), catalogue.errors


def _names(value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())


def _fixer(project: Project, asked: Asked, options: Mapping[str, Any], arguments: Sequence[str]) -> "Fixer":
    from allsettled.cli.fix import Fixer, refuse_mixture
    from allsettled.cli.known import known

    refuse_mixture(options, arguments)
    return Fixer(project.protocol, known(project, options) or frozenset(), set(asked.levels))


def _diff(fixer: "Fixer", report: Report, output: str | None, project: Project) -> int:
    """Show what would be mended, and return the exit code."""
    from allsettled.cli.show import show

    for error in report.errors:
        show(error)
    met = fixer.show(output, project)
    return 2 if report.errors else int(met)


def _write(report: Report, options: Mapping[str, Any], project: Project) -> None:
    from allsettled.terminal import colour_wanted

    stream = sys.stderr if options["fix"] and options["paths"] == ("-",) else sys.stdout
    colour = options["output"] is None and colour_wanted(stream, options["colour"])
    text = render(report, options["form"], Style(colour=colour), help_of(RULES) if options["form"] == "sarif" else {})
    if options["output"]:
        from pathlib import Path

        from allsettled.cli.output import write_file

        write_file(Path(options["output"]), text, project)
    else:
        stream.write(text)
        stream.flush()
    if options["counted"]:
        sys.stderr.write(statistics(report))
    if options["form"] != "agent" or options["output"]:  # that form ends with it
        print(summary_line(report), file=sys.stderr)
