"""An agent's TOML file as a document: its keys as front matter, its instructions as the Markdown that they are."""

from allsettled.document import normalise, parse
from allsettled.document.model import Document

_BODY = "developer_instructions"
_QUOTES = ("'''", '"""')


def parse_toml_agent(text: str) -> Document:
    """Read an agent's TOML file. Never fails: the front matter says why it can't be read. Every place is the file's."""
    from allsettled.render.frontmatter_toml import toml_front_matter

    text = normalise(text)
    lines = tuple(text.split("\n"))
    front_matter = toml_front_matter(text)
    kept = [""] * len(lines)
    body = front_matter.values.get(_BODY)
    if isinstance(body, str) and (place := front_matter.places.get(_BODY)):
        first = place.line  # 0-based, of the line below the key
        if lines[first - 1].rstrip().endswith(_QUOTES):
            for number, part in enumerate(body.split("\n")[: len(lines) - first], start=first):
                kept[number] = part if lines[number].startswith(part) else lines[number]
    return parse("\n".join(kept))._replace(text=text, lines=lines, front_matter=front_matter)
