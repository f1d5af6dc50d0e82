"""What is said of one file: from the cache if it knows, or else by reading it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from allsettled.cli.sweeping import Sweeper
from allsettled.errors import UserError
from allsettled.files.presence import beside
from allsettled.files.source import decode, normalise
from allsettled.files.walk import read_raw
from allsettled.finding import INTERNAL_ERROR, CheckedFile, Inspected, Severity
from allsettled.settings import path_ignores

if TYPE_CHECKING:
    from allsettled.cache.kept import Kept
    from allsettled.cache.store import Store
    from allsettled.checking import Checker
    from allsettled.cli.project import Project
    from allsettled.files.place import Found
    from allsettled.rules import Rule
    from allsettled.triage import Triage

Exists = Callable[[str], bool | None]
_JSON = ".json"


class Asked(NamedTuple):
    """What a check goes by, besides the protocol and the code.

    The rules that are asked with their levels, the globs of kinds, the names of the project's agents (None: it has no
    catalogue), and whether to look if the outputs are there that a log names.
    """

    levels: Mapping[str, Severity]
    kinds: Mapping[str, Sequence[str]]
    agents: frozenset[str] | None = None
    look: bool = True


class Examiner:
    """Says what there is to say of files. What that takes is loaded when the first one has to be read."""

    def __init__(self, project: "Project", asked: Asked) -> None:
        self.project = project
        self.asked = asked
        self.silent_at = path_ignores(project.settings)
        self.sweeper = Sweeper()

    @cached_property
    def rules(self) -> "Sequence[Rule]":
        """Return the rules that are asked, in their order."""
        from allsettled.rules import RULES

        return [rule for rule in RULES if rule.name in self.asked.levels]

    @cached_property
    def checker(self) -> "Checker":
        """Return what finds the findings."""
        from allsettled.checking import Checker

        return Checker(self.rules, self.asked.levels, self.project.protocol, self.asked.kinds, self.asked.agents)

    @cached_property
    def triage(self) -> "Triage":
        """Return what tells the files apart that can't concern us."""
        from allsettled.triage import Triage

        return Triage(self.rules, self.project.protocol, self.asked.kinds)

    def read(self, one: "Found") -> bytes:
        """Return a file's bytes; raises UserError if they can't be read."""
        return read_raw(one, limit=self.project.settings.files.max_size)

    def exists(self, one: "Found") -> Exists | None:
        """Return what says whether the paths that a file names are there, if that's asked."""
        return beside(one.root, one.relative or one.path) if self.asked.look else None

    def answer(self, one: "Found", store: "Store | None") -> Inspected | UserError:
        """Say what there is to say of a file; keep it in the cache, if there's one."""
        try:
            raw = self.read(one)
        except UserError as error:
            return error
        if store is None:
            return self.judged(raw, one)[0]
        key = key_of(one, raw)
        if (told := self.known(one, raw, store.get(key))) is not None:
            return told
        answer, new = self.judged(raw, one)
        if new is not None:
            store.put(key, new)
        return answer

    def known(self, one: "Found", raw: bytes, kept: "Kept | None") -> Inspected | None:
        """Return what was said of a file's bytes before, if that was kept and what it hangs on is as it was."""
        if kept is None:
            return None
        if kept.asked:
            exists = self.exists(one)
            if exists is None or any(exists(path) is not answer for path, answer in kept.asked):
                return None
        lines = tuple(normalise(decode(raw, one.path).text).split("\n")) if kept.findings else ()
        return Inspected(CheckedFile(one.path, lines, kept.findings), kept.silenced, kept.open_log, kept.title)

    def judged(self, raw: bytes, one: "Found") -> "tuple[Inspected | UserError, Kept | None]":
        """Return what is said of a file's bytes, and what may be kept of that: None if it isn't sure to be said again.

        What the cache keeps are the findings, and the answers about other files that they hang on.
        """
        try:
            text = decode(raw, one.path).text
        except UserError as error:
            return error, None
        asked: dict[str, bool | None] = {}
        exists = self.exists(one)

        def noted(path: str) -> bool | None:
            if path not in asked:
                asked[path] = exists(path) if exists is not None else None
            return asked[path]

        answer = self.inspect(text, one.path, one.relative or one.path, noted if exists is not None else None)
        self.sweeper.after(len(raw))
        if isinstance(answer, UserError) or any(each.rule == INTERNAL_ERROR for each in answer.file.findings):
            return answer, None
        from allsettled.cache.kept import Kept

        return answer, Kept(answer.file.findings, answer.silenced, answer.open_log, tuple(asked.items()), answer.title)

    def inspect(self, text: str, path: str, relative: str, exists: Exists | None = None) -> Inspected | UserError:
        """Say what there is to say of a text. `path` is for the report only, `relative` tells the kind."""
        is_json = relative.lower().endswith(_JSON)
        if not is_json and not self.triage.may_concern(text, relative, self.silent_at(relative)):
            return Inspected(CheckedFile(path), 0, open_log=False)
        try:
            return self.inspected(text, path, relative, exists)
        except UserError as error:  # it's no JSON
            return UserError(error.message, path=path, span=error.span, hint=error.hint)

    def inspected(self, text: str, path: str, relative: str, exists: Exists | None = None) -> Inspected:
        """Ask all rules of a text. Raises UserError if it should be JSON and isn't."""
        return self.checker.inspect(text, path, relative, self.silent_at(relative), exists)


def key_of(one: "Found", raw: bytes) -> bytes:
    """Return the key under which the cache keeps what is said of a file."""
    from allsettled.cache import packing

    return packing.key_of(one.relative or one.path, raw)
