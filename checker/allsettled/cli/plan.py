"""`allsettled plan`: a dispatch before it is made, judged, ordered, played and written out."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from allsettled.cli.log_file import edit_log, refuse_without_log
from allsettled.cli.output import write_file
from allsettled.cli.plan_files import STDIN, PlanFiles, read_argument, read_plan_files
from allsettled.cli.project import Project, find_project
from allsettled.cli.show import show
from allsettled.errors import UserError
from allsettled.planning.assessment import Assessment, assess
from allsettled.planning.dispatching import capped
from allsettled.planning.ordering import width_of
from allsettled.planning.reading import read_plan
from allsettled.planning.report import as_json, report, validation

if TYPE_CHECKING:
    from allsettled.files.source import Edit
    from allsettled.planning.simulation import Simulation
    from allsettled.render.platforms.model import Platform


@click.command("plan")
@click.argument("plan")
@click.option("--validation", is_flag=True, help="Print the checklist for the session log, ticked by the verdict.")
@click.option("--into", "log", metavar="LOG", help="Tick the checklist in LOG by the verdict.")
@click.option("--record", "number", type=click.IntRange(min=1), metavar="N", help="Of LOG, the record number N.")
@click.option("--dispatch", "platform", metavar="PLATFORM", help="Print each dispatch as the calls of a platform.")
@click.option("--width", type=click.IntRange(1, 10_000), metavar="N", help="At most N agents at once.")
@click.option("--simulate", is_flag=True, help="Say how long it takes for 1 agent at once, 2, and so on.")
@click.option("--svg", metavar="FILE", help="Draw the simulation into FILE.")
@click.option("--measured", metavar="STATS", help="Durations: what `allsettled stats` printed as JSON; - for stdin.")
@click.option("--json", "as_json_", is_flag=True, help="Print everything as JSON.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
def command(**options: Any) -> int:
    """Say of PLAN (YAML, JSON or Markdown; - for standard input) whether its agents are independent, and why not.

    Prints each item of the checklist with its proof, and the dispatches: tiers in order, as few as can be. With
    --validation or --dispatch only what they ask for is printed, and the rest only of a plan that fails; then there are
    no calls.

    \b
    Examples:
      allsettled plan plan.yaml
      allsettled plan plan.yaml --into log.md --dispatch claude
      allsettled stats logs --format json | allsettled plan plan.yaml --simulate --measured -

    Exit codes: 0 PASS, 1 FAIL, 2 the plan can't be used.
    """
    name = options["plan"]
    refuse_without_log(options)
    if name == options["measured"] == STDIN:
        raise UserError("only one of them can be standard input", hint="name a file for the plan or for --measured")
    project = find_project([name], options["settings_file"])
    platform = _platform(options["platform"])
    measured = _measured(options["measured"], project)
    text = read_argument(name, project)
    plan = read_plan(text, "stdin" if name == STDIN else name, project.protocol)
    for most in (options["width"], platform.caps.concurrent if platform is not None else None):
        if most is not None and most < width_of(plan, project.protocol):
            plan = capped(plan, most)
    files = read_plan_files(plan, project)
    assessment = assess(
        plan,
        prompt_files=files.prompts,
        files=files.files,
        protocol=project.protocol,
        agents=_agents(project),
        measured=measured,
    )
    simulation, problem = None, None
    if options["simulate"] or options["svg"]:
        simulation, problem = _simulated(assessment, measured, project, options["width"])
    ticked = _tick(options["log"], assessment, project, options["number"]) if options["log"] else ""
    outcome = _Outcome(assessment, simulation, files, platform, project)
    (_print_json if options["as_json_"] else _print)(outcome, options)
    if ticked:
        click.echo(ticked, err=True)
    for error in files.errors:
        click.echo(f"note: {_line(error)}", err=True)
    if options["svg"] and simulation is not None:
        from allsettled.planning.drawing import draw

        write_file(Path(options["svg"]), draw(simulation, plan.title), project)
    if problem is not None:
        show(problem)
    return 1 if not assessment.verdict.passed else 2 if problem is not None else 0


class _Outcome(NamedTuple):
    """What is known of a plan; `simulation` and `platform` if they were asked for."""

    assessment: Assessment
    simulation: "Simulation | None"
    files: PlanFiles
    platform: "Platform | None"
    project: Project


def _print(outcome: _Outcome, options: Mapping[str, Any]) -> None:
    assessment, simulation, files, platform, project = outcome
    passed, parts = assessment.verdict.passed, []
    if not (options["validation"] or platform):
        parts.append(report(assessment))
    elif not passed:
        click.echo(report(assessment), nl=False, err=True)
    if options["validation"]:
        parts.append(validation(assessment.verdict, project.protocol))
    if platform and passed:
        from allsettled.planning.dispatching import dispatches, write_dispatches

        parts.append(write_dispatches(dispatches(assessment, platform, files.prompts), platform))
    elif platform:
        click.echo("no calls are printed: the plan fails", err=True)
    if simulation is not None:
        from shutil import get_terminal_size

        from allsettled.planning.plot import plot

        columns = get_terminal_size().columns if sys.stdout.isatty() else 80
        parts.append(plot(simulation, columns, ascii_only=not _has_blocks()))
    click.echo("\n".join(parts), nl=False)


def _print_json(outcome: _Outcome, options: Mapping[str, Any]) -> None:
    assessment, simulation, files, platform, project = outcome
    import json

    value = as_json(assessment, simulation)
    value["unread"] = [{"path": error.path, "message": error.message} for error in files.errors]
    if options["validation"]:
        value["validation"] = validation(assessment.verdict, project.protocol)
    if platform and assessment.verdict.passed:
        from allsettled.planning import dispatching

        made = dispatching.dispatches(assessment, platform, files.prompts)
        value["dispatch"] = dispatching.as_json(made, platform)
    click.echo(json.dumps(value, indent=2))


def _tick(name: str, assessment: Assessment, project: Project, number: int | None) -> str:
    """Tick the checklist in a log; return what to say of that."""
    from allsettled.planning.ticking import tick
    from allsettled.terminal import safe

    marks: list[str] = []

    def edits(text: str) -> "list[Edit]":
        found = tick(text, assessment.verdict, project.protocol, number)
        marks.extend(edit.text for edit in found)
        return found

    if edit_log(name, project, edits):
        ticked = marks.count("x")
        parts = [f"{count} {word}" for count, word in ((ticked, "ticked"), (len(marks) - ticked, "unticked")) if count]
        said = f"{' and '.join(parts)} in its checklist"
    else:
        said = "its checklist is as the verdict has it already"
    return safe(f"{name}: {said}")


def _simulated(
    assessment: Assessment, measured: Mapping[str, float] | None, project: Project, widest: int | None
) -> "tuple[Simulation | None, UserError | None]":
    """Return the simulation, or why there is none: what else is known of the plan is told all the same."""
    from allsettled.planning.simulation import simulate

    try:
        cap = width_of(assessment.plan, project.protocol)
        return simulate(assessment.network, measured, cap=cap, widest=widest), None
    except UserError as error:
        return None, error


def _platform(name: str | None) -> "Platform | None":
    if name is None:
        return None
    from allsettled.render.platforms import platform

    return platform(name)


def _measured(name: str | None, project: Project) -> Mapping[str, float] | None:
    if name is None:
        return None
    from allsettled.planning.measured import read_measured

    return read_measured(read_argument(name, project, times=64), "stdin" if name == STDIN else name)


def _agents(project: Project) -> frozenset[str] | None:
    """Return the names of the project's agents, or None if its settings name no catalogue of them."""
    from allsettled.cli.catalogue import read_catalogue

    found = read_catalogue(project).agents
    return None if found is None else found | frozenset(project.protocol.agents)


def _has_blocks() -> bool:
    """Say whether standard output can show the bars of a plot."""
    try:
        "█▏".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _line(error: UserError) -> str:
    from allsettled.terminal import safe

    return safe(str(error))
