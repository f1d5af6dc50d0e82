"""The front matter of an agent's file against what its platform knows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from allsettled.document.model import FrontMatter
from allsettled.finding import Severity
from allsettled.render.platforms.model import FrontMatterKeys, Platform
from allsettled.render.platforms.problem import Problem
from allsettled.span import FILE, Span
from allsettled.words import did_you_mean

if TYPE_CHECKING:
    from allsettled.shape import ShapeError


def front_matter_problems(platform: Platform, front_matter: FrontMatter | None) -> list[Problem]:
    """Return what is wrong with the front matter of an agent's file for a platform, in the file's order.

    An error is what keeps the platform from using the file; a warning is a key that it warns of, or one that looks
    like a misspelling. A platform that has no front matter has nothing to say.
    """
    keys = platform.front_matter
    if not keys.keys:
        return []
    if front_matter is None:
        missing = ", ".join(f'"{key}"' for key in keys.required)
        return [Problem(FILE, f"{platform.title} needs front matter with {missing}")] if missing else []
    if front_matter.error:
        return [Problem(front_matter.error_span, f"the front matter cannot be read: {front_matter.error}")]
    found = [*_shape_problems(platform, front_matter), *_unknown_problems(platform, front_matter)]
    return sorted(found, key=lambda problem: problem.span)


def shared_problems(platforms: Sequence[Platform], front_matter: FrontMatter | None) -> list[Problem]:
    """Return the problems that front matter has for each of several platforms, in the words of the first."""
    first, *others = (front_matter_problems(platform, front_matter) for platform in platforms)
    return [one for one in first if all(any(_same(one, other) for other in problems) for problems in others)]


def front_matter_schema(platform: Platform) -> dict[str, Any]:
    """Return the JSON Schema of a platform's front matter, as `front_matter_problems` reads it."""
    keys = platform.front_matter
    always = [key for key in keys.required if key not in keys.unless]
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Front matter of an agent's file for {platform.title}",
        "type": "object",
        "required": always,
        "properties": {key: dict(part) for key, part in keys.keys.items()},
        "additionalProperties": keys.unknown != "reject",
    }
    if keys.unless:
        pairs = keys.unless.items()
        schema["allOf"] = [{"anyOf": [{"required": [key]}, {"required": [other]}]} for key, other in pairs]
    if keys.refused:
        schema["propertyNames"] = {"not": {"enum": list(keys.refused)}}
    return schema


def _shape_problems(platform: Platform, front_matter: FrontMatter) -> list[Problem]:
    """Return what is missing and what has a wrong value."""
    from allsettled.shape import errors

    keys = platform.front_matter
    values = {
        key: value
        for key, value in front_matter.values.items()
        if key in keys.keys and (value is not None or key in keys.required)  # `tools:` says as little as no line at all
    }
    required = [key for key in keys.required if keys.unless.get(key) not in values]
    schema = {"type": "object", "required": required, "properties": dict(keys.keys)}
    return [
        Problem(_place(front_matter, error.pointer), _sentence(platform, error), error.hint)
        for error in errors(values, schema)
    ]


def _sentence(platform: Platform, error: "ShapeError") -> str:
    value, formed, _ = error.message.partition(" does not have the form ")
    if formed:  # the hint says it in words
        return f'{platform.title} does not take {value} as "{error.pointer[0]}"'
    if not error.pointer:
        return f"{error.message}: {platform.title} needs it"
    return f"{platform.title}: {error.message}"


def _unknown_problems(platform: Platform, front_matter: FrontMatter) -> list[Problem]:
    keys = platform.front_matter
    found = []
    for key in front_matter.values:
        if key in keys.keys:
            continue
        hint = did_you_mean(key, _free(keys, front_matter.values))
        span = _place(front_matter, (key,))
        if key in keys.refused or keys.unknown == "reject":
            cure = f"the known keys are {', '.join(keys.keys)}" if keys.unknown == "reject" else "take the key out"
            found.append(Problem(span, f'{platform.title} refuses a file with the key "{key}"', hint or cure))
        elif keys.unknown == "warn" or _misspelt(key, hint):
            message = f'{platform.title} does not know the key "{key}"'
            found.append(Problem(span, message, hint, Severity.WARNING))
    return found


def _free(keys: FrontMatterKeys, values: Mapping[str, Any]) -> list[str]:
    """Return the known keys that aren't there yet: only those can be meant by a misspelt one."""
    return [key for key in keys.keys if key not in values]


def _misspelt(key: str, hint: str) -> bool:
    """Say whether a key that the platform silently passes over is surely one of its own, misspelt."""
    if not hint:
        return False
    meant = hint.split('"')[1]
    return _bare(meant) == _bare(key) or (len(key) > 4 and _one_off(key, meant))


def _bare(key: str) -> str:
    return key.replace("-", "").replace("_", "").casefold().removesuffix("s")


def _one_off(word: str, other: str) -> bool:
    """Say whether two words differ by one letter: another, one more, one less, or two neighbours swapped."""
    if len(word) > len(other):
        word, other = other, word
    start = 0
    while start < len(word) and word[start] == other[start]:
        start += 1
    rest, long = word[start:], other[start:]
    if len(word) != len(other):
        return rest == long[1:]
    return rest[1:] == long[1:] or (rest[:2] == long[1::-1] and rest[2:] == long[2:])


def _place(front_matter: FrontMatter, pointer: Sequence[str | int]) -> Span:
    """Return where a value stands: its key's line, or the front matter's first line."""
    top = front_matter.span
    whole = Span(top.line, top.column, top.line, top.column + len("---"))
    return front_matter.places.get(str(pointer[0]), whole) if pointer else whole


def _same(one: Problem, other: Problem) -> bool:
    return one.span == other.span and one.severity == other.severity
