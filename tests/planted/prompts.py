"""Faults of prompts, of the system's document and of templates (NFR-1, NFR-3)."""

from dataclasses import replace

from planted.mutation import Mutation, swap

AGENTS = frozenset({"architect", "security", "devops", "qa", "orchestrator"})
PROMPT = """---
name: orchestrator
description: Splits a task among agents and makes one result of what they return.
tools: Agent, Read, Grep
---

# Orchestrator

You own the task.

## Routing

| Request    | Agent     |
| ---------- | --------- |
| Design     | architect |
| Threats    | security  |
| Deployment | devops    |

## Parallel dispatch

Start the specialists in parallel, all of them in one response:

```python
Agent(subagent_type="architect", description="Design", prompt="Assess the design of ...")
Agent(subagent_type="security", description="Threats", prompt="Assess the threats to ...")
```

- Wait until every agent has settled.
- Log each failure, and go on with the others.
"""
"""An orchestrator's prompt for Claude Code, of which nothing is to be said."""
SYSTEM = """# Our agents

## 1. Who they are

| Agent     | Judges    |
| --------- | --------- |
| architect | structure |
| qa        | evidence  |

## 6. Parallel execution

### 6.1 Patterns

Give each specialist a part of its own, all of them in one message.

### 6.2 Aggregation

- Merge what doesn't contradict itself.
- Escalate the rest to the user.

### 6.3 When an agent fails

Log the error, go on with the others, and escalate if the agent was critical.
"""
HANDOFF = """# Handoff of [date]

## State

- [What is done]
- [What is open]

## Agents

| Agent  | Settled    | Who goes on with it |
| ------ | ---------- | ------------------- |
| [name] | [yes / no] | [name]              |

## Next steps

1. [The first thing to do]
"""
RETROSPECTIVE = """# Retrospective of [session]

## What went well

- [One thing]

## Metrics

| Metric     | Value  |
| ---------- | ------ |
| Wall-clock | [time] |

## What to change

- [One thing, and who does it]
"""
PATHS = {
    ".claude/agents/orchestrator.md": PROMPT,
    "AGENT-SYSTEM.md": SYSTEM,
    "templates/HANDOFF.md": HANDOFF,
    "templates/retrospective.md": RETROSPECTIVE,
}
"""Clean files, and where they lie."""
_DISPATCH = PROMPT[PROMPT.index("## Parallel dispatch") :]
_CALLS = PROMPT[PROMPT.index("Agent(sub") : PROMPT.index("```\n\n- Wait")]
_FIRST, _SECOND = _CALLS.splitlines(keepends=True)


def _planted(path: str, rule: str, name: str, line: str, *swaps: tuple[str, str], but: str = "") -> Mutation:
    text = PATHS[path]
    for old, new in swaps:
        text = swap(old, new)(text)
    return Mutation(rule, name, text, line, path=path, agents=AGENTS, but=frozenset(filter(None, but.split(", "))))


def _prompt(rule: str, name: str, line: str, *swaps: tuple[str, str]) -> Mutation:
    return _planted(".claude/agents/orchestrator.md", rule, name, line, *swaps)


def _system(name: str, line: str, old: str, new: str = "") -> Mutation:
    return _planted("AGENT-SYSTEM.md", "missing-system-section", name, line, (old, new))


MUTATIONS = [
    _prompt("missing-dispatch-section", "none", "Orchestrator", (_DISPATCH, "")),
    _prompt(
        "missing-dispatch-section", "in a fence only", "Orchestrator", (_DISPATCH, f"````markdown\n{_DISPATCH}````\n")
    ),
    _prompt("serial-example", "a remark to wait", "# wait", (_CALLS, f"{_FIRST}# wait for the result\n{_SECOND}")),
    _prompt(
        "serial-example", "two messages", "# Message 2", (_CALLS, f"# Message 1:\n{_FIRST}# Message 2:\n{_SECOND}")
    ),
    _prompt(
        "serial-example",
        "await",
        "Agent(sub",
        (_CALLS, f"await {_FIRST}await {_SECOND}"),
    ),
    _prompt("serial-example", "one agent only", "Agent(sub", (_SECOND, "")),
    _prompt("unknown-agent", "in a call", "secuirty", ('"security"', '"secuirty"')),
    _prompt("unknown-agent", "in a row", "planner", ("| devops ", "| planner")),
    _prompt(
        "unknown-agent",
        "in a sentence",
        "critic",
        ("Wait until", 'Then call `Agent(subagent_type="critic")`. Wait until'),
    ),
    _prompt(
        "wrong-tool",
        "of VS Code",
        "#runSubagent",
        ("- Log each", "- Then call #runSubagent with subagentType=qa\n- Log each"),
    ),
    _prompt(
        "wrong-tool",
        "of Codex",
        "spawn_agent",
        ("- Log each", '- Then call spawn_agent(agent_type="qa")\n- Log each'),
    ),
    _prompt(
        "bad-front-matter",
        "a key missing",
        "---",
        ("description: Splits a task among agents and makes one result of what they return.\n", ""),
    ),
    _prompt("bad-front-matter", "unreadable", "Splits: a task", ("Splits a task", "Splits: a task")),
    _prompt("bad-front-matter", "no such key", "tool:", ("tools:", "tool:")),
    replace(
        _prompt("over-budget", "too long", "", (PROMPT, "")),
        text="---\nname: reviewer\ndescription: Judges.\n---\n\n# Reviewer\n\n"
        + "- One more thing to look at.\n" * 1200,
        path=".github/agents/reviewer.agent.md",
    ),
    _system("none", "Our agents", SYSTEM[SYSTEM.index("## 6.") :]),
    _system("no patterns", "Parallel execution", SYSTEM[SYSTEM.index("### 6.1") : SYSTEM.index("### 6.2")]),
    _system("no aggregation", "Parallel execution", SYSTEM[SYSTEM.index("### 6.2") : SYSTEM.index("### 6.3")]),
    _system("no failures", "Parallel execution", SYSTEM[SYSTEM.index("### 6.3") :]),
    _planted(
        "templates/HANDOFF.md",
        "missing-handoff-tracking",
        "no place",
        "Handoff of",
        (HANDOFF[HANDOFF.index("## Agents") : HANDOFF.index("## Next")], ""),
    ),
    _planted(
        "templates/retrospective.md",
        "missing-metrics-section",
        "no part",
        "Retrospective of",
        (RETROSPECTIVE[RETROSPECTIVE.index("## Metrics") : RETROSPECTIVE.index("## What to change")], ""),
    ),
]
