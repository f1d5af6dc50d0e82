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
    "poll": "Results may not be sent to you: look at each agent's state{asking} until every one has ended.",
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
    closed, `worker` what a started agent sees, `caps` how many may run, `on_cap` what a refused start means, `leaf`
    whether an agent that was started can start others.
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
        "leaf": _leaf(platform.caps),
        "on_cap": _on_cap(platform),
        "resume": platform.failure.resume or "",
        "distinct_files": dispatch.distinct_files,
        "on_request": dispatch.available in ("on-request", "depends"),
    }


def _has_form(call: Call) -> bool:
    return "agent" in call.arguments and "prompt" in call.arguments


def _ask(platform: Platform, call: Call | None) -> str:
    if call is None or platform.dispatch.parallel == "prose":
        return (
            "Start all agents of the dispatch in one message, not one after another."
            " Name each agent, and give it its prompt."
        )
    tool = _named(platform, call)
    if platform.dispatch.parallel == "spawn-then-wait":
        return f"Call {tool} for every agent first; only then wait for any of them."
    return f"Put all {tool} calls into one response. A call in a later response is a dispatch of its own."


def _named(platform: Platform, call: Call) -> str:
    """Return the tool's name, with the other one that it has: an alias, or that of another version."""
    other = next((one for one in platform.dispatch.calls if one.tool != call.tool), None)
    if other is not None:
        return f"`{call.tool}` (in {other.version} `{other.tool}`)"
    plain = next((alias for alias in call.aliases if "/" not in alias), None)
    return f"`{call.tool}` (also called `{plain}`)" if plain else f"`{call.tool}`"


def _arguments(platform: Platform, call: Call) -> str:
    others = [one for one in platform.dispatch.calls if one is not call]
    told = []
    for what, words in _SAID:
        own = call.arguments.get(what)
        also = [(one.version, one.arguments[what]) for one in others if one.arguments.get(what, own) != own]
        if own:
            told.append(f"`{own}`{''.join(f' (in {version} `{name}`)' for version, name in also)} is {words}")
        else:
            told += [f"in {version} `{name}` is {words}" for version, name in also]
    if not told:
        return "Name the agent in each call, and give it its prompt."
    said = f"In each call {_listed(told)}"
    if "prompt" not in call.arguments:
        said += "; give it its prompt too"
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
    if not closing:
        return ""
    return f"A finished agent counts until it is closed: when you have read its result, call `{closing}` for it."


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
        return f"fewer if your plan allows fewer: it is {min(caps.by_plan.values())} to {max(caps.by_plan.values())}"
    return ""


def _on_cap(platform: Platform) -> str:
    if platform.failure.cap_error is not None:
        return f"`{platform.failure.cap_error}` means: do not try again now, leave the agent to the next dispatch."
    if platform.failure.retry_on_cap is False:
        return "A start that is refused since too many agents run is not tried again now: the next dispatch has it."
    return ""


def _leaf(caps: Caps) -> str:
    if caps.depth != 1:
        return ""
    setting = next((name for name in caps.settings if "depth" in name), None)
    if setting is None:
        return "An agent that was started cannot start others: if you were, do the parts yourself, in order."
    return f"An agent that was started can start others only if `{setting}` allows it: if not, do the parts in order."


def _listed(items: Sequence[str], last: str = "and") -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"
