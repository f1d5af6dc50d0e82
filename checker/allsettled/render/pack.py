"""The files of a pack: for each agent's source and each platform one, at the platform's own path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.render.agent_body import body_for
from allsettled.render.agents import AgentSource
from allsettled.render.agents_emitting import agent_file, front_matter, front_matter_values, losses, target_path
from allsettled.render.asked import Asked
from allsettled.render.digest import input_digest
from allsettled.render.file_stamp import SECTION
from allsettled.render.file_states import FreshFile
from allsettled.render.filler import Filler
from allsettled.render.fresh import Fresh
from allsettled.render.frontmatter_toml import multi_line, toml_text
from allsettled.render.lines import tidy
from allsettled.render.markers import Style, begin_line, end_line
from allsettled.render.outputs import same_path
from allsettled.render.platforms import Platform, platform
from allsettled.render.regions import AGENT_REGION


class Target(NamedTuple):
    """Where one agent's file for one platform stands, relative to the project's folder, with `/`."""

    path: str
    platform: Platform
    source: AgentSource

    @property
    def style(self) -> Style:
        """Return how the file's markers are written."""
        return Style.HASH if self.platform.agent_files.format == "toml" else Style.MARKDOWN


def targets(sources: Sequence[AgentSource], outputs: Mapping[str, str | None]) -> tuple[list[Target], list[UserError]]:
    """Return the files of a pack, and an error for each that would be written over another or over a source.

    `outputs` gives, for each chosen platform, where its files go (with `{name}`), or None if it has none.
    """
    taken = {same_path(source.path): f"the source {source.path}" for source in sources}
    found: list[Target] = []
    errors: list[UserError] = []
    for name, pattern in outputs.items():
        if pattern is None:
            continue
        for source in sources:
            one = Target(_tidy_path(target_path(platform(name), source, pattern) or ""), platform(name), source)
            other = taken.setdefault(same_path(one.path), f"{name}'s file of {source.name}")
            if other != f"{name}'s file of {source.name}":
                message = f"clashing-output: {name}'s file of {source.name} would be written where {other} is"
                hint = f"give {name} another place: render.outputs.{name}, or rename the agent"
                errors.append(UserError(message, path=one.path, hint=hint))
                continue
            found.append(one)
    return found, errors


def whole_file(target: Target, filler: Filler) -> FreshFile:
    """Return the text of a whole file. Raises UserError, at the source's place, if it cannot be made."""
    source = target.source
    body = body_for(source, target.platform, filler)
    text = agent_file(target.platform, source, body.text)
    return FreshFile(text, input_digest(source.path, *body.inputs, text), source.path)


def agent_region(target: Target, filler: Filler) -> Fresh:
    """Return the text of the region that holds an agent's body; in TOML, the assignment of it."""
    body = body_for(target.source, target.platform, filler)
    text = body.text
    if target.style is Style.HASH:
        text = f"{_body_key(target.platform)} = {multi_line(body.text)}\n"
    return Fresh(text, input_digest(target.source.path, *body.inputs, text))


def region_file(target: Target) -> str:
    """Return a new file whose body is a region, still empty: all around it is the user's from then on."""
    markers = f"{begin_line(AGENT_REGION, {}, target.style)}\n{end_line(AGENT_REGION, target.style)}\n"
    if target.style is Style.MARKDOWN:
        head = front_matter(target.platform, target.source)
        return f"{head}\n{markers}" if head else markers
    values = front_matter_values(target.platform, target.source)
    tables = {key: value for key, value in values.items() if isinstance(value, Mapping)}
    top = toml_text({key: value for key, value in values.items() if key not in tables})
    return f"{top}\n{markers}{toml_text(tables) if tables else ''}"


def section_file(asked: Asked, path: str, filler: Filler) -> FreshFile:
    """Return the file of a section that prompts point to; one named SKILL.md has the front matter of a skill."""
    fresh = filler.text(asked)
    body = tidy(fresh.body) + "\n"
    if path.endswith("/SKILL.md"):
        from allsettled.render.frontmatter_yaml import front_matter_text

        head = front_matter_text({"name": path.split("/")[-2], "description": filler.summary(asked)})
        body = f"{head}\n{body}"
    return FreshFile(body, input_digest(fresh.inputs, body), SECTION + asked.id)


def pack_losses(found: Iterable[Target]) -> Iterator[str]:
    """Yield what the files of a pack cannot say of their sources, each sentence once for all agents."""
    said: dict[str, list[str]] = {}
    for target in found:
        if target.platform.agent_files.path is not None:  # one without files of agents has no other place for them
            for sentence in losses(target.platform, target.source):
                said.setdefault(sentence, []).append(target.source.name)
    for sentence, names in said.items():
        yield f"{sentence} ({', '.join(names)})"


def _body_key(one: Platform) -> str:
    return next(emit.key for emit in one.front_matter.emit if emit.source == "body")


def _tidy_path(path: str) -> str:
    return "/".join(part for part in path.split("/") if part not in ("", "."))
