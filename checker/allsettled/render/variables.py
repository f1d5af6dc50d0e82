"""The variables that packs of templates declare, and the values that they get."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from allsettled.errors import UserError
from allsettled.words import did_you_mean

FILE_NAME = "pack.toml"
_KINDS = {"string": "text", "integer": "a whole number", "boolean": "true or false", "list": "a list of texts"}
_BOOLEANS = {"true": True, "false": False}


class Variable(NamedTuple):
    """A variable as its pack declares it; `default` is None where somebody has to give a value."""

    name: str
    type: str  # string, integer, boolean, list
    enum: tuple[Any, ...] = ()
    default: Any = None
    description: str = ""
    pack: str = ""  # the path of the pack's file


def read_pack(text: str, path: str, taken: Iterable[str] = ()) -> tuple[Variable, ...]:
    """Return the variables of a pack, by the text of its `pack.toml`.

    `taken` are names that templates use for something else. Raises SettingsError with all that is wrong, placed.
    """
    from allsettled.settings import SettingsError
    from allsettled.settings.places import nearest_place, places
    from allsettled.settings.reading import parse
    from allsettled.shape import errors

    table = parse(text, path)
    faults: list[tuple[tuple[str | int, ...], str, str]] = [
        (error.pointer, error.message, error.hint) for error in errors(table, "pack")
    ]
    declared = [] if faults else [_declared(name, part, path) for name, part in table.get("variables", {}).items()]
    for variable in declared:
        at = ("variables", variable.name)
        if variable.name in set(taken):
            faults.append((at, f'templates use the name "{variable.name}" for something else', "choose another name"))
        if variable.default is not None and (message := _misfit(variable, variable.default)):
            faults.append(((*at, "default"), message, ""))
    if faults:
        found = places(text)
        raise SettingsError(
            tuple(
                UserError(message, path=path, span=nearest_place(found, pointer), hint=hint)
                for pointer, message, hint in faults
            )
        )
    return tuple(declared)


def given(declared: Mapping[str, Variable], name: str, value: Any) -> Any:
    """Return the value that a variable gets; a text is read by the variable's type.

    Raises UserError if no variable has that name, or the value does not fit it.
    """
    variable = declared.get(name)
    if variable is None:
        hint = did_you_mean(name, declared) or _list(declared)
        raise UserError(f'no pack declares a variable "{name}"', hint=hint)
    if isinstance(value, str) and variable.type != "string":
        value = _read(variable, value)
    if message := _misfit(variable, value):
        raise UserError(message, hint=f"it is declared in {variable.pack}")
    return value


def _list(declared: Mapping[str, Variable]) -> str:
    return f"declared are {', '.join(declared)}" if declared else "declare it in the pack.toml of a templates' folder"


def _declared(name: str, part: Mapping[str, Any], path: str) -> Variable:
    allowed = tuple(part.get("enum", ()))
    return Variable(name, part["type"], allowed, part.get("default"), part.get("description", ""), path)


def _read(variable: Variable, text: str) -> Any:
    """Return a text as the variable's type has it, or as it is where it cannot be read so."""
    match variable.type:
        case "integer":
            bare = text.strip().removeprefix("-")
            return int(text) if bare.isascii() and bare.isdigit() and len(bare) < 20 else text
        case "boolean":
            return _BOOLEANS.get(text.strip().lower(), text)
    return [item.strip() for item in text.split(",") if item.strip()]


def _misfit(variable: Variable, value: Any) -> str:
    """Return why a value does not fit a variable, or an empty text."""
    fits = {
        "string": isinstance(value, str),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "boolean": isinstance(value, bool),
        "list": isinstance(value, list) and all(isinstance(item, str) for item in value),
    }
    shown = f"'{value}'" if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    if not fits[variable.type]:
        return f'"{variable.name}" is {_KINDS[variable.type]}, not {shown[:60]}'
    items = value if isinstance(value, list) else [value]
    if variable.enum and any(item not in variable.enum for item in items):
        return f'"{variable.name}" is one of {", ".join(map(str, variable.enum))}, not {shown[:60]}'
    return ""
