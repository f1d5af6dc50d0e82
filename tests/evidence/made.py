"""Sessions made by hand, as files: for the commands that read them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evidence import claude as c

MESSAGE = "msg_1"


def together() -> list[c.Record]:
    """A dispatch of three, of which one fails silently; then one agent alone, which tries that again."""
    return [
        c.call("toolu_a", 0, agent="review:security", orders={"description": "Check the login"}),
        c.call("toolu_b", 2, agent="qa", orders={"description": "Check the tests"}),
        c.call("toolu_c", 4, agent="docs", orders={"description": "Check the manual"}),
        c.completed("toolu_a", 65, 60.0),
        c.completed("toolu_b", 45, 40.0, tokens=0, said="API Error: 401 expired"),
        c.completed("toolu_c", 35, 30.0),
        c.call("toolu_d", 100, "msg_2", agent="qa", orders={"description": "Check the tests"}),
        c.completed("toolu_d", 131, 30.0),
    ]


def pair(message: str = MESSAGE, *, first: float = 0.0, prefix: str = "toolu_") -> list[c.Record]:
    """Two agents that end well."""
    return [
        c.call(f"{prefix}a", first, message, agent="security"),
        c.call(f"{prefix}b", first + 1, message, agent="qa"),
        c.completed(f"{prefix}a", first + 62, 60.0),
        c.completed(f"{prefix}b", first + 42, 40.0),
    ]


def write(path: Path, *records: Mapping[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(c.lines(records)))
    return path
