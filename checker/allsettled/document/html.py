"""What a piece of Markdown says, whatever its layout: its HTML, in one spelling ("digest v1").

Formatters re-wrap, re-pad, re-number and re-quote Markdown without changing what it says. Two texts that differ
only so have the same canonical HTML. It is what CommonMark with tables and strikethrough renders, except that

- white space is one space, save in code and in raw `<pre>`, `<script>`, `<style>` and `<textarea>`;
- a fence of Markdown has that text's own canonical form in it, and one of JSON no white space outside its strings,
  since prettier lays those out too;
- a fence keeps its whole info string, of which HTML shows the first word only;
- link definitions are listed at the end, used or not.

The last two are there so that no edit by hand goes unseen. A change of this form, or of the parser's HTML, makes
stored digests wrong: `tests/render/test_digest.py` holds golden vectors against it.
"""

import re
from functools import cache
from typing import Any

_BLANK = re.compile(r"[ \t\n\r\f\v]+")  # not the no-break space: it is a character
_RAW = re.compile(r"<(?:pre|script|style|textarea)\b", re.IGNORECASE)
_JSON_SPACE = re.compile(r'("(?:[^"\\\n]|\\.)*+")|[ \t\n\r]+')
_DEEPEST = 60  # levels of nesting; the parser leaves out what lies deeper, and calls itself level by level
_FENCES = 4  # fences of Markdown within each other


def canonical_html(markdown: str) -> str:
    """Return the one spelling of what `markdown` says.

    Text whose blocks nest deeper than anybody writes is not seen whole by the parser: it is added as it stands.
    """
    return _canonical(markdown, 0)


def _canonical(markdown: str, depth: int) -> str:
    parser = _parser()
    env: dict[str, Any] = {"depth": depth}
    tokens = parser.parse(markdown, env)
    html: str = parser.renderer.render(tokens, parser.options, env)
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        html += markdown
    return html + "".join(_definitions(env))


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _collapse(text: str) -> str:
    return _BLANK.sub(" ", text)


def _text(_renderer: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return _escape(_collapse(tokens[index].content))


def _soft_break(*_: Any) -> str:
    return " "


def _code(_renderer: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
    """Render a fence or an indented block; the two say the same if the fence has no info string."""
    info = _collapse(tokens[index].info).strip()
    content: str = tokens[index].content
    language = info.split(" ", 1)[0].lower()
    if language in ("markdown", "md") and env["depth"] < _FENCES:
        content = _canonical(content, env["depth"] + 1)
    elif language in ("json", "jsonc", "json5"):
        content = _JSON_SPACE.sub(r"\1", content)
    opening = f'<code class="{_escape(info)}">' if info else "<code>"
    return f"<pre>{opening}{_escape(content)}</code></pre>\n"


def _raw_block(_renderer: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    content: str = tokens[index].content
    return (content if _RAW.search(content) else _collapse(content)).strip() + "\n"


def _raw_inline(_renderer: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return _collapse(tokens[index].content)


_RULES = {
    "text": _text,
    "softbreak": _soft_break,
    "fence": _code,
    "code_block": _code,
    "html_block": _raw_block,
    "html_inline": _raw_inline,
}


def _definitions(env: dict[str, Any]) -> list[str]:
    """Return the link definitions in the order of their labels; of one label, in the order of the text."""
    found = [(label, link) for label, link in env.get("references", {}).items()]
    found += [(link["label"], link) for link in env.get("duplicate_refs", [])]
    found.sort(key=lambda pair: pair[0])
    return [
        f'<link label="{_escape(_collapse(label))}" href="{_escape(link["href"])}"'
        f' title="{_escape(_collapse(link["title"]))}" />\n'
        for label, link in found
    ]
