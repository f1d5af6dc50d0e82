"""A plan in Markdown: front matter, a table of tasks, a section for each task, or any of them together."""

import re
from collections.abc import Iterable, Iterator, Sequence

from allsettled.document.model import Document, Row, Section, Table
from allsettled.errors import UserError
from allsettled.planning.drafts import Draft
from allsettled.planning.fields import TITLES, find_field, near_field
from allsettled.planning.source import PlanError, Source
from allsettled.planning.task_section import has_agent, is_prompt, read_section
from allsettled.planning.yaml_source import read_yaml
from allsettled.protocol.columns import Column, fold
from allsettled.protocol.layout import parts
from allsettled.protocol.parts import Extract
from allsettled.protocol.value import Protocol
from allsettled.span import FILE

PLAN_KEYS = ("version", "title", "strategy", "cap", "seconds", "tasks")
_TASK = re.compile(r"^task\s*[0-9]*\s*[:–—-]\s*(\S.*)$", re.IGNORECASE)
_STATUSES = ("status", "state", "outcome")


def read_markdown(document: Document, path: str, protocol: Protocol) -> Source:
    """Return what a document holds of a plan. Raises PlanError with all that can't be read."""
    source = _front_matter(document, path)
    faults: list[UserError] = []
    rows: list[Draft] = []
    for block in document.blocks():
        if isinstance(block, Table) and (columns := _columns(block)):
            faults.extend(_column_faults(block, columns, path))
            for row in block.rows:
                if block.torn(row):
                    faults.append(_torn(row, block, path))
                else:
                    rows.append(_row(row, columns))
    known = {task.name for task in rows} | _names(source.value.get("tasks"))
    sections = [
        read_section(section, name, document, path, faults) for section, name in _task_sections(document, known)
    ]
    tasks = _merged([_given(source), rows, sections], path, faults)
    if faults:
        raise PlanError(faults)
    _heading_fields(document, source, protocol)
    _put_tasks(source, tasks)
    return source


def _front_matter(document: Document, path: str) -> Source:
    if document.front_matter is None:
        return Source({}, {(): FILE})
    end = document.front_matter.span.end_line
    source = read_yaml("\n".join(["", *document.lines[1 : end - 1]]), path)  # the blank line keeps the count
    if source.value is None:
        return Source({}, {(): FILE})
    if not isinstance(source.value, dict):
        hint = "write it as `strategy: merge`, one key a line"
        raise PlanError([UserError("the front matter is not keys with values", path=path, span=FILE, hint=hint)])
    for key in [key for key in source.value if key not in PLAN_KEYS]:
        if (near := _near_key(key)) is not None:
            message, hint = f'unknown key "{key}"', f'did you mean "{near}"?'
            raise PlanError([UserError(message, path=path, span=source.place((key,), key=True), hint=hint)])
        del source.value[key]  # the front matter is other tools' too
    return source


def _near_key(key: str) -> str | None:
    from difflib import get_close_matches

    found = get_close_matches(key, PLAN_KEYS, n=1, cutoff=0.8)
    return found[0] if found else None


def _columns(table: Table) -> dict[int, Column]:
    """Return which cell of a table's rows is which field, if it's a table of tasks; None stands for other columns."""
    found: dict[int, Column] = {}
    for index, cell in enumerate(table.header.cells):
        column = find_field(cell.text)
        if column is not None and column not in found.values():
            found[index] = column
    keys = {column.key for column in found.values()}
    is_result = any(fold(cell.text) in _STATUSES for cell in table.header.cells)
    return found if "agent" in keys and len(keys) > 1 and not is_result else {}


def _column_faults(table: Table, columns: dict[int, Column], path: str) -> Iterator[UserError]:
    for index, cell in enumerate(table.header.cells):
        if index not in columns:
            near = near_field(cell.text)
            hint = f'did you mean "{near}"?' if near else f"the known columns are {', '.join(TITLES)}"
            again = "a second" if find_field(cell.text) else "unknown"
            yield UserError(f'{again} column "{cell.text}"', path=path, span=cell.span, hint=hint)


def _torn(row: Row, table: Table, path: str) -> UserError:
    message = f"the row has {len(row.cells)} cells, but its table has {len(table.header.cells)} columns"
    return UserError(message, path=path, span=row.span, hint="write a pipe that is part of a cell as \\|")


def _row(row: Row, columns: dict[int, Column]) -> Draft:
    draft = Draft(row.span)
    for index, column in columns.items():
        draft.put(column, row.cells[index])
    return draft


def _names(tasks: object) -> set[str]:
    if not isinstance(tasks, list):
        return set()
    return {str(task.get("id") or task.get("agent")) for task in tasks if isinstance(task, dict)}


def _task_sections(document: Document, known: set[str]) -> Iterator[tuple[Section, str]]:
    """Yield the sections that are about one task, each with the name that its heading gives."""
    prompts: list[Section] = []
    for section in document.sections():
        if section.parent in prompts or is_prompt(section):
            prompts.append(section)
            continue
        title = section.title.text.replace("`", "").replace("*", "").strip()
        prefixed = _TASK.match(title)
        name = prefixed[1] if prefixed else title
        if name in known or prefixed or has_agent(section):
            yield section, name


def _given(source: Source) -> list[Draft]:
    """Return the tasks of the front matter, so that sections can add to them."""
    tasks = source.value.get("tasks")
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        return []
    drafts = []
    for index, task in enumerate(tasks):
        head = ("tasks", index)
        places = {pointer[2:]: span for pointer, span in source.places.items() if pointer[:2] == head}
        drafts.append(Draft(source.place(head), source=Source(dict(task), places)))
    return drafts


def _merged(origins: Iterable[Sequence[Draft]], path: str, faults: list[UserError]) -> list[Draft]:
    """Return the tasks of all origins, those with the same name as one. Twice in one origin stays twice."""
    tasks: list[Draft] = []
    for drafts in origins:
        before = {task.name: task for task in tasks}
        for draft in drafts:
            earlier = before.pop(draft.name, None) if draft.name else None
            if earlier is None:
                tasks.append(draft)
            else:
                faults.extend(earlier.merge(draft, path))
    return tasks


def _heading_fields(document: Document, source: Source, protocol: Protocol) -> None:
    """Take the title and the strategy from the headings, unless the front matter tells them."""
    title = document.title()
    if "title" not in source.value and title.text:
        source.value["title"] = title.text
        source.places["title",] = title.span
    part = next(part for part in parts(protocol) if part.key == "strategy")
    for section in document.sections():
        found = Extract(document.lines)
        if "strategy" not in source.value and part.read(section, found) and found.value.get("strategy"):
            source.value["strategy"] = found.value["strategy"]
            source.places["strategy",] = found.places["strategy",]


def _put_tasks(source: Source, tasks: list[Draft]) -> None:
    if not tasks:
        return
    source.value["tasks"] = [task.source.value for task in tasks]
    for index, task in enumerate(tasks):
        source.places["tasks", index] = task.span
        for pointer, span in task.source.places.items():
            source.places[("tasks", index, *pointer)] = span
