"""`aggregate` over files on disk: everyone is settled, nothing is dropped, and the log is changed in place only."""

import json
import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.document import parse
from allsettled.protocol.output import Output, Point, write
from allsettled.protocol.reading import read
from allsettled.protocol.vocabulary import Strategy
from allsettled.protocol.writing import skeleton
from cli.inside import run

LOG = f"# Session log: the cache\n\n- **Status**: OPEN\n\n{skeleton()}\n## Notes\n\nmine\n"
TIMES = {"started": "2026-01-05T09:00:00Z", "finished": "2026-01-05T09:02:00Z"}
PLAN = """\
strategy: merge
tasks:
  - id: design
    agent: architect
    tier: P0
    prompt: Say what changes. Fill in out/design.md.
    outputs: [out/design.md]
  - id: threats
    agent: security
    tier: P0
    prompt: List the threats. Fill in out/threats.md.
    outputs: [out/threats.md]
    timebox: 10 min
    on-failure: Retry once
  - id: cases
    agent: qa
    tier: P1
    prompt: Write the cases. Fill in out/cases.md.
    outputs: [out/cases.md]
    on-failure: Retry with fewer cases
"""


def output(agent: str, status: str = "COMPLETE", **more: object) -> str:
    return write(Output(agent, status, **{"tier": "P0", "summary": f"What {agent} says.", **TIMES, **more}))  # type: ignore[arg-type]


