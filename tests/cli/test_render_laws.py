"""What holds of a folder, whatever is edited, rendered, adopted, ejected, kept or dropped, in whatever order."""

import re
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from projects import LEAD, QA
from quick import allsettled
from shell import Ran

DOCUMENT = """# Doc

above

<!-- allsettled:begin id=parallel-dispatch size=compact -->
<!-- allsettled:end id=parallel-dispatch -->

## Between

between

## Own

our own section

<!-- allsettled:begin id=parallel-metrics -->
<!-- allsettled:end id=parallel-metrics -->

below
"""
SETTINGS = '[render]\nplatforms = ["claude", "codex", "agents-md"]\nagents = "sources"\n'
SOURCES = ("sources/qa.md", "sources/lead.md")
RENDERED = (".claude/agents/qa.md", ".claude/agents/lead.md", ".codex/agents/lead.toml", "AGENTS.md")
PATHS = ("doc.md", *RENDERED, *SOURCES)
IDS = ("parallel-dispatch", "parallel-metrics", "agents", "handoff-tracking")
NAMES = st.lists(st.sampled_from(PATHS + IDS), max_size=2, unique=True)
CONFLICT = ("<<<<<<< ours", "=======", ">>>>>>> theirs")


class Folder(RuleBasedStateMachine):
    """A user at work in a folder: lines that were written by hand are there until somebody asks to drop them."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.by_hand: dict[str, str] = {}  # a line -> the file that it was put into
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @initialize(end=st.sampled_from(["\n", "\r\n"]), mark=st.booleans())
    def begin(self, end: str, mark: bool) -> None:
        (self.root / "sources").mkdir()
        texts = {"doc.md": DOCUMENT, "sources/qa.md": QA, "sources/lead.md": LEAD, "allsettled.toml": SETTINGS}
        for path, text in texts.items():
            start = "\ufeff" if mark and path == "doc.md" else ""
            (self.root / path).write_bytes((start + text.replace("\n", end)).encode())
        assert 0 == self.run("render").code

    @rule(path=st.sampled_from(PATHS), number=st.integers(0, 70), conflict=st.booleans())
    def edit(self, path: str, number: int, conflict: bool) -> None:
        file = self.root / path
        if not file.is_file():
            return
        self.count += 1
        raw = file.read_bytes()
        end = "\r\n" if b"\r\n" in raw else "\n"
        lines = raw.decode().split(end)
        line = f"by hand {self.count}"
        added = [CONFLICT[0], line, CONFLICT[1], "other", CONFLICT[2]] if conflict and not number % 4 else [line]
        at = min(number, len(lines) - 1)
        file.write_bytes(end.join([*lines[:at], *added, *lines[at:]]).encode())
        self.by_hand[line] = path

    @rule(path=st.sampled_from(PATHS), number=st.integers(0, 70))
    def take_back(self, path: str, number: int) -> None:
        """Take a line by hand out again, with the conflict that it may be a part of."""
        lines = [line for line, where in self.by_hand.items() if where == path]
        if not lines:
            return
        line = lines[number % len(lines)]
        file = self.root / path
        around = rf"(?:{CONFLICT[0]}\r?\n)?{line}\r?\n(?:{CONFLICT[1]}\r?\nother\r?\n{CONFLICT[2]}\r?\n)?"
        file.write_bytes(re.sub(around.encode(), b"", file.read_bytes()))
        del self.by_hand[line]

    @rule(source=st.sampled_from(SOURCES))
    def change_what_is_rendered(self, source: str) -> None:
        self.count += 1
        file = self.root / source
        file.write_bytes(file.read_bytes() + f"\nmore {self.count}\n".encode())

    @rule()
    def check(self) -> None:
        before = self.tree()
        for arguments in (("render", "--check", "--diff"), ("regions",)):
            self.run(*arguments)
        assert before == self.tree()

    @rule(force=NAMES, accept=NAMES, resolve=st.booleans())
    def render(self, force: list[str], accept: list[str], resolve: bool) -> None:
        force = [name for name in force if name not in accept]
        options = [part for name in force for part in ("--force", name)]
        options += [part for name in accept for part in ("--accept", name)] + ["--resolve"] * resolve
        before = self.tree()
        asked = {line for line, path in self.by_hand.items() if self.asked_to_drop(line, path, force, resolve)}
        ran = self.run("render", *options)
        after = self.tree()
        self.hold({line for line in self.by_hand if line not in asked})
        if ran.code:
            assert before == after, "all or nothing"
            return
        for path in {*SOURCES, "doc.md"}:
            assert outside(before[path]) == outside(after[path])
        assert 0 == self.run("render").code
        assert after == self.tree(), "rendering twice is rendering once"

    @rule(id_=st.sampled_from(IDS), how=st.sampled_from(["append", "after", "refuse", "keep", "replace"]))
    def adopt(self, id_: str, how: str) -> None:
        where = {"append": ["--append"], "after": ["--insert-after", "## Between"]}
        arguments = where.get(how, ["--heading", "## Own", *([] if how == "refuse" else [f"--{how}"])])
        before = self.tree()
        own = re.search(rb"(?s)## Own.*?(?=\n## |\n<!-- allsettled:begin|\Z)", before["doc.md"])
        dropped = own[0].decode() if own and how == "replace" else ""
        ran = self.run("adopt", "doc.md", "--id", id_, *arguments)
        self.hold({line for line in self.by_hand if line not in dropped})
        if ran.code:
            assert before == self.tree()
        elif how != "replace":
            assert is_part(before["doc.md"], self.tree()["doc.md"])

    @rule(path=st.sampled_from(("doc.md", *RENDERED)), id_=st.sampled_from(IDS) | st.none())
    def eject(self, path: str, id_: str | None) -> None:
        before = self.tree()
        ran = self.run("eject", path, *(["--id", id_] if id_ else []))
        self.hold(set(self.by_hand))
        if ran.code:
            assert before == self.tree()
        else:
            text = b"\n".join(line for line in before[path].split(b"\n") if b"allsettled:" not in line)
            kept = b"\n".join(line for line in self.tree()[path].split(b"\n") if b"allsettled:" not in line)
            assert is_part(kept, text)
            assert text.split() == kept.split(), "the text stays"

    def run(self, *arguments: str) -> Ran:
        ran = allsettled(*arguments, cwd=self.root)
        assert ran.code in (0, 1, 2), ran.err
        return ran

    def hold(self, lines: set[str]) -> None:
        """Hold the lines to be where somebody has put them; forget the others, which somebody asked to drop."""
        tree = self.tree()
        assert [] == [line for line in lines if f"{line}\n" not in tree[self.by_hand[line]].decode().replace("\r", "")]
        self.by_hand = {line: path for line, path in self.by_hand.items() if line in lines}

    def asked_to_drop(self, line: str, path: str, force: list[str], resolve: bool) -> bool:
        """Say whether a line stands where somebody asks to overwrite it."""
        text = (self.root / path).read_bytes().decode().replace("\r", "")
        if path in force:
            return True
        if resolve and CONFLICT[0] in text:
            return True
        regions = re.findall(r"(?s)begin id=([\w-]+)[^\n]*\n(.*?)<!-- allsettled:end", text)
        return any(id_ in force and line in body for id_, body in regions)

    def tree(self) -> dict[str, bytes]:
        paths = sorted(path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}


def outside(raw: bytes) -> bytes:
    """Return a document without what stands between its markers."""
    return re.sub(rb"(?s)(begin id=[^\n]*\n).*?(?=<!-- allsettled:end)", rb"\1", raw)


def is_part(before: bytes, after: bytes) -> bool:
    """Say whether all lines of one text are in the other, in their order."""
    left = iter(after.split(b"\n"))
    return all(any(line.rstrip() == other.rstrip() for other in left) for line in before.rstrip().split(b"\n"))


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=10, stateful_step_count=12, deadline=None)
