"""What may reach a terminal or a CI log: no text of others' making as it is, and colour only where wanted."""

import os
import re
from collections.abc import Mapping
from functools import cache
from typing import IO, Literal

ColourSetting = Literal["auto", "always", "never"]

_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}

# All that shows nothing and yet does something: controls, line breaks, bidi controls, fillers, joiners, tags,
# variation selectors, lone surrogates (which cannot be printed). NO-BREAK SPACE and the other visible spaces stay.
_HIDDEN = (
    r"\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_EMOJI = r"\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_JOINING = r"\u0600-\u061b\u0620-\u08ff\u0900-\u109f"  # Arabic, Syriac ..., the scripts of India
_IDEOGRAPH = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Where such a character is a part of ordinary writing it stays, found by looking back over it: one variation selector
# behind a visible character, a joiner between two emoji, joiners and non-joiners between two letters of the scripts
# that spell with them.
_KEPT = (
    rf"(?<=[^\s{_HIDDEN}][\ufe00-\ufe0f])"
    rf"|(?:(?<=[{_EMOJI}]\u200d)|(?<=[{_EMOJI}]\ufe0f\u200d))(?=[{_EMOJI}])"
    rf"|(?<=[{_JOINING}][\u200c\u200d])(?=[{_JOINING}])"
    rf"|(?<=[{_IDEOGRAPH}][\U000e0100-\U000e01ef])"
)


def safe(text: str) -> str:
    r"""Return a text in which whatever shows nothing and yet does something stands as its escape, such as `\x1b`.

    The result is one line that moves no cursor, changes no direction and hides nothing, whatever `text` was: a
    message, a line of a file, a file's name. Text that is visible as it stands is returned as it is; backslashes are
    not doubled. The letters of right-to-left scripts stay, and are shown right to left.
    """
    if text.isascii() and text.isprintable():
        return text
    return _pattern().sub(_escape, text)


def colour_wanted(
    stream: IO[str], setting: ColourSetting = "auto", environment: Mapping[str, str] | None = None
) -> bool:
    """Say whether to colour what goes to `stream`: `always` and `never` are final; `auto` asks the environment.

    `NO_COLOR` (not empty) says no; else `FORCE_COLOR` (not empty) says yes, or no if it is `0` or `false`; else
    `TERM=dumb` says no; else a terminal is coloured and a file or pipe is not.
    """
    if setting != "auto":
        return setting == "always"
    environment = os.environ if environment is None else environment
    if environment.get("NO_COLOR"):
        return False
    if forced := environment.get("FORCE_COLOR"):
        return forced.lower() not in ("0", "false")
    if environment.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except ValueError:  # it is closed
        return False


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern, compiled at the first text that is not plain ASCII."""
    return re.compile(f"[{_HIDDEN}](?P<kept>{_KEPT})?")


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if match["kept"] is not None:
        return char
    code = ord(char)
    if code <= 0xFF:
        return _SHORT.get(char) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
