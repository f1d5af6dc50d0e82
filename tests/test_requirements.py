"""Every requirement of the seed is answered, and the answer exists."""

import json
import re
from pathlib import Path

import pytest

from allsettled.cli.commands import COMMANDS
from allsettled.requirements import REQUIREMENTS, Requirement, unanswered
from allsettled.rules import RULES
from quick import allsettled

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "issue-168.md"
IDS = [
    *("FR-1.1", "FR-1.2", "FR-1.3", "FR-2.1", "FR-2.2", "FR-2.3", "FR-3.1", "FR-3.2", "FR-3.3", "FR-4.1", "FR-4.2"),
    *("NFR-1.1", "NFR-1.2", "NFR-1.3", "NFR-2.1", "NFR-2.2", "NFR-2.3", "NFR-3.1", "NFR-3.2", "NFR-3.3"),
    *("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4"),
    *("4.1", "4.2", "4.3", "5.1", "5.2", "5.3"),
]


def test_the_requirements_are_those_of_the_seed() -> None:
    assert IDS == [requirement.id for requirement in REQUIREMENTS]


@pytest.mark.skipif(not SEED.is_file(), reason="the seed is not beside the checkout")
def test_the_seed_has_no_other() -> None:
    assert sorted(IDS) == sorted(re.findall(r"^\| ((?:N?FR-)?\d\.\d) \|", SEED.read_text("utf-8"), re.MULTILINE))


def test_the_command_lists_what_answers_each_of_them(tmp_path: Path) -> None:
    ran = allsettled("requirements", cwd=tmp_path)
    assert (0, "38 requirements, 0 faults\n") == (ran.code, ran.err)
    assert IDS == re.findall(r"^(\S+)", ran.out, re.MULTILINE)
    assert "FR-3.3   Critical failures are escalated to the user\n         rules: silent-escalation\n" in ran.out
    listed = json.loads(allsettled("requirements", "--json", cwd=tmp_path).out)["requirements"]
    assert [] == [one["id"] for one in listed if not (one["rules"] or one["templates"] or one["commands"])]


def test_what_is_unanswered_or_answered_by_nothing_is_said() -> None:
    wrong = [
        Requirement("FR-9.1", "Agents sleep"),
        Requirement("FR-9.2", "Agents dream", ("sleep",), ("dream",)),
        Requirement("FR-9.3", "Agents fail", same_as=("FR-3.2",)),
    ]
    assert [
        "FR-9.1 is unanswered: Agents sleep",
        "FR-9.2 names the template sleep, and there is none",
        "FR-9.2 names the command dream, and there is none",
    ] == list(unanswered(["session-log"], list(COMMANDS), wrong))


def test_the_command_fails_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = next(one for one in REQUIREMENTS if one.id == "FR-2.2")
    monkeypatch.setattr("allsettled.requirements.RULES", [rule for rule in RULES if "FR-2.2" not in rule.requirement])
    rest = tuple(one._replace(sections=(), commands=()) if one is gone else one for one in REQUIREMENTS)
    monkeypatch.setattr("allsettled.cli.requirements.REQUIREMENTS", rest)
    monkeypatch.setattr(
        "allsettled.cli.requirements.unanswered", lambda sections, commands: unanswered(sections, commands, rest)
    )
    ran = allsettled("requirements", cwd=tmp_path)
    assert 1 == ran.code
    assert "error: FR-2.2 is unanswered: Conflicts are handled by documented strategies" in ran.err


def test_the_table_in_the_docs_is_made_of_the_same(tmp_path: Path) -> None:
    docs = Path(__file__).resolve().parents[1] / "docs" / "requirements.md"
    (tmp_path / docs.name).write_bytes(docs.read_bytes())
    assert 0 == allsettled("render", "--check", docs.name, cwd=tmp_path).code
    text = docs.read_text("utf-8")
    for requirement in REQUIREMENTS:
        assert re.search(rf"^\| {re.escape(requirement.id)} +\| {re.escape(requirement.text)} ", text, re.MULTILINE)
