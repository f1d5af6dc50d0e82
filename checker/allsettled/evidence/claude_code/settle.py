"""Joins a session's calls with their results, notices, signs of life and agents' own files.

How each time is got, the best first:

start  the result's time less the duration that it states; the first record of the agent's own file; its first progress
       record; the answer to a background launch; the call itself
end    the time of a result that states a duration; the last record of the agent's own file; the time of any other
       result; the first notice after the launch; the moment the orchestrator asked and was told that the agent had
       ended (an upper bound)

(The end that a result states and the last record of the agent's own file lie within 0.13 s in all sessions seen.)

A background agent that was launched without being asked for, long after its call, began in the foreground: it started
with its first progress record, or with the call.
"""

from collections import Counter
from collections.abc import Iterable

from allsettled.evidence.build import At, Draft, dispatch
from allsettled.evidence.claude_code.gathered import NAME, Call, Gathered, Notice, Result, Sidechain
from allsettled.evidence.clock import SECOND
from allsettled.evidence.model import Dispatch, Note, Source, State
from allsettled.evidence.shapes import first_line, mapping, parse, text, written

_FOREGROUND = 20 * SECOND  # a launch that was asked for answers within 11 s in all sessions seen
_CLOSE = 5 * SECOND  # an agent's own file begins and ends this near to what the main file says
_RAN = frozenset({State.OK, State.FAILED, State.FAILED_SILENTLY, State.INTERRUPTED})


def settle(seen: Gathered) -> Iterable[Dispatch]:
    """Return the dispatches of a session, each call's run settled as far as the records tell."""
    messages: dict[tuple[str, str], list[Call]] = {}
    for call in seen.calls.values():
        messages.setdefault((call.parent, call.message), []).append(call)
    callers = Counter(call.line for call in seen.calls.values() if call.key != call.tool_id)
    for (parent, message), calls in messages.items():
        yield dispatch(
            message,
            NAME,
            [_settled(call, seen, callers[call.line]) for call in calls],
            sessions=[call.session for call in calls],
            parent=parent,
        )


def _settled(call: Call, seen: Gathered, sharing: int) -> Draft:
    """Settle one call. `sharing` is how many calls of its line have lost their id."""
    draft = Draft(
        call.key, agent=call.agent, description=call.description, dispatched=call.when, background=call.background
    )
    result = seen.results.get(call.key)
    if sharing:
        draft.notes.add(Note.AMBIGUOUS_ID)
        result = seen.answers.get(call.line) if sharing == 1 else None
    progress = seen.progress.get(call.key)
    draft.agent_id = (
        (result.agent_id if result else "")
        or (progress.agent_id if progress else "")
        or seen.companions.get(call.key, "")
    )
    sidechain = seen.sidechains.get(draft.agent_id)
    if result is not None and result.state is not None:
        _answered(draft, result)
    else:
        _told(draft, result, seen)
    if progress is not None and _improves(draft, progress.when):
        draft.started = At(progress.when, Source.PROGRESS)
    if sidechain is not None:
        _refine(draft, sidechain)
    if result is not None and result.state is None and draft.started is not None:
        _note_foreground(draft, result)
    return draft


def _improves(draft: Draft, when: int) -> bool:
    """Say whether a first sign of life is better than what is known of the start."""
    if draft.started is None:
        return draft.state in (State.NO_RESULT, State.PENDING)
    return (
        draft.started.source.rank > Source.PROGRESS.rank
        and draft.state in _RAN | {State.PENDING}
        and (draft.started.source is Source.DISPATCH or when < draft.started.when)
    )


def _answered(draft: Draft, result: Result) -> None:
    """Fill in a call that was answered with its agent's end."""
    _fill(draft, result)
    draft.state = result.state or State.NO_RESULT
    draft.background = False
    if draft.state is State.SPAWNED_TEAMMATE:
        return
    if result.duration is not None:
        draft.finished = At(result.when, Source.TOTAL_DURATION)
        draft.started = At(max(0, result.when - result.duration), Source.TOTAL_DURATION)
        return
    draft.finished = At(result.when, Source.RESULT)
    if draft.dispatched is not None:
        draft.started = At(draft.dispatched, Source.DISPATCH)


