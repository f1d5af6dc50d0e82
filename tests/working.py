"""How much work something is, whatever else the machine does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

ENOUGH = 30
"""Seconds of the processor. What is linear needs one or two for the texts of these tests, what is not needs minutes."""


@contextmanager
def bounded() -> Iterator[None]:
    """Hold what is done inside to a bound that only an endless, quadratic or exponential thing exceeds."""
    start = time.process_time()
    yield
    assert time.process_time() - start < ENOUGH
