"""A quick check that says yes only where jsonschema would: schemas compiled to functions.

Every known keyword is judged as the standard does or more strictly, and an unknown one makes the answer
"not sure". So a keyword that this package doesn't know can't lead to a wrong "yes".
"""

from collections.abc import Callable, Mapping
from typing import Any

from allsettled.shape.keywords import KEYWORDS, Check

ANNOTATIONS = frozenset(
    {
        "$comment",
        "$defs",
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
    }
    | {"format"}
)
ROOT_ONLY = frozenset({"$schema", "$id"})
_REFERENCES = 50  # so that a schema that refers to itself can't exhaust the stack


def compile_schema(root: Mapping[str, Any]) -> Callable[[Any], bool]:
    """Return a function that says whether a value is certainly valid under a schema."""
    check = _Compiler(root).schema({key: value for key, value in root.items() if key not in ROOT_ONLY})
    return lambda value: check(value, _REFERENCES)


class _Compiler:
    """Compiles the parts of one schema; what a reference names is compiled when it's first needed."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self.references: dict[str, Check] = {}

    def schema(self, schema: Any) -> Check:
        if isinstance(schema, bool):
            return lambda _value, _left: schema
        checks = []
        for keyword, argument in schema.items():
            if keyword == "$ref":
                checks.append(self.reference(argument))
            elif keyword in KEYWORDS:
                checks.append(KEYWORDS[keyword](argument, schema, self.schema))
            elif keyword not in ANNOTATIONS:
                return _never
        return lambda value, left: all(check(value, left) for check in checks)

    def reference(self, name: str) -> Check:
        target = self.find(name)
        if target is None:
            return _never

        def follow(value: Any, left: int) -> bool:
            if left == 0:
                return False
            if name not in self.references:
                self.references[name] = self.schema(target)
            return self.references[name](value, left - 1)

        return follow

    def find(self, name: str) -> Any:
        """Return the subschema that a local reference (`#/$defs/agent`) names, or None."""
        target: Any = self.root
        if not name.startswith("#/") or "%" in name:
            return None
        for step in name[2:].split("/"):
            key = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(target, Mapping) or key not in target:
                return None
            target = target[key]
        return target


def _never(_value: Any, _left: int) -> bool:
    return False
