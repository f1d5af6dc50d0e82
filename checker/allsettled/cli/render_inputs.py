"""All that a render goes by besides the files that it renders, as one digest."""

import os
import stat
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from allsettled.cache.identity import identity
from allsettled.cache.packing import checksum
from allsettled.cli.agent_sources import source_files, sources_folder
from allsettled.errors import UserError
from allsettled.files.read import read_regular
from allsettled.files.walk import read_raw

if TYPE_CHECKING:
    from allsettled.cli.project import Project

_ENGINE = ("jinja2", "markupsafe")
_MOST_ENTRIES = 500  # in a folder of templates; one with more would take longer to look through than to render
_MOST_BYTES = 4 * 1_048_576


class _UnclearError(Exception):
    """What a folder holds can't be told for sure, or it's too much."""


def inputs_digest(project: "Project", options: Mapping[str, Any]) -> bytes | None:
    """Return 32 bytes for the code, the settings, the templates and packs, the agents' sources and the options.

    None where they can't all be told for sure: then nothing may be kept.
    """
    code = identity(_ENGINE)
    if code is None:
        return None
    settings = project.settings
    parts: list[object] = [project.folder, os.path.realpath(project.folder), options["defined"], options["exact"]]
    parts += [settings.protocol, settings.render, settings.exclude, settings.files]
    try:
        for name in settings.render.get("templates", ()):
            top = os.path.join(project.folder, name)
            parts.append((os.path.realpath(top), *_contents(top)))
        if "agents" in settings.render or "platforms" in settings.render:
            parts.append(list(_sources(project)))
    except (OSError, ValueError, UserError, _UnclearError):
        return None
    return checksum(code, repr(parts).encode("utf-8", "surrogatepass"))


def _sources(project: "Project") -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each source of an agent. Raises UserError if one can't be read."""
    for one in source_files(project.folder, sources_folder(project), project.settings.exclude):
        if isinstance(one, UserError):
            raise one
        yield one.relative, checksum(read_raw(one, limit=project.settings.files.max_size))


def _contents(top: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file below a folder, in their order; whatever is odd raises an error."""
    waiting = [top]
    number, size = 0, 0
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as scan:
            entries = sorted(islice(scan, _MOST_ENTRIES + 1), key=lambda entry: entry.name)
        for entry in entries:
            state = entry.stat(follow_symlinks=False)
            number += 1
            size += state.st_size
            if number > _MOST_ENTRIES or size > _MOST_BYTES:
                raise _UnclearError
            if stat.S_ISDIR(state.st_mode):
                waiting.append(entry.path)
            else:
                yield os.path.relpath(entry.path, top), checksum(read_regular(entry.path, entry.path, _MOST_BYTES))
