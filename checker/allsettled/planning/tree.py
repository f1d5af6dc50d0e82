"""The files that there are, as far as the caller knows them: what a plan's paths and globs stand for."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from allsettled.planning.paths import Path, literal, matches
from allsettled.words import did_you_mean


class Tree:
    """A project's files, by their paths from its folder, with `/` between names."""

    def __init__(self, files: Iterable[str]) -> None:
        self._files = sorted((path.names, path) for path in map(literal, files))
        self._names = [names for names, _ in self._files]
        self._called: dict[str, list[Path]] = {}  # by their last name, the shortest path first
        for names, path in sorted(self._files, key=lambda file: (len(file[0]), file[0])):
            self._called.setdefault(names[-1], []).append(path)

    def holds(self, path: Path) -> bool:
        """Say whether there is a file that a path or glob stands for, in any spelling of its case."""
        outside = path.root != "" or ".." in path.names
        return outside or next(self.files(path), None) is not None

    def is_folder(self, path: Path) -> bool | None:
        """Say whether a path is a folder with files in it (True), a file (False), or isn't there (None)."""
        first = next(self._below(path.names), None)
        return None if first is None else first.names != path.names

    def files(self, path: Path) -> Iterator[Path]:
        """Yield the files that a path or glob stands for, those in folders that it stands for included."""
        if path.root == "":
            exact = list(self._below(path.names))  # a name may have a bracket and be no pattern
            globbed = path.is_glob and not exact
            yield from (file for file in self._below(path.prefix) if matches(path, file)) if globbed else exact

    def called(self, name: str) -> Sequence[Path]:
        """Return the files of a name, which is folded, in whatever folder."""
        return self._called.get(name, ())

    def nearest(self, path: Path) -> str:
        """Return `did you mean "docs/login.md"?` for a path that isn't there, or an empty text."""
        if path.names and path.names[-1] in self._called:
            return f'did you mean "{self._called[path.names[-1]][0].text}"?'
        folder = path.names[:-1]
        return did_you_mean(path.text, [file.text for file in self._below(folder) if file.names[:-1] == folder])

    def _below(self, names: tuple[str, ...]) -> Iterator[Path]:
        for index in range(bisect_left(self._names, names), len(self._files)):
            if self._names[index][: len(names)] != names:
                return
            yield self._files[index][1]
