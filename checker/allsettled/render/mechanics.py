"""How a platform starts several agents at once, in words: the part of a prompt that differs between platforms."""

from collections.abc import Sequence
from typing import Any

from allsettled.render.platforms.model import Call, Caps, Platform, Worker

_TASKS = (
    ("architect", "Design impact", "Assess ..."),
    ("security", "Security impact", "Assess ..."),
    ("devops", "Operations impact", "Assess ..."),
)
_RESULTS = {
    "notification": "Results come back as notices in later turns, in the order in which the agents finish.",
    "together": "The calls return together, when the last agent has finished.",
    "poll": "Results are not sent: ask for each agent's state{asking} until every one has ended.",
    "inline": "Each call returns its agent's answer.",
    "wait": "Results come back only to a wait: wait{waiting} for every agent that you started.",
    "either": "Results come back with the call, or as a notice in a later turn.",
    "unknown": "Read each agent's output where it was told to write it.",
}
_SAID = (("agent", "the agent"), ("prompt", "its prompt"), ("label", "a short label"))


def mechanics(platform: Platform) -> dict[str, Any]:
    """Return what templates say of a platform, as plain values; a text is empty where there is nothing to say.

    `ask` says how to start several agents at once, `arguments` what each call is given, `calls` shows three, one a line
    (none where the platform's calls have no known form), `results` how answers come back, `close` what has to be
    closed, `worker` what a started agent sees, `caps` how many may run, `on_cap` what a refused start means.
    """
    dispatch = platform.dispatch
    call = dispatch.call()
    return {
        "id": platform.id,
        "title": platform.title,
        "tool": call.tool if call else "",
        "aliases": list(call.aliases) if call else [],
        "ask": _ask(platform, call),
        "arguments": _arguments(platform, call) if call else "",
        "calls": [_written(call, *task) for task in _TASKS] if call and _has_form(call) else [],
        "results": _results(dispatch.results, call),
        "close": _close(call) if dispatch.close_finished and call else "",
        "worker": _worker(platform.worker),
        "most": platform.caps.concurrent,
        "caps": _caps(platform.caps),
        "leaf": platform.caps.depth == 1,
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
    tool = _named(platform, call)
    if platform.dispatch.parallel == "spawn-then-wait":
        return f"Call {tool} for every agent first; only then wait for any of them."
    return f"Put all {tool} calls into one response. A call in a later response is a dispatch of its own."


def _named(platform: Platform, call: Call) -> str:
    """Return the tool's name, with the other one that it has: an alias, or that of another version."""
    other = next((one for one in platform.dispatch.calls if one.tool != call.tool), None)
    if other is not None:
        agent = f" with `{other.arguments['agent']}`" if "agent" in other.arguments else ""
        return f"`{call.tool}` (in {other.version}: `{other.tool}`{agent})"
    plain = next((alias for alias in call.aliases if "/" not in alias), None)
    return f"`{call.tool}` (also called `{plain}`)" if plain else f"`{call.tool}`"


def _arguments(platform: Platform, call: Call) -> str:
    told = [f"`{call.arguments[what]}` is {words}" for what, words in _SAID if what in call.arguments]
    if not told:
        return "Name the agent in each call, and give it its prompt."
    said = f"In each call {_listed(told)}"
    if "prompt" not in call.arguments:
        said += "; give it its prompt too"
    for other in platform.dispatch.calls:
        if other.tool == call.tool and "label" in other.arguments and "label" not in call.arguments:
            said += f", and in {other.version} `{other.arguments['label']}` is a short label"
    return said + "."


def _written(call: Call, agent: str, label: str, prompt: str) -> str:
    """Return one call. The words `agent`, `label` and `prompt` stand for what is said by the call's arguments."""
    values = {"agent": agent, "label": label, "prompt": prompt}
    said = [f'{call.arguments[what]}="{value}"' for what, value in values.items() if what in call.arguments]
    return f"{call.tool}({', '.join(said)})"


def _results(kind: str, call: Call | None) -> str:
    def companion(word: str) -> str:
        tools = call.companions if call else ()
        return next((f" with `{tool}`" for tool in tools if word in tool), "")

    return _RESULTS[kind].format(asking=companion("list"), waiting=companion("wait"))


def _close(call: Call) -> str:
    closing = next((tool for tool in call.companions if tool.startswith("close")), "")
    return f"A finished agent counts until it is closed: call `{closing}` for each." if closing else ""


def _worker(worker: Worker) -> str:
    if not worker.sees:
        return "An agent may see nothing but its prompt: put the rules that it needs into it."
    said = f"An agent sees {_listed(worker.sees)}."
    if worker.hidden:
        said += f" It does not see {_listed(worker.hidden, 'or')}."
    if worker.repo_rules is not True:
        said += " Put the repository's rules that it needs into its prompt."
    return said


def _caps(caps: Caps) -> str:
    if caps.concurrent is not None:
        return f"the platform allows {caps.concurrent}"
    if caps.by_plan:
        return f"the platform allows {min(caps.by_plan.values())} to {max(caps.by_plan.values())}, by plan"
    return ""


def _on_cap(platform: Platform) -> str:
    if platform.failure.cap_error is None:
        return ""
    return f"`{platform.failure.cap_error}` means: do not try again now, leave the agent to the next dispatch."


def _listed(items: Sequence[str], last: str = "and") -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"
