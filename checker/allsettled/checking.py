"""Text to findings: the file is read, its records' shape is checked, then the rules are asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from allsettled.document import parse
from allsettled.finding import INTERNAL_ERROR, CheckedFile, Finding, Inspected, Severity, Title
from allsettled.kinds import GLOBS, Kind, kind_by_path
from allsettled.protocol.parts import Extract
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.rules import RULES, Fault, Problem, Rule, Scope
from allsettled.span import FILE, Span
from allsettled.subject import Exists, Subject
from allsettled.subject.kinds import LOG_LIKE, kind_of
from allsettled.subject.state import State
from allsettled.suppress import Suppressed, suppress

if TYPE_CHECKING:
    from allsettled.protocol.schema import RecordError

_SCOPES: Mapping[Kind, frozenset[Scope]] = {
    Kind.LOG: frozenset({Scope.RECORD, Scope.SHAPE, Scope.LOG, Scope.DOCUMENT}),
    Kind.HANDOFF: frozenset({Scope.RECORD, Scope.SHAPE, Scope.HANDOFF, Scope.DOCUMENT}),
    Kind.RETROSPECTIVE: frozenset({Scope.RECORD, Scope.SHAPE, Scope.RETROSPECTIVE, Scope.DOCUMENT}),
    Kind.OUTPUT: frozenset({Scope.OUTPUT, Scope.DOCUMENT}),
    Kind.ORCHESTRATOR: frozenset({Scope.ORCHESTRATOR, Scope.PROMPT, Scope.DOCUMENT}),
    Kind.AGENT: frozenset({Scope.AGENT, Scope.PROMPT, Scope.DOCUMENT}),
    Kind.SYSTEM: frozenset({Scope.SYSTEM, Scope.DOCUMENT}),
    Kind.DOCUMENT: frozenset({Scope.DOCUMENT}),
}
_SHAPE_RULES = {
    "status": "unknown-status",
    "strategy": "unknown-strategy",
    "tier": "unknown-tier",
    "action": "unknown-action",
    "started": "bad-timestamp",
    "finished": "bad-timestamp",
}
_DEFAULT = tuple(rule for rule in RULES if rule.severity is not Severity.NOTE)
_THEIR_OWN: Mapping[str, Severity] = {}


class Checker(NamedTuple):
    """What a check goes by: which rules, at which level, and the protocol."""

    rules: Sequence[Rule] = _DEFAULT
    levels: Mapping[str, Severity] = _THEIR_OWN
    protocol: Protocol = BUILT_IN
    kinds: Mapping[str, Sequence[str]] = GLOBS
    agents: frozenset[str] | None = None  # the catalogue, if the project has one

    def read(self, text: str, path: str, exists: Exists | None = None) -> Subject:
        """Return a Markdown file, a log or output in JSON or an agent's TOML file, as the rules see it.

        `path` is as the user named it, with `/`. Raises JsonError for a log that is no JSON.
        """
        if path.lower().endswith(".json"):
            from allsettled.subject.json_log import read_json_log  # only for logs and outputs in JSON

            document, extract, state, kind = read_json_log(text, self.protocol, kind_by_path(path, self.kinds))
            return Subject(
                path,
                kind,
                document,
                self.protocol,
                given=(extract,),
                exists=exists,
                declared=state,
                agents=self.agents,
            )
        if path.endswith(".toml"):
            from allsettled.subject.toml_agent import parse_toml_agent

            document = parse_toml_agent(text)
        else:
            document = parse(text)
        kind = kind_of(path, document, self.kinds, self.protocol)
        return Subject(path, kind, document, self.protocol, agents=self.agents, exists=exists)

    def check(self, subject: Subject) -> list[Finding]:
        """Return the findings of all rules that are for this kind of file, by place."""
        scopes = _SCOPES[subject.kind]
        findings: list[Finding] = []
        if subject.kind in LOG_LIKE and Scope.SHAPE in scopes and subject.records:
            errors = [(extract, error) for extract in subject.extracts for error in self._errors(extract)]
            findings.extend(self._shape(subject, errors))
            if subject.given is not None and any(error.known and not error.word for _, error in errors):
                return sorted(set(findings))  # what isn't of a record's form has no sense that could be judged
        if subject.kind is Kind.OUTPUT:
            findings.extend(self._output(subject))
        for rule in self.rules:
            if rule.scope in scopes and rule.scope is not Scope.SHAPE and not _waits(rule, subject):
                findings.extend(self._ask(rule, subject))
        return sorted(set(findings))

    def inspect(
        self,
        text: str,
        path: str,
        relative: str | None = None,
        silent: frozenset[str] = frozenset(),
        exists: Exists | None = None,
    ) -> Inspected:
        """Read and check one Markdown file, its comments that silence rules obeyed.

        `path` is for the report; `relative`, below the project's folder, tells the kind. `silent` rules aren't asked.
        `exists` says whether a path that the file names is there; without it nobody asks.
        """
        subject = self.read(text, relative if relative is not None else path, exists)
        rules = [rule for rule in self.rules if rule.name not in silent]
        checker = self._replace(rules=rules) if silent else self
        ran = {rule.name for rule in rules}
        left = checker._left(subject)
        new = [finding for finding in left.new if finding.rule in ran]
        findings = tuple(sorted((*left.kept, *new)))
        is_open = subject.kind is Kind.LOG and subject.state is not State.CLOSED
        lines = subject.document.lines if findings else ()
        title = checker._title(subject)
        subject.document.root.let_go()
        return Inspected(CheckedFile(path, lines, findings), left.silenced, is_open, title)

    def _title(self, subject: Subject) -> Title | None:
        """Return the title of a log in Markdown, if a rule is asked that looks at all files of a run."""
        rule = next((rule for rule in self.rules if rule.scope is Scope.RUN), None)
        if rule is None or subject.given is not None or kind_by_path(subject.path, self.kinds) is not Kind.LOG:
            return None
        text = subject.document.title()
        finding = self._finding(rule, text.span, "", "")
        silent = not suppress(subject.document, [finding], RULES.by_name, ()).kept
        return Title(text, subject.document.lines[text.span.line - 1], silent)

    def _left(self, subject: Subject) -> Suppressed:
        """Return what comments in the file leave of the findings. JSON has no comments.

        A comment may silence what isn't asked now: by `verify`, when the log is closed, or when files are looked for.
        """
        findings = self.check(subject)
        if subject.given is not None:
            return Suppressed(tuple(findings), 0, ())
        later = {
            rule.name
            for rule in self.rules
            if rule.scope in (Scope.EVIDENCE, Scope.RUN)
            or _waits(rule, subject)
            or (rule.looks and subject.exists is None)
        }
        asked = {rule.name for rule in self.rules} - later
        return suppress(subject.document, findings, RULES.by_name, asked)

    def _ask(self, rule: Rule, subject: Subject) -> Iterator[Finding]:
        if rule.scope is Scope.RECORD and not subject.records:
            return
        try:
            for problem in self._answers(rule, subject):
                yield self._finding(rule, *problem)
        except Exception as error:  # noqa: BLE001 - one rule's fault must not end the others
            yield _internal_error(rule, error)

    def _answers(self, rule: Rule, subject: Subject) -> Iterator[Problem]:
        if rule.scope is not Scope.RECORD:
            yield from rule.module.check(subject)
            return
        for record in subject.records:
            if rule.part and not any(getattr(record, rule.part)):
                continue
            fault: Fault
            for fault in rule.module.check(record, subject):
                yield Problem(record.place(*fault.at), fault.message, fault.hint)

    def _finding(self, rule: Rule, span: Span, message: str, hint: str, at_most: Severity | None = None) -> Finding:
        severity = self.levels.get(rule.name, rule.severity)
        if at_most is not None:
            severity = max(severity, at_most, key=tuple(Severity).index)  # the lightest comes last
        return Finding(span, rule.name, severity, message, hint, rule.requirement)

    def _output(self, subject: Subject) -> Iterator[Finding]:
        """Yield what is wrong with an agent's output, by the rules for such faults."""
        from allsettled.rules.output_form import faults

        chosen = {rule.name: rule for rule in self.rules}
        try:
            for name, problem in faults(subject):
                if name in chosen:
                    yield self._finding(chosen[name], *problem)
        except Exception as error:  # noqa: BLE001 - see `_ask`
            yield _internal_error(RULES["bad-front-matter"], error)

    def _errors(self, extract: Extract) -> "Iterator[RecordError]":
        from allsettled.protocol.schema import record_errors

        return record_errors(extract.value, self.protocol)

    def _shape(self, subject: Subject, errors: "Iterable[tuple[Extract, RecordError]]") -> Iterator[Finding]:
        """Yield a finding for each value that the record's schema refuses, by the rule for such values.

        What no such rule explains can only stand in JSON: in Markdown there's no place for it.
        """
        chosen = {rule.name: rule for rule in self.rules}
        for extract, error in errors:
            span = extract.place(error.pointer)
            if error.word and (name := _SHAPE_RULES.get(str(error.pointer[-1]))) is not None:
                if (rule := chosen.get(name)) is not None:
                    message, hint = rule.module.explain(error.value, self.protocol)
                    yield self._finding(rule, span, message, hint)
            elif subject.given is not None and (rule := chosen.get("bad-record")) is not None:
                span = span if error.known else extract.keys.get(error.pointer, span)
                yield self._finding(rule, span, error.message, error.hint)


def _waits(rule: Rule, subject: Subject) -> bool:
    """Say whether a rule looks for what may still come: the log doesn't say that it's closed."""
    return rule.closed and subject.kind is Kind.LOG and subject.state is not State.CLOSED


def _internal_error(rule: Rule, error: Exception) -> Finding:
    message = f"the rule {rule.name} failed on this file: {type(error).__name__}: {str(error)[:200]}"
    hint = "please report this, with the file if you can"
    return Finding(FILE, INTERNAL_ERROR, Severity.ERROR, message, hint)
