"""Sums that a text writes out: `(51-20)/51 = 61%`, `92 comments/60 min = 1.5/min`, `5 + 7 = 12`.

Read only where everything left of the `=` is numbers, their units and operators, and each unit is clear.
"""

from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Token, Tokens
from allsettled.claims.vocabulary import Dimension

_LONGEST = 40  # tokens left of the `=`
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}


class Equation(NamedTuple):
    """A sum as written, the result that it gives, and the one that the text states."""

    start: int
    end: int
    value: float
    stated: Quantity
    exact: bool  # whole numbers all through


def equations(tokens: Tokens) -> Iterator[Equation]:
    """Yield each sum of a text that can be worked out and has a stated result."""
    kinds = tokens.kinds
    if "=" not in kinds or "?" in kinds:
        return
    for index, kind in enumerate(kinds):
        if kind != "=" or index + 1 >= len(kinds) or kinds[index + 1] not in "QP":
            continue
        left = _expression(tokens, index)
        stated = tokens.measure(index + 1)
        if left is None or stated.is_range or stated.sign or kinds[index + 2 : index + 3] in tuple("+*/-"):
            continue
        value = _evaluate(left, stated)
        if value is not None:
            exact = all(q.step >= 1 and not q.approximate for token in left if (q := token.quantity))
            yield Equation(left[0].start, left[-1].end, value, stated, exact)


def equation_agrees(equation: Equation) -> bool:
    """Say whether the stated result is the sum's: exact where the sum is, else rounded or cut off, or within `~`."""
    stated, value = equation.stated, equation.value
    if stated.bound in (">", "≥"):
        return value >= stated.low - stated.step
    if stated.bound in ("<", "≤"):
        return value <= stated.low + stated.step
    slack = 0.0 if equation.exact else abs(value) * 0.005
    if stated.approximate:
        slack = max(slack, abs(value) * 0.05, stated.step)
    even = equation.exact and abs(value / stated.step - round(value / stated.step)) < 1e-9
    below, above = (0.0, 0.0) if even else (stated.step / 2, stated.step)
    return stated.low - below - slack - 1e-9 <= value <= stated.low + above + slack + 1e-9


def _expression(tokens: Tokens, end: int) -> list[Token] | None:
    """Return the tokens of the sum left of the `=` at `end`: the longest stretch that begins at a statement's start."""
    kinds = tokens.kinds
    begin = end
    depth = 0
    while begin > max(end - _LONGEST, 0):
        kind = kinds[begin - 1]
        if kind == "(":
            if depth == 0:
                break
            depth -= 1
        elif kind == ")":
            depth += 1
        elif kind == "W" and not (
            begin >= 2 and kinds[begin - 2] in "QP(" and begin < end and kinds[begin] in "+-*/D)"
        ):
            if not (begin >= 2 and kinds[begin - 2] in "QP" and begin == end):
                break
        elif kind not in "QPW+*/-D":
            break
        begin -= 1
    if depth or begin >= end:
        return None
    before = kinds[begin - 1 : begin]
    glued = begin and tokens.tokens[begin].kind == "(" and tokens.tokens[begin - 1].end == tokens.tokens[begin].start
    if (before and before in "XIL)") or (glued and before == "W"):
        return None
    found = list(tokens.tokens[begin:end])
    return found if any(token.kind in "+*/-D" for token in found) else None


def _evaluate(left: list[Token], stated: Quantity) -> float | None:
    """Work a sum out in the unit of its stated result; None where the units leave any doubt."""
    numbers = [token.quantity for token in left if token.quantity is not None]
    if len(numbers) < 2 or any(one.is_range or one.bound or (one.sign and i) for i, one in enumerate(numbers)):
        return None
    operators = {"-" if token.kind == "D" else token.kind for token in left if token.kind in "+*/-D"}
    percents = [one.dimension is Dimension.PERCENT for one in numbers]
    units = {one.unit for one in numbers if one.dimension is not Dimension.PERCENT}
    if operators <= {"+", "-"}:
        if len({one.dimension for one in numbers} | {stated.dimension}) > 1 or len(units | {stated.unit}) > 1:
            return None
        return _reduce(left, {})
    if len(units - {""}) > 1 and not (operators == {"/"} and len(numbers) == 2 and stated.unit.startswith("/")):
        return None
    if any(one.dimension is Dimension.FACTOR for one in numbers):
        return None
    if operators & {"+", "-"} and any(percents):
        return None
    scale = {i: 0.01 for i, is_percent in enumerate(percents) if is_percent}
    value = _reduce(left, scale)
    if value is None:
        return None
    if stated.dimension is Dimension.PERCENT:
        return value * 100
    return value if stated.dimension in (Dimension.COUNT, Dimension.FACTOR) or stated.unit in units else None


def _reduce(left: list[Token], scale: dict[int, float]) -> float | None:
    """Evaluate by the two-stack method: no recursion, whatever the nesting."""
    work = _Work([], [])
    index = 0
    value_next = True
    for token in left:
        if token.quantity is not None:
            if not value_next:
                return None
            work.values.append(token.quantity.low * scale.get(index, 1.0))
            index += 1
            value_next = False
        elif token.kind in "()":
            if (token.kind == "(") is not value_next or not work.bracket(token.kind):
                return None
        elif token.kind in "+*/-D":
            if value_next or not work.operator("-" if token.kind == "D" else token.kind):
                return None
            value_next = True
    return None if value_next else work.finish()


class _Work(NamedTuple):
    """The values and operators that wait."""

    values: list[float]
    operators: list[str]

    def bracket(self, kind: str) -> bool:
        if kind == "(":
            self.operators.append(kind)
            return True
        while self.operators and self.operators[-1] != "(":
            if not self.apply():
                return False
        return bool(self.operators and self.operators.pop())

    def operator(self, kind: str) -> bool:
        while self.operators and _PRECEDENCE.get(self.operators[-1], 0) >= _PRECEDENCE[kind]:
            if not self.apply():
                return False
        self.operators.append(kind)
        return True

    def finish(self) -> float | None:
        while self.operators:
            if self.operators[-1] == "(" or not self.apply():
                return None
        return self.values[0] if len(self.values) == 1 else None

    def apply(self) -> bool:
        """Apply the last operator to the last two values; say whether that could be done."""
        operator = self.operators.pop()
        if len(self.values) < 2:
            return False
        right, left = self.values.pop(), self.values.pop()
        if operator == "/" and right == 0:
            return False
        results = {"+": left + right, "-": left - right, "*": left * right}
        self.values.append(left / right if operator == "/" else results[operator])
        return True
