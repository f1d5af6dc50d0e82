"""One run of `allsettled check` over its files: which of them are ours, and what is said of each."""

import os
import sys
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from allsettled.cli.examining import Asked, Examiner, Exists
from allsettled.errors import UserError
from allsettled.files.walk import MARKDOWN, find
from allsettled.finding import Inspected
from allsettled.kinds import Kind, kind_by_path
from allsettled.report import Report

if TYPE_CHECKING:
    from allsettled.cache.store import Store
    from allsettled.cli.fix import Fixer
    from allsettled.cli.project import Project
    from allsettled.files.place import Found
    from allsettled.files.source import SourceText

TOML, JSON = ".toml", ".json"
_MANY = 300  # files, from which on it's shown how far the check is


class Run:
    """One run of the command over its files.

    `store` has what earlier runs found. With `jobs` other than 1 the files are judged in as many processes, with 0 in
    as many as pay.
    """

    def __init__(
        self,
        project: "Project",
        asked: Asked,
        errors: Sequence[UserError] = (),
        fixer: "Fixer | None" = None,
        store: "Store | None" = None,
        jobs: int = 1,
    ) -> None:
        self.project = project
        self.fixer = fixer
        self.errors = errors  # before any file is checked
        self.store = store
        self.jobs = jobs
        self.asked = asked
        self.examiner = Examiner(project, asked)

    def report(self, arguments: Sequence[str], stdin_name: str) -> Report:
        """Check the files that the arguments name; of `-`, `stdin_name` tells the kind."""
        inspected: list[Inspected] = []
        errors = list(self.errors)
        for answer in self.answers(arguments, stdin_name):
            if isinstance(answer, UserError):
                errors.append(answer)
            else:
                inspected.append(answer)
        if self.store is not None:
            self.store.save()
        files = [one.file for one in inspected]
        silenced = sum(one.silenced for one in inspected)
        if sum(one.title is not None for one in inspected) > 1:
            from allsettled.cli.same_ids import with_same_ids

            files, hushed = with_same_ids(inspected, self.asked.levels)
            silenced += hushed
        open_logs = sum(one.open_log for one in inspected)
        return Report(tuple(files), tuple(errors), suppressed=silenced, open_logs=open_logs)

    def answers(self, arguments: Sequence[str], stdin_name: str) -> Iterator[Inspected | UserError]:
        """Yield what is said of each file, or why it couldn't be checked."""
        if "-" in arguments:
            answer = self.stdin(stdin_name)
            yield answer if isinstance(answer, UserError) else answer._replace(title=None)  # it's no file of the run
        paths = [argument for argument in arguments if argument != "-"]
        if not paths:
            return
        suffixes = (*MARKDOWN, TOML, *((JSON,) if self.json_in_folders() else ()))
        found = find(paths, root=self.project.folder, suffixes=suffixes, exclude=self.project.settings.exclude)
        named = {os.path.realpath(path) for path in paths if path.lower().endswith(JSON)}
        ours = [one for one in found if isinstance(one, UserError) or self.ours(one, named)]
        with _progress(self.each(ours), len(ours)) as shown:
            yield from shown

    def each(self, found: "Sequence[Found | UserError]") -> Iterator[Inspected | UserError]:
        """Yield the answer for each file, in their order."""
        if self.jobs != 1 and self.fixer is None and len(found) > 1:
            from allsettled.cli.workers import answers

            yield from answers(found, self.examiner, self.store, self.jobs)
            return
        for one in found:
            yield one if isinstance(one, UserError) else self.answer(one)

    def answer(self, one: "Found") -> Inspected | UserError:
        """Say what there is to say of a file, from the cache if it knows; mend it if that's wanted."""
        if self.fixer is None:
            return self.examiner.answer(one, self.store)
        from allsettled.files.source import decode

        try:
            source = decode(self.examiner.read(one), one.path)
        except UserError as error:
            return error
        return self.mended(source, one.path, one.relative or one.path, self.examiner.exists(one), one)

    def json_in_folders(self) -> bool:
        """Say whether the settings may call a JSON file a log or an output."""
        globs = (glob for kind in (Kind.LOG, Kind.OUTPUT) for glob in self.asked.kinds.get(kind, ()))
        return not all(glob.lower().endswith(MARKDOWN) for glob in globs)

    def ours(self, one: "Found", named: Container[str]) -> bool:
        """Say whether to check a file: of TOML only agents', of JSON what is named, or a log or output by its path."""
        path = one.path.lower()
        if not path.endswith((TOML, JSON)) or (path.endswith(JSON) and one.real in named):
            return True
        kind = kind_by_path(one.relative or one.path, self.asked.kinds)
        return kind in (Kind.LOG, Kind.OUTPUT) if path.endswith(JSON) else kind is not None

    def stdin(self, name: str) -> Inspected | UserError:
        """Check standard input."""
        from allsettled.files.source import decode

        limit = self.project.settings.files.max_size
        raw = sys.stdin.buffer.read(limit + 1)
        if len(raw) > limit:
            return UserError(f"standard input is over the limit of {limit} bytes", hint="raise files.max-size")
        try:
            source = decode(raw, name)
        except UserError as error:
            return error
        if self.fixer is None:
            return self.examiner.inspect(source.text, name, name)
        self.fixer.stdin = raw
        return self.mended(source, name, name)

    def mended(
        self,
        source: "SourceText",
        path: str,
        relative: str,
        exists: Exists | None = None,
        place: "Found | None" = None,
    ) -> Inspected | UserError:
        """Check one file and mend it. `path` is for the report, `relative` tells the kind."""
        found = self.examiner.inspect(source.text, path, relative, exists)
        if self.fixer is None or isinstance(found, UserError):
            return found
        return self.fixer.mend(source, found, lambda text: self.examiner.inspected(text, path, relative, exists), place)


def _progress(answers: Iterator[Inspected | UserError], length: int) -> Any:
    """Show how far the check is, on a terminal, when there are many files."""
    if length < _MANY or not sys.stderr.isatty():
        from contextlib import nullcontext

        return nullcontext(answers)
    import click

    return click.progressbar(answers, length=length, label="checking", file=sys.stderr)
