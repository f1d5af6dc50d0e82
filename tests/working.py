"""How much work something is, whatever else the machine does: told by calls, or by comparing two sizes of input."""

import gc
import sys
from collections.abc import Callable
from functools import _lru_cache_wrapper
from time import thread_time
from typing import TypeVar

T = TypeVar("T")

TIMES = 8
"""The larger input is so many times the smaller: what is linear is as many times the work, what is quadratic 64."""

_MOST = 24  # times the work, half-way between the two
_NOTHING = 0.0005  # seconds; a smaller input that takes less counts as this much, since nobody would notice
_ATTEMPTS = 7


def calls(run: Callable[..., object], *arguments: object) -> int:
    """Return how many functions of Python are called: sees loops in Python, but not what a regular expression does."""
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        run(*arguments)
    finally:
        sys.setprofile(None)
    return count


def grows_with_its_size(run: Callable[[T], object], given: Callable[[int], T], size: int) -> None:
    """Hold that the work on the input `given(8 * size)` is about eight times that on `given(size)`, not its square.

    Both are run in turns until the least that was seen of each fits. Other load makes a run longer, never shorter: it
    can put the answer off, but of what grows with the square no attempt fits. No limit of seconds is set.
    """
    run(given(size))  # what is loaded and made once
    small = min(_seconds(run, given(size)) for _ in range(3))
    large = _seconds(run, given(TIMES * size))
    for _ in range(_ATTEMPTS):
        if large < _MOST * max(small, _NOTHING):
            return
        small = min(small, _seconds(run, given(size)))
        large = min(large, _seconds(run, given(TIMES * size)))
    raise AssertionError(f"{TIMES} times the input takes {large / small:.0f} times the work")


def _seconds(run: Callable[[T], object], value: T) -> float:
    """Return what a run takes of this thread's processor, with nothing remembered from the run before."""
    gc.collect()
    for kept in gc.get_objects():
        ours = isinstance(kept, _lru_cache_wrapper) and kept.__module__.startswith("allsettled.")
        if ours and kept.cache_info().maxsize is not None:  # else it's what is made once
            kept.cache_clear()
    gc.disable()
    try:
        start = thread_time()
        run(value)
        return thread_time() - start
    finally:
        gc.enable()
