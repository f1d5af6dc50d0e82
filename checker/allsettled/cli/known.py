"""What a baseline records, and what is left of a report beside it."""

import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from allsettled import baseline as baselines
from allsettled.cli.output import write_file
from allsettled.cli.project import Project
from allsettled.files.place import root_for
from allsettled.files.read import read_text
from allsettled.report import Report
from allsettled.terminal import safe


def with_baseline(report: Report, project: Project, asked: Collection[str], options: Mapping[str, Any]) -> Report:
    """Return the report without what is recorded; with --write-baseline, record all of it first.

    `asked` are the names of the rules that were asked.
    """
    ran = set(asked)
    if options["write_baseline"]:
        path = Path(options["write_baseline"])
        old = _read(path, project) if path.exists() else frozenset()
        text = baselines.write(report.files, keep=baselines.apply(report.files, old, ran).unseen)
        write_file(path, text, project)
        applied = baselines.apply(report.files, baselines.read(text, str(path)), ran)
        number = f"{applied.known} finding{'s' * (applied.known != 1)}"
        print(f"recorded {number} in {safe(str(path))}", file=sys.stderr)
        return report._replace(files=applied.files, baselined=applied.known)
    entries = known(project, options)
    if entries is None:
        return report
    applied = baselines.apply(report.files, entries, ran)
    return report._replace(files=applied.files, baselined=applied.known, stale=len(applied.stale))


def known(project: Project, options: Mapping[str, Any]) -> frozenset[baselines.Entry] | None:
    """Return what the baseline records, or None if there is none. Raises UserError for one that can't be read."""
    name = options["baseline"] or project.settings.baseline
    if not name:
        return None
    path = Path(name) if options["baseline"] else project.root / name
    return _read(path, project)


def _read(path: Path, project: Project) -> frozenset[baselines.Entry]:
    return baselines.read(read_text(path, root=root_for(path, project.folder)).text, str(path))
