"""Numbers and verdicts as sentences: `20 min instead of 50 min is 60 % less, not ~40 %`."""

from allsettled.claims.judging import Pair, result
from allsettled.claims.quantity import Quantity
from allsettled.claims.vocabulary import Dimension, Relation
from allsettled.expressions import expression

_PARTS = {"h": 3600.0, "min": 60.0, "s": 1.0}
_SPACED = expression(r"\s*%")


def said(quantity: Quantity, text: str, *, counted: bool = False) -> str:
    """Return a quantity as its text has it, on one line, with what's counted if that's asked for."""
    words = " ".join(text[quantity.start : quantity.end].split())
    noun = quantity.noun if counted and quantity.dimension is Dimension.COUNT and not quantity.unit else ""
    return _SPACED.sub(" %", f"{words} {noun}".strip())


def number(value: float, step: float = 1.0) -> str:
    """Write a number to the decimals of `step`, without trailing zeros, with thousands separators."""
    digits = next((places for places in range(4) if step >= 0.999 * 10.0**-places), 4)
    text = f"{value * (1 + 1e-12) if value else 0.0:,.{digits}f}"  # a half is rounded up, as people do
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(values: tuple[float, float], like: Quantity, step: float | None = None) -> str:
    """Write a value or range in the unit and to the step of another quantity: `60 %`, `14-50 %`, `2.5x`, `12 min`."""
    if values[0] == values[1] and (parts := _in_parts(values[0], like)):
        return parts
    low, high = (number(value, like.step if step is None else step) for value in values)
    ends = low if low == high else f"{low}-{high}"
    if like.dimension is Dimension.MONEY:
        return f"{like.unit}{ends}"
    glue = "" if like.unit in ("x", "") or like.unit.startswith("/") else " "
    plural = "s" if like.unit in ("day", "week", "month", "year") and ends != "1" else ""
    return f"{ends}{glue}{like.unit}{plural}"


def _in_parts(value: float, like: Quantity) -> str:
    """Write a time like one that's stated in hours, minutes or seconds at once: `51 min 10 s`; else an empty text."""
    smallest = round(like.step * like.size(), 6)
    if like.unit not in _PARTS or smallest not in (1, 60) or smallest >= like.size():
        return ""
    rest = round(value * like.size() / smallest) * smallest
    said = []
    for unit, size in _PARTS.items():
        if smallest <= size <= like.size():
            count, rest = divmod(rest, size)
            said += [f"{number(count)} {unit}"] if count else []
    return " ".join(said)


def right_figure(figure: Quantity, relation: Relation, pair: Pair) -> str:
    """Return the figure that a pair gives, to the precision of the one that was stated, or to a digit more."""
    values = result(figure, relation, pair)
    step = figure.step
    near_hundred = figure.dimension is Dimension.PERCENT and values[0] > 99
    if near_hundred or (figure.dimension is Dimension.FACTOR and values[1] < 20):
        step = min(step, 0.1)
    return with_unit(values, figure, step)


def comparison(figure: Quantity, relation: Relation, pair: Pair, texts: tuple[str, str, str]) -> tuple[str, str]:
    """Return message and hint for a figure that its pair doesn't give.

    `texts` are those that the figure and the pair's two quantities were read from.
    """
    before, after = (said(one, text, counted=True) for one, text in zip(pair[:2], texts[1:], strict=True))
    grew = pair.after.value * pair.after.size() > pair.before.value * pair.before.size()
    if not pair.ordered and relation is not Relation.CHANGE and grew is not (relation is Relation.MORE):
        before, after, grew = after, before, not grew
    right, stated = right_figure(figure, relation, pair), said(figure, texts[0])
    hint = f"write {right}, or correct the numbers that it's taken from"
    if figure.dimension is Dimension.FACTOR:
        return f"{after} against {before} is {right}, not {stated}", hint
    return f"{after} instead of {before} is {right} {'more' if grew else 'less'}, not {stated}", hint


def share(part: float, whole: float, figure: Quantity, text: str, unit: str = "") -> tuple[str, str]:
    """Return message and hint for a percentage that isn't the part's share of the whole: counts, or sizes in `unit`."""
    value = 100 * part / whole
    right = with_unit((value, value), figure, min(figure.step, 0.1) if unit else None)
    one, all_of_it = (f"{number(size, 0.001 if unit else 1)} {unit}".rstrip() for size in (part, whole))
    return (
        f"{one} of {all_of_it} is {right}, not {said(figure, text)}",
        f"write {right}, or correct the {'measures' if unit else 'counts'}",
    )


def added(low: float, high: float, stated: Quantity, text: str, what: str) -> tuple[str, str]:
    """Return message and hint for a total that isn't the sum of its `what`: rows, items, parts."""
    sums = with_unit((low, high), stated)
    return f"the {what} add up to {sums}, not {said(stated, text)}", f"write {sums}, or correct the {what}"
