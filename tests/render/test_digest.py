import mdformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.document.html import canonical_html
from allsettled.render.digest import digest, input_digest
from allsettled.render.markers import Style

SAMPLE = """## Dispatch

Each agent has _one_ task, and **writes** to a place of its own: see `a  b` and [the rules](rules.md "All").

| Agent     | Status  | Reise |
| --------- | ------- | ----: |
| architect | DONE ✅ |     1 |
| 漢字      | a \\| b  |    22 |

- one
  - two

    three
- [ ] four

1. first
1. second

<!-- a note -->

> quoted\\
> text

```json
{ "a": [1, 2], "b": "x  y" }
```

```markdown
| a |
| - |
| b |
```
"""
# The digests of version 1. They are stored in people's files: if one of these changes, so must the stamp's version.
GOLDEN = {
    "": "e3b0c44298fc",
    "text": "39b6a726331c",
    "a\nb": "23711a61db1a",
    "# a": "32baabe220d5",
    "- [ ] a\n- [x] b": "bf8a34fe6864",
    "| a | b |\n| - | :-: |\n| c | d |": "4ea1864f5481",
    "```py title=x\na  b\n```": "c307eb421bf2",
    "<!-- a -->\n\n<pre>\na  b\n</pre>": "097f758ace00",
    "[a]: b 'c'\n\n~~x~~ `y  z`": "12e122088037",
    SAMPLE: "fe61b7cb6437",
}


@pytest.mark.parametrize("text", GOLDEN)
def test_version_1_of_the_digest_is_this(text: str) -> None:
    assert GOLDEN[text] == digest(text)


SAME = {
    "wrapping": ("one two\nthree", "one\ntwo three"),
    "line ends": ("a\r\n\r\nb\r\n", "\na\n\nb"),
    "padding of tables": ("| a | b |\n|-|-|\n|c|d|", "| a   | b   |\n| --- | --- |\n| c   | d   |"),
    "bullets": ("* a\n* b", "-   a\n-   b"),
    "numbers": ("1. a\n2. b", "1. a\n1. b"),
    "emphasis": ("*a* __b__", "_a_ **b**"),
    "headings": ("a\n=\n\nb\n-", "# a\n\n## b ##"),
    "escapes": ("a \\* b", "a * b"),
    "blank lines": ("# a\nb\n- c\n", "# a\n\nb\n\n\n- c"),
    "fence signs": ("```sh\na\n```", "~~~~sh\na\n~~~~"),
    "indented code": ("    a", "```\na\n```"),
    "rules": ("a\n\n***\n\nb", "a\n\n---\n\nb"),
    "white space in comments": ("<!-- a -->\ntext", "<!--  a\n-->\n\ntext"),
    "Markdown in a fence": ("```markdown\n* a\n\n|b|\n|-|\n```", "```markdown\n- a\n\n| b |\n| - |\n```"),
    "JSON in a fence": ('```json\n{"a":[1,2]}\n```', '```json\n{\n  "a": [1, 2]\n}\n```'),
}


@pytest.mark.parametrize("name", SAME)
def test_layout_makes_no_difference(name: str) -> None:
    one, other = SAME[name]
    assert canonical_html(one.replace("\r\n", "\n")) == canonical_html(other)
    assert digest(one) == digest(other)


DIFFERENT = {
    "a letter": ("a", "b"),
    "a cell": ("| a |\n| - |\n| b |", "| a |\n| - |\n| c |"),
    "a comment": ("a", "a\n\n<!-- b -->"),
    "a comment's text": ("<!-- a -->", "<!-- b -->"),
    "a task": ("- [ ] a", "- [x] a"),
    "white space in code": ("`a b`", "`a  b`"),
    "white space in a fence": ("```\na b\n```", "```\na  b\n```"),
    "white space in JSON's strings": ('```json\n"a b"\n```', '```json\n"a  b"\n```'),
    "white space in pre": ("<pre>a b</pre>", "<pre>a  b</pre>"),
    "a no-break space": ("a b", "a\u00a0b"),
    "a hard break": ("a\nb", "a\\\nb"),
    "a level": ("# a", "## a"),
    "the first number": ("1. a", "2. a"),
    "alignment": ("| a |\n| - |", "| a |\n| -: |"),
    "a link": ("[a](b)", "[a](c)"),
    "a definition that nothing uses": ("a", "a\n\n[b]: c"),
    "a second definition": ("[a]\n\n[a]: b", "[a]\n\n[a]: b\n[a]: c"),
    "a fence's whole info string": ("```py\na\n```", "```py title=x\na\n```"),
    "code in Markdown in a fence": ("```md\n`a b`\n```", "```md\n`a  b`\n```"),
    "an escaped tag": ("<b>a", "\\<b>a"),
    "what is nested very deep": (">" * 80 + "a", ">" * 80 + "b"),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_it_says_makes_a_difference(name: str) -> None:
    one, other = DIFFERENT[name]
    assert digest(one) != digest(other)


def test_no_depth_is_too_much() -> None:
    for shape in (">" * 20_000, "- " * 20_000, "[" * 5_000, "*a " * 5_000, "```md\n" * 5_000, "<div>" * 5_000):
        assert 12 == len(digest(shape))
    fences = "".join(f"{'`' * size}md\n" for size in range(60, 2, -1))
    assert 12 == len(digest(fences))


WORDS = st.sampled_from(["a", "b c", "*d*", "`e`", "\\|", "<!-- f -->", "1.", "g_h"])
BLOCKS = st.sampled_from(
    ["# {}", "- {}\n- {}", "1. {}\n2. {}", "> {}", "```\n{}\n```", "| {} |\n|-|\n| {} |", "{}\n{}"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(BLOCKS, WORDS), min_size=1, max_size=6))
def test_mdformat_makes_no_difference(blocks: list[tuple[str, str]]) -> None:
    text = "\n\n".join(block.replace("{}", word) for block, word in blocks)
    assert digest(text) == digest(mdformat.text(text, extensions={"gfm"}))


def test_behind_a_hash_every_character_counts_but_line_ends() -> None:
    assert digest("a\r\nb  \r\n\r\n", Style.HASH) == digest("\na\nb  ", Style.HASH)
    assert digest("a\nb", Style.HASH) != digest("a b", Style.HASH)
    assert digest("a  b", Style.HASH) != digest("a b", Style.HASH)
    assert "ca978112ca1b" == digest("a\n", Style.HASH)


def test_inputs_are_not_run_together() -> None:
    assert "facdde7a" == input_digest("a", "b")
    assert len({input_digest(*inputs) for inputs in (("a", "b"), ("ab",), ("b", "a"), ("a", "b", ""), ())}) == 5
