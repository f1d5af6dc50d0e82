"""A plan in Markdown: front matter, a table of tasks, a section for each task, or any of them together."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from allsettled.document.model import Document, Row, Section, Table
from allsettled.errors import UserError
from allsettled.planning.drafts import Draft, Told
from allsettled.planning.fields import TITLES, find_field, near_field
from allsettled.planning.labels import has_agent, lines_of
from allsettled.planning.source import PlanError, Source
from allsettled.planning.task_section import is_prompt, read_section
from allsettled.planning.yaml_source import read_yaml
from allsettled.protocol.columns import Column, fold
from allsettled.protocol.layout import parts
from allsettled.protocol.parts import Extract, canon, unblank
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
        told = _told_column(block) if isinstance(block, Table) else None
        if isinstance(block, Table) and (columns := _columns(block, told)):
            faults.extend(_column_faults(block, {*columns, told}, path))
            for row in block.rows:
                if block.torn(row):
                    faults.append(_torn(row, block, path))
                else:
                    rows.append(_row(row, columns, told))
    known = {task.name for task in rows} | _names(source.value.get("tasks"))
    sections = [
        read_section(section, name, document, path, faults) for section, name in _task_sections(document, known)
    ]
    tasks = _merged([_given(source), rows, sections], path, faults)
    if faults:
        raise PlanError(faults)
    _heading_fields(document, source, protocol)
    _head_fields(document, source, protocol)
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


def _told_column(table: Table) -> int | None:
    """Return which column is called Task and says what is to be done, rather than what the tasks are called."""
    index = next((index for index, cell in enumerate(table.header.cells) if fold(cell.text) == "task"), None)
    if index is None:
        return None
    return index if any(" " in row.cells[index].text for row in table.rows if not table.torn(row)) else None


def _columns(table: Table, told: int | None) -> dict[int, Column]:
    """Return which cell of a table's rows is which field, if it's a table of tasks. `told` is no field."""
    found: dict[int, Column] = {}
    for index, cell in enumerate(table.header.cells):
        column = find_field(cell.text) if index != told else None
        if column is not None and column not in found.values():
            found[index] = column
    keys = {column.key for column in found.values()}
    is_result = any(fold(cell.text) in _STATUSES for cell in table.header.cells)
    return found if "agent" in keys and len(keys) + (told is not None) > 1 and not is_result else {}


def _column_faults(table: Table, columns: Collection[int | None], path: str) -> Iterator[UserError]:
    for index, cell in enumerate(table.header.cells):
        if index not in columns:
            near = near_field(cell.text)
            hint = f'did you mean "{near}"?' if near else f"the known columns are {', '.join(TITLES)}"
            again = "a second" if find_field(cell.text) else "unknown"
            yield UserError(f'{again} column "{cell.text}"', path=path, span=cell.span, hint=hint)


def _torn(row: Row, table: Table, path: str) -> UserError:
    message = f"the row has {len(row.cells)} cells, but its table has {len(table.header.cells)} columns"
    return UserError(message, path=path, span=row.span, hint="write a pipe that is part of a cell as \\|")


def _row(row: Row, columns: dict[int, Column], told: int | None) -> Draft:
    draft = Draft(row.span)
    for index, column in columns.items():
        draft.put(column, row.cells[index])
    if told is not None and (text := unblank(row.cells[told].text.strip())):
        draft.told = Told(text, row.cells[told].span, (row.cells[told].span,))
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


def _head_fields(document: Document, source: Source, protocol: Protocol) -> None:
    """Take the strategy and the cap from labelled lines at the head: `- **Strategy**: merge`, `**Cap**: 4`."""
    head = [*document.root.blocks, *(block for section in document.root.sections[:1] for block in section.blocks)]
    for one in (line for block in head for line in lines_of(block, "cap")):
        key = one.field.key if one.field is not None else fold(one.label)
        text = one.rest.text.strip()
        value: str | int | None = None
        if key == "strategy":
            value = canon(text, protocol.strategies)
        elif key == "cap" and text.isdecimal() and text.isascii() and len(text) < 10:
            value = int(text)
        if value and key not in source.value:
            source.value[key] = value
            source.places[key,] = one.rest.span


def _put_tasks(source: Source, tasks: list[Draft]) -> None:
    if not tasks:
        return
    for task in tasks:
        task.settle_prompt()
    source.value["tasks"] = [task.source.value for task in tasks]
    for index, task in enumerate(tasks):
        source.places["tasks", index] = task.span
        for pointer, span in task.source.places.items():
            source.places[("tasks", index, *pointer)] = span
