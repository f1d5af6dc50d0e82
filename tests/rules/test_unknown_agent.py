import pytest

from allsettled.checking import Checker
from allsettled.finding import Severity
from allsettled.protocol.record import Ballot
from allsettled.protocol.value import BUILT_IN
from allsettled.rules import RULES
from checked import found, lines
from records import CLEAN, log
from shell import CHECKOUT
from working import grows_with_its_size

RULE = "unknown-agent"
PATH = "orchestrator.md"
AGENTS = ("architect", "security", "devops", "qa", "milestone-planner")


def _names(text: str, path: str = PATH) -> list[str]:
    return [message.partition('"')[2].rstrip('"') for _, message in found(RULE, text, path, AGENTS)]


@pytest.mark.parametrize(
    "text",
    [
        'Call `Task(subagent_type="critic", prompt="...")`.',
        "```python\nTask(\n    subagent_type='critic',\n)\n```",
        '```js\nTask({ subagent_type: "critic", prompt: "..." })\n```',
        '```json\n{"subagent_type": "critic"}\n```',
        "```text\n#runSubagent with subagentType=critic\n```",
        "```text\n/agent critic\nReview it.\n```",
        '```text\nrunSubagent(agentName: "critic", prompt: "...")\n```',
        '```text\nspawn_agent(agent_type="critic", message="...")\n```',
        "| Request | Agent |\n|---|---|\n| Design | architect |\n| Tests | `qa` |\n| Plan | critic |",
        "| Request | Route to |\n|---|---|\n| Design | architect → security → critic |",
        "| Request | Primary Agents |\n|---|---|\n| Design | architect, **qa** (first), critic |",
    ],
)
def test_calls_references_and_routing_tables_name_agents(text: str) -> None:
    assert ["critic"] == _names(f"# Lead\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        'Task(subagent_type="qa")',
        'Task(subagent_type="QA Agent")',
        'Task(subagent_type="general-purpose") and Task(subagent_type="Explore")',
        'Task(subagent_type="team:critic")',
        'Task(subagent_type="[agent]") or Task(subagent_type="agent-name")',
        "Never use `subagent_type='critic'` again.",
        "`subagent_type`: the name of the agent",
        "```python\nTask(subagent_type=role)\n```",
        "```js\nTask({ subagent_type: role })\n```",
        "```python\nTask(subagent_type=f'{name}-reviewer')\n```",
        "<!-- Task(subagent_type='critic') -->",
        "> Task(subagent_type='critic')",
        "| Word | Agent |\n|---|---|\n| a | critic |\n| b | planner |\n| c | qa |",  # not a column of our agents
        "| Agent | What |\n|---|---|\n| architect | a |\n| qa | b |\n| the critic skill | c |",
        "| Agent | What |\n|---|---|\n| architect | a |\n| qa | b |\n| ~~critic~~ | c |",
        "| Agent | What |\n|---|---|\n| architect | a |\n| qa | b |\n| all agents | c |",
        "| File | What |\n|---|---|\n| architect | a |\n| qa | b |\n| critic | c |",
    ],
)
def test_what_is_known_or_names_no_agent(text: str) -> None:
    assert [] == _names(f"# Lead\n\n{text}\n")


def test_front_matter_names_agents_too() -> None:
    head = "---\nname: lead\nagents: [qa, critic]\nhandoffs:\n  - label: Plan\n    agent: planner\n---\n\n# Lead\n"
    message = "no file of the catalogue is of an agent named"
    assert [(3, f'{message} "critic"'), (4, f'{message} "planner"')] == found(RULE, head, "lead.agent.md", AGENTS)


def test_a_name_is_reported_once_at_its_first_place() -> None:
    text = "# Lead\n\n" + "Task(subagent_type='critic')\n\n" * 3
    assert [3] == lines(RULE, text, PATH, AGENTS)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("planner", 'did you mean "milestone-planner"?'),
        ("secuirty", 'did you mean "security"?'),
        ("critic", "write its file, or, if it needs none, add the name to `agents` of the settings' `protocol`"),
    ],
)
def test_the_name_that_is_meant(name: str, hint: str) -> None:
    checker = Checker(rules=[RULES[RULE]], agents=frozenset(AGENTS))
    (finding,) = checker.check(checker.read(f"Task(subagent_type='{name}')\n", PATH))
    assert (hint, Severity.ERROR) == (finding.hint, finding.severity)
    assert (21, 21 + len(name)) == (finding.span.column, finding.span.end_column)


def test_without_a_catalogue_nothing_is_said() -> None:
    assert [] == found(RULE, "Task(subagent_type='critic')\n", PATH)
    assert [1] == lines(RULE, "Task(subagent_type='critic')\n", PATH, ())


def test_the_protocols_own_agents_need_no_file() -> None:
    protocol = BUILT_IN._replace(agents=("critic",))
    checker = Checker(rules=[RULES[RULE]], protocol=protocol, agents=frozenset(AGENTS))
    assert [] == checker.check(checker.read("Task(subagent_type='critic')\n", PATH))


def test_a_log_is_warned_of_names_in_every_table_of_its_record() -> None:
    record = CLEAN._replace(
        runs=(*CLEAN.runs, CLEAN.runs[0]._replace(agent="planner")),
        outputs=(*CLEAN.outputs, CLEAN.outputs[0]._replace(agent="critic", location="")),
        votes=(Ballot("advisor", "", "A", "80%"),),
        failures=(CLEAN.failures[0]._replace(agent="qa-2"),),
    )
    checker = Checker(rules=[RULES[RULE]], agents=frozenset(AGENTS))
    findings = checker.check(checker.read(log(record), "2026-01-05-session-01.md"))
    assert {"planner", "critic", "advisor"} == {finding.message.split('"')[1] for finding in findings}
    assert {Severity.WARNING} == {finding.severity for finding in findings}


def test_a_clean_log_and_our_own_pack_name_only_their_agents() -> None:
    assert [] == found(RULE, log(), agents=AGENTS)
    for name in ("orchestrator.md", "AGENT-SYSTEM.md"):
        text = (CHECKOUT / "agents" / name).read_text(encoding="utf-8")
        assert [] == found(RULE, text, f"agents/{name}", AGENTS)


@pytest.mark.parametrize(
    "line",
    ["Task(subagent_type='critic-{}')\n\n", "Task(subagent_type='c{}', x=((", "| " + " " * 40 + "x ", "> ->, ", "-1"],
)
def test_many_names_take_work_by_their_number(line: str) -> None:
    head = "# Lead\n\n| Agent |\n|---|\n| qa |\n| architect |\n| "
    texts = lambda size: head + "".join(line.format(n) for n in range(size))  # noqa: E731
    grows_with_its_size(lambda text: found(RULE, text, PATH, AGENTS), texts, 1_250)
