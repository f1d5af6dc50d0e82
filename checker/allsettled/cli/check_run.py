"""One run of `allsettled check` over its files: which of them are ours, and what is said of each."""

import os
import sys
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from allsettled.checking import Checker, Inspected
from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.presence import beside
from allsettled.files.source import SourceText
from allsettled.files.walk import MARKDOWN, find, read_found
from allsettled.finding import CheckedFile
from allsettled.report import Report
from allsettled.settings import path_ignores
from allsettled.subject import Exists
from allsettled.subject.kinds import Kind, kind_by_path
from allsettled.triage import Triage

if TYPE_CHECKING:
    from allsettled.cli.fix import Fixer
    from allsettled.files.place import Found

TOML, JSON = ".toml", ".json"


class Run:
    """One run of the command over its files."""

    def __init__(
        self,
        project: Project,
        checker: Checker,
        errors: Sequence[UserError] = (),
        look: bool = True,
        fixer: "Fixer | None" = None,
    ) -> None:
        self.project = project
        self.fixer = fixer
        self.errors = errors  # before any file is checked
        self.look = look  # whether a log's outputs are there
        self.checker = checker
        self.silent_at = path_ignores(project.settings)
        self.triage = Triage(checker.rules, checker.protocol, checker.kinds)

    def report(self, arguments: Sequence[str], stdin_name: str) -> Report:
        """Check the files that the arguments name; of `-`, `stdin_name` tells the kind."""
        files: list[CheckedFile] = []
        errors = list(self.errors)
        silenced = open_logs = 0
        for answer in self.answers(arguments, stdin_name):
            if isinstance(answer, UserError):
                errors.append(answer)
                continue
            files.append(answer.file)
            silenced += answer.silenced
            open_logs += answer.open_log
        return Report(tuple(files), tuple(errors), suppressed=silenced, open_logs=open_logs)

    def answers(self, arguments: Sequence[str], stdin_name: str) -> Iterator[Inspected | UserError]:
        """Yield what is said of each file, or why it couldn't be checked."""
        settings = self.project.settings
        if "-" in arguments:
            yield self.stdin(stdin_name)
        paths = [argument for argument in arguments if argument != "-"]
        root = self.project.root
        suffixes = (*MARKDOWN, TOML, *((JSON,) if self.json_in_folders() else ()))
        found = list(find(paths, root=root, suffixes=suffixes, exclude=settings.exclude)) if paths else []
        named = {os.path.realpath(path) for path in paths if path.lower().endswith(JSON)}
        with _progress(found) as shown:
            for one in shown:
                if isinstance(one, UserError):
                    yield one
                    continue
                if not self.ours(one, named):
                    continue
                try:
                    source = read_found(one, limit=settings.files.max_size)
                except UserError as error:
                    yield error
                    continue
                exists = beside(one.root, one.relative or one.path) if self.look else None
                yield self.inspect(source, one.path, one.relative or one.path, exists, one)

    def json_in_folders(self) -> bool:
        """Say whether the settings may call a JSON file a log or an output."""
        globs = (glob for kind in (Kind.LOG, Kind.OUTPUT) for glob in self.checker.kinds.get(kind, ()))
        return not all(glob.lower().endswith(MARKDOWN) for glob in globs)

    def ours(self, one: "Found", named: Container[str]) -> bool:
        """Say whether to check a file: of TOML only agents', of JSON what is named, or a log or output by its path."""
        path = one.path.lower()
        if not path.endswith((TOML, JSON)) or (path.endswith(JSON) and one.real in named):
            return True
        kind = kind_by_path(one.relative or one.path, self.checker.kinds)
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
        if self.fixer is not None:
            self.fixer.stdin = raw
        return self.inspect(source, name, name)

    def inspect(
        self,
        source: SourceText,
        path: str,
        relative: str,
        exists: Exists | None = None,
        place: "Found | None" = None,
    ) -> Inspected | UserError:
        """Check one file, and mend it if that's wanted. `path` is for the report, `relative` tells the kind."""
        silent = self.silent_at(relative)
        if not path.lower().endswith(JSON) and not self.triage.may_concern(source.text, relative, silent):
            return Inspected(CheckedFile(path), 0, open_log=False)

        def inspected(text: str) -> Inspected:
            return self.checker.inspect(text, path, relative, silent, exists)

        try:
            found = inspected(source.text)
        except UserError as error:  # it's no JSON
            return UserError(error.message, path=path, span=error.span, hint=error.hint)
        return found if self.fixer is None else self.fixer.mend(source, found, inspected, place)


def _progress(found: list[Any]) -> Any:
    """Show how far the check is, on a terminal, when there are many files."""
    from contextlib import nullcontext

    if len(found) < 300 or not sys.stderr.isatty():
        return nullcontext(found)
    return click.progressbar(found, label="checking", file=sys.stderr)
