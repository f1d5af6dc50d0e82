import pytest

from allsettled.checking import Checker
from allsettled.kinds import GLOBS, Kind, kind_by_path

AGENT = "---\nname: retrospective\ndescription: Looks back.\ntools: Read\n---\n\n# Retrospective\n"


def _kind(path: str, text: str = "# A title\n", **globs: tuple[str, ...]) -> Kind:
    return (
        Checker(rules=[], kinds={**globs, **{k: v for k, v in GLOBS.items() if k not in globs}}).read(text, path).kind
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("orchestrator.md", Kind.ORCHESTRATOR),
        ("agents/orchestrator.md", Kind.ORCHESTRATOR),
        (".github/agents/orchestrator.agent.md", Kind.ORCHESTRATOR),
        ("docs/orchestrator-routing-algorithm.md", Kind.DOCUMENT),
        ("agents/AGENT-SYSTEM.md", Kind.SYSTEM),
        ("agents/architect.md", Kind.AGENT),
        (".claude/agents/team/architect.md", Kind.AGENT),
        ("agents/HANDOFF.md", Kind.HANDOFF),
        ("agents/session-log.md", Kind.LOG),
        ("agents/retrospective.md", Kind.RETROSPECTIVE),
        ("sessions/2026-01-05-session-01-handoff.md", Kind.LOG),
        ("sessions/2026-01-05-session-01-retrospective.md", Kind.LOG),
        ("retrospectives/2026-01.md", Kind.RETROSPECTIVE),
        ("outputs/qa.output.md", Kind.OUTPUT),
        ("README.md", Kind.DOCUMENT),
    ],
)
def test_the_path_tells(path: str, kind: Kind) -> None:
    assert kind == _kind(path)


@pytest.mark.parametrize("path", ["agents/retrospective.md", ".claude/agents/handoff.md", "src/HANDOFF-writer.md"])
def test_an_agents_front_matter_tells_more_than_a_name(path: str) -> None:
    assert Kind.AGENT == _kind(path, AGENT)


def test_what_the_settings_say_counts_before_front_matter_and_before_our_own_globs() -> None:
    assert Kind.RETROSPECTIVE == _kind("looking-back/retrospective.md", AGENT, retrospective=("looking-back/*.md",))
    assert Kind.AGENT == _kind("agents/HANDOFF.md", agent=("agents/*.md",))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("---\nagent: qa\nstatus: COMPLETE\ntier: P1\n---\n", Kind.OUTPUT),
        ("---\ndescription: Judges.\nmode: subagent\n---\n", Kind.AGENT),
        ("# Session 12\n", Kind.LOG),
        ("# Impact\n\n## Parallel Dispatch Validation\n\n- [x] No agent depends on another's output\n", Kind.LOG),
        ("# Handoff of today\n", Kind.HANDOFF),
        ("# Our retrospective\n", Kind.RETROSPECTIVE),
        ("# Notes\n", Kind.DOCUMENT),
    ],
)
def test_the_content_tells_where_no_glob_does(text: str, kind: Kind) -> None:
    assert kind == _kind("notes/today.md", text)


def test_a_path_that_no_glob_names_has_no_kind() -> None:
    assert kind_by_path("notes/today.md") is None
