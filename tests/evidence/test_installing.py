"""Our hook into settings that exist: nothing they say is lost, and to do it twice is to do it once."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.evidence.hooking import EVENTS
from allsettled.evidence.hooking.installing import new_settings, with_hook

_NAMES = st.sampled_from(["permissions", "env", "model", "hook", "Stop", "ü"]) | st.text(max_size=4)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([0.1, 1e300, "a {[,]} b", '\\"', "\n"]) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=6,
)
_GROUPS = st.lists(
    st.fixed_dictionaries(
        {"hooks": st.just([{"type": "command", "command": "./notify"}])}, optional={"matcher": st.just("Bash")}
    ),
    max_size=2,
)
_HOOKS = st.dictionaries(st.sampled_from([*EVENTS, "PreToolUse"]), _GROUPS, max_size=4)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(_NAMES, _VALUES, max_size=3),
    st.none() | _HOOKS,
    st.sampled_from([None, 2, 4, "\t"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", " \n\n"]),
)
def test_settings_keep_all_that_they_say(
    value: dict[str, Any], hooks: Any, indent: Any, escaped: bool, feed: str, rest: str
) -> None:
    value |= {} if hooks is None else {"hooks": hooks}
    said = json.dumps(value, indent=indent, ensure_ascii=escaped).replace("\n", feed) + rest.replace("\n", feed)
    made = with_hook(said)
    found = json.loads(made)
    for event in EVENTS:
        assert (hooks or {}).get(event, []) == found["hooks"][event][:-1]
        assert "allsettled hook claude-code" == found["hooks"][event][-1]["hooks"][0]["command"]
        del found["hooks"][event]
    assert {event: groups for event, groups in (hooks or {}).items() if event not in EVENTS} == found.pop("hooks")
    value.pop("hooks", None)
    assert value == found
    assert made == with_hook(made)
    rest_of = iter(made)
    assert all(letter in rest_of for letter in said)  # nothing was taken away or moved
    if said.strip() == "{}":  # it doesn't say how it's laid out
        assert made.split() == new_settings().split()
    elif indent is None:
        assert made.count("\n") == said.count("\n")
    else:
        assert feed == "\n" or "\n" not in made.replace(feed, "")


def test_what_is_added_looks_like_what_is_there() -> None:
    said = """{
    "model": "opus",
    "hooks": {
        "Stop": [
            {
                "hooks": [{ "type": "command", "command": "say done" }]
            }
        ]
    }
}
"""
    assert (
        with_hook(said)
        == """{
    "model": "opus",
    "hooks": {
        "Stop": [
            {
                "hooks": [{ "type": "command", "command": "say done" }]
            },
            {
                "hooks": [
                    {
                        "type": "command",
                        "command": "allsettled hook claude-code",
                        "timeout": 60
                    }
                ]
            }
        ],
"""
        + "".join(
            f"""        "{event}": [
            {{
                "hooks": [
                    {{
                        "type": "command",
                        "command": "allsettled hook claude-code",
                        "timeout": 10
                    }}
                ]
            }}
        ]{"" if event == "SessionEnd" else ","}
"""
            for event in ("PostToolBatch", "SubagentStart", "SubagentStop", "SessionEnd")
        )
        + "    }\n}\n"
    )


@pytest.mark.parametrize("said", ["{}", "{\n}", ' { "hooks" : { } }', '{"hooks":{"Stop":[]}}', '{\n  "a": 1 }'])
def test_short_settings(said: str) -> None:
    assert set(EVENTS) == set(json.loads(with_hook(said))["hooks"])


def test_a_hook_with_options_stays() -> None:
    said = new_settings().replace("claude-code", "claude-code --log check")
    assert said == with_hook(said)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("", "it isn't JSON: "),
        ("// mine\n{}", "it isn't JSON: "),
        ('{"a": 1, "a": 2}', "it isn't JSON: a name stands twice in one object"),
        ("[]", "its hooks aren't lists by event"),
        ('{"hooks": []}', "its hooks aren't lists by event"),
        ('{"hooks": {"Stop": {}}}', "its hooks aren't lists by event"),
        ('{"hooks": {"Stop": [1]}}', "its hooks aren't lists by event"),
        ("[" * 100_000, "it is nested too deep"),
    ],
)
def test_what_is_no_settings_file_is_left_alone(said: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        with_hook(said)
    assert caught.value.message.startswith(message)
    assert "allsettled hook claude-code --print-settings" in (caught.value.hint or "")
