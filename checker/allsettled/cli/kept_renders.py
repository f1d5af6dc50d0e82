"""What is kept of renders: which files are as they should be, the texts of regions, and where agents are rendered to.

Each follows from the bytes of one file at most and from what `render_inputs` tells of: a store holds for all that.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from allsettled.cache.packing import key_of
from allsettled.cli.render_entries import (
    Outputs,
    Told,
    read_outputs,
    read_text,
    read_told,
    written,
    written_told,
)
from allsettled.cli.render_inputs import inputs_digest

if TYPE_CHECKING:
    from allsettled.cache.store import Store
    from allsettled.cli.project import Project
    from allsettled.render.asked import Asked
    from allsettled.render.filler import Made
    from allsettled.render.place import Place


class KeptRenders:
    """What earlier runs know that were made from the same; nothing without a store."""

    def __init__(self, project: "Project", options: Mapping[str, Any], store: "Store | None" = None) -> None:
        self._project = project
        self._options = options
        self._store = store

    def file(self, place: "Place", raw: bytes, section: "Asked | None" = None) -> Told | None:
        """Return what is known of a file, or of one that holds a section."""
        data = self._store.look_up(_file_key(place, raw, section)) if self._store else None
        return read_told(data) if data is not None else None

    def keep_file(self, place: "Place", raw: bytes, told: Told, section: "Asked | None" = None) -> None:
        """Take note of a file that is as it should be."""
        if self._store:
            self._store.keep(_file_key(place, raw, section), written_told(told))

    def text(self, asked: "Asked") -> "Made | None":
        """Return the text that is asked for, if it is known."""
        data = self._store.look_up(_text_key(asked)) if self._store else None
        text = read_text(data) if data else None
        if text is None:
            return None
        from allsettled.render.filler import Made
        from allsettled.render.fresh import Fresh

        return Made(Fresh(text.body, text.inputs), text.pointer)

    def keep_text(self, asked: "Asked", made: "Made") -> None:
        """Take note of a text."""
        if self._store:
            self._store.keep(_text_key(asked), written([*made.fresh, made.pointer]))

    def outputs(self) -> Outputs | None:
        """Return where the project's agents are rendered to."""
        data = self._store.look_up(_OUTPUTS) if self._store else None
        return read_outputs(data) if data else None

    def keep_outputs(self, outputs: Outputs) -> None:
        """Take note of where they are rendered to."""
        if self._store:
            self._store.keep(_OUTPUTS, written(outputs))

    def save(self) -> None:
        """Write what is new, unless something that it is made from has changed meanwhile."""
        store = self._store
        if store and (not store.has_news or inputs_digest(self._project, self._options) == store.context):
            store.save()


def open_kept(project: "Project", options: Mapping[str, Any]) -> KeptRenders:
    """Return what earlier runs know; nothing where no cache is wanted, or it cannot be had."""
    from allsettled.cache.folder import chosen_folder

    folder = chosen_folder(options)
    context = inputs_digest(project, options) if folder else None
    if folder is None or context is None:
        return KeptRenders(project, options)
    from allsettled.cache.store import Store

    return KeptRenders(project, options, Store(folder, context))


_OUTPUTS = key_of("outputs", b"")


def _file_key(place: "Place", raw: bytes, section: "Asked | None") -> bytes:
    return key_of("\0".join(("file", *place, "" if section is None else repr(section))), raw)


def _text_key(asked: "Asked") -> bytes:
    return key_of(f"text\0{asked!r}", b"")
