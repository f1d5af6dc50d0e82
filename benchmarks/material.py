"""The files that are checked: a real repository where it's beside the checkout, or one that is made up."""

import shutil
import tarfile
from pathlib import Path

from peers import CHECKOUT

CORPUS = CHECKOUT.parent / "shared" / "corpus" / "repo.tar.xz"
NAME = "2026-01-05-session-01.md"
CHANGED = "2026-01-06-session-02.md"

_HEAD = """# Session log: impact analysis

**Date**: 2026-01-05
**Status**: CLOSED

## Parallel Dispatch Validation

- [x] No agent depends on another's output
- [x] Each agent has complete context in prompt
- [x] No shared mutable state between agents
- [x] Each agent writes to distinct output location
- [x] Aggregation strategy defined before dispatch

## Dispatch Log

| Agent | Tier | Message | Started | Finished | Status |
| --- | --- | --- | --- | --- | --- |
| architect | P0 | m1 | 2026-01-05T09:00:00Z | 2026-01-05T09:02:30Z | COMPLETE |
| security | P0 | m1 | 2026-01-05T09:00:01Z | 2026-01-05T09:01:40Z | COMPLETE |
| qa | P1 | m2 | 2026-01-05T09:03:00Z | 2026-01-05T09:05:00Z | COMPLETE |

## Parallel Execution Results

### Agent Outputs

| Agent | Status | Output Location | Key Findings |
| --- | --- | --- | --- |
| architect | COMPLETE | out/architect.txt | Two modules change |
| security | COMPLETE | out/security.txt | No new attack surface |
| qa | COMPLETE | out/qa.txt | Eleven cases |

### Aggregation Strategy: merge

### Synthesized Result

The change touches two modules and needs eleven cases.

## Notes
"""
_NOTE = "- What was found on the way of {} stands in the file that belongs to it, and was looked at by two readers.\n"
_MDS = """document SessionLog

# "Session log: impact analysis" as title required

## Parallel Dispatch Validation required

list string minItems=5

## Dispatch Log required

table DispatchLog
- Agent: string
- Tier: string
- Message: string
- Started: string
- Finished: string
- Status: string

## Parallel Execution Results required

## Notes required
"""
_CARTULARY = """schemas:
  log:
    frontmatter:
      fields:
        document_type: { value: log, required: true }
    sections:
      - heading: Parallel Dispatch Validation
      - heading: Dispatch Log
        required: true
      - heading: Parallel Execution Results
      - heading: Notes
        required: true
"""


def clean_log(size: int = 5_000) -> str:
    """Return a closed log of about so many bytes of which there is nothing to say."""
    notes = []
    left = size - len(_HEAD)
    while left > 0:
        notes.append(_NOTE.format(f"step {len(notes) + 1}"))
        left -= len(notes[-1])
    return _HEAD + "\n" + "".join(notes)


def one_log(folder: Path) -> Path:
    """Write a clean log with what it names, and the schemas that two of the peers want; return the log."""
    (folder / "out").mkdir(parents=True)
    for name in ("architect", "security", "qa"):
        (folder / "out" / f"{name}.txt").write_text("What was found.\n")
    (folder / "log.mds").write_text(_MDS)
    (folder / "log.yaml").write_text(_CARTULARY)
    (folder / "typed.md").write_text("---\ndocument_type: log\n---\n\n" + clean_log())
    (folder / NAME).write_text(clean_log())
    return folder / NAME


def repository(folder: Path, *, short: bool) -> int:
    """Unpack the repository, or make one up; return how many Markdown files it has."""
    if CORPUS.is_file() and not short:
        with tarfile.open(CORPUS) as packed:
            packed.extractall(folder, filter="data")
    else:
        made_up(folder, 20 if short else 2_000)
    return sum(1 for _ in folder.rglob("*.md"))


def page(number: int) -> str:
    """Return a page of about 9 kB that is none of ours."""
    return f"# Page {number}\n\n" + "\n".join(_NOTE.format(f"page {number}.{line}") for line in range(80))


def made_up(folder: Path, files: int, prefix: str = "part") -> None:
    """Write a tree of files of which one in six is a log, and the others are none of ours."""
    for number in range(files):
        home = folder / f"{prefix}-{number % 20}"
        home.mkdir(parents=True, exist_ok=True)
        if number % 6:
            (home / f"page-{number}.md").write_text(page(number))
        else:
            (home / f"2026-01-05-session-{number}.md").write_text(clean_log(8_000))


def many(source: Path, folder: Path, times: int) -> None:
    """Copy a tree so many times: the same work, so many times as much."""
    for number in range(times):
        shutil.copytree(source, folder / f"copy-{number}")
