import pytest

from checked import found, lines
from shell import CHECKOUT, SEED
from working import grows_with_its_size

RULE = "serial-example"
PATH = "orchestrator.md"
A = 'Task(subagent_type="architect", prompt="Assess")'
B = 'Task(subagent_type="security", prompt="Assess")'
C = 'Task(subagent_type="devops", prompt="Assess")'


def _prompt(example: str, lead: str = "Start them in parallel:", heading: str = "Dispatch") -> str:
    return f"# Lead\n\n## {heading}\n\n{lead}\n\n```text\n{example}\n```\n"


@pytest.mark.parametrize(
    ("example", "line"),
    [
        (f"{A}\n# Wait for result\n{B}\n# Wait for result\n{C}", 9),
        (f"{A}\n# once the architect has returned:\n{B}", 9),
        (f"{A}\n# wait before the next one\n{B}", 9),
        (f"first = await {A}\nthen = await {B}", 9),
        (f"Message 1:\n{A}\nMessage 2:\n{B}", 10),
        ('spawn_agent(agent_type="architect")\nwait_agent(targets=["a"])\nspawn_agent(agent_type="security")', 9),
        (
            'Task(\n    subagent_type="architect",\n    prompt="""Wait for nothing (or nobody).""",\n)\n# wait\n'
            'Task(\n    subagent_type="security",\n)',
            12,
        ),
    ],
)
def test_it_waits_between_the_calls(example: str, line: int) -> None:
    message = "the example is said to be parallel, but it waits for architect before it starts security"
    assert [(line, message)] == found(RULE, _prompt(example), PATH)


@pytest.mark.parametrize(
    "example",
    [
        f"{A}\n{B}\n{C}",
        f"{A}\n{B}\n# Wait for both\n{C}",
        f"{A}\n{B}\n# Wait until all have settled",
        f"await Promise.all([\n  {A},\n  {B},\n])",
        f"# P0\n{A}\n# Wait until it has settled\n# P1\n{B}",
        f"# Sequential\n{A}\n# Wait for result\n{B}",
        f"# Wrong\n{A}\n# Wait for result\n{B}\n# Right, in one response\n{A}\n{B}",
        'Task(\n  subagent_type="architect",\n  prompt="After the build returns, wait."\n)\n' + B,
        "#runSubagent with subagentType=qa\nWait for the result of the build.\n#runSubagent with subagentType=critic",
        "Nothing is called here\nwait\nat all",
    ],
)
def test_examples_that_are_parallel_or_say_that_they_are_not(example: str) -> None:
    assert [] == found(RULE, _prompt(example), PATH)


def test_a_single_call_where_several_agents_are_spoken_of() -> None:
    message = "the example is said to start several agents in parallel, but it starts only architect"
    assert [(8, message)] == found(RULE, _prompt(A, "Start all three agents in parallel:"), PATH)


@pytest.mark.parametrize(
    ("lead", "example"),
    [
        ("Start the agents in parallel, each like this:", A),
        ("While the tests run in parallel, start the reviewer:", A),
        ("Start all agents in parallel:", f"{A}\n..."),
        ("Start all agents in parallel:", f"for file in files:\n    {A}"),
        ("Start all agents in parallel:", 'Task(subagent_type="agent-name", prompt="...")'),
        ("Start all agents in parallel:", 'Task(subagent_type="[agent]", prompt="Assess")'),
        ("Start all agents in parallel:", 'Task(subagent_type="qa", run_in_background=true)'),
        ("Don't start all agents in parallel:", A),
    ],
)
def test_a_single_call_that_stands_for_many_or_for_itself(lead: str, example: str) -> None:
    assert [] == found(RULE, _prompt(example, lead), PATH)


def test_one_call_a_fence_may_be_one_dispatch() -> None:
    text = _prompt(A, "Start both agents in parallel:") + f"\nAnd:\n\n```text\n{B}\n```\n"
    assert [] == found(RULE, text, PATH)


def test_the_nearest_word_counts() -> None:
    serial = f"{A}\n# wait for it\n{B}"
    assert [9] == lines(RULE, _prompt(serial, "Like this:", "Parallel dispatch"), PATH)
    assert [] == lines(RULE, _prompt(serial, "One after the other:", "Parallel dispatch"), PATH)
    assert [] == lines(RULE, _prompt(f"# One at a time\n{serial}", "In parallel:", "Parallel dispatch"), PATH)
    assert [] == lines(RULE, _prompt(serial, "Like this:", "Dispatch"), PATH)


def test_an_example_in_a_list() -> None:
    text = f"# Lead\n\n1. Start them in parallel:\n\n   ```text\n   {A}\n   # wait\n   {B}\n   ```\n"
    assert [7] == lines(RULE, text, PATH)


def test_only_prompts_are_asked() -> None:
    text = _prompt(f"{A}\n# Wait for result\n{B}")
    assert [9] == lines(RULE, text, PATH)
    assert [] == lines(RULE, text, "docs/dispatch.md")


def test_the_seeds_own_comparison_is_labelled() -> None:
    if not SEED.is_file():
        pytest.skip(f"the request is not at {SEED}")
    assert [] == found(RULE, SEED.read_text(encoding="utf-8"), PATH)


def test_what_render_writes_is_parallel() -> None:
    assert [] == found(RULE, (CHECKOUT / "agents" / "orchestrator.md").read_text(encoding="utf-8"), PATH)


@pytest.mark.parametrize(
    "part",
    [
        f"{A}\n# wait\n",
        "Task(subagent_type='x\n",
        'Task(subagent_type="""(((\n',
        f"{A} {B}",
        f"# Parallel\n{A}\n# wait\n{B}\n",
    ],
)
def test_a_long_example_takes_work_by_its_length(part: str) -> None:
    grows_with_its_size(lambda text: found(RULE, text, PATH), lambda size: _prompt(part * size), 600)
