"""What is compared: ours and another command that has the same to do, and what the ratio should be at most."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import material
import transcripts
from measuring import Command, said
from peers import Tools

import render

HASH = """
import hashlib, os, sys
whole, files = hashlib.sha256(), 0
for folder, _, names in os.walk(sys.argv[1]):
    for name in sorted(names):
        if name.endswith(".md"):
            with open(os.path.join(folder, name), "rb") as file:
                whole.update(hashlib.sha256(file.read()).digest())
            files += 1
print(files)
"""
BLOCK_RULES = "from allsettled.document.library import enter; enter(); import markdown_it.parser_block"
_SCRIPT = str(Path(transcripts.__file__))


class Comparison(NamedTuple):
    """Ours against another; `limit` is the goal for the ratio, None where there is none, and `rounds` how often.

    `check` raises SystemExit if the two didn't do the same work.
    """

    work: str
    against: str
    limit: float | None
    ours: Command
    other: Command
    rounds: int
    check: Callable[[], object] | None = None


class Bench:
    """All comparisons, with their files below a folder."""

    def __init__(self, tools: Tools, folder: Path, *, short: bool, megabytes: int) -> None:
        self.tools = tools
        self.folder = folder
        self.short = short
        self.megabytes = megabytes
        self.cache = {"ALLSETTLED_CACHE_DIR": str(folder / "cache")}
        self.bare = Command([tools.python, "-c", "pass"], folder)

    def all(self) -> Iterator[Comparison]:
        """Yield the comparisons in the table's order; each makes its files when it's asked for."""
        yield from self.start_up()
        yield from self.one_log()
        yield from self.whole_repository()
        yield from self.rendering()
        yield from self.statistics()
        yield from self.growth()

    def ours(self, *arguments: str, cwd: Path, before: Callable[[], object] | None = None) -> Command:
        return Command([*self.tools.ours, *arguments], cwd, before, environment=self.cache)

    def start_up(self) -> Iterator[Comparison]:
        for option in ("--version", "--help"):
            ours = self.ours(option, cwd=self.folder)
            yield Comparison(f"`{option}`", "bare Python", 2.5, ours, self.bare, 31)

    def one_log(self) -> Iterator[Comparison]:
        home = self.folder / "one"
        log = material.one_log(home)
        new = self.ours("check", "--no-cache", log.name, cwd=home)
        seen = self.ours("check", log.name, cwd=home)
        if "1 file checked, nothing to report" not in said(new):
            raise SystemExit("the clean log isn't clean")
        name = f"`check` of one clean log of {log.stat().st_size / 1000:.0f} kB"
        yield Comparison(f"{name}, never seen", "bare Python", 5, new, self.bare, 31)
        yield Comparison(f"{name}, seen before", "bare Python", 5, seen, self.bare, 31)
        for what, source in (("markdown-it-py", "import markdown_it"), ("its block rules alone", BLOCK_RULES)):
            imported = Command([self.tools.python, "-c", source], self.folder)
            yield Comparison(f"for scale: to import {what}", "bare Python", None, imported, self.bare, 31)
        for peer, command in self.tools.peers.items():
            arguments = {"mds-core": [log.name, "log.mds"], "cartulary": ["log.yaml", "typed.md"]}.get(peer, [log.name])
            more = ["--no-cache"] if peer == "rumdl" else []
            other = Command([*command, *more, *arguments], home)
            limit = None if peer == "rumdl" else 1  # rumdl is neither Python nor JavaScript
            rounds = 15
            yield Comparison(f"{name}, never seen", peer, limit, new, other, rounds, _saw(other, peer))
            yield Comparison(f"{name}, seen before", peer, limit, seen, other, rounds)

    def whole_repository(self) -> Iterator[Comparison]:
        home = self.folder / "repository"
        files = material.repository(home, short=self.short)
        shown = f"{files:,} files, {sum(path.stat().st_size for path in home.rglob('*.md')) / 1e6:.1f} MB"
        cold = self.ours("check", "--no-cache", ".", cwd=home)
        warm = self.ours("check", ".", cwd=home)
        hashing = Command([self.tools.python, "-c", HASH, "."], home)

        report = self.folder / "report.json"
        whole = self.ours("check", "--no-cache", "--format", "json", "--output", str(report), ".", cwd=home)

        def same_files() -> None:
            said(whole)
            found = re.search(r'"files": (\d+)', _end(report))
            seen = int(found[1]) if found else 0, int(said(hashing))
            if seen != (files, files):
                raise SystemExit(f"{files} files, but {seen} were seen")

        if rumdl := self.tools.peers.get("rumdl"):
            other = Command([*rumdl, "--no-cache", "."], home)

            def same_as_rumdl() -> None:
                same_files()
                seen = re.search(r"in (?:\d+/)?(\d+) files", said(other))
                if seen is None or int(seen[1]) != files:
                    raise SystemExit(f"rumdl saw {seen and seen[1]} of {files} files")

            name = f"`check` of a repository ({shown}), cold"
            yield Comparison(name, "rumdl, cold", 0.6, cold, other, 7, same_as_rumdl)
        yield Comparison("the same, warm", "reading and hashing", 4, warm, hashing, 11, same_files)
        if rumdl := self.tools.peers.get("rumdl"):
            other = Command([*rumdl, "--cache-dir", str(self.folder / "rumdl"), "."], home)
            yield Comparison("the same, warm", "rumdl, warm", 0.5, warm, other, 11)
        for what, name, text in (
            ("page", "changed.md", material.page(0)),
            ("log", material.CHANGED, material.clean_log(8_000)),
        ):
            changed = self.ours("check", ".", cwd=home, before=_changing(home / name, text))
            yield Comparison(f"one changed {what} in it, warm", "itself, warm", 1.3, changed, warm, 11)

    def rendering(self) -> Iterator[Comparison]:
        home = self.folder / "render"
        files = 10 if self.short else 1000
        size = render.fill(home, files, 16)
        new = self.ours("render", "--check", "--no-cache", ".", cwd=home)
        seen = self.ours("render", "--check", ".", cwd=home)
        hashing = Command([self.tools.python, "-c", HASH, "."], home)
        if int(said(hashing)) != files or said(new) or said(seen):
            raise SystemExit("the files with regions aren't up to date")
        name = f"`render --check`, {files:,} files with regions, {size / 1e6:.1f} MB"
        yield Comparison(f"{name}, never seen", "reading and hashing", None, new, hashing, 11)
        yield Comparison(f"{name}, seen before", "reading and hashing", 3, seen, hashing, 11)

    def statistics(self) -> Iterator[Comparison]:
        home = self.folder / "transcripts"
        home.mkdir()
        lines = transcripts.write(home, self.megabytes, 4)

        def read(what: str) -> Command:
            return Command([self.tools.python, _SCRIPT, "--one", what, "--folder", str(home)], home)

        def same_lines() -> None:
            seen = [json.loads(said(read(what)))[-1] for what in ("json.loads", "stats-2")]
            if seen != [lines, lines]:
                raise SystemExit(f"{lines} lines, but {seen} were read")

        name = f"`stats` over {self.megabytes:,} MB of transcripts, two processes"
        yield Comparison(name, "`json.loads`, one process", 1.2, read("stats-2"), read("json.loads"), 3, same_lines)

    def growth(self) -> Iterator[Comparison]:
        one, ten = self.folder / "growth" / "one", self.folder / "growth" / "ten"
        material.made_up(one, 30 if self.short else 300)
        material.many(one, ten, 10)
        options = ("check", "--no-cache", "--jobs", "1")
        few, lots = (self.ours(*options, ".", cwd=home) for home in (one, ten))
        yield Comparison("ten times as many files, cold", "a tenth of them", 11, lots, few, 5)
        small, large = self.folder / "growth" / "small", self.folder / "growth" / "large"
        for home, size in ((small, 90_000), (large, 900_000)):
            material.one_log(home).write_text(material.clean_log(size))
        short, long = (self.ours(*options, material.NAME, cwd=home) for home in (small, large))
        yield Comparison("a log ten times as long, cold", "a tenth of it", 11, long, short, 5)


_SEEN = {
    "rumdl": material.NAME,
    "mds-core": "0 errors",
    "cartulary": "",
    "mdformat": "",
    "pymarkdown": material.NAME,
    "skillsaw": "All checks passed",
    "markdownlint-cli2": "1 file",
}
"""What a peer says of the one file, where it says anything at all; one that isn't there ends with another code."""


def _changing(file: Path, text: str) -> Callable[[], object]:
    """Return what gives a file a text that nobody has seen, each time another one."""
    numbers = itertools.count()

    def change() -> None:
        file.write_text(f"{text}- Change {next(numbers)}.\n")

    change()
    return change


def _end(file: Path) -> str:
    with file.open("rb") as stream:
        stream.seek(max(file.stat().st_size - 4_000, 0))
        return stream.read().decode("utf-8", "replace")


def _saw(command: Command, peer: str) -> Callable[[], None]:
    """Return a check that a peer read the file."""

    def check() -> None:
        if _SEEN[peer] not in (text := said(command)):
            raise SystemExit(f"{peer} didn't say that it saw the file:\n{text[:500]}")
        absent = command._replace(arguments=[*command.arguments[:-1], "absent.md"], codes=range(-99, 256))
        if peer in ("cartulary", "mdformat") and said(absent) == text:
            raise SystemExit(f"{peer} says the same of a file that isn't there")

    return check
