"""What was there is left alone, what's new is not, and the record can only shrink."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.baseline import Entry, apply, fingerprints, read, write
from allsettled.errors import UserError
from allsettled.finding import INTERNAL_ERROR, CheckedFile, Finding, Severity
from allsettled.span import FILE, Span

RULES = {"torn-row", "wrong-total"}


def found(line: int, rule: str = "torn-row", message: str = "m") -> Finding:
    return Finding(Span(line, 1, line, 2), rule, Severity.ERROR, message)


def file_of(*lines: str, path: str = "a.md", rule: str = "torn-row") -> CheckedFile:
    """Return a file with a finding on each line that ends with `!`."""
    findings = [found(number, rule) for number, line in enumerate(lines, 1) if line.rstrip().endswith("!")]
    return CheckedFile(path, lines, tuple(findings))


def entries(*files: CheckedFile) -> frozenset[Entry]:
    return read(write(files), "base.json")


words = st.sampled_from(["a", "b", "| c | d |", "é", ""])
lines = st.lists(words | words.map(lambda word: word + " !"), max_size=8)
files = st.dictionaries(st.sampled_from(["a.md", "b/c.md"]), lines, max_size=2).map(
    lambda texts: [file_of(*text, path=path) for path, text in texts.items()]
)


@settings(max_examples=100)
@given(files)
def test_what_is_recorded_is_known_and_nothing_is_stale(checked: list[CheckedFile]) -> None:
    result = apply(checked, entries(*checked), RULES)
    assert all(file.findings == () for file in result.files)
    assert (sum(len(file.findings) for file in checked), (), ()) == (result.known, result.stale, result.unseen)


@settings(max_examples=100)
@given(lines, lines)
def test_as_many_are_new_as_were_added_whatever_moved(before: list[str], after: list[str]) -> None:
    old, new = file_of(*before), file_of(*after)
    result = apply([new], entries(old), RULES)
    was = Counter(line for line in before if line.endswith("!"))
    now = Counter(line for line in after if line.endswith("!"))
    assert (now - was).total() == len(result.files[0].findings)
    assert (now & was).total() == result.known
    assert (was - now).total() == len(result.stale)


def test_moved_and_realigned_lines_are_known_again() -> None:
    baseline = entries(file_of("| qa | FAILED | !", "text"))
    result = apply([file_of("new", "", "|  qa  |FAILED |   !")], baseline, RULES)
    assert (result.files[0].findings, result.known) == ((), 1)


@pytest.mark.parametrize(
    "changed",
    [
        file_of("| qa | TIMEOUT | !"),
        file_of("| qa | FAILED | !", path="b.md"),
        file_of("| qa | FAILED | !", rule="wrong-total"),
    ],
)
def test_another_text_file_or_rule_is_new(changed: CheckedFile) -> None:
    result = apply([changed], entries(file_of("| qa | FAILED | !")), RULES)
    assert (changed,) == result.files


def test_a_finding_about_the_whole_file_does_not_hang_on_its_first_line() -> None:
    whole = Finding(FILE, "torn-row", Severity.ERROR, "m")
    baseline = entries(CheckedFile("a.md", ("one",), (whole,)))
    assert apply([CheckedFile("a.md", ("another", "two"), (whole,))], baseline, RULES).known == 1
    assert apply([CheckedFile("a.md", (), (whole,))], baseline, RULES).known == 1


def test_what_was_not_checked_is_not_stale_and_can_be_kept() -> None:
    one, other = file_of("x !", path="one.md"), file_of("y !", path="other.md", rule="wrong-total")
    baseline = entries(one, other)
    mended = file_of("x", path="one.md")
    result = apply([mended], baseline, RULES)
    assert (
        [entry.path for entry in result.stale],
        [entry.path for entry in result.unseen],
    ) == (["one.md"], ["other.md"])
    partly = apply([mended, file_of("y", path="other.md")], baseline, {"torn-row"})
    assert (result.stale, result.unseen) == (partly.stale, partly.unseen)
    assert entries(other) == read(write([mended], keep=result.unseen), "base.json")


def test_our_own_faults_are_never_recorded() -> None:
    crashed = CheckedFile("a.md", ("x",), (found(1, INTERNAL_ERROR),))
    assert json.loads(write([crashed])) == {"version": 1, "files": {}}
    by_hand = frozenset({Entry("a.md", INTERNAL_ERROR, fingerprints("a.md", ("x",), crashed.findings)[0])})
    assert (crashed,) == apply([crashed], by_hand, {INTERNAL_ERROR}).files


def test_the_text_is_stable_and_one_line_an_entry() -> None:
    one, other = file_of("x !", "y !", path="b.md"), file_of("z !", path="a\udcff\x1b.md")
    text = write([one, other])
    assert text == write([other, one])
    assert text.isascii()
    assert entries(one, other) == read("\ufeff" + text.replace("\n", "\r\n"), "base.json")
    assert text.splitlines()[:6] == [
        "{",
        ' "version": 1,',
        ' "files": {',
        '  "a\\udcff\\u001b.md": {',
        '   "torn-row": [',
        f'    "{fingerprints(other.path, other.lines, other.findings)[0]}"',
    ]


def test_fingerprints_stay_what_they_are() -> None:
    assert fingerprints("a.md", ("| qa | FAILED |",), [found(1), found(1, message="n"), found(1, "wrong-total")]) == [
        "de1fdb83e2c82abc",
        "41e76211193fc83d",
        "05446fd795993211",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "base.json:1:1: not a baseline: Expecting value"),
        ('{\n<<<<<<< HEAD\n "version": 1', "base.json:2:1: not a baseline: Expecting property name enclosed in"),
        ("[" * 100_000, "base.json:1:1: not a baseline: not readable as JSON"),
        ("9" * 5000, "base.json:1:1: not a baseline: not readable as JSON"),
        ("[]", 'base.json:1:1: not a baseline: it has no "version"'),
        ('{"version": 2, "files": {}}', "base.json:1:1: not a baseline: its version is not 1"),
        ('{"version": 1}', 'base.json:1:1: not a baseline: it has no "files"'),
        ('{"version": 1, "files": {"a.md": []}}', 'base.json:1:1: not a baseline: the entries of "a.md" are not'),
        ('{"version": 1, "files": {"a.md": {"r": [1]}}}', 'base.json:1:1: not a baseline: the entries of "a.md"'),
    ],
)
def test_a_corrupt_baseline_is_an_error_with_a_place_and_a_cure(text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        read(text, "base.json")
    assert str(caught.value).startswith(message)
    assert caught.value.hint == "write it again with --write-baseline"
