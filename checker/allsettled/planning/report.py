"""A plan's verdict and order as text: the validation section of a log, a short report, and JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from allsettled.planning.assessment import Assessment
from allsettled.planning.durations import write_duration
from allsettled.planning.ordering import Order
from allsettled.planning.proof import Proof, Result
from allsettled.planning.simulation import Simulation
from allsettled.planning.value import Plan, plain
from allsettled.planning.verdict import Verdict
from allsettled.protocol.layout import parts
from allsettled.protocol.record import Check
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.terminal import safe

_MOST = 10  # proofs of one item, or notes, that a text shows
_MOST_JSON = 100  # that JSON has: enough to mend, where thousands would only fill the reader's memory


def validation(verdict: Verdict, protocol: Protocol = BUILT_IN) -> str:
    """Return the checklist for the session log, in the protocol's form: what passes is ticked, the rest is open."""
    checks = tuple(Check(item.item, "done" if item.result is Result.PASS else "open") for item in verdict.items)
    part = next(part for part in parts(protocol) if part.key == "validation")
    return part.write(checks)


def report(assessment: Assessment) -> str:
    """Return what is to be known of a plan, in lines: verdict, proofs with their cures, dispatches, notes."""
    plan, verdict = assessment.plan, assessment.verdict
    lines = [f"{'PASS' if verdict.passed else 'FAIL'}  {plan.title or plan.path or 'plan'}"]
    for item in verdict.items:
        lines.append(f"  {item.result:<4}  {item.item} ({item.reason})")
        lines.extend(_proof_lines(item.proofs, plan.path))
    if verdict.faults:
        lines.append("  FAIL  The dispatches keep to tiers and cap")
        lines.extend(_proof_lines(verdict.faults, plan.path))
    lines.extend(_order_lines(plan, assessment.order))
    lines.extend(f"note: {note.message}{f' ({note.hint})' if note.hint else ''}" for note in verdict.notes[:_MOST])
    if len(verdict.notes) > _MOST:
        lines.append(f"note: and {len(verdict.notes) - _MOST} more")
    return "\n".join(map(safe, lines)) + "\n"


def _proof_lines(proofs: tuple[Proof, ...], path: str) -> Iterator[str]:
    for proof in proofs[:_MOST]:
        where = f"{proof.file or path or 'plan'}:{proof.span.line}:{proof.span.column}"
        yield f"        {where}: {proof.kind}: {proof.message}"
        yield f"          help: {proof.hint}"
    if len(proofs) > _MOST:
        yield f"        and {len(proofs) - _MOST} more"


def _order_lines(plan: Plan, order: Order) -> Iterator[str]:
    if not order.dispatches:
        yield "no order is possible: see what fails above"
        return
    count = len(order.dispatches)
    most = f"at most {order.width} at once"
    if order.minimal:
        how = f"{most}; fewer are impossible"
    elif order.declared and order.fewest < count:
        how = f"{most}; the plan's own, {order.fewest} would do"
    elif order.declared:
        how = f"{most}; the plan's own"
    else:
        how = f"{most}; fewer may be possible"
    yield f"{count} dispatch{'es' * (count != 1)} ({how}):"
    tiers = {task.id: task.tier for task in plan.tasks}
    for number, ids in enumerate(order.dispatches, start=1):
        tier = "/".join(dict.fromkeys(tiers[id_] for id_ in ids if tiers[id_]))
        yield f"  {number}.{f' {tier}:' if tier else ''} {', '.join(ids)}"
    seconds = f" ({write_duration(order.critical_seconds)})" if order.critical_seconds is not None else ""
    yield f"critical path: {' -> '.join(order.critical)}{seconds}"


def as_json(assessment: Assessment, simulation: Simulation | None = None) -> dict[str, Any]:
    """Return everything as JSON values: `{"version": 1, "verdict": "PASS", "checklist": [...], ...}`."""
    verdict, order = assessment.verdict, assessment.order
    value: dict[str, Any] = {
        "version": 1,
        "path": assessment.plan.path,
        "verdict": "PASS" if verdict.passed else "FAIL",
        "checklist": [
            {
                "item": item.item,
                "result": str(item.result),
                "reason": item.reason,
                **_proofs_json("proofs", item.proofs),
            }
            for item in verdict.items
        ],
        **_proofs_json("faults", verdict.faults),
        **_proofs_json("notes", verdict.notes),
        "order": {
            "dispatches": [
                {"number": number, "tasks": list(ids)} for number, ids in enumerate(order.dispatches, start=1)
            ],
            "width": order.width,
            "minimal": order.minimal,
            "fewest": order.fewest,
            "declared": order.declared,
            "critical_path": list(order.critical),
            "critical_seconds": order.critical_seconds,
        },
        "plan": plain(assessment.plan),
    }
    if simulation is not None:
        value["simulation"] = simulation_json(simulation)
    return value


def _proofs_json(name: str, proofs: Sequence[Proof]) -> dict[str, Any]:
    """Return the first proofs, and how many more there are."""
    told = [_proof_json(proof) for proof in proofs[:_MOST_JSON]]
    return {name: told, f"more_{name}": len(proofs) - len(told)}


def _proof_json(proof: Proof) -> dict[str, Any]:
    return {
        "kind": proof.kind,
        "message": proof.message,
        "hint": proof.hint,
        "tasks": list(proof.tasks),
        "paths": list(proof.paths),
        "file": proof.file,
        "line": proof.span.line,
        "column": proof.span.column,
    }


def simulation_json(simulation: Simulation) -> dict[str, Any]:
    """Return a simulation as JSON values; durations are in seconds."""
    return {
        "sequential_seconds": simulation.sequential,
        "recommended_width": simulation.recommended,
        "cap": simulation.cap,
        "widths": [
            {
                "width": width.width,
                "wall_seconds": width.wall,
                "speed_up": round(width.speed_up, 4),
                "efficiency": round(width.efficiency, 4),
                "dispatches": width.dispatches,
                "refilled_seconds": width.refilled,
            }
            for width in simulation.widths
        ],
        "durations": {
            task: {"seconds": duration.seconds, "source": duration.source}
            for task, duration in simulation.durations.items()
        },
    }
