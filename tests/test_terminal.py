import io
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.terminal import ColourSetting, colour_wanted, safe
from working import grows_with_its_size

_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = (
    "\xad\u034f\u115f\u1160\u180e\u200b\u2060\u2061\u206a\u3164\ufeff\uffa0\ufff9\U0001d173\U000e0001\U000e0041"
)
_tricky = st.text(
    st.sampled_from(
        [*"ab \\🙂👩🔥❤می漢ක", "\u200c", "\u200d", "\ufe0f", "\ufe0e", "\U000e0100", "\u202e", "\n", "\x1b"]
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "an ordinary line, with `code` and a | table",
        "a backslash: C:\\new\\x1b",
        "Grüße, 日本語\u3000中文, 1\u00a0000, Ελληνικά, עברית, العربية",
        "✅ ⚠️ ❌ ✔️ 1️⃣ ©️ 🇪🇺 👍🏽",
        "👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 🧑🏽‍💻 🐻‍❄️ 🙂‍↔️",
        "می\u200cخواهم",
        "ක්\u200dරි",
        "葛\U000e0100城",
        "a private sign: \ue0b0",
    ],
)
def test_what_is_visible_stays(text: str) -> None:
    assert text == safe(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[2J\x1b]0;title\x07", r"\x1b[2J\x1b]0;title\x07"),
        ("a\nb\r\nc\td", r"a\nb\r\nc\td"),
        ("ok\n::error::forged", r"ok\n::error::forged"),
        ("\x9b31m \x85 \x7f", r"\x9b31m \x85 \x7f"),
        ("\u2028 \u2029", r"\u2028 \u2029"),
        ("user\u202egnp.md", r"user\u202egnp.md"),
        ("\u2066a\u2069", r"\u2066a\u2069"),
        ("pass\u200bword \ufeff soft\xadhyphen", r"pass\u200bword \ufeff soft\xadhyphen"),
        ("hidden\U000e0049\U000e0067", r"hidden\U000e0049\U000e0067"),
        ("name\udcff.md", r"name\udcff.md"),
        ("a\u200db \u200d🙂 🙂\u200d", r"a\u200db \u200d🙂 🙂\u200d"),
        ("a\u200cb", r"a\u200cb"),
        ("\ufe0f x \ufe0f", r"\ufe0f x \ufe0f"),
        ("🙂\ufe0f\ufe01\ufe02", "🙂\ufe0f\\ufe01\\ufe02"),
        ("🙂\U000e0101\U000e0102", r"🙂\U000e0101\U000e0102"),
    ],
)
def test_what_hides_or_drives_is_shown(text: str, expected: str) -> None:
    assert expected == safe(text)


@pytest.mark.parametrize("char", [*map(chr, _CONTROLS), *_BREAKS, *_BIDI, *_INVISIBLE])
def test_no_control_break_direction_or_filler_stays(char: str) -> None:
    assert char not in safe(f"a{char}b")
    assert safe(f"a{char}b").isprintable()


@given(st.text() | _tricky)
def test_any_text_becomes_one_line_that_can_be_printed(text: str) -> None:
    shown = safe(text)
    assert shown.splitlines() in ([], [shown])
    shown.encode("utf-8")
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in shown)
    assert not set(shown) & set(_BIDI + _INVISIBLE)


@given(st.text() | _tricky)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert safe(text) == safe(safe(text))


@given(st.text(st.characters(max_codepoint=0x9F, exclude_characters="\\")))
def test_an_escape_says_what_it_stands_for(text: str) -> None:
    assert text == safe(text).encode("ascii").decode("unicode_escape")


@pytest.mark.parametrize("part", ["x", "é", "\u200d", "👩\u200d", "\x1b"])
def test_the_work_grows_with_the_text(part: str) -> None:
    grows_with_its_size(safe, lambda size: part * size, 20_000)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "in_pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": "0"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "False"}, False, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "xterm"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_the_environment_is_asked(environment: dict[str, str], on_terminal: bool, in_pipe: bool) -> None:
    assert on_terminal == colour_wanted(Terminal(), "auto", environment)
    assert in_pipe == colour_wanted(io.StringIO(), "auto", environment)


@pytest.mark.parametrize(("setting", "expected"), [("always", True), ("never", False)])
def test_what_the_user_says_is_final(setting: ColourSetting, expected: bool) -> None:
    for environment in ({"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}):
        assert expected == colour_wanted(Terminal(), setting, environment)
        assert expected == colour_wanted(io.StringIO(), setting, environment)


def test_a_closed_stream_is_not_coloured() -> None:
    stream = io.StringIO()
    stream.close()
    assert not colour_wanted(stream, "auto", {})


def test_the_environment_is_that_of_the_process() -> None:
    code = "import sys; from allsettled.terminal import colour_wanted; print(colour_wanted(sys.stdout))"
    for value, expected in (("1", "True\n"), ("", "False\n")):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path[:0] = {[p for p in sys.path if p]!r}; {code}"],
            env={"FORCE_COLOR": value},
            capture_output=True,
            text=True,
            check=True,
        )
        assert expected == done.stdout
