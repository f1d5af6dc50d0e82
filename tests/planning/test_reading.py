"""Plans in YAML, JSON and Markdown, and what is said of those that can't be used."""

# ruff: noqa: E501 - what is said is quoted whole

import json
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.planning.reading import is_markdown, read_plan
from allsettled.planning.source import PlanError
from allsettled.planning.value import Plan, Task, plain
from allsettled.protocol.value import Protocol

YAML = """\
title: Impact of the new login
strategy: merge
cap: 4
seconds:
  architect: 4 min
tasks:
  - id: design
    agent: architect
    tier: P0
    prompt: |
      Assess docs/login.md.

      Leave it in .agents/design.md.
    inputs: docs/login.md
    outputs: [.agents/design.md]
    on_failure: escalate to the user
    timebox: 10 min
  - agent: qa
    tier: p1
    prompt-file: prompts/qa.md
    reads: [src/**, "tests/{unit,e2e}"]
    writes: [tests/]
    depends-on: design
    strategy: VOTE
    estimate: 90
"""
MARKDOWN = """\
---
cap: 4
seconds: {architect: 4 min}
author: someone
---
# Impact of the new login

Who does what, and why.

| Agent     | Task   | Tier | Needs  | Time limit | Reads                        |
| --------- | ------ | ---- | ------ | ---------- | ---------------------------- |
| architect | design | P0   | -      | 10 min     | N/A                          |
| qa        | qa     | P1   | design |            | `src/**`; `tests/{unit,e2e}` |

### Task: design

- **Inputs**: `docs/login.md`
- **Outputs**:
  - .agents/design.md
- On failure: escalate to the user
- Prompt:

  ```text
  Assess docs/login.md.

  Leave it in .agents/design.md.
  ```

### qa

- **Prompt file:** prompts/qa.md
- **Writes:** tests/
- **Strategy:** vote
- **Estimate:** 90

### Aggregation Strategy: merge
"""
EXPECTED = Plan(
    title="Impact of the new login",
    strategy="merge",
    cap=4,
    seconds={"architect": 240.0},
    tasks=(
        Task(
            "design",
            "architect",
            prompt="Assess docs/login.md.\n\nLeave it in .agents/design.md.\n",
            tier="P0",
            inputs=("docs/login.md",),
            outputs=(".agents/design.md",),
            on_failure="Escalate to the user",
            timebox=600.0,
        ),
        Task(
            "qa",
            "qa",
            prompt_file="prompts/qa.md",
            tier="P1",
            reads=("src/**", "tests/{unit,e2e}"),
            writes=("tests/",),
            depends_on=("design",),
            strategy="vote",
            estimate=90.0,
        ),
    ),
)


def said(text: str, path: str = "plan.yaml", protocol: Protocol | None = None) -> list[str]:
    """Return what is said of a plan that can't be used: `line:column: message | hint`."""
    with pytest.raises(PlanError) as caught:
        read_plan(text, path, *([protocol] if protocol else []))
    assert str(caught.value) == str(caught.value.faults[0])
    return [
        f"{fault.span.line}:{fault.span.column}: {fault.message} | {fault.hint}" if fault.span else fault.message
        for fault in caught.value.faults
    ]


def test_yaml_and_markdown_hold_the_same_plan() -> None:
    assert read_plan(YAML, "plan.yaml") == EXPECTED
    assert read_plan(MARKDOWN, "plan.md") == EXPECTED
    assert read_plan(json.dumps(plain(EXPECTED), indent="\t"), "plan.json") == EXPECTED


@pytest.mark.parametrize(("text", "path"), [(YAML, "plan.yaml"), (MARKDOWN, "plan.md")])
def test_line_ends_and_a_byte_order_mark_change_nothing(text: str, path: str) -> None:
    assert read_plan("\ufeff" + text.replace("\n", "\r\n"), path) == EXPECTED


@pytest.mark.parametrize(("text", "path"), [(YAML, "plan.yaml"), (MARKDOWN, "plan.md")])
def test_every_value_stands_at_its_place(text: str, path: str) -> None:
    plan = read_plan(text, path)
    lines = text.split("\n")

    def cut(*pointer: str | int) -> str:
        span = plan.places[pointer]
        assert span.line == span.end_line
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]

    for number, task in enumerate(plan.tasks):
        assert task.agent == cut("tasks", number, "agent")
        for role in ("inputs", "outputs", "reads", "writes", "depends_on"):
            for index, value in enumerate(getattr(task, role)):
                pointer = ("tasks", number, role.replace("_", "-"), index)
                if pointer in plan.places:  # a list of one may be written without brackets
                    assert value == cut(*pointer).strip('"')
    assert ["Assess docs/login.md.", "", "Leave it in .agents/design.md."] == [
        cut("tasks", 0, "prompt", line) for line in range(3)
    ]


