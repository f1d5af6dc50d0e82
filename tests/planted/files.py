"""Faults of other files than logs and prompts: agents' outputs, JSON records, comments that silence rules."""

import json
from dataclasses import replace

from allsettled.protocol.output import Output, write
from allsettled.protocol.record import plain
from outputs import CLEAN as OUTPUT
from planted.mutation import Change, Mutation, swap
from records import CLEAN, log

OUTPUT_PATH = "work/qa.output.md"
FAILED = Output("devops", "FAILED", "P1", error="No space left on device (exit 28)")


def _output(rule: str, name: str, output: Output, line: str, change: Change = str) -> Mutation:
    return Mutation(rule, name, change(write(output)), line, path=OUTPUT_PATH)


def _json(name: str, line: str, old: str, new: str) -> Mutation:
    text = json.dumps(plain(CLEAN), indent=2)
    assert old in text
    return Mutation("bad-record", name, text.replace(old, new, 1), line, path="record.json")


def _comment(rule: str, name: str, comment: str) -> Mutation:
    text = log().replace("### Synthesized Result", f"<!-- allsettled: {comment} -->\n\n### Synthesized Result")
    return Mutation(rule, name, text, comment)


OUTPUTS = [
    _output("unknown-status", "no such status", replace(OUTPUT, status="FROBNICATED"), "FROBNICATED"),
    _output("unknown-tier", "no such tier", replace(OUTPUT, tier="P9"), "P9"),
    _output("bad-timestamp", "a clock time", replace(OUTPUT, started="09:03"), "09:03"),
    _output("bad-timestamp", "finish first", replace(OUTPUT, finished="2026-01-05T09:02:00Z"), "09:02:00"),
    _output("missing-section", "nothing came out", replace(OUTPUT, summary="", findings=()), "PARTIAL"),
    _output("missing-section", "nothing is missing", replace(OUTPUT, missing=""), "PARTIAL"),
    _output("missing-section", "nothing went wrong", replace(FAILED, error=""), "FAILED"),
    _output("empty-error", "the status again", replace(FAILED, error="It failed"), "Error"),
    _output("leftover-placeholder", "of the template", replace(OUTPUT, summary="[Summary]"), "[Summary]"),
    _output("bad-front-matter", "no agent", replace(FAILED, agent=""), "---"),
    _output("bad-front-matter", "more than sure", replace(OUTPUT, confidence="150%"), "150%"),
    _output("bad-front-matter", "no such key", OUTPUT, "confidance", swap("confidence:", "confidance:")),
]
JSON = [
    _json("no such key", '"staus"', '"status"', '"staus"'),
    _json("another type", "[]", '"merge"', "[]"),
    _json("no such part", '"state"', '"runs"', '"state": "done",\n  "runs"'),
]
COMMENTS = [
    _comment("bad-suppression", "no reason", "ignore missing-output"),
    _comment("bad-suppression", "no such rule", "ignore mising-output -- it is elsewhere"),
    _comment("bad-suppression", "no rule at all", "ignore -- it is elsewhere"),
    _comment("bad-suppression", "no such word", "ignroe missing-output -- it is elsewhere"),
    _comment("unused-suppression", "nothing to silence", "ignore missing-aggregation -- it is elsewhere"),
    _comment("unused-suppression", "in the whole file", "ignore-file missing-aggregation -- it is elsewhere"),
]
MUTATIONS = [*OUTPUTS, *JSON, *COMMENTS]
