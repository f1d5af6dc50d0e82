import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.claims.masking import OPAQUE, author_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", "a ### c"),
        ("``a`b`` c", "####### c"),
        ("`` a ` b", "`` a ` b"),
        ("a `b`` c` d", "a ####### d"),
        ('say "40%" now', "say ##### now"),
        ("say “40%” now", "say ##### now"),
        ("~~40%~~ 60%", "####### 60%"),
        ("~40%", "~40%"),
        ("**40%** of", "  40%   of"),
        ("5 * 3", "5 * 3"),
        ("[40%](http://x/9%) y", " 40%############## y"),
        ("<b>40%</b>", "###40%####"),
        ("a < 5 and b > 4", "a < 5 and b > 4"),
        ("&lt;5", "   <5"),
    ],
)
def test_what_is_not_the_author_s_is_opaque(text: str, expected: str) -> None:
    assert expected == author_text(text).replace(OPAQUE, "#")


@given(st.text(alphabet='`*_~"“”<>[]()&lgt; ax1%\\\n', max_size=80))
def test_every_character_keeps_its_place(text: str) -> None:
    masked = author_text(text)
    assert len(text) == len(masked)
    assert all(here in (there, OPAQUE, " ", "<", ">") for here, there in zip(masked, text, strict=True))
