"""JSON as every terminal, log and decoder takes it."""

import json
from typing import Any


def dump(value: Any) -> str:
    """Return a value as JSON, with a final line feed.

    True to every value and all ASCII: controls, bidi marks and lone surrogates (of file names that aren't UTF-8)
    stand as escapes.
    """
    return json.dumps(value, indent=2) + "\n"
