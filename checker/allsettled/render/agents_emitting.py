"""What a platform's file of an agent says before its body, and where the file stands."""

from collections.abc import Iterable
from typing import Any

from allsettled.render.agents import AgentSource
from allsettled.render.frontmatter_toml import toml_text
from allsettled.render.frontmatter_yaml import front_matter_text
from allsettled.render.platforms.model import CAPABILITIES, Emit, Platform


def target_path(platform: Platform, source: AgentSource, pattern: str | None = None) -> str | None:
    """Return where an agent's file stands, relative to the repository, with `/`; None if agents have no files there.

    `pattern` (with `{name}`) stands in for the platform's own.
    """
    pattern = pattern or platform.agent_files.path
    return pattern.replace("{name}", source.name) if pattern else None


def agent_file(platform: Platform, source: AgentSource, body: str) -> str:
    """Return the whole file of an agent, with a rendered body."""
    if platform.agent_files.format == "toml":
        return toml_agent(platform, source, body)
    head = front_matter(platform, source)
    return f"{head}\n{body}" if head else body


def front_matter(platform: Platform, source: AgentSource) -> str:
    """Return the YAML front matter of an agent's file, from `---` to `---`; empty if the platform has none."""
    if platform.agent_files.format != "md+yaml":
        return ""
    return front_matter_text(front_matter_values(platform, source))


def toml_agent(platform: Platform, source: AgentSource, body: str) -> str:
    """Return the TOML file of an agent, with a rendered body."""
    return toml_text(front_matter_values(platform, source, body))


def front_matter_values(platform: Platform, source: AgentSource, body: str | None = None) -> dict[str, Any]:
    """Return the keys of an agent's file in the platform's order, then those that the source adds for it."""
    values: dict[str, Any] = {}
    for emit in platform.front_matter.emit:
        if _applies(emit, source) and (value := _value(platform, source, emit, body)) is not None:
            values[emit.key] = value
    return {**values, **source.platforms.get(platform.id, {})}


def losses(platform: Platform, source: AgentSource) -> list[str]:
    """Return what of an agent's source the platform's file cannot say, one sentence each."""
    own = source.platforms.get(platform.id, {})
    if platform.agent_files.path is None:
        return [f"{platform.title} has no files of agents"]
    lost = []
    if source.model and source.model not in platform.models and "model" not in own:
        lost.append(f'{platform.title}: no model is known for "{source.model}"; the agent gets that of its caller')
    if source.tools is not None and platform.tools.form == "none":
        held = any(emit.when == "read-only" for emit in platform.front_matter.emit) and source.read_only
        only = "only that it changes nothing is enforced" if held else "the list is not enforced"
        lost.append(f"{platform.title} cannot be told an agent's tools: {only}")
    if source.tools is not None and platform.tools.form == "list" and "tools" not in own:
        nameless = [tool for tool in source.tools if tool not in platform.tools.names]
        if platform.caps.depth == 1 and "dispatch" in nameless:
            nameless.remove("dispatch")  # told below
        lost += [f'{platform.title} has no tool for "{tool}"' for tool in nameless]
    if platform.caps.depth == 1 and source.tools is not None and "dispatch" in source.tools:
        lost.append(_leaf(platform))
    return lost


def _leaf(platform: Platform) -> str:
    """Return what to do for an orchestrator whose file makes it an agent that cannot start others."""
    setting = next((f", unless `{name}` allows more" for name in platform.caps.settings if "depth" in name), "")
    told = f"{platform.title}: only the main agent can start agents{setting}"
    where = platform.context_file
    return f"{told}; put the section where it reads it: `allsettled adopt {where} --id parallel-dispatch --append`"


def _applies(emit: Emit, source: AgentSource) -> bool:
    return emit.when in (None, source.role) or (emit.when == "read-only" and source.read_only)


def _value(platform: Platform, source: AgentSource, emit: Emit, body: str | None) -> Any:
    match emit.source:
        case "name":
            return source.name
        case "description":
            return source.description
        case "model":
            return platform.models.get(source.model) if source.model else None
        case "tools":
            return None if source.tools is None else _tools(platform, source.tools)
        case "body":
            return body
    return emit.value


def _tools(platform: Platform, allowed: Iterable[str]) -> list[str] | dict[str, str] | None:
    """Return the platform's tools of what is allowed, or the denials of what isn't; None if nothing is denied."""
    names = platform.tools.names
    allowed = set(allowed)
    if platform.tools.form == "list":
        return [name for capability in CAPABILITIES if capability in allowed for name in names.get(capability, ())]
    denied = (name for capability in CAPABILITIES if capability not in allowed for name in names.get(capability, ()))
    return dict.fromkeys(denied, "deny") or None
