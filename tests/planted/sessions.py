"""A session's log, of which nothing is to be said, and how faults are planted in it."""

from dataclasses import replace

from planted.mutation import Change, Mutation, swap
from records import log

START = """
## Session Start

| Req    | Step                      | Status | Evidence                  |
| ------ | ------------------------- | ------ | ------------------------- |
| MUST   | Read the last handoff     | [x]    | Lines 1-120; PR 7 is open |
| MUST   | Create this session log   | [x]    | Made by `allsettled new`  |
| MUST   | Read the constraints      | [x]    | Eleven, none of them new  |
| SHOULD | Note the starting commit  | [x]    | 3e85005                   |
"""
END = """
## Session End

| Req      | Step                     | Status | Evidence              |
| -------- | ------------------------ | ------ | --------------------- |
| MUST     | Update the notes         | [x]    | Two pages             |
| MUST     | Run markdown lint        | [x]    | Output below          |
| MUST     | Commit all changes       | [x]    | 1f2e3d4 in the branch |
| MUST NOT | Leave an agent unsettled | [x]    | Four of four settled  |

- [x] Complete this session log

### Lint Output

0 errors in 4 files.
"""
SESSION = log() + START + END
"""A log with a session's duties, of which nothing is to be said."""


def _all(*changes: Change) -> Change:
    def change(text: str) -> str:
        for one in changes:
            text = one(text)
        return text

    return change


def planted(rule: str, name: str, line: str, *swaps: tuple[str, str], but: str = "", path: str = "") -> Mutation:
    """Return the session's log with texts swapped."""
    text = _all(*(swap(old, new) for old, new in swaps))(SESSION)
    made = Mutation(rule, name, text, line, but=frozenset(filter(None, but.split(", "))))
    return replace(made, path=path) if path else made


def noted(rule: str, name: str, text: str, line: str, but: str = "") -> Mutation:
    """Return a clean log to which a passage was added."""
    return Mutation(rule, name, f"{log()}\n## Notes\n\n{text}\n", line, but=frozenset(filter(None, [but])))
