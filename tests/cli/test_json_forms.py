"""What `new`, `plan` and `aggregate` print as JSON has the form of its schema, whatever they were asked for."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from allsettled.planning.reading import read_plan
from allsettled.protocol.output import Output, write
from allsettled.shape import errors
from cli.inside import run
from shell import CHECKOUT

PLAN = """\
title: The login
strategy: vote
tasks:
  - {id: a, agent: qa, tier: P0, prompt: "Say what is wrong, in out/a.md.", outputs: [out/a.md], timebox: 5 min}
  - {id: b, agent: qa, tier: P0, prompt-file: b.md, outputs: [out/b.md], estimate: 60}
  - {id: c, agent: critic, tier: P1, prompt: "Judge out/a.md, in out/c/.", inputs: [out/a.md], outputs: [out/c/]}
"""
CIRCLE = """\
tasks:
  - {id: a, agent: qa, prompt: Use the output of b., depends-on: [b], writes: [s]}
  - {id: b, agent: dev, prompt: hm, depends-on: [a], writes: [s/t]}
"""
DECLARED = """\
tasks:
  - {id: a, agent: qa, tier: P1, prompt-file: binary.md, dispatch: 1}
  - {id: b, agent: dev, tier: P0, prompt: Do what is to be done., dispatch: 2}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with plans, a log, and what agents left."""
    (tmp_path / "allsettled.toml").write_text('[protocol]\nchecklist = ["The budget is agreed"]\n')
    for name, text in {"plan": PLAN, "circle": CIRCLE, "declared": DECLARED}.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    (tmp_path / "b.md").write_text("Say what lacks, in out/b.md.\n")
    (tmp_path / "binary.md").write_bytes(b"\xff\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.md").write_text(write(Output("qa", "COMPLETE", "P0", verdict="A", started="noon")))
    (tmp_path / "out" / "other.md").write_text("---\nagent: [\n---\n")
    (tmp_path / "out" / "notes.md").write_text("# Notes\n")
    return tmp_path


def told(name: str, project: Path, *calls: tuple[str, ...]) -> list[Any]:
    """Return what calls print, after it was held against a schema of which every property is in one of them."""
    schema = json.loads((CHECKOUT / "schemas" / f"{name}.schema.json").read_text())
    values = []
    for call in calls:
        ran = run(*call, "--json", cwd=project)
        assert 2 > ran.code, ran.err
        values.append(json.loads(ran.out))
        assert [] == [error.message for error in Draft202012Validator(schema).iter_errors(values[-1])]
    assert schema["properties"].keys() == {key for value in values for key in value}
    return values


def test_plan(project: Path) -> None:
    every = ("--simulate", "--validation", "--dispatch")
    values = told(
        "plan-report",
        project,
        ("plan", "plan.yaml"),
        ("plan", "plan.yaml", *every, "claude"),
        ("plan", "plan.yaml", *every, "agents-md"),
        ("plan", "circle.yaml"),
        ("plan", "declared.yaml"),
    )
    assert ["PASS", "PASS", "PASS", "FAIL", "FAIL"] == [value["verdict"] for value in values]
    for value in values:
        assert [] == list(errors(value["plan"], "plan"))
        assert read_plan(json.dumps(value["plan"]), "plan.json").tasks
    assert {"OPEN", "PASS", "FAIL"} == {item["result"] for value in values for item in value["checklist"]}
    assert values[3]["order"]["dispatches"] == []
    assert values[4]["unread"]
    assert values[4]["faults"]


def test_aggregate(project: Path) -> None:
    run("new", "log", "x", "--output", "log.md", cwd=project)
    values = told(
        "aggregate-report",
        project,
        ("aggregate", "out"),
        ("aggregate", "--plan", "plan.yaml", "out", "--into", "log.md"),
        ("aggregate", "--plan", "plan.yaml", "--strategy", "escalate"),
    )
    assert ["out/notes.md"] == values[0]["passed_over"]
    assert values[1]["notes"]
    assert values[1]["into"] == {"path": "log.md", "record": 1, "changed": True, "kept": []}
    for value in values:
        assert [] == list(errors(value["record"], "record"))


def test_new(project: Path) -> None:
    values = told(
        "new-report",
        project,
        ("new", "log", "x"),
        ("new", "output", "--agent", "qa"),
        ("new", "skill"),
        ("new", "output", "--plan", "plan.yaml"),
    )
    assert ["out/a.md"] == values[3]["left"]
    for value in values:
        assert all((project / path).is_file() for path in value["paths"])
