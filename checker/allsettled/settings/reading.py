"""The text of a settings file to settings, every fault at its place."""

import os.path
import re
from collections.abc import Iterator, Mapping
from typing import Any

from allsettled.errors import UserError
from allsettled.files.patterns import Patterns
from allsettled.finding import Severity
from allsettled.settings.model import Files, Pointer, Settings
from allsettled.settings.selection import ALL, KnownRule, unknown_rules
from allsettled.span import FILE, Span

PYPROJECT = "pyproject.toml"
_DEEPEST = 100


class SettingsError(UserError):
    """A settings file that can't be used. It reads as its first fault; `faults` holds all, in their order."""

    def __init__(self, faults: tuple[UserError, ...]) -> None:
        first = faults[0]
        super().__init__(first.message, path=first.path, span=first.span, hint=first.hint)
        self.faults = faults


def read(text: str, path: str, rules: Mapping[str, KnownRule]) -> Settings | None:
    """Return the settings in a file's text, or None if it's a `pyproject.toml` that has none.

    `rules` are all rules by name. Raises SettingsError with all that is wrong.
    """
    text = text.removeprefix("\ufeff")
    shared = os.path.basename(path) == PYPROJECT
    if shared and "allsettled" not in text:  # spares the import of tomllib
        return None
    whole = parse(text, path)
    top: Pointer = ()
    if shared:
        top = ("tool", "allsettled")
        tool = whole.get("tool", {})
        if not isinstance(tool, dict) or "allsettled" not in tool:
            return None
        whole = tool["allsettled"]
    faults = list(_faults(whole, rules))
    if faults:
        from allsettled.settings.places import nearest_place, places

        found = places(text)
        placed = [(nearest_place(found, (*top, *pointer)), message, hint) for pointer, message, hint in faults]
        raise SettingsError(
            tuple(UserError(message, path=path, span=span, hint=hint) for span, message, hint in sorted(placed))
        )
    return _settings(whole, path)


def parse(text: str, path: str) -> dict[str, Any]:
    """Return what a TOML file says; raises SettingsError, at its place, for what isn't TOML."""
    import tomllib  # only where there is a settings file

    span = _deep_key(text)
    try:
        if span is None:
            return tomllib.loads(text)
        message = f"a key has more than {_DEEPEST} parts"
    except RecursionError:
        message, span = "lists or tables are nested too deeply", FILE
    except ValueError as error:  # TOMLDecodeError, and what int() and datetime refuse
        message, span = _syntax(str(error), text)
    raise SettingsError((UserError(message, path=path, span=span, hint="see https://toml.io for how TOML is written"),))


def _deep_key(text: str) -> Span | None:
    """Return the place of a line with a key of absurdly many parts: tomllib needs their square in memory."""
    for number, line in enumerate(text.split("\n"), 1):
        *keys, rest = line.split("=")
        for key in [*keys, rest] if line.lstrip().startswith("[") else keys:
            if key.count(".") >= _DEEPEST and sum(1 for part in key.split(".") if part.strip()) > _DEEPEST:
                return Span(number, 1, number, 1)
    return None


def _syntax(message: str, text: str) -> tuple[str, Span]:
    """Take the place out of tomllib's message, the only place where it tells it."""
    if match := re.search(r" \(at line ([0-9]+), column ([0-9]+)\)$", message):
        line, column = int(match.group(1)), int(match.group(2))
        return f"not valid TOML: {message[: match.start()]}", Span(line, column, line, column)
    line = text.count("\n") + 1
    column = len(text) - (text.rfind("\n") + 1) + 1
    return f"not valid TOML: {message.removesuffix(' (at end of document)')}", Span(line, column, line, column)


Fault = tuple[Pointer, str, str]


def _faults(values: Any, rules: Mapping[str, KnownRule]) -> Iterator[Fault]:
    """Yield what is wrong: where, what and the cure."""
    from allsettled.shape import errors

    shape = errors(values, "settings")
    if shape:
        from allsettled.settings.cures import cure

        yield from ((pointer, message, cure(values, pointer, message) or hint) for pointer, message, hint in shape)
        return
    for key in ("select", "ignore"):
        also = [ALL] if key == "select" else []
        for number, message, hint in unknown_rules(values.get(key, []), [*rules, *also]):
            yield (key, number), message, hint
    levels = list(values.get("levels", {}))
    for number, message, hint in unknown_rules(levels, rules):
        yield ("levels", levels[number]), message, hint
    for glob, names in values.get("per-path-ignores", {}).items():
        yield from _dead_globs(("per-path-ignores", glob), glob)
        for number, message, hint in unknown_rules(names, rules):
            yield ("per-path-ignores", glob, number), message, hint
    lists: dict[Pointer, list[str]] = {(key,): values.get(key, []) for key in ("exclude", "agents")}
    lists |= {("kinds", kind): globs for kind, globs in values.get("kinds", {}).items()}
    for pointer, globs in lists.items():
        for number, glob in enumerate(globs):
            yield from _dead_globs((*pointer, number), glob)
    if "protocol" in values:
        from allsettled.protocol.extending import faults

        for pointer, message, hint in faults(values["protocol"]):
            yield ("protocol", *pointer), message, hint
    if "render" in values:
        from allsettled.render.outputs import faults as output_faults

        for pointer, message, hint in output_faults(values["render"]):
            yield ("render", *pointer), message, hint
    newest = max((rule.since for rule in rules.values()), default=1)
    pin = values.get("rules-version", newest)
    if pin > newest:
        message = f'"rules-version" is {pin}, but this allsettled has the rules of {newest}'
        yield ("rules-version",), message, "upgrade allsettled, or pin an earlier version"


def _dead_globs(pointer: Pointer, glob: str) -> Iterator[Fault]:
    if not Patterns([glob]):
        yield pointer, f"the glob '{glob}' can match no path", "globs are written as in a .gitignore"


def _settings(values: Mapping[str, Any], path: str) -> Settings:
    """Return the settings that values of the right shape stand for."""
    given: dict[str, Any] = {key.replace("-", "_"): value for key, value in values.items()}
    for key in ("select", "ignore", "exclude", "agents"):
        if key in given:
            given[key] = tuple(given[key])
    for key in ("per_path_ignores", "kinds"):
        if key in given:
            given[key] = {name: tuple(items) for name, items in given[key].items()}
    if "levels" in given:
        given["levels"] = {rule: None if level == "off" else Severity(level) for rule, level in given["levels"].items()}
    if "files" in given:
        given["files"] = Files(**{key.replace("-", "_"): value for key, value in given["files"].items()})
    return Settings(**given, path=path)
