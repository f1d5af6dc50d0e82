"""Plants every lie that their logs can hold in the logs of real sessions, and prints which rule found them.

    python tests/evidence/planted.py [FOLDER OF TRANSCRIPTS]

For each log: how many lies of each kind were planted, how many the right rule found, and which others spoke, too.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allsettled.evidence.model import Evidence
from allsettled.evidence.read import read
from allsettled.evidence.recording import record_log
from allsettled.evidence.sessions import sessions
from allsettled.evidence.verifying import findings_of, verify
from allsettled.finding import Finding, Severity
from allsettled.rules import RULES, Scope
from evidence.lies import Lie, lies, subject_of

CORPUS = Path(__file__).resolve().parents[2].parent / "shared/corpus/transcripts/claude"
LEVELS = {rule.name: rule.severity for rule in RULES if rule.scope is Scope.EVIDENCE}
ROW = "{:<14}{:<18}{:<18}{:>8}{:>8}  {}"


def findings(text: str, found: Evidence) -> list[Finding]:
    """Return what `verify` says of a log."""
    return findings_of(verify(subject_of(text), found), LEVELS)


def spoken(lie: Lie, found: Evidence) -> set[str]:
    """Return the rules that say more than a note of a log with a lie in it."""
    return {finding.rule for finding in findings(lie.text, found) if finding.severity is not Severity.NOTE}


def main() -> int:
    """Print the table; return 1 if a lie wasn't found."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    print(ROW.format("log", "lie", "rule", "planted", "found", "and also"))
    planted, found = 0, 0
    for session in sessions([str(path) for path in sorted(folder.glob("*.jsonl"))]):
        evidence = read(session)
        number: Counter[tuple[str, str]] = Counter()
        caught: Counter[tuple[str, str]] = Counter()
        others: dict[tuple[str, str], Counter[str]] = {}
        for lie in lies(record_log(evidence).text, evidence):
            key = lie.name.split(":")[0], lie.rule
            rules = spoken(lie, evidence)
            number[key] += 1
            caught[key] += lie.rule in rules
            others.setdefault(key, Counter()).update(rules - {lie.rule})
        for key in number:
            also = ", ".join(f"{rule} {times}" for rule, times in others[key].items())
            print(ROW.format(Path(session.place).stem[:12], *key, number[key], caught[key], also).rstrip())
        planted, found = planted + number.total(), found + caught.total()
    print(f"{planted} lies, {found} found by their rule")
    return 0 if planted == found else 1


if __name__ == "__main__":
    sys.exit(main())
