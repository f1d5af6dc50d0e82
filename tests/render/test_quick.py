"""The quick way to know a clean file: where it says yes, the slow way says so too."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.files.source import decode
from allsettled.render.fresh import Fresh
from allsettled.render.quick import Known
from allsettled.render.regions import scan
from allsettled.render.splice import render
from allsettled.render.states import State

FRESH = {id_: Fresh(f"## {id_}\n\n```text\n├── x\n```\n\n- item", "4f1c9a02") for id_ in ("a", "b")}
EMPTY = "<!-- allsettled:begin id={0} -->\n<!-- allsettled:end id={0} -->"


def region(id_: str) -> str:
    return render(EMPTY.format(id_), {id_: FRESH[id_]}).text


A, B = region("a"), region("b")
ANEW = A.replace("- item", "* item").replace("```text", "~~~text").replace("x\n```", "x\n~~~")  # as a formatter might
KNOWN = Known()
for _text in (A, B, ANEW):
    (_found,) = scan(_text).regions
    KNOWN.learn("claude", _found.id, _found.begin.text, _text[_found.begin.next : _found.end.stop])


def slowly_clean(text: str) -> int:
    """Return how many regions a text has, if the slow way finds all of them clean and no fault; else 0."""
    text = decode(text.encode(), "x").text
    found = scan(text)
    done = render(text, {one.id: FRESH[one.id] for one in found.regions if one.id in FRESH})
    clean = [status for status in done.statuses if status.state is State.CLEAN]
    return len(clean) if not done.faults and len(clean) == len(found.regions) else 0


@pytest.mark.parametrize(
    "text",
    [
        A,
        f"# T\n\n{A}\n",
        f"---\nname: x\n---\n\n{A}\n\n## Next\n\n{B}\n\nend",
        f"```bash\nx\n```\n\n{A}\n\n```\ny\n```\n",
        f"````markdown\n```\nx\n```\n````\n\n{A}\n",
        f"1. item\n\n   ```python\n   x\n\n   y\n   ```\n\n{A}\n",
        f"- item\n\n{A}\n",
        f"> quote\n> ```\n\n{A}\n",
        f"<details>\n\n```\nx\n```\n\n</details>\n\n{A}\n",
        f"<!-- one -->\n\n{A}\n",
        f"text ``` in line\n\n{A}\n",
        f"é\u2028x\n\n{A}\n",
        f"# T\n\n{ANEW}\n",
        f"# T\n\n{A}\n".replace("\n", "\r\n"),
        f"\ufeff---\nname: x\n---\n\n{A}\n",
        f"# T\n\n{A}\n".replace("\n", "\r\n", 5),
        A.replace("\n", "\r"),
        f"x\ry\r\n\r\n{A}\r\n",
        f"\ufeff# T\n\n{ANEW}\n".replace("\n", "\r\n"),
    ],
)
def test_ordinary_files_are_known_at_once(text: str) -> None:
    assert slowly_clean(text)
    assert slowly_clean(text) == KNOWN.clean("claude", text.encode())


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{A}\n```\n",
        f"```\nx\n\n{A}\n",
        f"- x\n  ```\n  y\n\n  ```\n z\n  ```\n{A}\n",
        f"- x\n  ```\n  y\nz\n  ```\n\n{A}\n",
        f"<!-- open\n\n{A}\n-->\n",
        f"<details>\n```\n\nx\n\n```\n\n{A}\n",
        f"<pre>\n\n{A}\n",
        f"{A}\n\n{A}\n",
        f"  {A}\n",
        f"{A} text\n",
        f"---\nname: x\n# {A}\n---\n",
        f"---\nname: x\n--- \n\n```\n\n---\n\n{A}\n",
        f"<!-- allsettled:ignore-next -->\n{A}\n",
        A.replace("├", "+"),
        A.replace("4f1c9a02", "4f1c9a03"),
        f"{A}\n\n<!-- allsettled:begin id=c -->\n",
        f"~~~\n{A}\n~~~\n",
    ],
)
def test_what_takes_a_closer_look_is_not_known(text: str) -> None:
    assert 0 == KNOWN.clean("claude", text.encode())


def test_bytes_that_are_no_text_are_not_known() -> None:
    for raw in (b"caf\xe9\n\n" + A.encode(), f"{A}\n\0".encode(), b"\xff\xfe" + A.encode()):
        assert 0 == KNOWN.clean("claude", raw)


def test_a_region_is_known_for_its_platform_only() -> None:
    assert 0 == KNOWN.clean("codex", A.encode())


LINES = st.sampled_from(
    [
        *[
            "",
            "",
            "text",
            "# h",
            "- item",
            "  more",
            "1. one",
            "> q",
            "> ```",
            "- ```",
            "```",
            "```sh",
            "  ```",
            "    ```",
        ],
        *[
            "````",
            "\t```",
            "``` x ```",
            "<div>",
            "</div>",
            "<!-- c -->",
            "<!-- c",
            "-->",
            "<pre>",
            "</pre>",
            " <b>",
            "---",
        ],
        *["| a |", "`code`", "\f", "<?x", "?>", "<!X>", "    code", "...", "<!-- allsettled: ignore x -- y -->"],
    ]
)
BLOCKS = st.lists(LINES, max_size=6).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(BLOCKS, st.sampled_from([A, ANEW]), BLOCKS, st.booleans(), BLOCKS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_yes_is_right(before: str, first: str, between: str, both: bool, after: str, end: str) -> None:
    text = f"{before}\n{first}\n{between}\n{B if both else ''}\n{after}\n".replace("\n", end)
    known = KNOWN.clean("claude", text.encode())
    assert known in (0, slowly_clean(text))
