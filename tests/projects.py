"""A project in memory: what `render` makes of its files, without a disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allsettled.errors import UserError
from allsettled.files.source import decode
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.render.agents_reading import read_agent
from allsettled.render.asking import Wishes
from allsettled.render.environment import Templates
from allsettled.render.filler import Filler
from allsettled.render.outputs import output_pattern, pointer_pattern
from allsettled.render.pack import targets
from allsettled.render.place import Choices, Place
from allsettled.render.routing import Router
from allsettled.render.work import Work

QA = """---
name: qa
description: "Judges evidence: what nobody has tried."
tools: [read, search, execute]
model: fast
tier: P1
outputs: [.agents/qa/]
---

# QA

Write to the path that the prompt names.

- Name each case.
"""
LEAD = """---
name: lead
description: Splits a task among agents and makes one result of what they return.
role: orchestrator
tools: [read, search, edit, dispatch]
---

# Lead

You own the task.

<!-- allsettled:begin id=parallel-dispatch -->

<!-- allsettled:end id=parallel-dispatch -->

## Last

Say what failed.
"""
SECURITY = QA.replace("qa", "security").replace("# QA", "# Security").replace("execute", "web")
WRITER = QA.replace("qa", "writer").replace("# QA", "# Writer").replace("execute", "edit").replace("fast", "strong")
AGENTS = {f"agents/{name}.md": text for name, text in zip(
    ("qa", "lead", "security", "writer"), (QA, LEAD, SECURITY, WRITER), strict=True
)}  # fmt: skip


_TEMPLATES = Templates()  # each is compiled once for all tests


@dataclass
class Memory:
    """The files of a project by path, and the `render` table of its settings."""

    files: dict[str, bytes]
    table: Mapping[str, Any] = field(default_factory=dict)
    protocol: Protocol = BUILT_IN

    def run(self, choices: Choices | None = None) -> list[Work]:
        """Return what a render makes of all files, and write it unless something is in the way."""
        works = self.works(choices)
        if not any(work.refused or work.broken for work in works):
            self.files |= {work.path: work.after for work in works if work.after is not None}
        return works

    def works(self, choices: Choices | None = None) -> list[Work]:
        """Return what a render makes of all files, without writing."""
        chosen = tuple(self.table.get("platforms", ()))
        found = [read_agent(self.text(path), path) for path in sorted(self.files) if path.startswith("agents/")]
        problems = [problem for _, faults in found for problem in faults]
        if problems:
            raise UserError(problems[0].message)
        sources = [source for source, _ in found if source is not None]
        planned, errors = targets(sources, {name: output_pattern(name, self.table) for name in chosen})
        if errors:
            raise errors[0]
        wishes = Wishes(
            chosen=chosen,
            size=self.table.get("size", "full"),
            sizes=self.table.get("sizes", {}),
            pointer=pointer_pattern(self.table),
            agents=tuple(sources),
            homes={one.path: one.platform.id for one in planned},
        )
        filler = Filler(self.protocol, wishes=wishes)
        filler.templates = _TEMPLATES
        self.router = Router(
            filler, {one.path: one for one in planned}, choices or Choices(), self.table.get("mode", "file")
        )
        outputs = (*self.router.targets, *self.router.contexts())
        paths = [*sorted(self.files), *(path for path in outputs if path not in self.files)]
        works = [self.router.work(Place(path, path), self.source(path)) for path in paths]
        works += [
            self.router.section(Place(path, path), self.source(path), asked) for path, asked in filler.pointed.items()
        ]
        return [work for work in works if isinstance(work, Work)]

    def source(self, path: str) -> Any:
        """Return a file as it is read, or None."""
        return decode(self.files[path], path) if path in self.files else None

    def text(self, path: str) -> str:
        """Return a file's text."""
        return decode(self.files[path], path).text


def project(*chosen: str, **table: Any) -> Memory:
    """Return a project with four agents and some platforms; of two that share a path, one goes elsewhere."""
    outputs = {"copilot-cli": ".copilot/agents/{name}.agent.md", **table.pop("outputs", {})}
    files = {path: text.encode() for path, text in AGENTS.items()}
    return Memory(files, {"platforms": list(chosen), "outputs": outputs, **table})
