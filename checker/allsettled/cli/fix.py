"""`allsettled check --fix` and `--diff`: what is mended in the files of one run, written or shown."""

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from allsettled import baseline as baselines
from allsettled.cli.output import write_file
from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.place import Found
from allsettled.files.source import SourceText
from allsettled.files.write import replace_all
from allsettled.finding import CheckedFile, Finding, Inspected
from allsettled.fixing import FIXABLE, fix
from allsettled.fixing.refused import Refused
from allsettled.protocol.value import Protocol
from allsettled.render.diff import unified_diff
from allsettled.terminal import safe

_NOT_MARKDOWN = (".json", ".toml")


class _Changed(NamedTuple):
    """A file with its text before and after; `place` is None for standard input."""

    path: str
    place: Found | None
    before: SourceText
    after: SourceText
    mended: int


class Fixer:
    """Mends the files of a run one by one, and holds the new texts until all are known.

    What the baseline `known` records isn't reported, and so isn't mended; `ran` are the rules that are asked.
    """

    def __init__(self, protocol: Protocol, known: Collection[baselines.Entry], ran: Collection[str]) -> None:
        self.protocol = protocol
        self.known = known
        self.ran = ran
        self.stdin: bytes | None = None  # what it becomes, if it can be read
        self.changed: list[_Changed] = []
        self.refused: list[tuple[str, Refused]] = []

    def mend(
        self, source: SourceText, found: Inspected, again: Callable[[str], Inspected], place: Found | None
    ) -> Inspected:
        """Mend what is reported of a file, if it can be. Return what there is to say of the file then."""
        path = found.file.path
        reported = self._reported(found.file)
        if not any(finding.rule in FIXABLE for finding in reported) or path.lower().endswith(_NOT_MARKDOWN):
            return found
        fixed = fix(source, path, reported, lambda text: self._reported(again(text).file), self.protocol)
        if fixed.refusal is not None:
            self.refused.append((path, fixed.refusal))
        if fixed.source is source:
            return found
        self.changed.append(_Changed(path, place, source, fixed.source, fixed.mended))
        if place is None:
            self.stdin = fixed.source.raw
        return again(fixed.source.text)

    def _reported(self, file: CheckedFile) -> Sequence[Finding]:
        return baselines.apply((file,), self.known, self.ran).files[0].findings

    def save(self) -> None:
        """Write all files that have changed, or none, and standard input's text to standard output.

        Raises UserError if a file can't be written.
        """
        new = {Path(one.place.real): one for one in self.changed if one.place is not None}
        roots = {one.place.root for one in self.changed if one.place is not None}
        if roots:
            replace_all(
                {path: one.after.raw for path, one in new.items()},
                root=_common(roots),
                before={path: one.before.raw for path, one in new.items()},
            )
        if self.stdin is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(self.stdin)
            sys.stdout.buffer.flush()
        self._say("fixed")

    def show(self, output: str | None, project: Project) -> bool:
        """Show what would change, or write that to a file; say whether there's anything that --fix would meet."""
        texts = (unified_diff(one.before.text, one.after.text, one.path.lstrip("/")) for one in self.changed)
        diff = "".join(safe(line) + "\n" for text in texts for line in text.split("\n")[:-1])
        if output:
            write_file(Path(output), diff, project)
        else:
            sys.stdout.write(diff)
            sys.stdout.flush()
        self._say("would fix")
        return bool(self.changed or self.refused)

    def _say(self, verb: str) -> None:
        """Say on stderr which files aren't fixed, and how much is."""
        for path, refusal in self.refused:
            print(safe(f"{path}:{refusal.line}: not fixed: {refusal.message}"), file=sys.stderr)
            print(f"help: {safe(refusal.hint)}", file=sys.stderr)
        if not self.changed:
            print("nothing was fixed" if self.refused else "no finding that --fix mends", file=sys.stderr)
            return
        mended = sum(one.mended for one in self.changed)
        print(f"{verb} {_count(mended, 'finding')} in {_count(len(self.changed), 'file')}", file=sys.stderr)


def refuse_mixture(options: Mapping[str, Any], arguments: Sequence[str]) -> None:
    """Raise UserError for options that don't go with --fix or --diff."""
    if options["write_baseline"]:
        raise UserError(
            "--write-baseline doesn't go with --fix or --diff", hint="run --fix first, then record the rest"
        )
    if options["diff"] and options["form"] != "text":
        raise UserError("--diff shows a diff, not a report", hint="leave out --format, or --diff")
    if not options["diff"] and "-" in arguments and len(arguments) > 1:
        raise UserError("--fix writes what - is mended to to standard output", hint="name - alone, or leave it out")


def _common(roots: Collection[str]) -> str:
    try:
        return os.path.commonpath(roots)
    except ValueError:
        raise UserError("the files are on several drives", hint="run --fix once for each of them") from None


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
