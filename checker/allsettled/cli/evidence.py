"""Logs against their evidence, as the commands want it: which transcripts, which rules, which findings."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from allsettled.checking import Checker
from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.evidence import homes
from allsettled.evidence.fleet import gather
from allsettled.evidence.model import Evidence, FileRead
from allsettled.evidence.read import Session
from allsettled.evidence.sessions import sessions
from allsettled.evidence.verifying import Standing, Verification, findings_of, verify
from allsettled.evidence.verifying.naming import named_sessions
from allsettled.files.read import read_text
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.kinds import GLOBS
from allsettled.report import Report
from allsettled.rules import RULES, Scope
from allsettled.settings import path_ignores, selected
from allsettled.subject import Subject
from allsettled.subject.kinds import LOG_LIKE
from allsettled.suppress import UNUSED, suppress

_NAME_IT = "name its file: --transcript FILE, or the folder that it's in: --project DIR"


class Verifier:
    """Holds logs against transcripts, by a project's settings."""

    def __init__(self, project: Project, transcripts: Sequence[str] = (), folder: str | None = None) -> None:
        self.project = project
        self.transcripts = transcripts
        self.folder = folder
        self.levels = levels_of(project)
        self.silent_at = path_ignores(project.settings)
        self._given: Evidence | None = None
        self._places: Sequence[str] = ()
        self._found: dict[str, Evidence] = {}

    def report(self, logs: Sequence[str]) -> tuple[Report, Counter[Standing]]:
        """Return what comes of some logs, and how many facts stand which way."""
        files: list[CheckedFile] = []
        errors: list[UserError] = []
        unread: dict[tuple[str, str], UserError] = {}  # each once, however many logs it is the evidence for
        counts: Counter[Standing] = Counter()
        silenced = 0
        for log in logs:
            try:
                subject = self.read(log)
                evidence = self.evidence_of(subject, log)
            except UserError as error:
                errors.append(error)
                continue
            unread |= {(one.path, one.reason): UserError(one.reason, path=one.path) for one in evidence.unread}
            if not evidence.dispatches:
                continue  # what is known of nobody contradicts nothing
            if self._is_elsewhere(subject, evidence):
                hint = "nothing of the log is held against other sessions; name a transcript that can be read"
                errors.append(UserError("the session that it names is not in what could be read", path=log, hint=hint))
                continue
            verification = verify(subject, evidence)
            unread |= {(one.path, ""): _left_out(one) for one in verification.broken}
            counts += verification.count()
            file, count = self.findings(subject, log, verification)
            files.append(file)
            silenced += count
        return Report(tuple(files), (*errors, *unread.values()), suppressed=silenced), counts

    def _relative(self, log: str) -> str:
        """Return a log's path below the project's folder, which the settings speak of."""
        path = Path(log).absolute()
        return path.relative_to(self.project.root).as_posix() if path.is_relative_to(self.project.root) else log

    def read(self, log: str) -> Subject:
        """Read a log. UserError: it cannot be read, or holds no record."""
        path = Path(log)
        source = read_text(path, root=path.absolute().parent, limit=self.project.settings.files.max_size)
        try:
            subject = self.subject(source.text, log)
        except UserError as error:  # a JSON log that is none
            raise UserError(error.message, path=log, span=error.span, hint=error.hint) from None
        if subject.kind not in LOG_LIKE:
            raise UserError(f"it is no log, but of the kind {subject.kind}", path=log, hint="name a session log")
        return subject

    def subject(self, text: str, path: str) -> Subject:
        """Return a file's text as the rules see it."""
        kinds = {**GLOBS, **self.project.settings.kinds}
        return Checker(protocol=self.project.protocol, kinds=kinds).read(text, path.replace("\\", "/"))

    def checked(self, subject: Subject) -> tuple[Finding, ...]:
        """Return what `check` finds in a log, its comments that silence rules obeyed."""
        levels = selected(self.project.settings, RULES.by_name)
        rules = [rule for rule in RULES if rule.name in levels]
        found = Checker(rules, levels, self.project.protocol).check(subject)
        return suppress(subject.document, found, RULES.by_name, levels).kept

    def evidence_of(self, subject: Subject, log: str) -> Evidence:
        """Return the evidence for a log: what was named, or the sessions that it names itself."""
        if self.transcripts:
            if self._given is None:
                found = [session for place in self.transcripts for session in _sessions(place)]
                self._given, self._places = gather(found), [session.place for session in found]
            evidence = self._given
        else:
            evidence = self._of_log(subject, log)
        if not evidence.dispatches and not evidence.unread:
            raise UserError("its evidence holds no agent at all", path=log, hint="name another transcript")
        return evidence

    def _is_elsewhere(self, subject: Subject, evidence: Evidence) -> bool:
        """Say whether a log names sessions, and they would be in what could not be read: as far as names tell, or may.

        A log of other sessions than those of its evidence is held against that all the same: a resumed session has
        another id.
        """
        ids = named_sessions(subject.document)
        if not ids or any(not one.sessions or not set(ids).isdisjoint(one.sessions) for one in evidence.dispatches):
            return False
        if any(not one.part for one in evidence.unread):
            return True
        return any(id_ in Path(place).name for place in self._places for id_ in ids)

    def _of_log(self, subject: Subject, log: str) -> Evidence:
        ids = named_sessions(subject.document)
        key = " ".join(ids)
        if key not in self._found:
            self._found[key] = gather(self._look_for(ids, log))
        return self._found[key]

    def _look_for(self, ids: Sequence[str], log: str) -> Sequence[Session]:
        folder = Path(self.folder) if self.folder else None
        if folder is not None:
            there = homes.below(folder)
            wanted = [session for session in there if any(id_ in session.place for id_ in ids)]
            if wanted or (there and not ids):
                return wanted or there
        if not ids:
            raise UserError(
                "the log names no session",
                path=log,
                hint="name its transcript: --transcript SESSION; or write `- **Session**: <id>` in the log's head",
            )
        return homes.by_id(ids, folder, hint=_NAME_IT)

    def findings(self, subject: Subject, log: str, verification: Verification) -> tuple[CheckedFile, int]:
        """Return a log's findings, its comments that silence rules obeyed, and how many they silenced."""
        silent = self.silent_at(self._relative(log))
        levels = {name: level for name, level in self.levels.items() if name not in silent}
        left = suppress(subject.document, findings_of(verification, levels), RULES.by_name, levels)
        new = [finding for finding in left.new if finding.rule == UNUSED]
        return CheckedFile(log, subject.document.lines, tuple(sorted((*left.kept, *new)))), left.silenced


def _left_out(file: FileRead) -> UserError:
    lines = f"{file.bad} of {file.lines} line{'s' * (file.lines != 1)} could not be read: cut short, or not JSON"
    return UserError(lines, path=file.path, hint="what may hang on that is left open")


def levels_of(project: Project) -> dict[str, Severity]:
    """Return the rules on evidence that run, with their levels: also the notes, which say what cannot be verified."""
    settings = project.settings
    rules = {rule.name: rule for rule in RULES if rule.scope is Scope.EVIDENCE}
    chosen = selected(settings, rules)
    for name, rule in rules.items():
        level = settings.levels.get(name, rule.severity)
        if level is Severity.NOTE and name not in settings.ignore:
            chosen.setdefault(name, level)
    return chosen


def _sessions(place: str) -> Sequence[Session]:
    """Return the sessions of a path, or the one that an id names."""
    from allsettled.evidence import source

    if not source.exists(place) and homes.is_id(place):
        return homes.by_id([place], hint=_NAME_IT)
    return sessions([place])
