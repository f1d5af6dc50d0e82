import pytest

from allsettled.subject.catalogue import BUILT_IN, canonical, names_of


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("agents/qa.md", "# QA\n", {"qa"}),
        (".github/agents/qa.agent.md", "", {"qa"}),
        ("templates/agents/qa.shared.md", "", {"qa"}),
        ("agents/qa.md", "---\nname: quality\ndescription: x\n---\n", {"qa", "quality"}),
        ("agents/qa.md", "\ufeff---\r\nname: 'quality'\r\n---\r\n", {"qa", "quality"}),
        ("agents/qa.md", '---\ndescription: a: b\nname: "quality" # ours\n---\n', {"qa", "quality"}),
        ("agents/qa.md", "---\nname: quality # ours\n---\n", {"qa", "quality"}),
        ("agents/qa.md", "---\ndescription: x\n---\nname: other\n", {"qa"}),
        ("agents/qa.md", "name: other\n", {"qa"}),
        ("agents/qa.md", "---\n  name: nested\n---\n", {"qa"}),
        (".codex/agents/qa.toml", 'name = "quality"\n', {"qa", "quality"}),
        ("agents/qa.md", "", {"qa"}),
        (".agent.md", "", {".agent"}),
    ],
)
def test_names_of_a_file(path: str, text: str, names: set[str]) -> None:
    assert names == names_of(path, text)


@pytest.mark.parametrize(
    ("name", "same"),
    [("Security Agent", "security"), ("@qa", "qa"), ("high_level advisor", "high-level-advisor"), ("agent", "agent")],
)
def test_spellings_of_one_name(name: str, same: str) -> None:
    assert same == canonical(name)


def test_the_platforms_agents_are_spelled_as_they_are_compared() -> None:
    assert set(BUILT_IN) == {canonical(name) for name in BUILT_IN}
