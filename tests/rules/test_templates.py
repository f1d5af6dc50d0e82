"""The rules on templates: those of handoffs and of retrospectives, and what a template is."""

import re

import pytest

from allsettled.document import parse
from allsettled.rules.templates import is_template
from checked import lines
from shell import CHECKOUT

HANDOFF = "# Handoff\n\n- [What is done]\n- [What is open]\n"
RETROSPECTIVE = "# Retrospective\n\n- [One thing to keep]\n- [One thing to change]\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("HANDOFF.md", HANDOFF),
        ("HANDOFF.md", "# Handoff\n\n- **Issue**: {issue number}\n- **Branch**: {branch name}\n"),
        ("HANDOFF.md", "# Handoff\n\n**Date**: YYYY-MM-DD\n**Topic**: ____\n"),
        ("HANDOFF.md", "# Handoff\n\n| Step | Who |\n|---|---|\n| First | <name> |\n| Second | <name> |\n"),
        ("templates/HANDOFF.md", "# Handoff\n\nSay what was done.\n\n- [What]\n- Nothing else.\n- Ever.\n"),
        ("handoff-template.md", "# Handoff\n\nSay what was done.\n\n- [What]\n- Nothing else.\n- Ever.\n"),
    ],
)
def test_templates(path: str, text: str) -> None:
    assert is_template(path, parse(text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("HANDOFF.md", "# Handoff\n\n- The cache is done.\n- [What is open]\n- The tests pass.\n"),
        ("HANDOFF.md", "# Handoff\n\n- [x] Cache\n- [ ] Migration\n"),
        ("HANDOFF.md", "# Handoff\n\n- Lint: [PASS]\n- Tests: [NOT RUN]\n"),
        ("HANDOFF.md", "# Handoff\n\n- [The log](log.md)\n- [the plan][1]\n"),
        ("HANDOFF.md", "# Handoff\n\n- {'activity': 'audited'}\n- ${{ secrets.TOKEN }}\n"),
        ("HANDOFF.md", "# Handoff\n\n```markdown\n- [What is done]\n- [What is open]\n```\n"),
        ("templates/HANDOFF.md", "# Handoff\n\nNothing to fill in.\n"),
        ("HANDOFF.md", ""),
    ],
)
def test_what_somebody_wrote_is_no_template(path: str, text: str) -> None:
    assert not is_template(path, parse(text))


@pytest.mark.parametrize(
    ("rule", "path", "text", "place"),
    [
        ("missing-handoff-tracking", "HANDOFF.md", HANDOFF, "- [Which agents are still open]\n"),
        ("missing-handoff-tracking", "HANDOFF.md", HANDOFF, "\n## Parallel runs\n\n- [Who]\n"),
        ("missing-handoff-tracking", "HANDOFF.md", HANDOFF, "\n| Agent | Status |\n|---|---|\n| [name] | [status] |\n"),
        ("missing-handoff-tracking", "HANDOFF.md", HANDOFF, "\n<!-- allsettled:begin id=handoff-tracking -->\n"),
        ("missing-metrics-section", "retrospective.md", RETROSPECTIVE, "\n## Metrics\n\n- [What it took]\n"),
        ("missing-metrics-section", "retrospective.md", RETROSPECTIVE, "- **Duration**: [minutes]\n"),
        (
            "missing-metrics-section",
            "retrospective.md",
            RETROSPECTIVE,
            "\n<!-- allsettled:begin id=parallel-metrics -->\n",
        ),
    ],
)
def test_a_place_in_any_form_is_one(rule: str, path: str, text: str, place: str) -> None:
    assert [1] == lines(rule, text, path)
    assert [] == lines(rule, text + place, path)


def test_a_path_that_has_agents_in_it_is_no_place_for_them() -> None:
    assert [1] == lines("missing-handoff-tracking", f"{HANDOFF}- Log: `.agents/sessions/{{date}}.md`\n", "HANDOFF.md")


@pytest.mark.parametrize(
    ("rule", "name"),
    [("missing-handoff-tracking", "HANDOFF.md"), ("missing-metrics-section", "retrospective.md")],
)
def test_our_own_template_has_the_region_and_would_lack_it_without(rule: str, name: str) -> None:
    text = (CHECKOUT / "agents" / name).read_text(encoding="utf-8")
    assert [] == lines(rule, text, f"agents/{name}")
    without = re.sub(r"<!-- allsettled:begin.*allsettled:end[^\n]*\n", "", text, flags=re.DOTALL)
    assert [1] == lines(rule, without, f"agents/{name}")


def test_the_prompt_of_the_agent_who_writes_retrospectives_is_no_template() -> None:
    prompt = f"---\nname: retrospective\ndescription: Looks back.\n---\n\n{RETROSPECTIVE}"
    assert [] == lines("missing-metrics-section", prompt, "agents/retrospective.md")
