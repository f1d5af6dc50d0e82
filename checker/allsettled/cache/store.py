"""The cache of one run: read once, asked for each file, written at the end if there is anything new."""

import os

from allsettled.cache.kept import NOTHING, Kept, read, written
from allsettled.cache.packing import Entries, pack, unpack
from allsettled.cache.tidying import file_name, prepare, touch
from allsettled.files.scratch import read_own, write_own

_LARGEST = 256 * 1_048_576  # bytes; what is larger is none of ours
_MOST_ENTRIES = 50_000
_MOST_BYTES = 32 * 1_048_576


class Store:
    """What is known of files under one context: the code, the project, and what it's checked by.

    `context` are 32 bytes. A folder that can't be read or written is as good as an empty one.
    """

    def __init__(self, folder: str, context: bytes) -> None:
        self.folder = folder
        self.context = context
        self._file = os.path.join(folder, file_name(context))
        self._silent, self._told = self._read()
        self._used: dict[bytes, None] = {}
        self._new_silent: dict[bytes, None] = {}
        self._new_told: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> Kept | None:
        """Return what is kept under a key. It holds only while what it `asked` for is answered in the same way."""
        data = self.look_up(key)
        return read(data) if data else NOTHING if data is not None else None

    def put(self, key: bytes, found: Kept) -> None:
        """Keep what was found."""
        self.keep(key, b"" if found == NOTHING else written(found))

    def look_up(self, key: bytes) -> bytes | None:
        """Return the bytes that are kept under a key."""
        data = b"" if key in self._silent else self._told.get(key)
        if data is not None:
            self._used[key] = None
        return data

    def keep(self, key: bytes, data: bytes) -> None:
        """Keep bytes under a key; there may be none."""
        if data:
            self._new_told[key] = data
        else:
            self._new_silent[key] = None

    @property
    def has_news(self) -> bool:
        """Say whether there is anything to write."""
        return bool(self._new_silent or self._new_told)

    def save(self) -> None:
        """Write what is new, and what other runs wrote meanwhile; if that can't be, nothing is said."""
        if not self.has_news:
            touch(self._file)
        elif prepare(self.folder, self._file):
            write_own(self._file, pack(self.context, *self._merged()))

    def _read(self) -> Entries:
        return unpack(read_own(self._file, _LARGEST), self.context) or ({}, {})

    def _merged(self) -> Entries:
        """Return all entries, the ones that this run used last; the oldest go when there are too many."""
        silent, told = self._read()
        for key in self._used:
            if key in self._silent:
                silent.pop(key, None)
                silent[key] = None
            else:
                told.pop(key, None)
                told[key] = self._told[key]
        for key in self._new_silent:
            told.pop(key, None)
            silent.pop(key, None)
            silent[key] = None
        for key, data in self._new_told.items():
            silent.pop(key, None)
            told.pop(key, None)
            told[key] = data
        most = max(_MOST_ENTRIES, 2 * (len(self._used) + len(self._new_silent) + len(self._new_told)))
        for key in list(silent)[: max(len(silent) - most, 0)]:
            del silent[key]
        size = sum(map(len, told.values()))
        for key, data in list(told.items()):
            if len(told) <= most and size <= _MOST_BYTES:
                break
            size -= len(data)
            del told[key]
        return silent, told
