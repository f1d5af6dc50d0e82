"""A plan as it's written: plain values, and where each one and its key stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from allsettled.errors import UserError
from allsettled.planning.value import Pointer
from allsettled.span import FILE, Span


class PlanError(UserError):
    """A plan that can't be used. It reads as its first fault; `faults` holds all, in the file's order."""

    def __init__(self, faults: Iterable[UserError]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.span or FILE))
        first = self.faults[0]
        super().__init__(first.message, path=first.path, span=first.span, hint=first.hint)


@dataclass(slots=True)
class Source:
    """Values as JSON has them. A text of several lines has a place for each: `("tasks", 0, "prompt", 3)`."""

    value: Any = None
    places: dict[Pointer, Span] = field(default_factory=dict)
    keys: dict[Pointer, Span] = field(default_factory=dict)

    def place(self, pointer: Pointer, *, key: bool = False) -> Span:
        """Return where a value stands, or else the nearest thing around it that has a place."""
        if key and pointer in self.keys:
            return self.keys[pointer]
        for length in range(len(pointer), -1, -1):
            if (span := self.places.get(pointer[:length])) is not None:
                return span
        return FILE
