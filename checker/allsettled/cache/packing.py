"""The cache's file: a head that says for whom it is, the keys and what is kept under them, and a checksum of all."""

from collections.abc import Collection, Mapping

_HEAD = b"allsettled cache 1\n"
_KEY = 16  # bytes
_SUM = 32
_NUMBER = 4

Entries = tuple[dict[bytes, None], dict[bytes, bytes]]
"""The keys of files of which there is nothing to say, and the others, each with what is kept, as it's written.

Both have the order in which they were last used.
"""


def checksum(*parts: bytes) -> bytes:
    """Return 32 bytes that no other content has."""
    from hashlib import sha256

    made = sha256(usedforsecurity=False)
    for part in parts:
        made.update(part)
    return made.digest()


def key_of(path: str, content: bytes) -> bytes:
    """Return the key of a file's content under a path."""
    return checksum(path.encode("utf-8", "surrogatepass"), b"\0", content)[:_KEY]


def pack(context: bytes, silent: Collection[bytes], told: Mapping[bytes, bytes]) -> bytes:
    """Return the file's bytes; `context` (32 bytes) is what all entries hold for."""
    parts = [_HEAD, context, _number(len(silent)), *silent, _number(len(told))]
    for key, data in told.items():
        parts += [key, _number(len(data)), data]
    whole = b"".join(parts)
    return whole + checksum(whole)


def unpack(data: bytes, context: bytes) -> Entries | None:
    """Return the entries of a file's bytes, or None if they aren't whole, or hold for another context."""
    start, end = len(_HEAD) + len(context), len(data) - _SUM
    if end < start + 2 * _NUMBER or not data.startswith(_HEAD + context) or checksum(data[:end]) != data[end:]:
        return None
    count = _count(data, start)
    begin = start + _NUMBER
    at = begin + count * _KEY
    if at + _NUMBER > end:
        return None
    silent = dict.fromkeys([data[one : one + _KEY] for one in range(begin, at, _KEY)])
    told: dict[bytes, bytes] = {}
    count = _count(data, at)
    at += _NUMBER
    for _ in range(count):
        if at + _KEY + _NUMBER > end:
            return None
        key, length = data[at : at + _KEY], _count(data, at + _KEY)
        at += _KEY + _NUMBER
        told[key] = data[at : at + length]
        at += length
    return (silent, told) if at == end else None


def _number(value: int) -> bytes:
    return value.to_bytes(_NUMBER, "little")


def _count(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + _NUMBER], "little")
