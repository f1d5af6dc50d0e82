"""`plan` as an agent's shell sees it: what it prints, where, and its exit code."""

import ast
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.planning.dispatching import quoted
from allsettled.protocol.writing import skeleton
from allsettled.render.platforms import IDS
from cli.inside import run
from shell import allsettled

PLAN = """\
title: What the new login changes
strategy: merge
tasks:
  - id: design
    agent: architect
    tier: P0
    prompt: |
      Say what the new login (docs/login.md) changes.
      Leave your answer in out/design.md.
    inputs: [docs/login.md]
    outputs: [out/design.md]
    timebox: 10 min
    on-failure: Escalate
  - id: threats
    agent: security
    tier: P0
    prompt-file: prompts/threats.md
    inputs: [docs/login.md]
    outputs: [out/threats.md]
    timebox: 10 min
    on-failure: Escalate
  - id: cases
    agent: qa
    tier: P1
    prompt: Write a test case for each threat in out/threats.md. Leave the cases in out/cases.md.
    inputs: [out/threats.md]
    outputs: [out/cases.md]
    timebox: 5 min
    on-failure: Retry
"""
PROMPT = "List the threats to the new login (docs/login.md).\nLeave the list in out/threats.md.\n"
CALLS = """\
## Dispatch 1 of 2: P0

Put all `Agent` (also called `Task`) calls into one response. A call in a later response is a dispatch of its own.

```text
Agent(subagent_type="architect", description="design", \
prompt="Say what the new login (docs/login.md) changes.\\nLeave your answer in out/design.md.")
Agent(subagent_type="security", description="threats", \
prompt="List the threats to the new login (docs/login.md).\\nLeave the list in out/threats.md.")
```

Results come back as notices in later turns, in the order in which the agents finish.

## Dispatch 2 of 2: P1

Start it when every agent of dispatch 1 has settled.

Put all `Agent` (also called `Task`) calls into one response. A call in a later response is a dispatch of its own.

```text
Agent(subagent_type="qa", description="cases", \
prompt="Write a test case for each threat in out/threats.md. Leave the cases in out/cases.md.")
```

Results come back as notices in later turns, in the order in which the agents finish.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a plan that passes."""
    for name, text in {
        "plan.yaml": PLAN,
        "docs/login.md": "The login.\n",
        "prompts/threats.md": PROMPT,
        "allsettled.toml": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_plan_that_passes(project: Path) -> None:
    ran = run("plan", "plan.yaml", cwd=project)
    assert (0, "") == (ran.code, ran.err)
    assert ran.out.startswith("PASS  What the new login changes\n")
    assert "  1. P0: design, threats\n  2. P1: cases\n" in ran.out


def test_a_plan_that_fails_says_where_and_what_to_do(project: Path) -> None:
    (project / "plan.yaml").write_text(PLAN.replace("[out/threats.md]", "[out/design.md]", 1))
    (project / "docs" / "login.md").rename(project / "docs" / "logins.md")
    ran = run("plan", "plan.yaml", cwd=project)
    assert 1 == ran.code
    assert (
        'plan.yaml:10:14: missing-file: design reads "docs/login.md", which doesn\'t exist\n'
        '          help: did you mean "docs/logins.md"?\n'
    ) in ran.out
    assert 'plan.yaml:19:15: shared-output: design and threats both write "out/design.md"\n' in ran.out


def test_every_fault_of_a_plan_that_cannot_be_used_is_told(project: Path) -> None:
    (project / "plan.yaml").write_text("strategy: merge\ntasks:\n  - agnt: qa\n  - agent: qa\n    tier: P7\n")
    ran = run("plan", "plan.yaml", cwd=project)
    assert (2, "") == (ran.code, ran.out)
    assert "error: plan.yaml:3:5: unknown key" in ran.err
    assert 2 <= ran.err.count("error: ")


def test_the_section_for_the_log_is_all_that_is_printed(project: Path) -> None:
    ran = run("plan", "plan.yaml", "--validation", cwd=project)
    assert (0, "") == (ran.code, ran.err)
    assert 5 == ran.out.count("- [x] ")
    assert ran.out.startswith("## Parallel Dispatch Validation\n")


def test_the_boxes_of_a_log_are_ticked_in_place(project: Path) -> None:
    log = project / "log.md"
    text = f"# Session log: x\r\n\r\n- **Status**: OPEN\r\n\r\n{skeleton()}".replace("\r\n", "\n").replace("\n", "\r\n")
    log.write_bytes(text.encode())
    ran = run("plan", "plan.yaml", "--into", "log.md", cwd=project)
    assert (0, "log.md: 5 ticked in its checklist\n") == (ran.code, ran.err)
    again = run("plan", "plan.yaml", "--into", "log.md", "--json", cwd=project)
    assert (0, "log.md: its checklist is as the verdict has it already\n") == (again.code, again.err)
    assert "PASS" == json.loads(again.out)["verdict"]
    ticked = log.read_bytes().decode()
    assert text == ticked.replace("[x]", "[ ]")
    assert 5 == ticked.count("- [x] ")
    (project / "prompts" / "threats.md").unlink()
    ran = run("plan", "plan.yaml", "--into", "log.md", cwd=project)
    assert (1, "log.md: 1 unticked in its checklist\n") == (ran.code, ran.err.splitlines(keepends=True)[0])
    assert "- [ ] Each agent has complete context in prompt\r\n" in log.read_bytes().decode()


def test_a_record_without_a_log_is_refused(project: Path) -> None:
    ran = run("plan", "plan.yaml", "--record", "2", cwd=project)
    said = "error: --record says how to write into a log, and none is named\n"
    assert (2, "", said + "help: name the log: --into LOG; or leave --record out\n") == ran


@pytest.mark.parametrize(
    ("text", "message", "cure"),
    [
        ("# Notes\n", "log.md: the log has no checklist of a dispatch", "allsettled new log"),
        (
            "- **Status**: CLOSED\n\n## Parallel Dispatch Validation\n\n- [ ] x\n",
            "log.md: the log is closed",
            "another",
        ),
        ("## Parallel Dispatch Validation\n\n- [ ] x\n", 'has no box for the item "No agent depends', "- [ ] No agent"),
    ],
)
def test_a_log_that_cannot_be_ticked_stays_as_it_is(project: Path, text: str, message: str, cure: str) -> None:
    (project / "log.md").write_text(f"# Session log\n\n{text}")
    ran = run("plan", "plan.yaml", "--into", "log.md", cwd=project)
    assert 2 == ran.code
    assert message in ran.err
    assert cure in ran.err
    assert f"# Session log\n\n{text}" == (project / "log.md").read_text()


def test_calls_are_those_of_the_platform(project: Path) -> None:
    assert (0, CALLS, "") == run("plan", "plan.yaml", "--dispatch", "claude", cwd=project)


@pytest.mark.parametrize("platform", IDS)
def test_each_platform_starts_every_agent_with_its_whole_prompt(project: Path, platform: str) -> None:
    ran = run("plan", "plan.yaml", "--dispatch", platform, "--json", cwd=project)
    calls = [call for one in json.loads(ran.out)["dispatch"]["dispatches"] for call in one["calls"]]
    assert ["architect", "security", "qa"] == [call["agent"] for call in calls]
    assert all(PROMPT.strip() in (call.get("prompt"), *call["arguments"].values()) for call in calls[1:2])
    told = run("plan", "plan.yaml", "--dispatch", platform, cwd=project)
    assert 0 == told.code
    assert all(agent in told.out for agent in ("architect", "security", "qa"))
    assert "List the threats" in told.out


def test_no_calls_of_a_plan_that_fails(project: Path) -> None:
    (project / "prompts" / "threats.md").unlink()
    ran = run("plan", "plan.yaml", "--dispatch", "claude", cwd=project)
    assert (1, "") == (ran.code, ran.out)
    assert "missing-prompt-file" in ran.err
    assert ran.err.endswith("no calls are printed: the plan fails\n")
    assert "dispatch" not in json.loads(run("plan", "plan.yaml", "--dispatch", "claude", "--json", cwd=project).out)


def test_an_unknown_platform_is_not_guessed(project: Path) -> None:
    ran = run("plan", "plan.yaml", "--dispatch", "clade", cwd=project)
    assert (2, "", 'error: unknown platform "clade"\nhelp: did you mean "claude"?\n') == ran


def test_a_plan_may_come_by_standard_input(project: Path) -> None:
    ran = allsettled("plan", "-", cwd=project, stdin=PLAN)
    assert (0, "") == (ran.code, ran.err)


def test_files_that_git_ignores_are_there_if_the_plan_names_them(project: Path) -> None:
    (project / ".git").mkdir()
    (project / ".gitignore").write_text("docs/\nprompts/\n")
    assert 0 == run("plan", "plan.yaml", cwd=project).code


def test_a_prompt_file_that_cannot_be_read_says_why(project: Path) -> None:
    (project / "prompts" / "threats.md").write_bytes(b"List \xff the threats")
    ran = run("plan", "plan.yaml", cwd=project)
    assert 1 == ran.code
    assert "note: prompts/threats.md:1:6: the byte 0xff at offset 5 is not UTF-8\n" == ran.err


def test_the_width_caps_the_order_and_the_simulation(project: Path) -> None:
    ran = run("plan", "plan.yaml", "--width", "1", "--simulate", "--json", cwd=project)
    value = json.loads(ran.out)
    assert [["design"], ["threats"], ["cases"]] == [one["tasks"] for one in value["order"]["dispatches"]]
    assert [1] == [one["width"] for one in value["simulation"]["widths"]]


def test_measured_durations_come_from_stats(project: Path) -> None:
    (project / "plan.yaml").write_text("".join(line for line in PLAN.splitlines(True) if "timebox" not in line))
    runs = [("architect", 100, "ok"), ("architect", 300, "ok"), ("security", 60, "ok"), ("qa", 9, "failed")]
    stats = {
        "version": 1,
        "dispatches": [{"agents": [{"agent": a, "seconds": s, "state": state} for a, s, state in runs]}],
    }
    ran = allsettled(
        "plan", "plan.yaml", "--simulate", "--measured", "-", "--json", cwd=project, stdin=json.dumps(stats)
    )
    assert {
        "design": {"seconds": 200, "source": "measured"},
        "threats": {"seconds": 60, "source": "measured"},
        "cases": {"seconds": 130, "source": "assumed"},
    } == json.loads(ran.out)["simulation"]["durations"]


@pytest.mark.parametrize("stats", ["{", "[]", '{"dispatches": 3}', '{"dispatches": [{"agents": [{}]}]}', "[" * 99999])
def test_measurements_that_are_none_are_refused(project: Path, stats: str) -> None:
    ran = run("plan", "plan.yaml", "--simulate", "--measured", "-", cwd=project, stdin=stats)
    assert (2, "") == (ran.code, ran.out)
    assert ran.err.startswith("error: stdin: ")
    assert "\nhelp: " in ran.err


def test_the_verdict_stands_though_nothing_can_be_simulated(project: Path) -> None:
    (project / "plan.yaml").write_text("".join(line for line in PLAN.splitlines(True) if "timebox" not in line))
    ran = run("plan", "plan.yaml", "--simulate", cwd=project)
    assert 2 == ran.code
    assert ran.out.startswith("PASS  ")
    assert "error: plan.yaml: no task has a duration to simulate with\n" in ran.err


def test_the_simulation_is_plotted_and_drawn(project: Path) -> None:
    ran = allsettled("plan", "plan.yaml", "--simulate", "--svg", "out.svg", cwd=project, PYTHONIOENCODING="ascii")
    assert (0, "") == (ran.code, ran.err)
    assert ">      2      15 min     1.67x        83 %  ####" in ran.out
    assert (project / "out.svg").read_text().startswith("<svg ")


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_a_quoted_prompt_is_one_printable_line_that_reads_back(text: str) -> None:
    line = quoted(text)
    assert text == json.loads(line) == (ast.literal_eval(line) if max(text, default="") < "\U00010000" else text)
    assert line.isprintable()


def test_what_cannot_be_read_is_told_if_the_plan_names_it(project: Path) -> None:
    os.mkfifo(project / "pipe")
    os.mkfifo(project / "docs" / "pipe")
    assert (0, "") == (ran := run("plan", "plan.yaml", cwd=project))[::2], ran
    (project / "plan.yaml").write_text(PLAN.replace("[docs/login.md]", "[docs/login.md, docs/]", 1))
    assert "note: docs/pipe: it is a pipe, not a file\n" == run("plan", "plan.yaml", cwd=project).err
    (project / "plan.yaml").write_text(PLAN.replace("[docs/login.md]", "[docs/login.md, '**/pipe']", 1))
    value = json.loads(run("plan", "plan.yaml", "--json", cwd=project).out)
    assert ["docs/pipe", "pipe"] == [one["path"] for one in value["unread"]]


def test_of_many_errors_the_first_twenty_are_told(project: Path) -> None:
    (project / "plan.yaml").write_text("tasks:\n" + "- {agent: qa, promt: x}\n" * 40)
    ran = run("plan", "plan.yaml", cwd=project)
    assert (2, "", 20) == (ran.code, ran.out, ran.err.count('unknown key "promt"'))
    assert ran.err.endswith(
        'error: plan.yaml:21:15: unknown key "promt"\nhelp: did you mean "prompt"?\nand 20 more errors\n'
    )
