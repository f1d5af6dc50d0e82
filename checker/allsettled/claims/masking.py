"""What of a Markdown text is its author's own running words: everything else blanked, every place kept."""

from collections import defaultdict, deque

from allsettled.expressions import expression

OPAQUE = "\ue000"
"""Stands for each character that belongs to something else: code, a quotation, an address, struck-through text."""

_TICKS = expression(r"`+")
_FOREIGN = expression(
    r"~~(?:[^~]|~(?!~))*~~"
    r"|\"[^\"]*\""
    r"|“[^“”]*”"
    r"|\]\([^()\s]*(?:\s[^()]*)?\)"
    r"|<[A-Za-z/!][^<>]*>"
    r"|https?://[^\s)>\]]+"
)
_MARKUP = expression(r"\*\*+|(?<!\S)\*(?=\w)|(?<=\w)\*(?=[\s.,;:)])|(?<![A-Za-z0-9])__?(?=\w)|[\[\]\\]|&[lg]t;|&nbsp;")
_ENTITIES = {"&lt;": "   <", "&gt;": "   >"}


def author_text(text: str) -> str:
    """Return a text of the same length: code, quotations and addresses opaque, marks of emphasis blank."""
    if "`" in text:
        text = _without_code(text)
    text = _FOREIGN.sub(lambda found: OPAQUE * len(found.group()), text)
    return _MARKUP.sub(lambda found: _ENTITIES.get(found.group(), " " * len(found.group())), text)


def _without_code(text: str) -> str:
    """Blank code spans: a run of backticks closes at the next run of the same length."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    later: dict[int, deque[int]] = defaultdict(deque)
    for index, (start, end) in enumerate(runs):
        later[end - start].append(index)
    parts: list[str] = []
    done = index = 0
    while index < len(runs):
        start, end = runs[index]
        same = later[end - start]
        while same and same[0] <= index:
            same.popleft()
        if same:
            closing = same[0]
            parts += [text[done:start], OPAQUE * (runs[closing][1] - start)]
            done = runs[closing][1]
            index = closing
        index += 1
    return "".join(parts) + text[done:]
