"""What is wrong with what an agent left (phase 2.1), each fault by the rule for such faults in logs and prompts."""

import re
from collections.abc import Iterator

from allsettled.protocol.columns import fold
from allsettled.protocol.output import ERROR, HEAD, MISSING, SUMMARY, Output, build, extract
from allsettled.protocol.parts import Extract
from allsettled.protocol.record import timestamp
from allsettled.protocol.schema import output_errors
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Problem, bad_timestamp, torn_row, unknown_status, unknown_tier
from allsettled.rules.empty_error import only_failed
from allsettled.span import FILE, Span
from allsettled.subject import Subject
from allsettled.subject.placeholders import is_placeholder
from allsettled.words import did_you_mean

Fault = tuple[str, Problem]
"""A rule's name, and what it reports."""

_WORDS = {
    "status": ("unknown-status", unknown_status),
    "tier": ("unknown-tier", unknown_tier),
    "started": ("bad-timestamp", bad_timestamp),
    "finished": ("bad-timestamp", bad_timestamp),
}
_PERCENT = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s?%")
_HEAD_HINT = "begin the file with `---`, the lines `agent: NAME` and `status: COMPLETE`, and `---`"


def faults(subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with an output. What may still come while its agent is at work isn't asked for."""
    found = subject.given[0] if subject.given is not None else extract(subject.document, subject.protocol)
    output = build(found.value, found.places)
    if subject.given is not None:
        malformed = False
        for fault, is_word in _of_json(found, subject):
            malformed = malformed or not is_word
            yield fault
        if malformed:
            return
    else:
        unreadable = list(_of_front_matter(subject))
        yield from unreadable
        if subject.document.front_matter is None or subject.document.front_matter.error:
            return
        yield from (fault for fault, is_word in _of_json(found, subject) if is_word)
        yield from (("torn-row", problem) for problem in torn_row.check(subject))
        yield from _of_repeated(subject)
    yield from _of_times(output, found, subject)
    yield from _of_confidence(output, found, subject)
    if output.state is not None and output.state.settled:
        yield from _of_sections(output, found, subject)


def _of_front_matter(subject: Subject) -> Iterator[Fault]:
    front_matter = subject.document.front_matter
    if front_matter is None:
        yield (
            "bad-front-matter",
            Problem(FILE, "an agent's output has front matter, and this file has none", _HEAD_HINT),
        )
        return
    if front_matter.error:
        message = f"the front matter cannot be read: {front_matter.error}"
        yield "bad-front-matter", Problem(front_matter.error_span, message)
        return
    for key in HEAD[:2]:
        if front_matter.values.get(key) in (None, ""):
            span = front_matter.places.get(key, Span(1, 1, 1, 4))
            yield "bad-front-matter", Problem(span, f'the front matter lacks "{key}"', _HEAD_HINT)
    for key, span in front_matter.places.items():
        if key in HEAD and isinstance(front_matter.values.get(key), dict | list):
            yield (
                "bad-front-matter",
                Problem(span, f'"{key}" must be one line of text', "write what it is in a few words"),
            )
        elif key not in HEAD and (meant := did_you_mean(key, (one for one in HEAD if one not in front_matter.values))):
            yield "bad-front-matter", Problem(span, f'unknown key "{key}"', meant)


def _of_json(found: Extract, subject: Subject) -> Iterator[tuple[Fault, bool]]:
    """Yield what the schema refuses, and whether only a word of the protocol's is wrong."""
    for error in output_errors(found.value, subject.protocol):
        span = found.place(error.pointer)
        rule, module = _WORDS.get(str(error.pointer[-1]) if len(error.pointer) == 1 else "", ("", None))
        if module is not None and isinstance(error.value, str) and error.value:
            yield (rule, Problem(span, *module.explain(error.value, subject.protocol))), True
        else:
            yield ("bad-record", Problem(found.keys.get(error.pointer, span), error.message, error.hint)), False


def _of_times(output: Output, found: Extract, subject: Subject) -> Iterator[Fault]:
    wrong = {error.pointer for error in output_errors(found.value, subject.protocol)}
    for key in ("started", "finished"):
        text = getattr(output, key)
        if text and timestamp(text) is None and (key,) not in wrong:  # February 30th
            yield "bad-timestamp", Problem(found.place((key,)), *bad_timestamp.explain(text, subject.protocol))
    if output.start and output.finish and output.finish < output.start:
        message = f"{output.agent} finished at {output.finished}, before it started at {output.started}"
        yield "bad-timestamp", Problem(found.place(("finished",)), message, "mend the time that's wrong")


def _of_confidence(output: Output, found: Extract, subject: Subject) -> Iterator[Fault]:
    """Yield a confidence of more than all. In words, or as a number without a percent sign, it's not judged."""
    said = _PERCENT.fullmatch(output.confidence.strip())
    if said is not None and float(said[1]) > 100:
        rule = "bad-front-matter" if subject.given is None else "bad-record"
        message = f'"confidence" is {output.confidence}: nobody can be more than 100 % sure'
        yield rule, Problem(found.place(("confidence",)), message, "write how sure the agent is: 80%, high")


def _of_repeated(subject: Subject) -> Iterator[Fault]:
    """Yield the passages that stand twice side by side under one heading: only the first is read."""
    first: dict[tuple[str, int], int] = {}
    for section in subject.document.sections():
        if section.level < 2 or not any(part.found(section) for part in (SUMMARY, MISSING, ERROR)):
            continue
        line = first.setdefault((fold(section.title.text), id(section.parent)), section.span.line)
        if line != section.span.line:
            message = f'"{section.title.text}" stands twice, first in line {line}'
            yield "duplicate-section", Problem(section.title.span, message, "keep one: only the first is read")


def _add(subject: Subject, title: str) -> str:
    return subject.cure(f"add the section `## {title}`", f'add `"{title.casefold()}"`')


def _of_sections(output: Output, found: Extract, subject: Subject) -> Iterator[Fault]:
    """Yield what a settled output lacks, by how its agent ended, and the placeholders in it."""
    head = found.place(("status",))
    if output.state in (Status.COMPLETE, Status.PARTIAL) and not output.summary and not output.findings:
        if ("summary",) in found.places:
            yield "empty-section", Problem(found.places["summary",], "the summary is empty", "say what came out")
        else:
            message = f"the output is {output.status}, and says nothing of what came out"
            yield "missing-section", Problem(head, message, f"{_add(subject, 'Summary')}, in a few sentences")
    if output.state is Status.PARTIAL and not output.missing:
        message = "the output is PARTIAL, and doesn't say what is missing"
        yield "missing-section", Problem(head, message, f"{_add(subject, 'Missing')}: what isn't covered, and why")
    if output.state is not None and (output.state.failed or output.state is Status.BLOCKED):
        if not output.error:
            message = f"the output is {output.status}, and doesn't say what went wrong"
            yield "missing-section", Problem(head, message, f"{_add(subject, 'Error')}: the message, the exit code")
        elif not is_placeholder(output.error) and only_failed(output.error, output.agent):
            message = f'"{output.error}" says no more than that {output.agent} failed'
            yield (
                "empty-error",
                Problem(found.place(("error",)), message, "write the message, the exit code, the limit"),
            )
    for left in subject.leftovers:
        message = f"a placeholder was left as it is: {left.text}"
        yield "leftover-placeholder", Problem(left.span, message, "write what belongs there, or N/A and why")
