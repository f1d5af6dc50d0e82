"""What is known of a platform that agents run on, as values. The facts are in `templates/platforms/*.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Strings = tuple[str, ...]

CAPABILITIES = ("read", "search", "edit", "execute", "web", "dispatch", "todo")
"""What an agent can be allowed to do, in our own words; each platform has its own names for the tools."""

MODEL_TIERS = ("fast", "standard", "strong")
"""How able a model an agent needs; each platform has its own names for the models."""


@dataclass(frozen=True, slots=True)
class AgentFiles:
    """Where the files of agents are; `path` is where `render` writes one, with `{name}` in it."""

    format: str  # md+yaml, toml, md
    patterns: Strings
    path: str | None = None
    name_from: str | None = None  # front-matter, file
    also_reads: Strings = ()
    signs: Strings = ()  # `key` or `key=value`: front matter that only this platform has
    elsewhere: str | None = None  # another path, where the platform's own setting `elsewhere_by` has it look
    elsewhere_by: str | None = None


@dataclass(frozen=True, slots=True)
class Emit:
    """One key that `render` writes: what it takes from the agent's source, or a value of its own."""

    key: str
    source: str | None = None  # name, description, tools, model, body; `from` in the file
    value: Any = None
    when: str | None = None  # read-only, orchestrator, worker


@dataclass(frozen=True, slots=True)
class FrontMatterKeys:
    """The keys of an agent's front matter; each has a small JSON Schema.

    `unknown` says what the platform does with a key that it doesn't know: reject, warn, ignore.
    """

    required: Strings = ()
    unless: Mapping[str, str] = field(default_factory=dict)  # a required key, and the key that makes it needless
    unknown: str = "ignore"
    refused: Strings = ()  # keys that are known to be refused, whatever `unknown` says
    keys: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    emit: tuple[Emit, ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What the platform calls the tools of each capability.

    `form`: list (what is allowed is listed), deny (what isn't is denied), none (nothing can be said).
    """

    form: str
    names: Mapping[str, Strings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """A tool that starts an agent. `arguments`: from what is said (agent, prompt, label ...) to the argument's name."""

    tool: str
    aliases: Strings = ()
    version: str = ""  # of the platform or of its set of tools, where they differ
    since: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    companions: Strings = ()  # tools that belong to it: wait, close, write to
    known_by: Strings = ()  # arguments by which a text's call is known to be this tool's
    references: Strings = ()  # other spellings that are a call by themselves: `#runSubagent`


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How several agents are started at once, and how their results come back."""

    available: str  # always, on-request (only when the user asks), depends (on the tool that reads the file)
    parallel: str  # one-response, spawn-then-wait, prose
    results: str  # notification, together, poll, inline, wait, either, unknown
    fallback: str  # in-order: what to do where there are no subagents
    background: bool | None = None
    close_finished: bool = False  # a finished agent counts until it's closed
    distinct_files: bool = False  # agents that run at once may not change the same files
    calls: tuple[Call, ...] = ()

    def call(self, version: str = "") -> Call | None:
        """Return the tool that starts an agent in a version of the platform, or the usual one; None if it's prose."""
        return next((call for call in self.calls if call.version == version), self.calls[0] if self.calls else None)


@dataclass(frozen=True, slots=True)
class Worker:
    """What a started agent sees; None where it isn't known."""

    sees: Strings = ()
    hidden: Strings = ()
    repo_rules: bool | None = None
    repo_rules_key: str | None = None  # the front-matter key that switches them on
    history: bool | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """How many agents may run at once and how deep they may be nested; None where no number can be given."""

    concurrent: int | None = None
    by_plan: Mapping[str, int] = field(default_factory=dict)
    depth: int | None = None
    settings: Strings = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failed start or a failed agent looks like; None where it isn't known."""

    partial_text: bool | None = None
    retry_on_cap: bool | None = None
    cap_error: str | None = None
    resume: str | None = None  # the tool or argument that goes on with a started agent
    statuses: Strings = ()
    notes: Strings = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a file may have, counted in characters, bytes or lines."""

    of: str  # agent (the body of an agent's file), context (AGENTS.md and its like), skill
    unit: str  # characters, bytes, lines
    most: int
    kind: str  # limit (the rest is lost or refused), advice
    reason: str
    unless: Mapping[str, str] = field(default_factory=dict)  # front matter that frees a file from it


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform, with where its facts are from, when they were looked up, and what is doubtful about them."""

    id: str
    title: str
    called: Strings  # the names by which prose calls it
    checked: str  # YYYY-MM-DD, or YYYY-MM
    confidence: str  # high, medium, low
    sources: Strings
    agent_files: AgentFiles
    tools: Tools
    dispatch: Dispatch
    worker: Worker
    caps: Caps
    failure: Failure
    front_matter: FrontMatterKeys = field(default_factory=FrontMatterKeys)
    models: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()
    context_file: str | None = None
    experimental: bool = False
    doubts: Strings = ()
    notes: Strings = ()
