"""A tally that isn't that of the ballots (FR-2.2)."""

import re
from collections import Counter
from collections.abc import Iterator

from allsettled.expressions import expression
from allsettled.protocol.record import Record
from allsettled.rules import Fault
from allsettled.rules.ballots import Majority, as_written, cast, none_won, read_majority
from allsettled.subject import Subject

_AT = ("majority",)
_COUNT_AGAIN = "count the ballots again, or add the one that's missing"
_WEIGHED = expression(r"\bweigh\w*|\bcasting\b|\btie-?break\w*|\bveto\w*|\bescalat\w*|\bchair\b", re.IGNORECASE)


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for a majority whose numbers aren't the ballots', or that others have as many ballots as."""
    votes = Counter(cast(record))
    if not votes or none_won(record.majority) or _twice(record) or subject.torn("votes"):
        return
    said = read_majority(record.majority)
    number = len(record.votes)
    if said.of is not None and said.of not in {votes.total(), number, len({row.agent for row in record.votes})}:
        yield Fault(_AT, f"the tally speaks of {said.of} ballots, and there are {number}", _COUNT_AGAIN)
    elif said.winner in votes:  # else it's a verdict that the ballots were mapped to
        yield from _of_winner(said, votes, record)


def _of_winner(said: Majority, votes: Counter[str], record: Record) -> Iterator[Fault]:
    own, names = votes[said.winner], as_written(record)
    alike = sum(count for vote, count in votes.items() if vote.startswith(said.winner))  # `accept with changes`, say
    others = votes.total() - own
    absent = len(record.votes) - votes.total()
    winner = names[said.winner]
    if said.votes is not None and not own <= said.votes <= alike:
        yield Fault(_AT, f"{said.votes} ballots are counted for {winner}, and there {_are(own)}", _COUNT_AGAIN)
    elif said.against is not None and not votes.total() - alike <= said.against <= others + absent:
        yield Fault(_AT, f"{said.against} ballots are counted against {winner}, and there {_are(others)}", _COUNT_AGAIN)
    elif alike == own and not _weighed(record):
        rival = next((vote for vote, count in votes.items() if vote != said.winner and count >= own), None)
        if rival is not None:
            tie = votes[rival] == own
            yield Fault(
                _AT,
                f"{winner} is named as the majority with {own} of {votes.total()} ballots, and "
                f"{names[rival]} has {'as many' if tie else votes[rival]}",
                "a tie is escalated: say so, and who decided" if tie else "name the one with the most ballots",
            )


def _twice(record: Record) -> bool:
    """Say whether an agent has two ballots and nothing says which of them counts."""
    agents = [ballot.agent.casefold() for ballot in record.votes if not ballot.note]
    return len(set(agents)) < len(agents)


def _are(count: int) -> str:
    return f"{'is' if count == 1 else 'are'} {count or 'none'}"


def _weighed(record: Record) -> bool:
    """Say whether more than the number of ballots decided."""
    texts = (record.majority, record.result, *(conflict.resolution for conflict in record.conflicts))
    return any(_WEIGHED.search(text) for text in texts)