@pytest.mark.parametrize(
    ("text", "path", "markdown"),
    [
        (YAML, "plan", False),
        (MARKDOWN, "-", True),
        (YAML, "plan.yml", False),
        ("# only a comment\ntasks: []\n", "", False),
        ("# A plan\n\n| Agent | ID |\n|---|---|\n| a | b |\n", "", True),
        ("---\ntasks:\n  - agent: qa\n", "", False),
        ('{"tasks": []}', "PLAN.JSON", False),
        ("tasks:", "plan.MD", True),
    ],
)
def test_the_form_is_told_by_the_ending_or_else_by_the_text(text: str, path: str, markdown: bool) -> None:
    assert markdown == is_markdown(text, path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["the plan has no tasks | write them as a list below `tasks:`, each with at least `agent:`"]),
        ("tasks: []", ["1:1: the plan has no tasks | write them as a list below `tasks:`, each with at least `agent:`"]),
        ("[a]", ["1:1: the plan is a list, not keys with values | begin with a line `tasks:`"]),
        ("tasks:\n\t- agent: a", ["2:1: not valid YAML: found character that cannot start any token | indent with spaces, not with tabs"]),
        ("title: a: b", ["1:9: not valid YAML: mapping values are not allowed in this context | put a text that holds a colon in quotes, or below its key after |"]),
        ("a: &x 1\nb: *x", ["2:4: aliases are not allowed | write the value out where it's needed"]),
        ("a: 1\na: 2", ['2:1: the key "a" stands here for the second time | the first is in line 1: keep one of them']),
        ("depends_on: 1\ndepends-on: 2", ['2:1: the key "depends-on" stands here for the second time | the first is in line 1: keep one of them']),
        ("a: !!python/object/apply:os.system [ls]", ["1:4: a value of the type tag:yaml.org,2002:python/object/apply:os.system | write it plainly, without the !"]),
        ("a: !secret x", ["1:4: a value of the type !secret | write it as text, without the !"]),
        ("---\na: 1\n---\nb: 1", ["3:1: a second document begins here | one file holds one plan"]),
        ("? [a]\n: 1", ["1:3: a key must be a text | write the key as one word"]),
        ("[" * 10_000, ["1:13: nested more than 12 levels deep | a plan needs four levels"]),
        ("a: \x07", ["1:4: not valid YAML: control characters are not allowed | take out the character U+0007"]),
    ],
)  # fmt: skip
def test_yaml_that_cannot_be_read_says_where_and_what_to_do(text: str, expected: list[str]) -> None:
    found = said(text)
    assert expected == [line.removeprefix("1:1: ") if not text else line for line in found]