def _fill(draft: Draft, result: Result | Notice) -> None:
    draft.tokens = result.tokens if result.tokens is not None else draft.tokens
    draft.tool_uses = result.tool_uses if result.tool_uses is not None else draft.tool_uses
    draft.error = result.error or draft.error
    if isinstance(result, Result):
        draft.agent = draft.agent or result.agent


def _told(draft: Draft, launch: Result | None, seen: Gathered) -> None:
    """Fill in a call whose answer, if there is one, only says that the agent was launched."""
    after = launch.when if launch else (draft.dispatched or 0)
    if launch is not None:
        _fill(draft, launch)
        draft.started = At(launch.when, Source.LAUNCH)
        if draft.dispatched is not None and launch.when - draft.dispatched > _FOREGROUND and not draft.background:
            draft.started = At(draft.dispatched, Source.DISPATCH)
        draft.state, draft.background = State.PENDING, True
    notices = seen.notices.get(draft.agent_id, set()) | seen.called_back.get(draft.id, set())
    heard = _first(notices, after)
    looked = _first(seen.outputs.get(draft.agent_id, set()), after)
    end = heard or looked
    if end is not None:
        _fill(draft, end)
        draft.state, draft.background = end.state, True
        draft.finished = At(end.when, Source.NOTIFICATION if heard else Source.TASK_OUTPUT)
        if any((later.tokens or 0) > (end.tokens or 0) for later in notices if end.tokens is not None):
            draft.notes.add(Note.RESUMED)  # tokens are counted on from one notice to the next


def _first(notices: Iterable[Notice], after: int) -> Notice | None:
    """Return the first notice since the launch: later ones tell of later work."""
    return min((notice for notice in notices if notice.when >= after), key=lambda it: (it.when, str(it)), default=None)


def _refine(draft: Draft, own: Sidechain) -> None:
    """Take the times of the agent's own file where they agree with what the main file says.

    They don't when the agent was resumed (the file goes on), forked (it begins with its parent's history), or when
    the file is cut.
    """
    if draft.state not in _RAN | {State.NO_RESULT, State.PENDING}:
        return
    start, end = draft.started, draft.finished
    if end is not None and own.last > end.when + _CLOSE:
        draft.notes.add(Note.RESUMED)
    if end is not None and end.source is Source.TOTAL_DURATION:
        return
    called = draft.dispatched if draft.dispatched is not None else own.first
    near = start is None or start.source in (Source.DISPATCH, Source.LAUNCH) or abs(start.when - own.first) <= _CLOSE
    if own.first >= called and near and (end is None or own.first <= end.when):
        draft.started = At(own.first, Source.SIDECHAIN)
    if draft.started is None:
        return
    if end is None:
        _end_alone(draft, own)
    elif draft.started.when <= own.last <= end.when and (
        end.when - own.last <= _CLOSE or (end.source is Source.TASK_OUTPUT and _verdict(own)[0] is not None)
    ):
        draft.finished = At(own.last, Source.SIDECHAIN)


def _end_alone(draft: Draft, own: Sidechain) -> None:
    """Settle a run whose end only its own file tells."""
    state, error = _verdict(own)
    if state is not None and draft.started is not None and draft.started.source is Source.SIDECHAIN:
        draft.state, draft.error = state, error
        draft.finished = At(own.last, Source.SIDECHAIN)


def _verdict(own: Sidechain) -> tuple[State | None, str]:
    """Return what the last record of an agent's own file says of its end: nothing, unless the model ended its turn."""
    record = mapping(parse(own.line)) if own.line else {}
    message = mapping(record.get("message"))
    if record.get("type") != "assistant":
        return None, ""
    if record.get("isApiErrorMessage") is True:
        return State.FAILED, first_line(written(message.get("content")))
    return (State.OK if text(message.get("stop_reason")) == "end_turn" else None), ""


def _note_foreground(draft: Draft, launch: Result) -> None:
    if draft.started is not None and launch.when - draft.started.when > _FOREGROUND:
        draft.notes.add(Note.SENT_TO_BACKGROUND)
