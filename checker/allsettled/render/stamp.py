"""The stamp: what a region was rendered from, and what it was when it had been.

It holds no time, name, path or version, so that the same inputs give the same bytes everywhere.
"""

import re
from typing import NamedTuple

from allsettled.render.attributes import Problem, read_attributes
from allsettled.words import did_you_mean

VERSION = "1"
_NOTE = "(allsettled render)"  # names the command that makes the region anew
_NOTE_AT_END = re.compile(r"\([^()]*\)$")
_NUMBER = re.compile(r"[0-9]{1,9}")
_INPUTS = re.compile(r"[0-9a-f]{8}")
_OUT = re.compile(r"[0-9a-f]{12}")
_KEYS = ("v", "in", "out", "override")
_MEND = "put back the stamp that was committed; or delete its line and run `allsettled render`, which then compares"


class Stamp(NamedTuple):
    """`inputs`: 8 hex digits of what the text was made from; `out`: the digest of the text itself, 12 hex digits.

    `override` says that the user keeps a text of their own here.
    """

    inputs: str
    out: str
    override: bool = False


def read_stamp(source: str) -> Stamp | Problem:
    """Read what stands between the stamp's name and the end of its comment."""
    source = source.rstrip()
    source = _NOTE_AT_END.sub("", source)
    values, problem = read_attributes(source)
    if problem:
        return problem._replace(hint=_MEND)

    def broken(message: str, hint: str = _MEND) -> Problem:
        return Problem(0, len(source), message, hint)

    for key in values:
        if key not in _KEYS:
            return broken(f'the stamp has an unknown attribute "{key}"', did_you_mean(key, _KEYS) or _MEND)
    version = values.get("v", "")
    if version != VERSION:
        if _NUMBER.fullmatch(version) and int(version) > int(VERSION):
            return broken(
                f"the stamp is of version {version}, which this allsettled does not know", "upgrade allsettled"
            )
        return broken(f"the stamp does not say v={VERSION}")
    if not _INPUTS.fullmatch(values.get("in", "")):
        return broken("the stamp's `in` is not 8 hex digits")
    if not _OUT.fullmatch(values.get("out", "")):
        return broken("the stamp's `out` is not 12 hex digits")
    if values.get("override", "user") != "user":
        return broken("the stamp's `override` can only be `user`")
    return Stamp(values["in"], values["out"], "override" in values)


def write_stamp(stamp: Stamp) -> str:
    """Return the stamp's attributes. An override has no note: rendering does not change that region."""
    pairs = f"v={VERSION} in={stamp.inputs} out={stamp.out}"
    return f"{pairs} override=user" if stamp.override else f"{pairs} {_NOTE}"
