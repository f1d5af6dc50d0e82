"""Logs of one run that have the same id: what `duplicate-id` says of them, their comments obeyed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding
from allsettled.kinds import Kind, kind_by_path
from allsettled.rules import RULES
from allsettled.rules.duplicate_id import Log, check, key_of

if TYPE_CHECKING:
    from allsettled.cli.examining import Examiner
    from allsettled.document.model import Document
    from allsettled.files.place import Found

RULE = "duplicate-id"


def with_same_ids(
    files: Sequence[CheckedFile], found: Sequence["Found"], examiner: "Examiner"
) -> tuple[list[CheckedFile], int]:
    """Return the files with what is to be said of their ids, and how many such findings their comments silenced."""
    documents = {one.path: document for one in _alike(found, examiner) if (document := _read(one, examiner))}
    told: dict[str, Finding] = {}
    silenced = 0
    for log, problem in check([Log(path, document.title()) for path, document in documents.items()]):
        severity, requirement = examiner.asked.levels[RULE], RULES[RULE].requirement
        finding = Finding(problem.span, RULE, severity, problem.message, problem.hint, requirement)
        if _is_silent(documents[log.path], finding):
            silenced += 1
        else:
            told[log.path] = finding
    return [_with(file, told[file.path], documents) if file.path in told else file for file in files], silenced


def _alike(found: Sequence["Found"], examiner: "Examiner") -> Iterator["Found"]:
    """Yield the logs that share their id with another one, those aside in which the rule is silent."""
    groups: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        if (key := key_of(one.path)) is not None:
            groups.setdefault(key, []).append(one)
    for group in groups.values():
        for one in group if len(group) > 1 else ():
            relative = one.relative or one.path
            if kind_by_path(relative, examiner.asked.kinds) is Kind.LOG and RULE not in examiner.silent_at(relative):
                yield one


def _read(one: "Found", examiner: "Examiner") -> "Document | None":
    """Return a log as it's read; None where it can't be, which is said of it already, or is JSON: that has no title."""
    from allsettled.document import parse
    from allsettled.files.source import decode

    try:
        return parse(decode(examiner.read(one), one.path).text) if one.path.lower().endswith(".md") else None
    except UserError:
        return None


def _is_silent(document: "Document", finding: Finding) -> bool:
    from allsettled.suppress import suppress

    return not suppress(document, [finding], RULES.by_name, ()).kept


def _with(file: CheckedFile, finding: Finding, documents: "dict[str, Document]") -> CheckedFile:
    lines = file.lines or tuple(documents[file.path].lines)
    return file._replace(findings=tuple(sorted((*file.findings, finding))), lines=lines)