def task(**fields: Any) -> dict[str, Any]:
    return {"agent": "qa", "prompt": "Look at the tests of the login.", **fields}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"tasks": [task()], "stratgy": "merge"}, 'unknown key "stratgy" | did you mean "strategy"?'),
        ({"tasks": [task(outptus=["a"])]}, 'unknown key "outptus" | did you mean "outputs"?'),
        ({"tasks": [{"prompt": "x"}]}, '"agent" is missing | the agent that does the task, one word'),
        ({"tasks": [task(agent="a b")]}, "'a b' does not have the form ^[^\\s,;|`]+$ | one word, without spaces, commas, semicolons, pipes and backticks"),
        ({"tasks": [task()], "cap": 0}, '"cap" must be at least 1, not 0 | how many agents may work at once; the protocol\'s cap holds if it is lower'),
        ({"tasks": [task()], "version": 2}, "2 is not 1 | the version of this form; 1 is the only one"),
        ({"tasks": [task(outputs={"a": "b"})]}, '"outputs" must be text or a list, not keys with values | a path, or a list of paths'),
        ({"tasks": [task(tier="P7")]}, '"P7" is no tier: P0, P1, P2 | one of P0, P1, P2'),
        ({"tasks": [task()], "strategy": "marge"}, '"marge" is no strategy: merge, vote, escalate | did you mean "merge"?'),
        ({"tasks": [task(**{"on-failure": "Rety once"})]}, '"Rety once" is no action: Retry, Skip, Escalate | did you mean "Retry"?'),
        ({"tasks": [task(timebox="a while")]}, '"a while" is no duration | write it as 10 min, 1 h 30 min, 90 s or a number of seconds'),
        ({"tasks": [task()], "seconds": {"qa": ".inf"}}, '".inf" is no duration | write it as 10 min, 1 h 30 min, 90 s or a number of seconds'),
        ({"tasks": [task(**{"prompt-file": "a.md"})]}, "qa has both a prompt and a prompt file | keep one of them"),
        ({"tasks": [task(**{"depends-on": ["desing"]}), task(id="design")]}, 'qa depends on "desing", which is no task | did you mean "design"?'),
        ({"tasks": [task(**{"depends-on": ["zz"]}), task(id="design")]}, 'qa depends on "zz", which is no task | the tasks are qa, design'),
        ({"tasks": [task(id="a", **{"depends-on": ["a"]})]}, "a depends on itself | take it out"),
        ({"tasks": [task(), task()]}, 'the id "qa" stands here for the second time | two tasks of one agent each need an id'),
        ({"tasks": [task(id="a"), task(id="a")]}, 'the id "a" stands here for the second time | each task has an id of its own'),
        ({"tasks": [task(id="a", dispatch=1), task(id="b")]}, "b names no dispatch, but 1 of the 2 tasks do | name the dispatch of all tasks, or of none: then allsettled finds the order"),
    ],
)  # fmt: skip
def test_a_plan_of_the_wrong_shape_says_what_and_the_cure(value: dict[str, Any], expected: str) -> None:
    (line,) = said(yaml.safe_dump(value, sort_keys=False))
    assert expected == line.split(": ", 1)[1]


def test_all_faults_are_told_in_the_order_of_the_file() -> None:
    text = "tasks:\n  - agent: a\n    tier: P9\n    timebox: x\n  - agent: b\n    depends-on: [c]\nstrategy: none\n"
    assert [3, 4, 6, 7] == [int(line.split(":")[0]) for line in said(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A plan\n\nNothing.\n", "the plan has no tasks | write them as a table with a column Agent, or as sections with a list item `- **Agent**: name`"),
        ("| ID | Agent | Outptus |\n|---|---|---|\n| a | b | c |\n", '1:16: unknown column "Outptus" | did you mean "Outputs"?'),
        ("| Agent | Tier | Budget |\n|---|---|---|\n| a | b | c |\n", '1:18: unknown column "Budget" | the known columns are ID, Agent, Tier, Prompt, Prompt file, Inputs, Outputs, Reads, Writes, Depends on, Strategy, On failure, Timebox, Estimate, Dispatch, Notes'),
        ("| Agent | Tier |\n|---|---|\n| a | P0 | c |\n", "3:1: the row has 3 cells, but its table has 2 columns | write a pipe that is part of a cell as \\|"),
        ("### Task: a\n\n- **Agent**: qa\n- **Agnt**: qa\n", '4:1: unknown field "Agnt" | did you mean "Agent"?'),
        ("### Task: a\n\n- **Agent**: qa\n- **Agent**: b\n", '4:1: "Agent" stands here for the second time | the first is in line 3'),
        ("### Task: a\n\n- **Agent**: qa\n\n```\nx\n```\n\n```\ny\n```\n", '1:1: which of the code blocks is the prompt? | write "- Prompt:" before it'),
        ("| Agent | Tier |\n|---|---|\n| qa | P0 |\n\n## qa\n\n- Tier: P1\n", '7:9: "tier" of qa is told twice, and differently | the other is in line 3: keep one of them'),
        ("---\nstrategie: merge\n---\n| Agent | Tier |\n|---|---|\n| qa | P0 |\n", '2:1: unknown key "strategie" | did you mean "strategy"?'),
        ("---\n- merge\n---\n| Agent | Tier |\n|---|---|\n| qa | P0 |\n", "1:1: the front matter is not keys with values | write it as `strategy: merge`, one key a line"),
        ("---\na: &b c\nd: *b\n---\n", "3:4: aliases are not allowed | write the value out where it's needed"),
        ("| Agent | Dispatch |\n|---|---|\n| qa | first |\n", "3:8: \"dispatch\" must be a whole number, not text ('first') | the number of the dispatch that the task is put into; for all tasks, or for none, and allsettled finds the order"),
    ],
)  # fmt: skip
def test_markdown_that_cannot_be_used_says_where_and_what_to_do(text: str, expected: str) -> None:
    (line,) = said(text, "plan.md")
    assert expected == line.removeprefix("1:1: ") or expected == line


