"""Who ran and isn't in the log, and who is in the log and never ran."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from allsettled.evidence.clock import iso
from allsettled.evidence.verifying.claims import NOWHERE, Claim
from allsettled.evidence.verifying.facts import CONFIRMED, UNKNOWN, Fact, contradicted, first_of, unverifiable
from allsettled.evidence.verifying.gaps import Gaps, leave_open
from allsettled.evidence.verifying.likeness import Known
from allsettled.evidence.verifying.matching import Match, Matched, names_id
from allsettled.evidence.verifying.tolerance import close
from allsettled.finding import Severity
from allsettled.span import FILE, Span
from allsettled.subject import Subject
from allsettled.words import nearest

RECORDED = "recorded from"
"""The label, folded, that a log has which was written from a transcript: it leaves nobody out."""

UNRECORDED, UNPROVEN = "unrecorded-agent", "unproven-agent"


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is left over on both sides."""

    subject: Subject
    homes: Mapping[str, int]  # of a dispatch: the record that is about it
    singles: bool  # whether the log names agents that were started alone
    found: frozenset[str]  # the folded names of the claims that are about a run


def judge_presence(subject: Subject, matched: Matched, gaps: Gaps) -> list[Fact]:
    """Return a fact for each claim that an agent ran, and for each run, or whole dispatch, that no claim is about.

    Who was not found may stand in what could not be read, unless the claim names the run's id.
    """
    facts = [CONFIRMED if match.sure else UNKNOWN for match in matched.matches if match.taken is not None]
    singles = RECORDED in subject.labels or _names_singles(matched.matches)
    found = frozenset(match.claim.name.casefold() for match in matched.matches if match.taken is not None)
    scene = _Scene(subject, _homes(matched.matches), singles, found)
    lost = [match for match in matched.matches if match.taken is None and not match.claim.loose]
    lost = [match for match in lost if not match.claim.skipped]
    left = list(matched.left)
    for match in lost:
        known = _stand_in(match.claim, left, scene)
        if known is not None:
            left.remove(known)
        fact = _unproven(match.claim, known, left, scene)
        sure = not gaps.any or (known is not None and names_id(match.claim, known))
        facts += [fact] if sure else leave_open([fact], match.claim.name)
    facts.extend(_unrecorded(left, scene))
    return facts


def _homes(matches: Sequence[Match]) -> dict[str, int]:
    """Return for each dispatch the record that most of its agents are in."""
    votes: dict[str, dict[int, int]] = {}
    for match in matches:
        if match.taken is not None and match.claim.record != NOWHERE:
            count = votes.setdefault(match.taken.dispatch.id, {})
            count[match.claim.record] = count.get(match.claim.record, 0) + 1
    return {id_: max(count, key=lambda number: count[number]) for id_, count in votes.items()}


def _names_singles(matches: Sequence[Match]) -> bool:
    """Say whether the log accounts for agents started alone: in records of one, or in a table of its own."""
    return any(match.taken is not None and match.taken.dispatch.width == 1 for match in matches)


def _stand_in(claim: Claim, left: Sequence[Known], scene: _Scene) -> Known | None:
    """Return the run that a claim with a wrong name is about: by its id, by its times, or because no other is left."""
    for known in left:
        if names_id(claim, known):
            return known
    timed = [known for known in left if _same_times(claim, known)]
    if len(timed) == 1:
        return timed[0]
    own = [known for known in left if scene.homes.get(known.dispatch.id, NOWHERE) == claim.record != NOWHERE]
    if len(own) == 1:
        return own[0]
    return next((known for known in own or left if known.roleless), None) if claim.record != NOWHERE else None


def _same_times(claim: Claim, known: Known) -> bool:
    times = ((claim.start, known.run.started), (claim.finish, known.run.finished))
    stated = [(said, real) for said, real in times if said is not None]
    return bool(stated) and all(real is not None and close(said, real, known.run) for said, real in stated)


def _unproven(claim: Claim, known: Known | None, left: Sequence[Known], scene: _Scene) -> Fact:
    """An agent that the log names and the transcript doesn't; `known` ran in its place."""
    place = claim.place("agent")
    if known is not None:
        ran = known.own
        if known.roleless and not names_id(claim, known):
            return unverifiable(place, f"whether {claim.name} is what the transcript calls {ran}")
        return contradicted(
            UNPROVEN,
            place,
            f"{claim.name} is in the log, and the transcript ran {ran} instead",
            f"write {ran}",
        )
    if claim.name.casefold() in scene.found:
        message = f"{claim.name} is in the log once more than the transcript ran it"
        return contradicted(UNPROVEN, place, message, "remove it, or name the transcript that it ran in, too")
    guess = nearest(claim.name, [other.own for other in left])
    hint = f'did you mean "{guess}"?' if guess else "remove it, or name the transcript that it ran in, too"
    return contradicted(UNPROVEN, place, f"{claim.name} is in the log, and the transcript never ran it", hint)


def _unrecorded(left: Sequence[Known], scene: _Scene) -> Iterator[Fact]:
    dispatches: dict[str, list[Known]] = {}
    for known in left:
        dispatches.setdefault(known.dispatch.id, []).append(known)
    for id_, members in dispatches.items():
        home = scene.homes.get(id_)
        place = _place(scene.subject, home)
        if home is None and len(members) == members[0].dispatch.width > 1:
            yield _whole(members, place)
            continue
        light = Severity.NOTE if members[0].dispatch.width == 1 and not scene.singles else None
        for known in members:
            message = f"the transcript ran {known.own}{_when(known)}, and the log doesn't name it"
            yield contradicted(UNRECORDED, place, message, _hint(known), light)


def _whole(members: Sequence[Known], place: Span) -> Fact:
    names = [known.own for known in members]
    message = f"the transcript has a dispatch of {len(members)} agents{_when(members[0])} that the log doesn't record"
    return contradicted(
        UNRECORDED, place, f"{message}: {first_of(names)}", "add it: allsettled record SESSION --append LOG"
    )


def _when(known: Known) -> str:
    at = known.run.started or known.run.dispatched
    return f" at {iso(at)}" if at is not None else ""


def _hint(known: Known) -> str:
    if known.dispatch.width == 1:
        return "add it: allsettled record SESSION --append LOG"
    return "add its rows to the Dispatch Log and to Agent Outputs"


def _place(subject: Subject, home: int | None) -> Span:
    if home is not None:
        record = subject.records[home]
        return record.place("runs") if record.has("runs") else record.place("outputs")
    return subject.document.title().span if subject.document.title().text else FILE
