"""The facts of platforms as their files have them: what takes no more is spared to build values of them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from allsettled import assets
from allsettled.errors import UserError
from allsettled.words import did_you_mean

IDS = ("claude", "vscode", "copilot-cli", "cursor", "gemini", "antigravity", "codex", "opencode", "agents-md")
"""The platforms that ship, in the order in which they are listed."""


@cache
def platform_table(name: str) -> Mapping[str, Any]:
    """Return what the file of a platform says. Raises `UserError` for an id that isn't one."""
    import tomllib

    if name not in IDS:
        hint = did_you_mean(name, IDS) or f"the platforms are {', '.join(IDS)}"
        raise UserError(f'unknown platform "{name}"', hint=hint)
    return tomllib.loads(assets.template(f"platforms/{name}.toml"))
