"""A file that records the findings to leave alone, so that only new ones are reported.

A finding is known again by its rule, its file and the text of its line, not by its line number: lines may move,
and tables may be re-aligned. Of several equal ones as many are known as were recorded.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from allsettled.errors import UserError
from allsettled.finding import INTERNAL_ERROR, CheckedFile, Finding
from allsettled.span import FILE, Span

_VERSION = 1
_REWRITE = "write it again with --write-baseline"


class Entry(NamedTuple):
    """A finding that a baseline records."""

    path: str
    rule: str
    fingerprint: str


class Applied(NamedTuple):
    """The files with their new findings only; how many were known; and the entries that nothing answered to.

    `stale` entries are of files and rules that were checked: they can go. Of `unseen` ones the file or the rule
    wasn't checked this time.
    """

    files: tuple[CheckedFile, ...]
    known: int
    stale: tuple[Entry, ...]
    unseen: tuple[Entry, ...]


def fingerprints(path: str, lines: Sequence[str], findings: Sequence[Finding]) -> list[str]:
    """Return one fingerprint (16 hexadecimal digits) for each finding; no two of a file are equal.

    It's made of the rule, the path, the line's text without white space, and the finding's number among those
    that are equal in all this.
    """
    from hashlib import sha256

    made = [""] * len(findings)
    equals: Counter[tuple[str, str]] = Counter()
    for number in sorted(range(len(findings)), key=lambda index: findings[index]):
        finding = findings[number]
        text = _text(lines, finding.span)
        same = equals[finding.rule, text]
        equals[finding.rule, text] += 1
        content = "\0".join((finding.rule, path, text, str(same)))
        made[number] = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return made


def _text(lines: Sequence[str], span: Span) -> str:
    if span == FILE or span.line > len(lines):  # about the file as a whole
        return ""
    return "".join(lines[span.line - 1].split())


def _entries(file: CheckedFile) -> list[Entry | None]:
    """Return the entry of each finding, or None for one that no baseline may hold."""
    made = fingerprints(file.path, file.lines, file.findings)
    return [
        None if finding.rule == INTERNAL_ERROR else Entry(file.path, finding.rule, fingerprint)
        for finding, fingerprint in zip(file.findings, made, strict=True)
    ]


def write(files: Iterable[CheckedFile], keep: Iterable[Entry] = ()) -> str:
    """Return a baseline's text: all findings of the files, and the entries to keep (`Applied.unseen`)."""
    import json

    entries = {*keep, *(entry for file in files for entry in _entries(file) if entry)}
    tree: dict[str, dict[str, list[str]]] = {}
    for path, rule, fingerprint in sorted(entries):
        tree.setdefault(path, {}).setdefault(rule, []).append(fingerprint)
    return json.dumps({"version": _VERSION, "files": tree}, indent=1) + "\n"


def read(text: str, path: str) -> frozenset[Entry]:
    """Return the entries of a baseline's text. Raises UserError if it isn't one; `path` is for the message."""
    import json

    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        span = Span(error.lineno, error.colno, error.lineno, error.colno)
        raise UserError(f"not a baseline: {error.msg}", path=path, span=span, hint=_REWRITE) from None
    except (RecursionError, ValueError):
        raise UserError("not a baseline: not readable as JSON", path=path, span=FILE, hint=_REWRITE) from None
    fault = _fault(value)
    if fault:
        raise UserError(f"not a baseline: {fault}", path=path, span=FILE, hint=_REWRITE)
    return frozenset(
        Entry(file, rule, fingerprint)
        for file, rules in value["files"].items()
        for rule, made in rules.items()
        for fingerprint in made
    )


def _fault(value: Any) -> str:
    """Return what keeps a value from being a baseline, or an empty string."""
    if not isinstance(value, dict) or "version" not in value:
        return 'it has no "version"'
    if value["version"] != _VERSION:
        return f"its version is not {_VERSION}"
    files = value.get("files")
    if not isinstance(files, dict):
        return 'it has no "files"'
    for path, rules in files.items():
        made = list(rules.values()) if isinstance(rules, dict) else [None]
        if not all(isinstance(one, list) and all(isinstance(part, str) for part in one) for one in made):
            return f'the entries of "{path}" are not lists of fingerprints by rule'
    return ""


def apply(files: Iterable[CheckedFile], baseline: Collection[Entry], ran: Collection[str]) -> Applied:
    """Take the findings out that a baseline records. `ran` are the names of the rules that were asked."""
    known: set[Entry] = set()
    paths = set()
    left = []
    for file in files:
        entries = _entries(file)
        known.update(entry for entry in entries if entry is not None and entry in baseline)
        new = [finding for finding, entry in zip(file.findings, entries, strict=True) if entry not in known]
        left.append(file._replace(findings=tuple(new)))
        paths.add(file.path)
    missing = sorted(entry for entry in baseline if entry not in known)
    stale = tuple(entry for entry in missing if entry.path in paths and entry.rule in ran)
    unseen = tuple(entry for entry in missing if entry.path not in paths or entry.rule not in ran)
    return Applied(tuple(left), len(known), stale, unseen)
