"""What is kept of renders: which files are as they should be, the texts of regions, and where agents are rendered to.

Each follows from the bytes of one file at most and from what `render_inputs` tells of: a store holds for all that.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from allsettled.cache.packing import key_of
from allsettled.cli.render_inputs import inputs_digest
from allsettled.render.asked import Asked

if TYPE_CHECKING:
    from allsettled.cache.store import Store
    from allsettled.cli.project import Project
    from allsettled.render.filler import Made
    from allsettled.render.place import Place

Pointed = Mapping[str, Asked]
"""The files of the sections that regions point to."""

_NONE: Pointed = {}


class Told(NamedTuple):
    """What is known of a file: it is as it should be, or nothing of ours, or has a stamp that something must claim."""

    regions: int = 0  # or 1 for a file that is rendered as a whole; 0 if it is nothing of ours
    stamped: bool = False
    pointed: Pointed = _NONE
    notes: tuple[str, ...] = ()


class Outputs(NamedTuple):
    """Where the project's agents are rendered to.

    `files` are the files of agents, `contexts` those of platforms without such, and `folders` all those in which files
    of agents may have been rendered, of platforms that are not chosen too.
    """

    files: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    def has(self, path: str) -> bool:
        """Say whether a file below the project's folder is rendered for an agent or a platform."""
        return path in self.files or path in self.contexts


class Kept:
    """What earlier runs know that were made from the same; nothing without a store."""

    def __init__(self, project: "Project", options: Mapping[str, Any], store: "Store | None" = None) -> None:
        self._project = project
        self._options = options
        self._store = store

    def file(self, place: "Place", raw: bytes, section: Asked | None = None) -> Told | None:
        """Return what is known of a file, or of one that holds a section."""
        data = self._store.look_up(_file_key(place, raw, section)) if self._store else None
        return _told(data) if data is not None else None

    def keep_file(self, place: "Place", raw: bytes, told: Told, section: Asked | None = None) -> None:
        """Take note of a file that is as it should be."""
        if self._store:
            self._store.keep(_file_key(place, raw, section), _written(told))

    def text(self, asked: Asked) -> "Made | None":
        """Return the text that is asked for, if it is known."""
        data = self._store.look_up(_text_key(asked)) if self._store else None
        if data is None:
            return None
        import json

        from allsettled.render.filler import Made
        from allsettled.render.fresh import Fresh

        try:
            body, inputs, pointer = json.loads(data)
        except (ValueError, TypeError):
            return None
        whole = all(type(text) is str for text in (body, inputs, pointer))
        return Made(Fresh(body, inputs), pointer) if whole else None

    def keep_text(self, asked: Asked, made: "Made") -> None:
        """Take note of a text."""
        if self._store:
            self._store.keep(_text_key(asked), _json([*made.fresh, made.pointer]))

    def outputs(self) -> Outputs | None:
        """Return where the project's agents are rendered to."""
        data = self._store.look_up(_OUTPUTS) if self._store else None
        if not data:
            return None
        import json

        try:
            files, contexts, folders = json.loads(data)
            return Outputs(tuple(files), tuple(contexts), tuple(folders))
        except (ValueError, TypeError):
            return None

    def keep_outputs(self, outputs: Outputs) -> None:
        """Take note of where they are rendered to."""
        if self._store:
            self._store.keep(_OUTPUTS, _json(outputs))

    def save(self) -> None:
        """Write what is new, unless something that it is made from has changed meanwhile."""
        store = self._store
        if store and (not store.has_news or inputs_digest(self._project, self._options) == store.context):
            store.save()


def open_kept(project: "Project", options: Mapping[str, Any]) -> Kept:
    """Return what earlier runs know; nothing where no cache is wanted, or it cannot be had."""
    from allsettled.cache.folder import default_folder

    folder = None if options["no_cache"] else options["cache_dir"] or default_folder()
    context = inputs_digest(project, options) if folder else None
    if folder is None or context is None:
        return Kept(project, options)
    from allsettled.cache.store import Store

    return Kept(project, options, Store(folder, context))


_OUTPUTS = key_of("outputs", b"")


def _file_key(place: "Place", raw: bytes, section: Asked | None) -> bytes:
    return key_of("\0".join(("file", *place, "" if section is None else repr(section))), raw)


def _text_key(asked: Asked) -> bytes:
    return key_of(f"text\0{asked!r}", b"")


def _written(told: Told) -> bytes:
    """Return what is known of a file as bytes: of most it is a number, and what is nothing of ours has none."""
    if not (told.stamped or told.pointed or told.notes):
        return b"%d" % told.regions if told.regions else b""
    return _json([told.regions, told.stamped, list(told.pointed.items()), told.notes])


def _told(data: bytes) -> Told | None:
    if data.isdigit() or not data:
        return Told(int(data or 0))
    import json

    try:
        regions, stamped, pointed, notes = json.loads(data)
        return Told(regions, stamped, {path: _asked(Asked(*fields)) for path, fields in pointed}, tuple(notes))
    except (ValueError, TypeError):  # not of this form
        return None


def _asked(asked: Asked) -> Asked:
    """Return what JSON made of it, hashable again."""
    values = ((name, tuple(one) if isinstance(one, list) else one) for name, one in asked.values)
    return asked._replace(values=tuple(values))


def _json(value: object) -> bytes:
    import json

    return json.dumps(value, separators=(",", ":")).encode("ascii")
