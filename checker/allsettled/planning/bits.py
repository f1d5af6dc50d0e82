"""Sets of tasks as whole numbers: bit i stands for the task with index i. A thousand tasks fit into a few words."""

from collections.abc import Iterable, Iterator


def bits(mask: int) -> Iterator[int]:
    """Yield the members of a set, in order."""
    digits = bin(mask)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def mask_of(members: Iterable[int]) -> int:
    """Return a set of these members."""
    mask = 0
    for member in members:
        mask |= 1 << member
    return mask
