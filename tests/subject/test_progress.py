import pytest

from allsettled.document import parse
from allsettled.protocol.vocabulary import Status
from allsettled.subject.progress import read_agent_lines


def said(text: str) -> list[tuple[str, Status | None]]:
    return [(line.name, line.reading.status) for line in read_agent_lines(parse(text))]


def test_rows_of_a_table_about_agents() -> None:
    rows = "| #1 | a13b | ✅ Running |\n| #2 | - | ⏭️ Skipped |\n| #3 | ~~x~~ | Done |\n"
    text = f"| PR | Agent ID | Status |\n|---|---|---|\n{rows}"
    assert [("a13b", Status.RUNNING), ("#2", Status.SKIPPED)] == said(text)


@pytest.mark.parametrize("header", ["Agent | Task", "Task | Status", "Reviewer | Comments"])
def test_other_tables(header: str) -> None:
    assert [] == said(f"| {header} |\n|---|---|\n| qa | Pending |\n")


def test_items_that_name_an_agent_under_a_heading_about_agents() -> None:
    item = "- **onen**: PR #89 audit (EXECUTING)\n"
    assert [("onen", Status.RUNNING)] == said(f"# S\n\n## Agent Status\n\n{item}")
    assert [] == said(f"# S\n\n## Pull requests\n\n{item}")


def test_a_sentence_about_agents_that_still_run() -> None:
    assert [("PR #255 and #235", Status.RUNNING)] == said("# S\n\n- PR #255 and #235 agents still running\n")
    assert [] == said("# S\n\n- The tests are still running\n")
