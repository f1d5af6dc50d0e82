"""How a platform starts several agents at once, in words: the part of a prompt that differs between platforms."""

from typing import Any

from allsettled.render.platforms.model import Call, Platform

_TASKS = (
    ("architect", "Design impact", "Assess ..."),
    ("security", "Security impact", "Assess ..."),
    ("devops", "Operations impact", "Assess ..."),
)
_RESULTS = {
    "notification": "Results come back as notices in later turns, in the order in which the agents finish.",
    "together": "The calls return together, when the last agent has finished.",
    "poll": "Results are not sent: ask for each agent's state until every one has ended.",
    "inline": "Each call returns its agent's answer.",
    "wait": "Results come back only to a wait: wait for every agent that you started.",
    "either": "Results come back with the call, or as a notice in a later turn.",
    "unknown": "Read each agent's output where it was told to write it.",
}


def mechanics(platform: Platform) -> dict[str, Any]:
    """Return what templates say of a platform, as plain values.

    `ask` says how to start several agents at once, `calls` shows three, one a line (empty where the platform's calls
    have no known form), `results` how answers come back, `worker` what a started agent must be told, `caps` and
    `fallback` the rest.
    """
    dispatch = platform.dispatch
    call = dispatch.calls[0] if dispatch.calls else None
    return {
        "id": platform.id,
        "title": platform.title,
        "tool": call.tool if call else "",
        "aliases": list(call.aliases) if call else [],
        "ask": _ask(platform, call),
        "calls": [_written(call, *task) for task in _TASKS] if call and _has_form(call) else [],
        "results": _RESULTS[dispatch.results],
        "close": _close(call) if dispatch.close_finished and call else "",
        "worker": _worker(platform),
        "most": platform.caps.concurrent,
        "on_cap": _on_cap(platform),
        "resume": platform.failure.resume or "",
        "distinct_files": dispatch.distinct_files,
        "on_request": dispatch.available == "on-request",
        "depends": dispatch.available == "depends",
    }


def _has_form(call: Call) -> bool:
    return "agent" in call.arguments and "prompt" in call.arguments


def _ask(platform: Platform, call: Call | None) -> str:
    if call is None or platform.dispatch.parallel == "prose":
        return "Start the named agents at the same time, not one after another."
    also = f" (also called `{call.aliases[0]}`)" if call.aliases else ""
    if platform.dispatch.parallel == "spawn-then-wait":
        return f"Call `{call.tool}`{also} for every agent first; only then wait for any of them."
    return f"Put all `{call.tool}`{also} calls into one response. A call in a later response is a dispatch of its own."


def _written(call: Call, agent: str, label: str, prompt: str) -> str:
    """Return one call. The words `agent`, `label` and `prompt` stand for what is said by the call's arguments."""
    values = {"agent": agent, "label": label, "prompt": prompt}
    said = [f'{call.arguments[what]}="{value}"' for what, value in values.items() if what in call.arguments]
    return f"{call.tool}({', '.join(said)})"


def _close(call: Call) -> str:
    closing = next((tool for tool in call.companions if tool.startswith("close")), "")
    return f"A finished agent counts until it is closed: call `{closing}` for each." if closing else ""


def _worker(platform: Platform) -> str:
    worker = platform.worker
    if worker.repo_rules is True:
        return "An agent sees the repository's rules and its own prompt, not this conversation."
    if worker.repo_rules_key is not None:
        return (
            "An agent sees its own prompt only; the repository's rules reach it "
            f"where its file sets `{worker.repo_rules_key}`. Put what it needs into the prompt."
        )
    return "An agent may see nothing but its prompt: put the rules that it needs into it."


def _on_cap(platform: Platform) -> str:
    if platform.failure.cap_error is None:
        return ""
    return f"`{platform.failure.cap_error}` means: do not try again now, leave the agent to the next dispatch."
