"""What `render` writes is what formatters would write: neither undoes the other's work."""

import subprocess
from pathlib import Path

import mdformat
import pytest

from allsettled.render.fresh import Fresh
from allsettled.render.splice import render
from allsettled.render.states import State
from formatters import program

BODY = """## Parallel dispatch

Each agent has _one_ task and **its own** place to write to.

| Agent     | Status | Note     |
| --------- | ------ | -------- |
| architect | ✅     | 漢字     |
| security  | ⚠️     | a \\| b   |
| devops    | 👩‍💻     | 🇩🇪 `x y` |

- one
  - two
- [ ] three

1. first
1. second

> quoted

```bash
echo "a  b"
```

<!-- a note -->

### Last

text
"""
FRESH = {id_: Fresh(body, "4f1c9a02") for id_, body in (("a", BODY), ("b/c", "text"), ("empty", ""))}
EMPTY = """---
name: x
tools: ["a", "b"]
---

# Title

intro

<!-- allsettled:begin id=a strategy=merge -->
<!-- allsettled:end id=a -->

between

<!-- allsettled:begin id=b/c -->
<!-- allsettled:end id=b/c -->

<!-- allsettled:begin id=empty -->
<!-- allsettled:end id=empty -->
"""
RENDERED = render(EMPTY, FRESH).text
OTHER_LAYOUTS = {
    "untidy": RENDERED.replace("- one\n  - two\n- [ ]", "* one\n    * two\n* [ ]"),
    "tight": RENDERED.replace(" -->\n\n", " -->\n").replace("\n\n<!-- allsettled:end", "\n<!-- allsettled:end"),
    "unpadded": RENDERED.replace("      |", " |").replace("------", "---"),
}


def prettier(text: str, folder: Path, *options: str) -> str:
    file = folder / "x.md"
    file.write_text(text, encoding="utf-8")
    command = [program("prettier"), "--no-config", *options, "--write", str(file)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return file.read_text(encoding="utf-8")


def markdownlint(text: str, folder: Path, *options: str) -> tuple[str, str]:
    """The text as markdownlint leaves it, and what it has to say."""
    file = folder / "x.md"
    file.write_text(text, encoding="utf-8")
    command = [program("markdownlint-cli2"), *options, file.name]
    ran = subprocess.run(command, check=False, capture_output=True, cwd=folder, text=True)
    assert ran.returncode in (0, 1), ran.stderr
    findings = [line for line in ran.stderr.splitlines() if line.startswith(file.name)]
    return file.read_text(encoding="utf-8"), "\n".join(findings)


def formatted(text: str) -> str:
    return mdformat.text(text, extensions={"gfm", "frontmatter"})


def states(text: str) -> list[State]:
    return [status.state for status in render(text, FRESH).statuses]


def test_the_sample_is_rendered() -> None:
    assert [State.NEW] * 3 == states(EMPTY)
    assert [State.CLEAN] * 3 == states(RENDERED)
    assert BODY in RENDERED


def test_mdformat_changes_nothing() -> None:
    assert RENDERED == formatted(RENDERED)


def test_prettier_changes_nothing(tmp_path: Path) -> None:
    assert RENDERED == prettier(RENDERED, tmp_path)


def test_markdownlint_finds_and_changes_nothing(tmp_path: Path) -> None:
    assert (RENDERED, "") == markdownlint(RENDERED, tmp_path)
    assert (RENDERED, "") == markdownlint(RENDERED, tmp_path, "--fix")


def assert_clean(text: str) -> None:
    assert [State.CLEAN] * 3 == states(text)
    assert text == render(text, FRESH).text


@pytest.mark.parametrize("name", OTHER_LAYOUTS)
def test_what_mdformat_lays_out_anew_is_still_clean(name: str) -> None:
    text = OTHER_LAYOUTS[name]
    assert text != RENDERED
    assert_clean(text)
    assert_clean(formatted(text))


@pytest.mark.parametrize("name", OTHER_LAYOUTS)
def test_what_prettier_lays_out_anew_is_still_clean(name: str, tmp_path: Path) -> None:
    assert_clean(prettier(OTHER_LAYOUTS[name], tmp_path))


@pytest.mark.parametrize("name", OTHER_LAYOUTS)
def test_what_markdownlint_mends_is_still_clean(name: str, tmp_path: Path) -> None:
    assert_clean(markdownlint(OTHER_LAYOUTS[name], tmp_path, "--fix")[0])


def test_prose_that_mdformat_wraps_is_still_clean() -> None:
    text = mdformat.text(RENDERED, options={"number": True, "wrap": 20}, extensions={"gfm", "frontmatter"})
    assert text != RENDERED
    assert_clean(text)


def test_prose_that_prettier_wraps_is_still_clean(tmp_path: Path) -> None:
    for options in (["--prose-wrap", "always", "--print-width", "20"], ["--tab-width", "4", "--use-tabs"]):
        text = prettier(RENDERED, tmp_path, *options)
        assert text != RENDERED
        assert_clean(text)


def test_an_accepted_text_is_a_fixed_point_too(tmp_path: Path) -> None:
    accepted = render(RENDERED.replace("one_", "two_"), FRESH, accept=["a"]).text
    assert "override=user" in accepted
    assert accepted == formatted(accepted)
    assert accepted == prettier(accepted, tmp_path)
    assert (accepted, "") == markdownlint(accepted, tmp_path)
