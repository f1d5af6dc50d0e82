"""The rollouts of a thread and of those that it spawned, to dispatches."""

from collections.abc import Iterable, Mapping
from typing import Any

from allsettled.evidence.build import At, Draft, dispatch
from allsettled.evidence.codex.rollout import NAME, Answer, Call, Rollout, Told
from allsettled.evidence.harness import RecordReader
from allsettled.evidence.model import Dispatch, Source, State


class RolloutReader(RecordReader):
    """Reads rollouts; each file is one thread's."""

    marks = (
        b"session_meta",
        b"spawn_agent",
        b"function_call_output",
        b"collab_",
        b"sub_agent_activity",
        b"CollabAgentToolCall",
        b"SubAgentActivity",
        b"task_started",
        b"task_complete",
        b'"turn_',
        b'"error"',
        b"token_count",
    )

    def __init__(self) -> None:
        self._files = [Rollout()]

    def begin(self) -> None:
        """Expect another thread's file."""
        self._files.append(Rollout())

    def take(self, record: Mapping[str, Any]) -> None:
        """Take one line's record."""
        self._files[-1].add(record)

    def dispatches(self) -> Iterable[Dispatch]:
        """Return the dispatches of all threads. A file's copy of its parent's history is left to the parent."""
        threads = {own[0]: file for file in self._files if (own := file.own())[0]}
        told: dict[str, set[Told]] = {}
        for file in self._files:
            for agent_id, tellings in file.told.items():
                told.setdefault(agent_id, set()).update(tellings)
        for file in {id(file): file for file in threads.values()}.values():
            thread, parent, made = file.own()
            copied = threads[parent].calls if parent in threads else {}
            mine = (key for key, call in file.calls.items() if not parent or (call.when >= made and key not in copied))
            calls = {key: file.calls[key] for key in mine}
            for group in _together(calls, file):
                drafts = [_draft(key, calls[key], file.answers.get(key, set()), threads, told) for key in group]
                root = parent or thread
                yield dispatch(group[0], NAME, drafts, sessions=[root], parent=thread if parent else "", proven=False)


def _together(calls: Mapping[str, Call], file: Rollout) -> Iterable[list[str]]:
    """Yield the ids of calls that no answer to one of them lies between."""
    group: list[str] = []
    for key in sorted(calls, key=lambda key: (calls[key].when, key)):
        answered = (answer.when for earlier in group for answer in file.answers.get(earlier, ()))
        if group and min(answered, default=calls[key].when) < calls[key].when:
            yield group
            group = []
        group.append(key)
    if group:
        yield group


def _draft(
    key: str, call: Call, answers: set[Answer], threads: Mapping[str, Rollout], told: Mapping[str, set[Told]]
) -> Draft:
    """Settle one call: by the agent's own rollout, by what its caller was told, or by a refusal to spawn it."""
    draft = Draft(key, agent=call.agent, description=call.description, dispatched=call.when, background=True)
    spawned = min((answer for answer in answers if answer.agent_id), default=None)
    launched = min(answers, default=None)
    if launched is None:
        return draft
    if spawned is None and launched.said:
        draft.state, draft.error = State.FAILED, launched.said
        draft.started, draft.finished = At(call.when, Source.DISPATCH), At(launched.when, Source.RESULT)
        return draft
    draft.agent_id = spawned.agent_id if spawned else ""
    draft.state, draft.started = State.PENDING, At(launched.when, Source.LAUNCH)
    ends = [end for end in told.get(draft.agent_id, ()) if end.when >= launched.when]
    end = min(ends, default=None)
    if end is not None:
        draft.state, draft.error = end.state, end.error
        draft.finished = At(end.when, Source.TASK_OUTPUT)
    if draft.agent_id in threads:
        _refine(draft, threads[draft.agent_id])
    return draft


def _refine(draft: Draft, own: Rollout) -> None:
    """Take the times of the agent's own rollout: its first turn after it was made."""
    _, _, made = own.own()
    start = min((when for when in own.starts if when >= made), default=None)
    if start is None:
        return
    draft.started = At(start, Source.EVENT)
    end = min((end for end in own.ends if end.when >= start), default=None)
    if end is None:
        return
    draft.finished = At(end.when, Source.EVENT)
    if draft.state in (State.PENDING, State.OK):
        draft.state = end.state
    errors = sorted(error for error in own.errors if start <= error[0] <= end.when)
    spent = [tokens for when, tokens in own.tokens if start <= when <= end.when]
    draft.tokens = max(spent, default=None)
    if draft.state is State.OK and errors and not end.spoke:
        draft.state, draft.error = State.FAILED, errors[-1][1]
    elif draft.state is State.OK and draft.tokens == 0:
        draft.state = State.FAILED_SILENTLY
