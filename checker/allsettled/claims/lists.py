"""Claims in lists: one item has the figure, its neighbours the numbers, each behind its label.

`Sequential: 50 min` and `Parallel: 20 min` beside `Savings: 40%`; `Glad: 4` among others beside `57% (Glad / Total)`;
counts with percentages that make up a hundred.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.claims.figures import Figure, find_figures
from allsettled.claims.judging import Pair, comparable
from allsettled.claims.pairs import find_pairs
from allsettled.claims.passages import Passage, block_passages
from allsettled.claims.prose import same_direction
from allsettled.claims.quantity import Quantity
from allsettled.claims.ratios import Share
from allsettled.claims.tokens import Tokens, tokenize
from allsettled.claims.vocabulary import CUES, LABEL_ROLES, ROLES, WHOLES, Dimension, Relation, Role
from allsettled.document.model import Block, Item, Paragraph, Section


class Labelled(NamedTuple):
    """A line as label and first quantity: `Glad: 4 successes`."""

    passage: Passage
    tokens: Tokens
    label: tuple[str, ...]  # its words
    quantity: Quantity | None  # right behind the label's colon
    after: int  # the token behind the colon


class ListClaim(NamedTuple):
    """A figure in one item and the pair in two others, each with the text that it is read from."""

    figure: Figure
    pair: Pair
    where: Labelled
    before: Labelled
    after: Labelled


class ListShare(NamedTuple):
    """A share whose part and whole are counted by other items."""

    share: Share
    where: Labelled


def groups(section: Section) -> Iterator[list[Item]]:
    """Yield the items that stand beside each other in a list: siblings of one parent, the parent first if there's one.

    An outermost list has no parent; its group begins with its own first item.
    """
    run: list[Item] = []
    for block in [*section.blocks, None]:
        if isinstance(block, Item):
            run.append(block)
        elif run:
            yield from _siblings(run)
            run = []


def _siblings(run: list[Item]) -> Iterator[list[Item]]:
    open_groups: list[list[Item]] = []
    for item in run:
        while open_groups and open_groups[-1][-1].depth > item.depth:
            yield open_groups.pop()
        if open_groups and open_groups[-1][-1].depth == item.depth:
            open_groups[-1].append(item)
        else:
            parent = [open_groups[-1][-1]] if open_groups else []
            open_groups.append([*parent, item])
    while open_groups:
        yield open_groups.pop()


def labelled(block: Block) -> Iterator[Labelled]:
    """Yield the label and first quantity of each passage of a block that begins with a short label and a colon."""
    if not isinstance(block, Item | Paragraph):
        return
    for passage in block_passages(block):
        tokens = tokenize(passage.text)
        colon = tokens.kinds.find(":", 0, 8)
        label = tuple(sorted(tokens.words(0, max(colon, 0)))) if colon > 0 else ()
        behind = tokens.kinds[colon + 1 : colon + 2]
        quantity = tokens.measure(colon + 1) if label and behind and behind in "QP" else None
        yield Labelled(passage, tokens, label, quantity, colon + 1)


def list_claims(items: Sequence[Labelled]) -> Iterator[ListClaim]:
    """Yield the claim of a list that has one time before, one after, and one figure made of them."""
    sides: dict[Role, list[Labelled]] = {Role.BEFORE: [], Role.AFTER: [], Role.CHANGE: []}
    for item in items:
        role = _role(item)
        if role in sides:
            sides[role].append(item)
    if any(len(found) != 1 for found in sides.values()):
        return
    before, after, change = (sides[role][0] for role in (Role.BEFORE, Role.AFTER, Role.CHANGE))
    figure = _figure(change)
    if figure is None or before.quantity is None or after.quantity is None:
        return
    if not alone(before) or not alone(after):
        return
    pair = Pair(before.quantity, after.quantity, True)
    if _certain(pair) and comparable(pair) and same_direction(figure, pair):
        yield ListClaim(figure, pair, change, before, after)


def alone(item: Labelled) -> bool:
    """Say whether an item has no other quantity, what stands in parentheses aside."""
    depth, count = 0, 0
    for kind in item.tokens.kinds:
        depth += (kind == "(") - (kind == ")")
        count += depth == 0 and kind in "QP"
    return count == 1


def _certain(pair: Pair) -> bool:
    """Two times, or two counts of one noun."""
    return pair.before.dimension is Dimension.TIME or bool(pair.before.noun and pair.after.noun)


def _role(item: Labelled) -> Role | None:
    """A figure's item by its label or its figure; a side's by its label."""
    roles = [ROLES[word] for word in item.label if word in ROLES]
    if Role.CHANGE in roles or (not item.quantity and _figure(item)):
        return Role.CHANGE
    if item.quantity is None:
        return None
    return roles[0] if roles else next((LABEL_ROLES[word] for word in item.label if word in LABEL_ROLES), None)


def _figure(item: Labelled) -> Figure | None:
    figures = list(find_figures(item.tokens))
    if len(figures) == 1 and not list(find_pairs(item.tokens)):
        return figures[0]
    quantity = item.quantity
    if figures or quantity is None or quantity.dimension not in (Dimension.PERCENT, Dimension.FACTOR):
        return None
    said = next((CUES[word] for word in item.label if word in CUES), Relation.CHANGE)
    return Figure(quantity, said, item.after, item.after + 1)


def list_shares(items: Sequence[Labelled]) -> Iterator[ListShare]:
    """Yield `57% (Glad / Total)` where all other items count what the two names stand for."""
    counts = [item for item in items if item.quantity and item.quantity.dimension is Dimension.COUNT]
    others = [item for item in items if not (item.quantity and item.quantity.dimension is Dimension.COUNT)]
    if len(others) != 1:
        return
    names = _names(others[0]) if len(counts) > 1 else None
    if names is None or names[1] not in WHOLES:
        return
    parts = [one for one in counts if names[0] in one.label]
    wholes = [one for one in counts if not WHOLES.isdisjoint(one.label)]
    figure = others[0].quantity
    if figure is None or len(parts) != 1 or len(wholes) > 1 or (part := parts[0].quantity) is None:
        return
    amount = _low(wholes[0]) if wholes else sum(_low(one) for one in counts)
    if 0 < part.low <= amount:
        yield ListShare(Share(figure, part, part._replace(low=amount, high=amount)), others[0])


def _low(item: Labelled) -> float:
    return item.quantity.low if item.quantity else 0.0


def _names(item: Labelled) -> tuple[str, str] | None:
    """Return the two names of `(Glad / Total)` right behind an item's percentage."""
    kinds, first = item.tokens.kinds, item.after + 1
    if item.quantity is None or item.quantity.dimension is not Dimension.PERCENT or kinds[first : first + 1] != "(":
        return None
    end = kinds.find(")", first, first + 8)
    said = " ".join(token.text for token in item.tokens.tokens[first + 1 : end]) if end > 0 else ""
    part, slash, whole = said.partition("/")
    return (part.strip(), whole.split()[0]) if slash and part.strip() and whole.split() else None
