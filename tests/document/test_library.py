"""The parser's package is loaded whole as soon as somebody asks for what it defines, and not before."""

import subprocess
import sys

import pytest

from shell import CHECKOUT

_INLINE = "markdown_it.rules_inline"


def _run(source: str) -> str:
    """Run a source with nothing loaded; return what it prints."""
    begun = f"import sys\nsys.path.insert(0, {str(CHECKOUT / 'checker')!r})\n"
    done = subprocess.run([sys.executable, "-I", "-c", begun + source], capture_output=True, text=True, check=False)
    assert "" == done.stderr
    return done.stdout.strip()


def test_blocks_are_read_without_the_rest() -> None:
    text = "# One\n\n| a |\n|---|\n| b |\n\n> so\n\n- item\n  - nested\n\n```py\nx\n```\n\n<div>\n\nText\n----\n"
    source = (
        f"from allsettled.document import parse\nprint(len(list(parse({text!r}).blocks())), {_INLINE!r} in sys.modules)"
    )
    assert "4 False" == _run(source)


@pytest.mark.parametrize(
    "asked",
    [
        "from markdown_it import MarkdownIt",
        "import markdown_it; MarkdownIt = markdown_it.MarkdownIt",
        "import markdown_it.parser_block; from markdown_it.main import MarkdownIt",
        "import importlib; MarkdownIt = importlib.import_module('markdown_it').MarkdownIt",
    ],
)
@pytest.mark.parametrize("first", ["import allsettled.document.parser", "import markdown_it", "pass"])
def test_who_asks_for_it_gets_all_of_it(asked: str, first: str) -> None:
    shown = "print(MarkdownIt('commonmark').render('*a* [b](c)'))"
    assert '<p><em>a</em> <a href="c">b</a></p>' == _run(
        f"{first}\n{asked}\nimport allsettled.document.parser\n{shown}"
    )


def test_a_link_definition_is_the_whole_parsers() -> None:
    source = (
        "from allsettled.document.parser import parser\nfound = {}\n"
        "tokens = parser().parse('[x]: /u \"title\"\\n\\ntext\\n', found)\n"
        f"print([token.type for token in tokens], found['references']['X']['href'], {_INLINE!r} in sys.modules)"
    )
    assert "['paragraph_open', 'inline', 'paragraph_close'] /u True" == _run(source)


def test_what_it_has_not_is_missing() -> None:
    told = "import markdown_it\nprint(hasattr(markdown_it, 'nothing'), markdown_it.__version__)"
    assert _run(told) == _run(f"import allsettled.document.parser\n{told}")


def test_one_class_whichever_way_it_came() -> None:
    source = (
        "import allsettled.document.parser as ours\nfrom markdown_it import MarkdownIt\n"
        "print(isinstance(MarkdownIt().block, ours.ParserBlock), MarkdownIt.__module__)"
    )
    assert "True markdown_it.main" == _run(source)
