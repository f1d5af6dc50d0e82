"""Whether two texts of a region say the same: digests that re-wrapping, re-padding and the like do not change."""

from functools import lru_cache

from allsettled.document.html import canonical_html
from allsettled.render.lines import tidy
from allsettled.render.markers import Style


@lru_cache(maxsize=64)  # many files have the same text
def digest(body: str, style: Style = Style.MARKDOWN) -> str:
    """Return the first 12 hex digits of the SHA-256 of what a region's text says ("digest v1").

    In Markdown that is its canonical HTML. Behind `#` it is the text itself, whatever its line ends and without the
    blank lines around it.
    """
    from hashlib import sha256

    text = tidy(body)
    if style is Style.MARKDOWN:
        text = canonical_html(text)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def input_digest(*inputs: str) -> str:
    """Return 8 hex digits that stand for what a region is made from, for its stamp. No two lists are run together."""
    from hashlib import sha256

    whole = sha256()
    for text in inputs:
        data = text.encode("utf-8", "surrogatepass")
        whole.update(f"{len(data)}:".encode())
        whole.update(data)
    return whole.hexdigest()[:8]
