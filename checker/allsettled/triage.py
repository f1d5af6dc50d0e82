"""Whether a file can concern the rules at all: most Markdown in a repository can't, and is not parsed.

A `no` is certain, whatever the rules would be asked; a `yes` only means that the file is worth parsing. What each rule
on documents must find at the least stands here; of a rule that isn't listed nothing is known, so all is parsed.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from allsettled.document.front import front_matter_end
from allsettled.document.outline import Outline, outline, possible_titles
from allsettled.expressions import expression
from allsettled.kinds import AGENT_KEYS, CONTEXT_FILES, kind_by_path
from allsettled.protocol.titles import beginnings, may_show_record
from allsettled.protocol.value import Protocol
from allsettled.rules import Rule, Scope

_OURS = "allsettled:"  # a comment that silences a rule, or a managed region
_CLAIMS = frozenset({"wrong-arithmetic", "wrong-total"})
_OTHERS = frozenset({"unbacked-claim", "unknown-agent", "over-budget"})
_OUTPUT_KEYS = ("agent", "status")
_ODD_KEYS = expression(r"\\|^[ \t]*\?", re.MULTILINE)  # a key may be escaped, or stand apart from its colon


class Triage:
    """What the checked files are told apart by: the rules that are asked, the protocol, and the globs of kinds."""

    def __init__(self, rules: Sequence[Rule], protocol: Protocol, kinds: Mapping[str, Sequence[str]]) -> None:
        self._asked = frozenset(rule.name for rule in rules if rule.scope is Scope.DOCUMENT)
        self._names = beginnings(protocol)
        self._kinds = kinds

    def may_concern(self, text: str, path: str, silent: Collection[str] = ()) -> bool:
        """Say whether a Markdown file may hold a record, a claim, a comment for us, or anything else that is checked.

        `path` is relative to the project's folder; `silent` rules aren't asked.
        """
        asked = self._asked.difference(silent)
        if kind_by_path(path, self._kinds) is not None or _OURS in text or asked - _CLAIMS - _OTHERS:
            return True
        start = front_matter_end(text)
        if start and _has_keys(text[:start]):
            return True
        if "over-budget" in asked and path.rpartition("/")[2] in CONTEXT_FILES:
            return True
        parts = outline(text, start)
        if _may_be_titled(parts) or may_show_record(possible_titles(parts.text), self._names):
            return True
        if "unbacked-claim" in asked:
            return _may_be_claim(parts.text)
        return bool(asked & _CLAIMS) and _may_be_wrong(parts)


def _has_keys(front_matter: str) -> bool:
    """Say whether front matter may have the keys of an agent or of its output."""

    def has(key: str) -> bool:
        return key in front_matter and re.search(rf"{key}[\"']?\s*:", front_matter) is not None

    agent = has("description") and any(map(has, AGENT_KEYS))
    return agent or all(map(has, _OUTPUT_KEYS)) or _ODD_KEYS.search(front_matter) is not None


def _may_be_claim(text: str) -> bool:
    from allsettled.claims.signs import has_sign

    return has_sign(text)


def _may_be_wrong(parts: Outline) -> bool:
    """Say whether a text holds a wrong claim: what may hold one is parsed."""
    from allsettled.claims.suspects import suspects

    kept = suspects(parts)
    if kept is None:
        return False
    from allsettled.claims import problems
    from allsettled.document import parse

    document = parse(kept)
    wrong = any(problem.kind != "unbacked" for problem in problems(document))
    document.root.let_go()
    return wrong


def _may_be_titled(parts: Outline) -> bool:
    """Say whether the first heading may be that of a log, a handoff or a retrospective."""
    first = next((piece.body for piece in parts.pieces if piece.level), len(parts.text))
    titles = (title.strip().casefold() for title in possible_titles(parts.text[:first]))
    return any(title.startswith(("session ", "handoff")) or "retrospective" in title for title in titles)
