"""The source of an agent: front matter of our own, held against its schema, and a body."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from allsettled.document.model import FrontMatter
from allsettled.protocol.vocabulary import Tier
from allsettled.render.agents import AgentSource
from allsettled.render.agents_emitting import front_matter_values
from allsettled.render.frontmatter import front_matter_problems
from allsettled.render.platform_tables import IDS
from allsettled.render.platforms.loading import platform
from allsettled.render.platforms.problem import Problem
from allsettled.span import FILE, Span
from allsettled.words import did_you_mean


def read_agent(text: str, path: str) -> tuple[AgentSource | None, list[Problem]]:
    """Return the agent that a source describes, or None and all that is wrong with it, in the file's order.

    `path` is shown in messages, and its name has to be the agent's.
    """
    from allsettled.document import normalise
    from allsettled.document.front import split_front_matter

    lines = normalise(text).split("\n")
    front_matter = split_front_matter(lines)
    if front_matter is None:
        return None, [Problem(FILE, "front matter is missing", 'begin with `---`, "name", "description" and `---`')]
    if front_matter.error:
        return None, [Problem(front_matter.error_span, f"the front matter cannot be read: {front_matter.error}")]
    problems = _problems(front_matter, path)
    first = front_matter.span.end_line
    while first < len(lines) and not lines[first].strip():
        first += 1
    body = "\n".join(lines[first:]).rstrip()
    if not body:
        problems.append(Problem(front_matter.span, "the agent has no body", "write its prompt below the front matter"))
    if not problems:
        source = _build(front_matter.values, body + "\n", path, first + 1)
        problems = list(_override_problems(source, front_matter))
    if problems:
        return None, sorted(problems, key=lambda problem: problem.span)
    return source, []


def _build(values: Mapping[str, Any], body: str, path: str, body_line: int) -> AgentSource:
    return AgentSource(
        name=values["name"],
        description=" ".join(values["description"].split()),  # it stands in tables and in one line of front matter
        body=body,
        role=values.get("role", "worker"),
        tools=tuple(values["tools"]) if "tools" in values else None,
        model=values.get("model"),
        tier=Tier(values["tier"]) if "tier" in values else None,
        inputs=tuple(values.get("inputs", ())),
        outputs=tuple(values.get("outputs", ())),
        platforms=values.get("platforms", {}),
        path=path,
        body_line=body_line,
    )


def _problems(front_matter: FrontMatter, path: str) -> list[Problem]:
    from allsettled.shape import errors

    values = front_matter.values
    found = [
        Problem(_place(front_matter, error.pointer), error.message, error.hint) for error in errors(values, "agent")
    ]
    if found:
        return found
    stem = PurePosixPath(path).name.removesuffix(".md")
    if values["name"] != stem:
        message = f'"name" is {values["name"]}, but the file is {stem}.md'
        found.append(Problem(_place(front_matter, ("name",)), message, "give both the same name"))
    for name in values.get("platforms", {}):
        if name not in IDS:
            hint = did_you_mean(name, IDS) or f"the platforms are {', '.join(IDS)}"
            found.append(Problem(_place(front_matter, ("platforms",)), f'unknown platform "{name}"', hint))
    return found


def _override_problems(source: AgentSource, front_matter: FrontMatter) -> Iterator[Problem]:
    """Yield what is wrong with the keys for single platforms, once they stand among the others."""
    place = _place(front_matter, ("platforms",))
    for name in source.platforms:
        values = front_matter_values(platform(name), source, source.body)
        for problem in front_matter_problems(platform(name), FrontMatter(values, {}, place)):
            yield Problem(place, f"platforms.{name}: {problem.message}", problem.hint)


def _place(front_matter: FrontMatter, pointer: tuple[str | int, ...]) -> Span:
    top = front_matter.span
    return (front_matter.places.get(str(pointer[0])) if pointer else None) or Span(
        top.line, 1, top.line, len("---") + 1
    )