def test_a_table_of_results_is_no_table_of_tasks() -> None:
    text = (
        MARKDOWN + "\n### Agent Outputs\n\n| Agent | Status | Output Location |\n|---|---|---|\n| x | COMPLETE | y |\n"
    )
    assert read_plan(text, "plan.md") == EXPECTED


@pytest.mark.parametrize("nothing", ["", "~", "[]", "none", "N/A", '"-"'])
def test_what_says_nothing_is_no_path(nothing: str) -> None:
    (task,) = read_plan(f"tasks:\n  - agent: qa\n    outputs: {nothing}\n    depends-on: {nothing}\n", "p.yaml").tasks
    assert Task("qa", "qa") == task


def test_front_matter_may_hold_the_tasks_and_sections_their_prompts() -> None:
    text = "---\ntasks:\n  - agent: qa\n    tier: P0\n---\n\n## qa\n\n#### Prompt\n\nTest the login.\n\n> quoted\n"
    (task,) = read_plan(text, "plan.md").tasks
    assert Task("qa", "qa", tier="P0", prompt="Test the login.\n\n> quoted") == task


def test_a_projects_own_words_are_known() -> None:
    protocol = Protocol(tiers=("gold", "silver"), strategies=("quorum",), actions=("Page",))
    text = "strategy: Quorum\ntasks:\n  - {agent: qa, tier: GOLD, on-failure: page the owner}\n"
    (task,) = read_plan(text, "p.yaml", protocol).tasks
    assert ("gold", "Page the owner") == (task.tier, task.on_failure)
    assert said(text) == [
        '1:11: "Quorum" is no strategy: merge, vote, escalate | one of merge, vote, escalate',
        '3:23: "GOLD" is no tier: P0, P1, P2 | one of P0, P1, P2',
        '3:41: "page the owner" is no action: Retry, Skip, Escalate | one of Retry, Skip, Escalate',
    ]


def test_a_plan_that_is_too_long_is_refused() -> None:
    assert said("x" * (4 * 1024 * 1024 + 1)) == ["the plan is longer than 4194304 characters"]


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
PATHS = st.lists(st.from_regex(r"[a-z]{1,3}(/[a-z*]{1,3}){0,2}", fullmatch=True), max_size=3, unique=True).map(tuple)
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan whose fields are of use."""
    ids = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    dispatches = draw(st.none() | st.lists(st.integers(1, 3), min_size=len(ids), max_size=len(ids)))
    tasks = tuple(
        Task(
            id=id_,
            agent=draw(NAMES),
            prompt=draw(TEXT),
            tier=draw(st.sampled_from(["", "P0", "P1"])),
            inputs=draw(PATHS),
            outputs=draw(PATHS),
            depends_on=tuple(draw(st.lists(st.sampled_from(ids[:index]), unique=True, max_size=2))) if index else (),
            strategy=draw(st.sampled_from(["", "vote"])),
            timebox=draw(st.none() | st.floats(0.5, 1e6)),
            dispatch=dispatches[index] if dispatches else None,
            notes=draw(TEXT),
        )
        for index, id_ in enumerate(ids)
    )
    seconds = draw(st.dictionaries(NAMES, st.floats(1, 1e6), max_size=2))
    return Plan(tasks, draw(TEXT), draw(st.sampled_from(["", "merge"])), draw(st.none() | st.integers(1, 9)), seconds)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_plain_gives_is_read_back_the_same(plan: Plan) -> None:
    assert plan == read_plan(yaml.safe_dump(plain(plan), allow_unicode=True, sort_keys=False), "plan.yaml")
    assert plan == read_plan(json.dumps(plain(plan)), "plan.json")


@given(st.text(max_size=300), st.sampled_from(["p.yaml", "p.md", "p"]))
def test_no_text_makes_the_reader_fail_otherwise_than_it_says(text: str, path: str) -> None:
    with suppress(PlanError):
        assert read_plan(text, path).tasks


def test_the_pure_loader_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert read_plan(YAML, "plan.yaml") == EXPECTED
    assert said("a: &x 1\nb: *x") == ["2:4: aliases are not allowed | write the value out where it's needed"]
    assert said("[" * 1000)[0].startswith("1:13: nested more than 12 levels deep")
    assert said("a: \x07") == [
        "1:4: not valid YAML: special characters are not allowed | take out the character U+0007"
    ]


PLAIN = """\
# The login

