"""Faults of a session's duties, of their evidence, and of what was to be filled in."""

from planted.mutation import Mutation
from planted.sessions import planted

TEMPLATE_WORDS = (
    ("Lines 1-120; PR 7 is open", "Content in context"),
    ("Made by `allsettled new`", "This file exists"),
    ("Eleven, none of them new", "Tool output present"),
)


def _evidence(rule: str, name: str, new: str) -> Mutation:
    return planted(rule, name, new, ("1f2e3d4 in the branch", new))


def _item(rule: str, name: str, new: str) -> Mutation:
    return planted(rule, name, new, ("- [x] Complete", f"- [x] {new}\n- [x] Complete"))


DUTIES = [
    planted("unticked-must", "an open box", "Commit all", ("| [x]    | 1f2e3d4", "| [ ]    | 1f2e3d4")),
    planted("unticked-must", "pending", "Commit all", ("| [x]    | 1f2e3d4", "| PENDING | 1f2e3d4")),
    planted("unticked-must", "not met", "Commit all", ("| [x]    | 1f2e3d4", "| ❌     | 1f2e3d4")),
    planted("unticked-must", "nobody looked", "Leave an agent", ("| [x]    | Four", "| [ ]    | Four")),
    planted(
        "unticked-must", "N/A, and not why", "Update", ("[x]    | Two pages", "[N/A]  |          "), but="open tables"
    ),
    planted(
        "unticked-must", "an item", "MUST: Push", ("- [x] Complete", "- [ ] MUST: Push the branch\n- [x] Complete")
    ),
    _evidence("contradicted-tick", "still to come", "Commit pending"),
    _evidence("contradicted-tick", "not done", "Skipped - git was not available in this session"),
    _evidence("contradicted-tick", "going to", "Will commit with the next change"),
    _evidence("contradicted-tick", "not yet", "Not yet committed"),
    _item("contradicted-tick", "an item", "Commit all of it (pending)"),
    planted("boilerplate-evidence", "three of four", "Content in context", *TEMPLATE_WORDS),
    planted("dangling-evidence", "no such output", "Output below", ("### Lint Output\n\n0 errors in 4 files.\n", "")),
    planted(
        "dangling-evidence",
        "a commit that isn't there",
        "see below",
        ("1f2e3d4 in the branch", "Commit SHA: see below"),
    ),
]
FILLING = [
    _evidence("leftover-placeholder", "a blank", "_______"),
    _evidence("leftover-placeholder", "a word in brackets", "Commit SHA: [SHA]"),
    _evidence("leftover-placeholder", "to be determined", "TBD"),
    planted(
        "leftover-placeholder", "of a label", "[branch name]", ("**Date**", "**Branch**: [branch name]\n- **Date**")
    ),
    planted(
        "leftover-placeholder",
        "a whole passage",
        "(To be filled",
        ("0 errors in 4 files.", "(To be filled after the run)"),
    ),
    planted("leftover-placeholder", "to be pasted", "[Paste", ("0 errors in 4 files.", "[Paste lint output here]")),
    planted("torn-row", "a cell too many", "and more", ("| 1f2e3d4 in the branch |", "| 1f2e3d4 | and more |")),
    planted("torn-row", "a cell too few", "Commit all", ("| [x]    | 1f2e3d4 in the branch |", "| [x] and 1f2e3d4 |")),
    planted(
        "torn-row",
        "a pipe in code",
        "api_key",
        ("1f2e3d4 in the branch", "1f2e3d4, and `grep -E 'api_key|token'` finds nothing"),
        but="tight tables, open tables, indented tables, other column order, extra column",
    ),
]
MUTATIONS = [*DUTIES, *FILLING]
