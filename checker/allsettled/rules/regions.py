"""Managed regions, as rules on prompts and documents see them: there, or not; `render` judges what is in them."""

from allsettled.document.model import Comment, Document


def has_region(document: Document, name: str) -> bool:
    """Say whether a document has the opening marker of a region; one in a code fence is text."""
    opening = f"allsettled:begin id={name}"
    if opening not in document.text:
        return False
    markers = (block.text.split() for block in document.blocks() if isinstance(block, Comment))
    return any(words[:2] == opening.split() for words in markers)


def lines_of(name: str) -> str:
    """Return the two lines between which `render` writes a region, as a hint names them."""
    return f"`<!-- allsettled:begin id={name} -->` and `<!-- allsettled:end id={name} -->`"
