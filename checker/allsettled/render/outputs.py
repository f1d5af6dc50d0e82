"""Where the files of each platform go, as the settings' `render` table says, and what is wrong with that."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from allsettled.render.platform_tables import platform_table

Fault = tuple[tuple[str | int, ...], str, str]
"""Where in the table, what, and the cure."""

POINTER = ".agents/protocol/{platform}/{id}.md"
"""Where a section goes that prompts only point to, unless the settings say otherwise."""

_FIELD = re.compile(r"\{[^{}]*\}|[{}]")
_SUFFIXES = {"toml": (".toml",), "md+yaml": (".md", ".mdc", ".markdown"), "md": (".md", ".mdc", ".markdown")}
_DRIVE = re.compile(r"[A-Za-z]:")


def output_pattern(name: str, table: Mapping[str, Any]) -> str | None:
    """Return where a platform's files of agents go, with `{name}`; None if it has none and the table gives none."""
    given: str | None = table.get("outputs", {}).get(name)
    return given or platform_table(name)["agent_files"].get("path")


def pointer_pattern(table: Mapping[str, Any]) -> str:
    """Return where sections go that prompts only point to, with `{id}` and perhaps `{platform}`."""
    return str(table.get("pointer", POINTER))


def faults(table: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with a `render` table that has the form of its schema."""
    for key in ("agents", "templates"):
        value = table.get(key, [])
        for number, path in enumerate([value] if isinstance(value, str) else value):
            if message := _bad_path(path):
                yield ((key,) if isinstance(value, str) else (key, number)), message, "name a folder of this project"
    for name, pattern in table.get("outputs", {}).items():
        if message := _bad_output(name, pattern):
            yield ("outputs", name), message, f'such as "{output_pattern(name, {}) or "docs/agents/{name}.md"}"'
    chosen: Sequence[str] = table.get("platforms", ())
    if "pointer" in table and (message := _bad_pointer(table["pointer"], chosen)):
        yield ("pointer",), message, f'such as "{POINTER}"'
    yield from _clashes(table, chosen)


def same_path(path: str) -> str:
    """Return what two paths have in common that are one file on some file systems: no case, one form of accents."""
    return unicodedata.normalize("NFC", path).casefold()


def _clashes(table: Mapping[str, Any], chosen: Sequence[str]) -> Iterator[Fault]:
    """Yield each platform whose files would be written where an earlier one's are, or over the agents' sources."""
    sources = same_path(f"{str(table.get('agents', 'agents')).strip('/')}/{{name}}.md")
    taken = {sources: ""}
    for number, name in enumerate(chosen):
        pattern = output_pattern(name, table)
        if pattern is None:
            continue
        other = taken.setdefault(same_path(_plain(pattern)), name)
        if other == name:
            continue
        place = ("outputs", name) if name in table.get("outputs", {}) else ("platforms", number)
        if not other:
            message = f"clashing-output: {name} would write {pattern}, over the agents' sources"
        else:
            message = f"clashing-output: {other} and {name} would both write {pattern}"
        moved, place_of_it, setting = elsewhere(*([other] if other else []), name)
        told = f", and name that folder in {platform_table(moved)['title']}'s setting {setting}" if setting else ""
        yield place, message, f'give {moved} another place: render.outputs.{moved} = "{place_of_it}"{told}'


def elsewhere(*names: str) -> tuple[str, str, str]:
    """Return which of some platforms goes elsewhere best, where to, and the setting of its own that has it look there.

    Where none has such a setting it is the last one, which may not look there by itself.
    """
    for name in names:
        files = platform_table(name)["agent_files"]
        if place := files.get("elsewhere"):
            return name, place, files.get("elsewhere_by", "")
    last = names[-1]
    pattern = platform_table(last)["agent_files"].get("path", "{name}.md")
    return last, f".{last}/agents/{pattern.rpartition('/')[2]}", ""


def _plain(pattern: str) -> str:
    return "/".join(part for part in pattern.split("/") if part not in ("", "."))


def _bad_path(path: str) -> str:
    """Return why a path cannot be one in the project, or an empty text."""
    parts = path.split("/")
    if path.startswith("/") or _DRIVE.match(path):
        return f"'{path}' is not relative to the settings file"
    if "\\" in path:
        return f"'{path}' has a backslash: parts of a path are parted by `/`"
    if ".." in parts:
        return f"'{path}' leads out of the project's folder"
    return f"'{path}' is in a .git folder" if ".git" in [part.lower() for part in parts] else ""


def _bad_output(name: str, pattern: str) -> str:
    fields = _FIELD.findall(pattern)
    if fields != ["{name}"]:
        return f"'{pattern}' does not hold {{name}} once, and no other braces"
    table = platform_table(name)
    suffixes = _SUFFIXES[table["agent_files"]["format"]]
    if not pattern.endswith(suffixes):
        return f"{table['title']} does not read '{pattern}': its files end in {' or '.join(suffixes)}"
    return _bad_path(pattern)


def _bad_pointer(pattern: str, chosen: Sequence[str]) -> str:
    fields = _FIELD.findall(pattern)
    if fields.count("{id}") != 1 or set(fields) - {"{id}", "{platform}"}:
        return f"'{pattern}' does not hold {{id}} once, and no other field but {{platform}}"
    if len(chosen) > 1 and "{platform}" not in fields:
        return f"'{pattern}' does not hold {{platform}}: several platforms would write one file"
    return _bad_path(pattern) or ("" if pattern.endswith(".md") else f"'{pattern}' does not end in .md")
