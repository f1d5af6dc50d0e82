"""A summary as JSON: `{"version": 1, "dispatches": [...], "summary": {...}}`; seconds, and times in UTC (ISO 8601)."""

import json
import re
from typing import Any

from allsettled.evidence.clock import iso
from allsettled.evidence.model import AgentRun, Dispatch
from allsettled.evidence.shapes import text
from allsettled.evidence.stats.goals import Goal
from allsettled.evidence.stats.measure import Measure
from allsettled.evidence.stats.numbers import rounded, seconds
from allsettled.evidence.stats.summary import Summary
from allsettled.evidence.stats.widths import Width

VERSION = 1
_UNSEEN = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")  # JSON needn't escape them


def as_json(summary: Summary) -> str:
    """Return the JSON text, with a final line feed."""
    written = json.dumps(as_value(summary), ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"


def as_value(summary: Summary) -> dict[str, Any]:
    """Return the JSON value."""
    return {
        "version": VERSION,
        "dispatches": [dispatch_value(dispatch, figures) for dispatch, figures in summary.measured],
        "summary": _summary(summary),
    }


def dispatch_value(dispatch: Dispatch, figures: Measure) -> dict[str, Any]:
    """Return one dispatch."""
    return {
        "path": text(dispatch.path),  # a file's name may hold bytes that are no UTF-8
        "dispatch": dispatch.id,
        "width": dispatch.width,
        "wall_s": seconds(figures.wall),
        "sum_s": seconds(figures.sum),
        "speedup": rounded(figures.speedup),
        "peak": figures.peak,
        "overlap": rounded(figures.overlap),
        "agents": [run_value(run) for run in dispatch.agents],
    }


def run_value(run: AgentRun) -> dict[str, Any]:
    """Return one run."""
    return {
        "id": run.id,
        "agent": run.agent,
        "description": run.description,
        "state": str(run.state),
        "started": None if run.started is None else iso(run.started),
        "finished": None if run.finished is None else iso(run.finished),
        "seconds": run.seconds,
        "source": None if run.source is None else str(run.source),
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "files": len(summary.evidence.files),
        "lines": summary.lines,
        "bad_lines": summary.bad_lines,
        "unread": [{"path": text(file.path), "reason": file.reason} for file in summary.evidence.unread],
        "dispatches": len(summary.measured),
        "agents": summary.agents,
        "states": {str(state): number for state, number in summary.states},
        "parallel": summary.parallel,
        "wall_s": seconds(summary.wall),
        "sum_s": seconds(summary.sum),
        "saved_s": seconds(summary.sum - summary.wall),
        "speedup_median": rounded(summary.speedup),
        "overlap_median": rounded(summary.overlap),
        "imbalance_median": rounded(summary.imbalance),
        "peak": summary.peak,
        "long_runs": summary.long_runs,
        "failed": summary.failed,
        "failure_rate": rounded(summary.failure_rate),
        "retries": summary.retries.retries,
        "recovered": summary.retries.recovered,
        "recovery_rate": rounded(summary.recovery_rate),
        "widths": [_width(row) for row in summary.widths],
        "width_that_pays": None if summary.width_that_pays is None else summary.width_that_pays.width,
        "goals": [_goal(goal) for goal in summary.goals],
    }


def _width(row: Width) -> dict[str, Any]:
    return {
        "width": row.width,
        "dispatches": row.dispatches,
        "speedup_median": rounded(row.speedup),
        "efficiency_median": rounded(row.efficiency),
        "saved_s_median": seconds(row.saved),
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "metric": goal.metric,
        "baseline": goal.baseline,
        "target": goal.target,
        "unit": goal.unit,
        "dispatches": goal.dispatches,
        "value": rounded(goal.value),
        "met": goal.met,
    }
