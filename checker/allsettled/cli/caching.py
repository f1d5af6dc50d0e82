"""What a check keeps between its runs, and what that depends on."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from allsettled.cache.folder import chosen_folder

if TYPE_CHECKING:
    from allsettled.cache.store import Store
    from allsettled.cli.examining import Asked
    from allsettled.cli.project import Project


def open_store(project: "Project", asked: "Asked", options: Mapping[str, Any]) -> "Store | None":
    """Return the cache for a check, or None if there's to be none, or no folder for it."""
    folder = chosen_folder(options)
    if folder is None:
        return None
    from allsettled.cache.identity import identity
    from allsettled.cache.packing import checksum
    from allsettled.cache.store import Store

    code = identity()
    if code is None:
        return None
    settings = project.settings
    by = (
        list(asked.levels.items()),
        dict(settings.protocol),
        [(kind, *globs) for kind, globs in asked.kinds.items()],
        [(glob, *rules) for glob, rules in settings.per_path_ignores.items()],
        None if asked.agents is None else sorted(asked.agents),
        asked.look,
    )
    return Store(folder, checksum(code, repr((project.folder, by)).encode("utf-8", "surrogatepass")))
