"""`allsettled aggregate`: what the agents left, made into one result."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import click

from allsettled.aggregating import Aggregate, Returned, aggregate
from allsettled.aggregating.deciding import decided_in
from allsettled.aggregating.placing import Hand, Placed, place, strategy_of
from allsettled.aggregating.settling import settle
from allsettled.aggregating.values import Decided
from allsettled.cli.aggregate_report import Outcome, as_json, told
from allsettled.cli.log_file import edit_log, read_log, refuse_without_log
from allsettled.cli.output_files import Gathered, gather
from allsettled.cli.plan_files import STDIN, read_argument
from allsettled.cli.project import Project, find_project
from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.planning.value import Plan
from allsettled.protocol.record import Metrics
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Strategy
from allsettled.protocol.writing import write
from allsettled.terminal import safe

_STRATEGIES = [str(strategy) for strategy in Strategy]


@click.command("aggregate")
@click.argument("outputs", nargs=-1)
@click.option("--plan", "plan_file", metavar="PLAN", help="Read the outputs that this plan asked for.")
@click.option("--strategy", type=click.Choice(_STRATEGIES), help="How outputs become one result; else the plan's.")
@click.option("--into", "log", metavar="LOG", help="Put the results into the record in LOG.")
@click.option("--record", "number", type=click.IntRange(min=1), metavar="N", help="Of LOG, the record number N.")
@click.option("--keep", is_flag=True, help="In LOG, leave what was written by hand, and put in the rest.")
@click.option("--force", is_flag=True, help="In LOG, replace what was written by hand, too.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
def command(outputs: tuple[str, ...], **options: Any) -> int:
    """Make one result of OUTPUTS: the files that agents left, or folders of them (`allsettled new output` writes one).

    Every agent is settled: a missing output is TIMEOUT, one that can't be used is FAILED, each with its error. Prints
    the results section; with --into, puts it into the log instead, and leaves all other bytes there as they are.

    \b
    Examples:
      allsettled aggregate .agents/outputs
      allsettled aggregate --plan plan.yaml --into .agents/sessions/log.md
      allsettled aggregate a.md b.md c.md --strategy vote

    Exit codes: 0 done, 1 something must be escalated, 2 could not.
    """
    if options["keep"] and options["force"]:
        raise UserError("--keep and --force contradict each other", hint="leave one of them out")
    refuse_without_log(options)
    start = [*outputs[:1], options["plan_file"], options["log"], "."]
    project = find_project([next(one for one in start if one and one != STDIN)], options["settings_file"])
    plan = _plan(options["plan_file"], project)
    gathered = gather(outputs, plan, project)
    settled = settle(gathered.left, gathered.expected, project.protocol)
    if not settled.returned:
        raise _nothing(outputs, gathered)
    text = read_log(options["log"], project).text if options["log"] else ""
    strategy = options["strategy"] or _planned(plan) or strategy_of(text, project.protocol, options["number"])
    returned = settled.returned
    if options["strategy"] == Strategy.VOTE:
        returned = tuple(replace(one, voter=True) for one in returned)
    how = _How(returned, strategy or str(Strategy.MERGE), project.protocol)
    made, placed = _put(how, project, options) if options["log"] else (how.made(), None)
    outcome = Outcome(made, returned, settled.notes, gathered.passed, placed, options["log"] or "")
    if options["as_json"]:
        import json

        click.echo(json.dumps(as_json(outcome), indent=2))
    elif placed is None:
        results = made.record._replace(runs=(), metrics=Metrics())
        click.echo(write(results, project.protocol), nl=False)
    for line in told(outcome):
        click.echo(safe(line), err=True)
    return 1 if made.escalations else 0


def _plan(name: str | None, project: Project) -> Plan | None:
    if name is None:
        return None
    from allsettled.planning.reading import read_plan

    text = read_argument(name, project)
    return read_plan(text, "stdin" if name == STDIN else name, project.protocol)


def _planned(plan: Plan | None) -> str:
    """Return the strategy of a plan: that of its tasks; of several, the one that leaves the most to people."""
    if plan is None:
        return ""
    found = {task.strategy or plan.strategy for task in plan.tasks}
    wanted = (Strategy.VOTE, Strategy.ESCALATE, Strategy.MERGE)
    return next((str(strategy) for strategy in wanted if strategy in found), "")


def _nothing(outputs: Sequence[str], gathered: Gathered) -> UserError:
    where = ", ".join(outputs)
    if not where:
        return UserError("no output is named", hint="name files or folders, or the plan: --plan PLAN")
    passed = f"; passed over, since they don't begin with front matter: {', '.join(gathered.passed[:5])}"
    message = f"there is no agent's output in {where}{passed if gathered.passed else ''}"
    return UserError(message, hint="an output begins with `agent` and `status`: see `allsettled new output --help`")


class _How(NamedTuple):
    """What is aggregated, and how."""

    returned: Sequence[Returned]
    strategy: str
    protocol: Protocol

    def made(self, decided: Decided | None = None) -> Aggregate:
        return aggregate(self.returned, self.strategy, self.protocol, decided)


def _put(how: _How, project: Project, options: dict[str, Any]) -> tuple[Aggregate, Placed]:
    """Put the results into the log; what was decided there by hand holds, unless it's to be replaced."""
    by_hand = Hand.KEEP if options["keep"] else Hand.REPLACE if options["force"] else Hand.REFUSE
    number, done = options["number"], []

    def edits(text: str) -> Iterable[Edit]:
        made = how.made()
        if by_hand is not Hand.REPLACE:
            made = how.made(decided_in(text, made.record, how.protocol, number))
        placed = place(text, made.record, how.protocol, number=number, by_hand=by_hand, decided=made.decided)
        done.append((made, placed))
        return placed.edits

    edit_log(options["log"], project, edits)
    return done[0]
