import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.document.model import Fence
from allsettled.subject.toml_agent import parse_toml_agent

BODY = '# Lead\n\nStart them:\n\n```text\nspawn_agent(agent_type="qa")\n```\n'


@pytest.mark.parametrize("quote", ["'''", '"""'])
def test_the_instructions_are_read_as_markdown_at_their_places(quote: str) -> None:
    document = parse_toml_agent(f'name = "lead"\n\ndeveloper_instructions = {quote}\n{BODY}{quote}\n# Not a heading\n')
    (fence,) = [block for block in document.blocks() if isinstance(block, Fence)]
    assert ["Lead"] == [section.title.text for section in document.sections()]
    assert 8 == fence.span.line
    assert "```text" == document.lines[7]
    assert document.front_matter is not None
    assert "lead" == document.front_matter.values["name"]
    assert 1 == document.front_matter.places["name"].line


@pytest.mark.parametrize(
    "text",
    [
        "",
        'developer_instructions = "# One line"\n',
        "developer_instructions = '''# On the key's own line\n'''\n",
        "developer_instructions = 3\n",
        "[developer_instructions]\n",
        "developer_instructions = '''\n# Never closed\n",
    ],
)
def test_what_has_no_text_of_several_lines_has_no_content(text: str) -> None:
    document = parse_toml_agent(text)
    assert [] == list(document.sections())
    assert text.split("\n") == list(document.lines)


def test_front_matter_says_why_a_file_cannot_be_read() -> None:
    front_matter = parse_toml_agent("name = \n").front_matter
    assert front_matter is not None
    assert "Invalid value" in front_matter.error


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab#`'\"=\n[]\\ \r", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    parse_toml_agent(f"developer_instructions = '''\n{text}")
    parse_toml_agent(text)
