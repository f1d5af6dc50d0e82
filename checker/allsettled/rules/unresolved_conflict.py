"""Outputs contradict each other, and nobody wrote down which of them holds (FR-2.2)."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from allsettled.expressions import expression
from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Strategy
from allsettled.rules import Fault
from allsettled.rules.ballots import none_won, tally
from allsettled.subject import Subject
from allsettled.subject.placeholders import is_placeholder

_DECIDED = expression(
    r"\b(?:deci[ds]\w*|resol[vu]\w*|rul(?:ed|ing)|cho(?:se|sen|ice)|agreed|settled|adopted|accepted|overrul\w*"
    r"|approved|picked|advised|recommend\w*|went with|go(?:es|ing)? with)\b",
    re.IGNORECASE,
)
_WAITING = expression(
    r"\b(?:await\w*|waiting|pending|undecided|unresolved|not (?:yet )?(?:decided|resolved|chosen)|to be decided"
    r"|no decision|still open|will (?:decide|resolve|be (?:decided|resolved|settled)))\b",
    re.IGNORECASE,
)

_HANDED = expression(
    r"\b(?:escalat\w+|(?:went|was|were|is|are|goes?|sent|put|passed|referred|routed|reported|raised) (?:to|with|before)"
    r"|asked|consulted)\b",
    re.IGNORECASE,
)
_OPTIONS = 50  # of a vote that are looked for in its result


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each conflict without a resolution, for a split vote without a majority, for a mere escalation.

    An escalation needs the decision: a row in Conflicts that has it, or a result that says more than who was asked.
    """
    for index, conflict in enumerate(record.conflicts):
        if (conflict.question or conflict.positions) and not conflict.resolution:
            yield Fault(
                ("conflicts", index, "resolution"),
                f"this conflict has no resolution: {conflict.question or conflict.positions}",
                "write what holds and who decided it, or by which strategy",
            )
    if record.conflicts or subject.torn("votes"):
        return
    counts = tally(record)
    if len(counts) > 1 and none_won(record.majority) and not _settles(record.result, counts):
        split = ", ".join(f"{name} {count}" for name, count in counts.most_common(4))
        at = ("majority",) if record.has("majority") else ("votes",)
        yield Fault(at, f"the vote is split ({split}), and no majority or resolution is written", subject.cure(*_VOTE))
    elif record.strategy == Strategy.ESCALATE and _only_handed_on(record.result):
        yield Fault(
            ("strategy",),
            "the outputs were escalated, and no decision is written",
            subject.cure("add the table Conflicts", 'add `"conflicts"`')
            + ": the question, the positions with their names, the resolution",
        )


_VOTE = (
    "write the majority (`Majority: A (2/3)`); a tie is escalated, and its decision goes into Conflicts",
    'write `"majority": "A (2/3)"`; a tie is escalated, and its decision goes into `"conflicts"`',
)


def _settles(result: str, options: Iterable[str]) -> bool:
    """Say whether a result decides a split vote: it says that somebody did, or names one of the options."""
    if is_placeholder(result) or _WAITING.search(result):
        return False
    named = (re.search(rf"(?<!\w){re.escape(option)}(?!\w)", result) for option in islice(options, _OPTIONS))
    return bool(_DECIDED.search(result)) or any(named)


def _only_handed_on(result: str) -> bool:
    """Say whether a result says who was asked, and nothing of an answer."""
    return bool(_WAITING.search(result) or (_HANDED.search(result) and not _DECIDED.search(result)))