def leave(folder: Path, **texts: str) -> None:
    (folder / "out").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / "out" / f"{name}.md").write_text(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a plan and a log, and without outputs."""
    (tmp_path / "allsettled.toml").write_text("")
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "log.md").write_text(LOG)
    return tmp_path


def statuses(text: str) -> dict[str, str]:
    (record,) = read(parse(text))
    return {row.agent: row.status for row in record.outputs}


def test_the_results_section_is_printed(project: Path) -> None:
    leave(project, a=output("architect", findings=(Point("Tokens are logged", "src/a.py:10", "high"),)))
    ran = run("aggregate", "out", cwd=project)
    assert (0, "1 of 1 outputs usable, 0 failed, 0 to escalate\n") == (ran.code, ran.err)
    assert ran.out.startswith("## Parallel Execution Results\n\n### Agent Outputs\n\n| Agent     | Tier | Status   |")
    assert "- **high**: Tokens are logged (src/a.py:10), by architect\n" in ran.out


def test_missing_invalid_and_unfinished_outputs_are_failures_with_their_places(project: Path) -> None:
    leave(
        project,
        design="---\nagent: architect\nstatus: DONE-ISH\n---\n",
        threats=output("security", "RUNNING", finished=""),
    )
    ran = run("aggregate", "--plan", "plan.yaml", "--into", "log.md", cwd=project)
    assert (1, "") == (ran.code, ran.out)
    words = "COMPLETE, PARTIAL, FAILED, TIMEOUT, SKIPPED, BLOCKED"
    assert (
        "note: the times of architect, qa aren't known: the Dispatch Log is left to you, or to `record`\n"
        "retry: qa (P1): with fewer cases\n"
        f'escalate: architect (P0) is FAILED: out/design.md:3: its status is "DONE-ISH", which is none of {words}\n'
        "escalate: security (P0) is TIMEOUT: out/threats.md:3: it still says RUNNING\n"
        "0 of 3 outputs usable, 3 failed, 2 to escalate, in log.md\n"
    ) == ran.err
    (record,) = read(parse((project / "log.md").read_text()))
    assert [("architect", "FAILED"), ("security", "TIMEOUT"), ("qa", "TIMEOUT")] == [
        (row.agent, row.status) for row in record.outputs
    ]
    assert "there is no output at out/cases.md" == record.failures[2].error
    assert "Retry: with fewer cases" == record.failures[2].action


def test_an_unfinished_agent_ends_with_its_timebox(project: Path) -> None:
    leave(project, design=output("architect"), threats=output("security", "RUNNING", finished=""), cases=output("qa"))
    run("aggregate", "--plan", "plan.yaml", "--into", "log.md", cwd=project)
    (record,) = read(parse((project / "log.md").read_text()))
    assert "2026-01-05T09:10:00Z" == next(row.finished for row in record.runs if row.agent == "security")
    assert "600 s" == record.metrics.wall_clock


def test_the_log_keeps_every_other_byte_and_is_clean(project: Path) -> None:
    leave(project, design=output("architect"), threats=output("security"), cases=output("qa", tier="P1"))
    (project / "log.md").write_bytes(b"\xef\xbb\xbf" + LOG.replace("\n", "\r\n").encode())
    os.chmod(project / "log.md", 0o640)  # noqa: PTH101
    ran = run("aggregate", "--plan", "plan.yaml", "--into", "log.md", cwd=project)
    assert (0, "") == (ran.code, ran.out)
    raw = (project / "log.md").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf# Session log: the cache\r\n\r\n- **Status**: OPEN\r\n")
    assert raw.endswith(b"\r\n## Notes\r\n\r\nmine\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert 0o640 == (project / "log.md").stat().st_mode & 0o777
    again = run("aggregate", "--plan", "plan.yaml", "--into", "log.md", cwd=project)
    assert "3 of 3 outputs usable, 0 failed, 0 to escalate, in the log already\n" == again.err
    assert raw == (project / "log.md").read_bytes()


def test_a_retry_that_came_back_takes_the_place_of_the_failure(project: Path) -> None:
    leave(
        project, design=output("architect"), threats=output("security"), cases=output("qa", "FAILED", error="no disk")
    )
    assert "retry: qa (P1)" in run("aggregate", "--plan", "plan.yaml", "--into", "log.md", cwd=project).err
    leave(project, cases=output("qa"))
    assert 0 == run("aggregate", "--plan", "plan.yaml", "--into", "log.md", cwd=project).code
    text = (project / "log.md").read_text()
    assert {"architect", "security", "qa"} == {name for name, status in statuses(text).items() if status == "COMPLETE"}
    assert "### Failed Agents\n\nNone.\n" in text


def test_what_was_written_by_hand_is_not_touched(project: Path) -> None:
    leave(project, design=output("architect"), threats=output("security"), cases=output("qa"))
    run("aggregate", "--plan", "plan.yaml", "--into", "log.md", cwd=project)
    mine = (project / "log.md").read_text().replace("3 of 3 agents returned a usable output.", "All is well.")
    (project / "log.md").write_text(mine)
    leave(project, cases=output("qa", summary="Eleven cases."))
    ran = run("aggregate", "--plan", "plan.yaml", "--into", "log.md", cwd=project)
    line = mine.split("\n").index("### Synthesized Result") + 1
    assert (2, "") == (ran.code, ran.out)
    assert f"error: log.md:{line}:1: Synthesized Result was written by hand\n" in ran.err
    assert "help: to keep it and put in the rest, add --keep; to replace it, --force\n" in ran.err
    assert mine == (project / "log.md").read_text()
    ran = run("aggregate", "--plan", "plan.yaml", "--into", "log.md", "--keep", cwd=project)
    assert "note: log.md: the part `result` was written by hand, and is kept: see whether it still holds\n" in ran.err
    text = (project / "log.md").read_text()
    assert "All is well." in text
    assert "Eleven cases." in text
    run("aggregate", "--plan", "plan.yaml", "--into", "log.md", "--force", cwd=project)
    assert "All is well." not in (project / "log.md").read_text()


def test_the_result_has_the_short_passages_of_a_summary_and_says_where_it_goes_on(project: Path) -> None:
    long = "Keys hold no tenant.\n\nSo one tenant reads what another stored.\n\n### Details\n\nLine 40."
    leave(
        project,
        design=output("architect", summary="It grows.\n\nNothing else."),
        threats=output("security", summary=long),
    )
    out = run("aggregate", "out", cwd=project).out
    assert "- architect: It grows. Nothing else.\n" in out
    assert (
        "- security: Keys hold no tenant. So one tenant reads what another stored. (goes on in out/threats.md)\n" in out
    )


def test_ballots_of_one_agent_are_told_apart_by_the_plan(project: Path) -> None:
    task = (
        "  - id: b{0}\n    agent: critic\n    prompt: Which is it? Fill in out/b{0}.md.\n    outputs: [out/b{0}.md]\n"
    )
    tasks = "".join(task.format(number) for number in (1, 2, 3))
    (project / "plan.yaml").write_text(f"strategy: vote\ntasks:\n{tasks}")
    leave(project, b1=output("critic", verdict="A"), b2=output("critic", verdict="B"), b3=output("critic", verdict="a"))
    ran = run("aggregate", "--plan", "plan.yaml", cwd=project)
    assert "### Majority: A (2/3)\n" in ran.out
    assert "| critic (ballot 3) | a " in ran.out
    assert 0 == ran.code


def test_a_tie_is_escalated_with_its_tally(project: Path) -> None:
    leave(project, a=output("qa", verdict="A"), b=output("critic", verdict="B"))
    ran = run("aggregate", "out", "--strategy", "vote", cwd=project)
    assert 1 == ran.code
    assert "escalate: The vote: no majority: A 1, B 1 (critic: B; qa: A)\n" in ran.err
    assert "### Majority: none\n" in ran.out


def test_the_strategy_is_the_logs_where_nothing_else_says_it(project: Path) -> None:
    (project / "log.md").write_text(LOG.replace("### Aggregation Strategy\n", "### Aggregation Strategy: vote\n"))
    leave(project, a=output("qa", verdict="A"))
    run("aggregate", "out", "--into", "log.md", cwd=project)
    assert "### Majority: A (1/1)\n" in (project / "log.md").read_text()


def test_an_output_at_anothers_path_is_told(project: Path) -> None:
    leave(project, design=output("security"), threats=output("security"), cases=output("qa"))
    ran = run("aggregate", "--plan", "plan.yaml", cwd=project)
    assert "escalate: architect (P0) is FAILED: out/design.md:2: it says that it's the output of security\n" in ran.err


def test_two_usable_outputs_of_one_agent_are_refused(project: Path) -> None:
    leave(project, a=output("qa"), b=output("QA"))
    ran = run("aggregate", "out", cwd=project)
    assert (2, "") == (ran.code, ran.out)
    assert "error: out/b.md: QA has an output here and in out/a.md\nhelp: name only the one that counts" in ran.err


def test_a_failure_without_a_tier_may_be_critical_where_others_have_one(project: Path) -> None:
    leave(project, a=output("architect"), b="---\nagent: [\n---\n")
    ran = run("aggregate", "out", cwd=project)
    assert 1 == ran.code
    assert "escalate: b is FAILED: out/b.md:2: its front matter can't be read:" in ran.err


def test_what_lies_about_in_a_folder_is_passed_over_with_a_note(project: Path) -> None:
    leave(project, a=output("architect"), README="# Read me\n")
    (project / "out" / "data.json").write_text("{}")
    ran = run("aggregate", "out", cwd=project)
    assert "note: passed over, since they don't begin with front matter: out/README.md, out/data.json\n" in ran.err
    assert {"architect": "COMPLETE"} == statuses(ran.out)


def test_an_output_may_be_json(project: Path) -> None:
    (project / "a.json").write_text(json.dumps({"agent": "qa", "status": "COMPLETE", "summary": "Well", "tier": "P1"}))
    (project / "b.json").write_text('{"agent": "security",\n "status": }')
    ran = run("aggregate", "a.json", "b.json", cwd=project)
    assert {"qa": "COMPLETE", "b": "FAILED"} == statuses(ran.out)
    assert "b.json:2: a value belongs here, not `}`" in ran.out


def test_json_has_it_all(project: Path) -> None:
    leave(project, design=output("architect"), threats=output("security", "FAILED", error="no access"))
    ran = run("aggregate", "--plan", "plan.yaml", "--into", "log.md", "--json", cwd=project)
    value = json.loads(ran.out)
    assert (1, "merge", ["security (P0) is FAILED: no access"]) == (ran.code, value["strategy"], value["escalations"])
    assert ["qa (P1): with fewer cases"] == value["retries"]
    assert {"path": "log.md", "record": 1, "changed": True, "kept": []} == value["into"]
    assert {
        "agent": "qa",
        "status": "TIMEOUT",
        "tier": "P1",
        "location": "",
        "error": "there is no output at out/cases.md",
    } in (value["agents"])
    assert ["architect", "security", "qa"] == [row["agent"] for row in value["record"]["outputs"]]


def test_no_more_is_printed_than_somebody_reads(project: Path) -> None:
    ran = run("aggregate", *(f"gone{number}.md" for number in range(30)), "--json", cwd=project)
    assert (0, 30) == (ran.code, len(json.loads(ran.out)["agents"]))
    leave(project, a=output("architect"))
    ran = run("aggregate", "out", *(f"gone{number}.md" for number in range(30)), cwd=project)
    assert 21 == ran.err.count("escalate: ")
    assert "escalate: and 10 more: --json has them all\n" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "error: no output is named\nhelp: name files or folders, or the plan"),
        (("nowhere",), "error: nowhere: there is no such file or folder"),
        (
            ("out",),
            "error: there is no agent's output in out; passed over, since they don't begin with front matter: out/x.md",
        ),
        (("out/x.md", "--keep", "--force"), "error: --keep and --force contradict each other"),
        (
            ("out/x.md", "--record", "1"),
            "error: --record says how to write into a log, and none is named\nhelp: name the",
        ),
        (("out/x.md", "--keep"), "error: --keep says how to write into a log, and none is named\nhelp: name the log"),
        (("out/x.md", "--into", "gone.md"), "error: gone.md: there is no such file or folder"),
        (("out/x.md", "--into", "log.json"), "error: log.json: the log is JSON"),
        (("out/x.md", "--into", "log.md", "--record", "2"), "error: log.md: the log has 1 record, and no number 2"),
    ],
)
def test_what_cannot_be_done_says_what_to_change(project: Path, arguments: tuple[str, ...], message: str) -> None:
    leave(project, x="no output\n")
    ran = run("aggregate", *arguments, cwd=project)
    assert (2, "") == (ran.code, ran.out)
    assert ran.err.startswith(message)


_CORRUPT = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"",
            b"\xff\xfe",
            b"---\n",
            b"---\nagent: [\n---\n",
            b"---\nagent: qa\nstatus: COMPLETE\n---\n",
            b"---\nagent: architect\nstatus: nobody knows\n---\n",
            b"---\nagent: {a: &x [*x]}\nstatus: COMPLETE\n---\n",
            b"---\nagent: architect\nstatus: COMPLETE\ntier: P9\n---\n# x\n\n## Summary\n\ny\n",
            b"# Agent Outputs\n\n| Agent | Status |\n|---|---|\n| security | COMPLETE |\n",
        ]
    ),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["COMPLETE", "PARTIAL", "FAILED", "RUNNING"]), min_size=1, max_size=4),
    st.lists(_CORRUPT, max_size=3),
    st.sampled_from([str(one) for one in Strategy]),
    st.randoms(),
)
def test_a_corrupt_output_never_hides_another(good: list[str], bad: list[bytes], how: str, random: object) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "allsettled.toml").write_text("")
        files = {f"good{n}.md": output(f"agent-{n}", status).encode() for n, status in enumerate(good)}
        files |= {f"bad{n}.md": text for n, text in enumerate(bad)}
        for path, text in files.items():
            (folder / path).write_bytes(text)
        order = sorted(files)
        random.shuffle(order)  # type: ignore[attr-defined]
        ran = run("aggregate", *order, "--strategy", how, cwd=folder)
        again = run("aggregate", *sorted(files), "--strategy", how, cwd=folder)
        assert (ran.code, ran.out) == (again.code, again.out)
        (record,) = read(parse(ran.out))
        assert len(files) == len(record.outputs) == len(Counter(row.agent.casefold() for row in record.outputs))
        wanted = {f"agent-{n}": "TIMEOUT" if status == "RUNNING" else status for n, status in enumerate(good)}
        assert wanted.items() <= {row.agent: row.status for row in record.outputs}.items()
        assert {row.location for row in record.outputs} == set(files)


def test_what_was_decided_in_the_log_is_not_escalated_again(project: Path) -> None:
    leave(
        project,
        design=output("architect", verdict="A"),
        threats=output("security", verdict="B"),
        cases=output("qa", "FAILED", tier="P0", error="no disk"),
    )
    (project / "plan.yaml").write_text(PLAN.replace("P1", "P0"))
    call = ("aggregate", "--plan", "plan.yaml", "--into", "log.md")
    assert 1 == run(*call, cwd=project).code
    text = (project / "log.md").read_text()
    assert 1 == run(*call, cwd=project).code
    assert text == (project / "log.md").read_text()
    row = next(line for line in text.split("\n") if line.startswith("| Which recommendation holds?"))
    text = text.replace(row, row.replace("| N/A ", "| The user took B "))
    (project / "log.md").write_text(text)
    ran = run(*call, cwd=project)
    assert (1, ["escalate: qa (P0) is FAILED: no disk"]) == (
        ran.code,
        [line for line in ran.err.split("\n") if line.startswith("escalate")],
    )
    assert "To be decided" not in (project / "log.md").read_text()
    text = (
        (project / "log.md")
        .read_text()
        .replace("Escalate: the user decides; the plan says: Retry", "Escalate: without")
    )
    (project / "log.md").write_text(text)
    for _ in range(2):  # it holds the next time too
        assert (0, "2 of 3 outputs usable, 1 failed, 0 to escalate") == (
            (ran := run(*call, cwd=project)).code,
            ran.err.split(", in")[0].split("\n")[-1],
        )
        assert "The user took B" in (project / "log.md").read_text()
        assert "Escalate: without" in (project / "log.md").read_text()
    leave(project, design=output("architect", verdict="C"))
    ran = run(*call, cwd=project)
    assert (2, True) == (ran.code, "Conflicts was written by hand" in ran.err)
    ran = run(*call, "--keep", cwd=project)
    assert "escalate: Which recommendation holds? (architect: C; security: B)\n" in ran.err
    assert 1 == run(*call, "--force", cwd=project).code
    assert "The user took B" not in (project / "log.md").read_text()
