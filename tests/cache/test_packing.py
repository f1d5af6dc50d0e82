"""The cache's file: whole and for this context, or nothing."""

from hypothesis import given
from hypothesis import strategies as st

from allsettled.cache.kept import Kept, read, written
from allsettled.cache.packing import key_of, pack, unpack
from allsettled.finding import Finding, Severity, Title
from allsettled.span import Span, Text

CONTEXT = bytes(32)
keys = st.binary(min_size=16, max_size=16)
silents = st.lists(keys, unique=True, max_size=5)
tolds = st.dictionaries(keys, st.binary(max_size=40), max_size=4)
spans = st.builds(Span, *[st.integers(1, 10**6)] * 4)
texts = st.text(st.characters(), max_size=20)  # lone surrogates too
findings = st.builds(Finding, spans, texts, st.sampled_from(list(Severity)), texts, texts, texts)
kepts = st.builds(
    Kept,
    st.lists(findings, max_size=3).map(tuple),
    st.integers(0, 9),
    st.booleans(),
    st.lists(st.tuples(texts, st.sampled_from([True, False, None])), max_size=3).map(tuple),
    st.none() | st.builds(Title, st.builds(Text, texts, spans), texts, st.booleans()),
)


@given(silents, tolds)
def test_what_is_packed_is_unpacked(silent: list[bytes], told: dict[bytes, bytes]) -> None:
    unpacked = unpack(pack(CONTEXT, silent, told), CONTEXT)
    assert unpacked is not None
    assert (silent, list(told.items())) == (list(unpacked[0]), list(unpacked[1].items()))


@given(silents, tolds, st.data())
def test_a_file_that_is_not_whole_is_not_believed(
    silent: list[bytes], told: dict[bytes, bytes], data: st.DataObject
) -> None:
    whole = pack(CONTEXT, silent, told)
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = bytearray(whole)
    broken[at] ^= data.draw(st.integers(1, 255))
    assert unpack(bytes(broken), CONTEXT) is None
    assert unpack(whole[:at], CONTEXT) is None
    assert unpack(whole + b"\0", CONTEXT) is None


@given(st.binary(max_size=300))
def test_garbage_is_not_believed(data: bytes) -> None:
    assert unpack(data, CONTEXT) is None


@given(silents, tolds, st.binary(min_size=32, max_size=32).filter(lambda context: context != CONTEXT))
def test_a_file_of_another_context_is_not_believed(silent: list[bytes], told: dict[bytes, bytes], other: bytes) -> None:
    assert unpack(pack(other, silent, told), CONTEXT) is None


@given(kepts)
def test_what_is_kept_is_read_as_it_was(kept: Kept) -> None:
    again = read(written(kept))
    assert kept == again
    assert again is not None
    assert all(type(finding.severity) is Severity for finding in again.findings)


@given(st.one_of(st.binary(max_size=60), st.recursive(st.none() | st.integers(), st.lists).map(repr).map(str.encode)))
def test_what_is_not_of_the_form_is_not_read(data: bytes) -> None:
    found = read(data)
    assert found is None or data.replace(b" ", b"") == written(found)


def test_a_key_is_of_the_path_and_the_content() -> None:
    assert len({key_of("a", b"b"), key_of("a", b"c"), key_of("b", b"b"), key_of("ab", b""), key_of("", b"ab")}) == 5
