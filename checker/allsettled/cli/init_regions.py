"""The regions that `init` adds where it is told to."""

from collections.abc import Sequence
from pathlib import Path

import click

from allsettled.cli.init_step import Step
from allsettled.cli.one_file import OneFile, open_one
from allsettled.cli.project import Project
from allsettled.cli.rendering import set_up
from allsettled.errors import UserError
from allsettled.files.source import decode
from allsettled.render.adopt import adopt
from allsettled.render.filler import Filler
from allsettled.render.homes import UnclearPlatformError
from allsettled.render.insert import insert
from allsettled.render.lines import tidy
from allsettled.render.outline import outline
from allsettled.render.regions import sound_scan
from allsettled.render.routing import style_of


def add_regions(project: Project, wanted: Sequence[str]) -> list[Step]:
    """Return the steps that add regions to files; each of `wanted` is `FILE:ID`. Say which are there already.

    Raises UserError for the first that cannot be added.
    """
    filler = set_up(project).filler if wanted else None
    files: dict[str, OneFile] = {}  # by where they stand, whatever names they have
    before: dict[str, bytes] = {}
    added: dict[str, list[str]] = {}
    for one in wanted:
        name, colon, id_ = one.rpartition(":")
        if not colon or not name or not id_ or filler is None:
            raise UserError(f"--region {one}: this names no file and region", hint="write --region FILE:ID")
        opened = open_one(project, name)
        file = files.setdefault(opened.found.real, opened)
        before.setdefault(opened.found.real, opened.source.raw)
        after = _with_region(file, id_, filler)
        if after is None:
            click.echo(f'{name} has the region "{id_}" already: left alone')
            continue
        files[opened.found.real] = file._replace(source=decode(after, name))
        added.setdefault(opened.found.real, []).append(f'"{id_}"')
    return [
        Step(Path(real), before[real], files[real].source.raw, f"the {_listed(ids)}") for real, ids in added.items()
    ]


def _listed(ids: Sequence[str]) -> str:
    return f"region {ids[0]}" if len(ids) == 1 else f"regions {', '.join(ids)}"


def _with_region(file: OneFile, id_: str, filler: Filler) -> bytes | None:
    """Return a file's bytes with a region in it; None if it has it already."""
    text, path = file.source.text, file.found.path
    style = style_of(path)
    try:
        if any(region.id == id_ for region in sound_scan(text, style).regions):
            return None
        fresh = filler.text(filler.asked(id_, {}, file.home, text.split("\n")))
        own = outline(tidy(fresh.body))
        if own and any((one.level, one.title) == (own[0].level, own[0].title) for one in outline(text)):
            adopted = adopt(text, id_, fresh, path=path)
            if adopted.edit is None:
                message = f'its section "{own[0].title}" says something else than the region "{id_}" would'
                raise UserError(message, hint=f"see the difference: allsettled adopt {path} --id {id_}")
            return file.source.edited([adopted.edit])
        return file.source.edited([insert(text, id_, fresh, style=style)])
    except UnclearPlatformError as error:
        hint = f"say which is meant: allsettled adopt {path} --id {id_} --append --platform {error.ids[0]}"
        raise UserError(error.message, path=path, hint=hint) from error
    except UserError as error:
        raise UserError(error.message, path=path, span=error.span, hint=error.hint) from error