**Strategy**: merge
**Cap**: 4

| Agent    | Tier | Output   |
| -------- | ---- | -------- |
| security | P0   | out/s.md |

## security

Say what is wrong with the login.

Leave it in out/s.md, as a table.

## Task 2: qa

**Agent**: qa
**Output**: `out/q.md`

Write cases for the login:

1. for each role
2. in out/q.md
"""


def test_what_stands_in_a_section_is_the_prompt_if_nothing_else_is_called_so() -> None:
    plan = read_plan(PLAIN, "plan.md")
    assert ("merge", 4, ["security", "qa"]) == (plan.strategy, plan.cap, [task.id for task in plan.tasks])
    assert "Say what is wrong with the login.\n\nLeave it in out/s.md, as a table." == plan.tasks[0].prompt
    assert "Write cases for the login:\n\n1. for each role\n2. in out/q.md" == plan.tasks[1].prompt
    assert ("qa", ("out/q.md",)) == (plan.tasks[1].agent, plan.tasks[1].outputs)
    lines = PLAIN.split("\n")
    for index, task in enumerate(plan.tasks):
        for row, line in enumerate(task.prompt.split("\n")):
            assert lines[plan.place("tasks", index, "prompt", row).line - 1] == line
    fenced = PLAIN.replace("Say what is wrong with the login.", "```\nSay it.\n```")
    assert "Say it.\n" == read_plan(fenced, "plan.md").tasks[0].prompt


def test_a_block_quote_is_the_prompt_where_nothing_else_is() -> None:
    head = "# Plan\n\n**Strategy**: merge\n\n## qa\n\n- **Agent**: qa\n- **Prompt**:\n\n{}\n\n## critic\n\n- **Agent**: critic\n\nFind what is wrong.\n"
    for quoted, prompt in (
        (
            "> Write a case for each threat.\n>\n> Leave it in out/q.md.",
            "Write a case for each threat.\n\nLeave it in out/q.md.",
        ),
        ("  > Write a case\n  for each threat.", "Write a case\n  for each threat."),
        ("> Write a case.\n\nLater: run it.", "Later: run it."),
        ("This is what it's told:\n\n>Write a case.\n> > as it says", "Write a case.\n> as it says"),
        ("Write a case.\n\n> An old note.", "Write a case."),
        ("> An old note.\n\n```\nWrite a case.\n```", "Write a case.\n"),
    ):
        text = head.format(quoted)
        plan = read_plan(text, "plan.md")
        assert [prompt, "Find what is wrong."] == [task.prompt for task in plan.tasks]
        for row, line in enumerate(prompt.removesuffix("\n").split("\n")):
            span = plan.place("tasks", 0, "prompt", row)
            assert text.split("\n")[span.line - 1][span.column - 1 :] == line
    noted = "---\nstrategy: merge\ntasks:\n- {agent: qa, prompt: Write a case for it.}\n---\n\n## qa\n\n> As agreed with the team.\n"
    assert ["Write a case for it."] == [task.prompt for task in read_plan(noted, "plan.md").tasks]


def test_a_column_task_names_the_tasks_or_says_what_they_are() -> None:
    table = "| # | Agent | Task |\n|---|---|---|\n| 1 | qa | {} |\n| 2 | critic | {} |\n"
    with pytest.raises(PlanError, match='a second column "Task"'):
        read_plan(table.format("a", "b"), "plan.md")
    said = ("Write the cases", "Say what lacks")
    assert [("1", said[0]), ("2", said[1])] == [
        (task.id, task.prompt) for task in read_plan(table.format(*said), "plan.md").tasks
    ]
    table = "| Agent | Task |\n|---|---|\n| qa | {} |\n| critic | {} |\n"
    assert ["a", "b"] == [task.id for task in read_plan(table.format("a", "b"), "plan.md").tasks]
    tasks = read_plan(table.format(*said), "plan.md").tasks
    assert [("qa", said[0]), ("critic", said[1])] == [(task.id, task.prompt) for task in tasks]


def test_a_strategy_in_running_text_is_none() -> None:
    assert "" == read_plan(PLAIN.replace("Strategy**: merge", "Strategy**: as we go"), "plan.md").strategy
