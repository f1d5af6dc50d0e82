"""Faults of what is rendered: regions, and files of agents, that don't say what they should (NFR-1)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from allsettled.errors import UserError
from allsettled.finding import Finding, Severity
from allsettled.protocol.extending import extend
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.render.file_findings import is_edited, orphan_finding
from allsettled.render.file_stamp import read_whole
from allsettled.render.markers import Style
from allsettled.render.place import Choices
from allsettled.span import FILE
from planted.mutation import Mutation, swap
from projects import AGENTS, Memory, project

PROMPT = "lead.md"
MARKERS = """# Lead

You own the task.

<!-- allsettled:begin id=parallel-execution -->
<!-- allsettled:end id=parallel-execution -->

## Last

Say what failed.
"""
MEANT: tuple[str, ...] = (
    "marks",
    "other marks",
    "brackets",
    "deeper headings",
    "bold headings",
    "numbered headings",
    "section numbers",
)
MEANT += ("extra column", "other column order", "aligned tables")
"""The forms that change what a text says: after them a region was edited by hand."""
WIDER = extend({"cap": 4})


def _rendered(path: str, choices: Choices | None = None, memory: Memory | None = None) -> str:
    """Return what `render` makes of a file, with its stamp."""
    memory = memory or Memory({path: MARKERS.encode()})
    memory.run(choices)
    return memory.text(path)


@dataclass(frozen=True)
class Held:
    """Holds a file against what `render` makes of it, in a project with other files, settings or protocol."""

    path: str = PROMPT
    protocol: Protocol = BUILT_IN
    platforms: tuple[str, ...] = ()
    table: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> Sequence[Finding]:
        """Return the findings of `render --check` about the file, an error that names its rule among them."""
        memory = project(*self.platforms, **self.table) if self.platforms else Memory({})
        memory = replace(memory, protocol=self.protocol)
        memory.files |= {path: other.encode() for path, other in self.files.items()}
        memory.files[self.path] = text.encode()
        try:
            return [one for work in memory.works() if work.path == self.path for one in work.findings]
        except UserError as error:
            rule, _, message = error.message.partition(": ")
            return [Finding(FILE, rule, Severity.ERROR, message)]


def orphaned(text: str) -> Sequence[Finding]:
    """Return the finding of a rendered file whose source is gone."""
    whole = read_whole(text.removeprefix("\ufeff").replace("\r\n", "\n"), Style.MARKDOWN)
    return [] if whole is None else [orphan_finding(whole, QA, edited=is_edited(whole, Style.MARKDOWN))]


QA = ".claude/agents/qa.md"
SOURCE = "agents/qa.md"
STAMP = "allsettled:file"
REGION = _rendered(PROMPT)
FILE_OF_AGENT = _rendered(QA, memory=project("claude"))
EDITED = FILE_OF_AGENT + "- Name whoever has to run it.\n"
_BEGIN, _END = MARKERS.splitlines()[4:6]
CONFLICT = "<<<<<<< ours\nOne thing.\n=======\nAnother thing.\n>>>>>>> theirs\n"
_edit = swap(f"\n{_END}", f"\nAnd what somebody wrote by hand.\n\n{_END}")


def _kept(path: str, text: str, memory: Memory) -> str:
    """Return a file whose edit by hand was kept."""
    memory.files[path] = text.encode()
    return _rendered(path, Choices(accept=frozenset({path})), memory)


def _region(rule: str, name: str, text: str, line: str, *but: str, by: Held | None = None) -> Mutation:
    return Mutation(rule, name, text, line, path=PROMPT, held=by or Held(), but=frozenset(but))


def _file(rule: str, name: str, text: str, by: Callable[[str], Sequence[Finding]], line: str = STAMP) -> Mutation:
    return Mutation(rule, name, text, line, path=QA, held=by, but=frozenset(MEANT))


_pack = Held(QA, platforms=("claude",))
MUTATIONS = [
    _region("stale-region", "empty yet", MARKERS, _BEGIN),
    _region("stale-region", "another protocol", REGION, _BEGIN, *MEANT, by=Held(protocol=WIDER)),
    _region("edited-region", "a line more", _edit(REGION), _BEGIN),
    _region("edited-region", "never rendered", _edit(MARKERS), _BEGIN),
    _region("overridden-region", "kept", _kept(PROMPT, _edit(REGION), Memory({})), _BEGIN),
    _region("broken-region", "no end", swap(f"{_END}\n", "")(REGION), _BEGIN),
    _region("broken-region", "no begin", swap(f"{_BEGIN}\n", "")(REGION), _END),
    _region("broken-region", "another end", REGION.replace(_END, _END.replace("execution", "dispatch")), "end id=par"),
    _region("broken-region", "twice", f"{REGION}\n{_BEGIN}\n{_END}\n", _BEGIN, *MEANT),
    _region("broken-region", "in a list", swap(_BEGIN, f"- {_BEGIN}")(MARKERS), _BEGIN),
    _region("broken-region", "a conflict", swap(f"\n{_END}", f"\n{CONFLICT}\n{_END}")(REGION), "<<<<<<<"),
    _file(
        "stale-file",
        "another source",
        FILE_OF_AGENT,
        Held(QA, platforms=("claude",), files={SOURCE: f"{AGENTS[SOURCE]}- Run each.\n"}),
    ),
    _file("edited-file", "a line more", EDITED, _pack),
    _file("overridden-file", "kept", _kept(QA, EDITED, project("claude")), _pack),
    _file("orphaned-file", "no source", FILE_OF_AGENT, orphaned),
    _file(
        "clashing-output",
        "two platforms",
        FILE_OF_AGENT,
        Held(QA, platforms=("claude", "copilot-cli"), table={"outputs": {"copilot-cli": ".claude/agents/{name}.md"}}),
        "---",
    ),
]
