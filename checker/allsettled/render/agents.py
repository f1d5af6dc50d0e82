"""An agent as its source, `agents/NAME.md`, describes it; the files of all platforms are rendered from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allsettled.protocol.vocabulary import Tier


@dataclass(frozen=True, slots=True)
class AgentSource:
    """An agent as its source describes it. `body` has line feeds for line ends, exactly one at its end."""

    name: str
    description: str
    body: str
    role: str = "worker"  # or orchestrator
    tools: tuple[str, ...] | None = None  # capabilities; None: whatever the platform lets it
    model: str | None = None  # a tier of models; None: the model of its caller
    tier: Tier | None = None
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    platforms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # keys for single platforms, by id
    path: str = ""
    body_line: int = 1  # the line of the file on which the body begins

    @property
    def read_only(self) -> bool:
        """Say whether the agent may change nothing: its tools are listed, and none of them edits or executes."""
        return self.tools is not None and not {"edit", "execute"} & set(self.tools)
