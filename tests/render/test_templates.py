"""Templates of one's own: what they may do, what they may override, and what is told of one that is wrong."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.render.environment import Templates
from allsettled.render.library import TemplateText, built_in_sections, section_template

NAMES: Mapping[str, object] = {"deep": {"one": 1, "two": [1, 2]}, "texts": ["a", "b"], "word": "x"}
LONG = (
    "{%@ set x = 'aaaaaaaa' @%}"
    + "{%@ set x = x ~ x @%}" * 15
    + "{%@ set many = range(90000) | list @%}{%@ set more = range(90000) | list @%}"
)
DISPATCH = "builtin/sections/parallel-dispatch.md.j2"


def engine(**files: str) -> Templates:
    texts = {f"{name}.md.j2": text for name, text in files.items()}
    return Templates([lambda name: TemplateText(texts[name], f"mine/{name}") if name in texts else None])


def rendered(text: str, **files: str) -> str:
    return engine(t=text, **files).render("t.md.j2", NAMES)


def refused(text: str, **files: str) -> str:
    with pytest.raises(UserError) as caught:
        rendered(text, **files)
    error = caught.value
    line = error.span.line if error.span else 0
    return f"{error.path}:{line}: {error.message} ({error.hint})"


def test_what_prompts_are_full_of_is_text() -> None:
    text = "${{ secrets.X }} {{ y }} {% z %} [[ -f x ]] <% a %> <<EOF # c\n## heading\n{state} @{x}\n"
    assert text == rendered(text)
    assert "{@ word @}" == rendered("{%@ raw @%}{@ word @}{%@ endraw @%}")


def test_the_delimiters_leave_no_blank_lines() -> None:
    text = "| a |\n{%@ for one in texts @%}\n| {@ one @} |\n{%@ endfor @%}\nend\n"
    assert "| a |\n| a |\n| b |\nend\n" == rendered(text)


def test_a_loop_knows_its_length_and_its_last_turn() -> None:
    assert "2a 2b!" == rendered(
        "{%@ for x in texts @%}{@ loop.length @}{@ x @}{@ ' ' if not loop.last @}{%@ endfor @%}!"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{@ texts | join(', ') @}", "a, b"),
        ("{@ ['a', 'b', 'c'] | listed('or') @}", "a, b or c"),
        ("{@ 'a`b' | code @}", "`` a`b ``"),
        ("{@ 'a\n```\nb' | fence('text') @}", "````text\na\n```\nb\n````"),
        ("{@ [['a|b', 'c'], ['漢', 'd']] | table @}", "| a\\|b | c   |\n| ---- | --- |\n| 漢   | d   |"),
        ("{@ 'a\nb\n\nc' | indent @}", "a\n  b\n\n  c"),
        ("{@ 'aXbX' | replace('X', '-') @}", "a-b-"),
        ("{@ texts | map('row', 'z') | list | table @}", "| a   | z   |\n| --- | --- |\n| b   | z   |"),
        (
            "{%@ set ns = namespace(n=0) @%}{%@ for x in texts @%}{%@ set ns.n = ns.n + 1 @%}{%@ endfor @%}{@ ns.n @}",
            "2",
        ),
        ("{@ deep.two[0] + 2 * 3 @}", "7"),
        ("{@ word ~ 1 @}", "x1"),
        ("{@ word.upper() @} {@ deep.items() | list | length @}", "X 2"),
        ("{@ other is defined @} {@ other | default('none') @}", "False none"),
    ],
)
def test_what_templates_can_say(text: str, expected: str) -> None:
    assert expected == rendered(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n{@ ward @}", 'mine/t.md.j2:2: there is no variable "ward" (did you mean "word"?)'),
        ("\n\n{@ deep.oen @}", 'mine/t.md.j2:3: there is no "oen" in it; did you mean "one"? (mend the template)'),
        ("{@ texts[5] @}", "mine/t.md.j2:1: there is no item 5 in a list of 2 (mend the template)"),
        ("{%@ if deep.nothing @%}{%@ endif @%}", 'mine/t.md.j2:1: there is no "nothing" in it (mend the template)'),
        ("a\n{%@ if word @%}\nb", "mine/t.md.j2:3: Unexpected end of template. Jinja was looking for"),
        ("{@ word", "mine/t.md.j2:1: unexpected end of template, expected 'end of print statement'."),
        ("{@ word | upcase @}", 'mine/t.md.j2:1: there is no filter "upcase"'),
        ("{@ word + 1 @}", 'mine/t.md.j2:1: can only concatenate str (not "int") to str (mend the template)'),
        ("{@ 1 / 0 @}", "mine/t.md.j2:1: division by zero (mend the template)"),
        ("{@ [['a'], ['b', 'c']] | table @}", "mine/t.md.j2:1: the rows of a table have different numbers of cells"),
        ("\n{%@ include 'none.md.j2' @%}", 'mine/t.md.j2:2: there is no template "none.md.j2"'),
        ("{%@ include word @%}", 'mine/t.md.j2:1: there is no template "x" (mend the template)'),
        ("{%@ extends word @%}", "mine/t.md.j2:1: what it extends is not told in quotes (write {%@ extends"),
        ("{%@ extends 't.md.j2' @%}", "mine/t.md.j2:1: it extends itself (to override the built-in one, write {%@ ext"),
        ("{%@ include 't.md.j2' @%}", "mine/t.md.j2:1: it calls or includes itself without end (mend the template)"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    assert refused(text).startswith(message)


def test_a_fault_in_an_included_template_is_told_there() -> None:
    assert refused("a\n{%@ include 'u.md.j2' @%}", u="b\n\n{@ texts[9] @}").startswith(
        "mine/u.md.j2:3: there is no item"
    )


def test_what_an_included_template_uses_may_come_from_the_one_that_includes_it() -> None:
    assert "a!b!" == rendered("{%@ for x in texts @%}{%@ include 'u.md.j2' @%}{%@ endfor @%}", u="{@ x @}!")


@pytest.mark.parametrize(
    "name",
    ["../x.md.j2", "/etc/passwd", "a/../../x", "C:/x", "c:x", "..\\x", "sections\\x", "~/x", "./x", "a//b", "x\0"],
)
def test_no_name_leads_out_of_the_templates(name: str) -> None:
    asked: list[str] = []
    templates = Templates([lambda name: asked.append(name)])
    with pytest.raises(UserError, match="leads out of the templates"):
        templates.render(name, {})
    assert [] == asked


@pytest.mark.parametrize(
    "text",
    [
        "{@ ''.__class__ @}",
        "{@ texts.append(1) @}",
        "{@ deep.update(a=1) @}",
        "{@ '{0.__class__}'.format(word) @}",
        "{@ '{:999999999}'.format(1) @}",
        "{@ 'x'.center(99) @}",
        "{@ lipsum() @}",
        "{@ cycler(1) @}",
        "{@ texts | random @}",
        "{@ word | attr('__class__') @}",
        "{@ self.__init__ @}",
        "{@ '%9999999d' % 1 @}",
        "{@ 'x' * 10 @}",
        "{%@ import 't.md.j2' as t @%}{@ t.__class__ @}",
    ],
)
def test_a_template_gets_at_nothing_but_plain_values(text: str) -> None:
    assert refused(text).startswith("mine/t.md.j2:1: ")


@pytest.mark.parametrize(
    "text",
    [
        "{%@ for a in range(99999) @%}{%@ for b in range(99999) @%}{%@ endfor @%}{%@ endfor @%}",
        "{%@ for a in range(999999) @%}{%@ endfor @%}",
        "{%@ macro m(n) @%}{%@ if n @%}{@ m(n - 1) @}{@ m(n - 1) @}{%@ endif @%}{%@ endmacro @%}{@ m(60) @}",
        "{%@ macro m() @%}{@ m() @}{%@ endmacro @%}{@ m() @}",
        "{%@ set ns = namespace(x='xxxx') @%}{%@ for a in range(99) @%}{%@ set ns.x = ns.x ~ ns.x @%}{%@ endfor @%}",
        "{%@ set ns = namespace(x='xxxx') @%}{%@ for a in range(99) @%}{%@ set ns.x = ns.x + ns.x @%}{%@ endfor @%}",
        "{%@ set ns = namespace(x='xxxx') @%}{%@ for a in range(99) @%}{%@ set y @%}{@ ns.x @}{@ ns.x @}{%@ endset @%}"
        "{%@ set ns.x = y @%}{%@ endfor @%}",
        "{%@ set ns = namespace(x='xxxx') @%}{%@ for a in range(99) @%}{%@ set ns.x = ns.x | replace('x', ns.x) @%}"
        "{%@ endfor @%}",
        "{%@ set x @%}{%@ for i in range(90000) @%}" + "a" * 5000 + "{%@ endfor @%}{%@ endset @%}",
        "{%@ for i in range(90000) @%}" + "a" * 50 + "{%@ endfor @%}",
        "{@ 9 ** 9 ** 9 @}",
        "{@ texts | batch(99999999) | list @}",
        "{@ word | indent(99999999) @}",
        "{@ (range(90000) | list | join(word)) | replace('0', 'x' | indent(1)) | wordcount @}"
        "{%@ for i in range(999) @%}{@ range(99999) | list | length @}{%@ endfor @%}",
        *(
            f"{LONG}{{%@ for i in range(90000) @%}}{{@ {look} @}}{{%@ endfor @%}}"
            for look in (
                "x | max",
                "x | wordcount",
                "x | unique | list | length",
                "x.count('b')",
                "'b' in x",
                "many == more",
                "9 is in many",
                "[9] | select('in', many) | list | length",
                "[x] | select('equalto', x) | list | length",
                "(many[::2] if i else x) is string",
            )
        ),
    ],
)
def test_a_template_comes_to_an_end(text: str) -> None:
    assert "mine/t.md.j2" in refused(text)


def test_one_block_of_a_built_in_template_is_overridden() -> None:
    names = {**_names()}
    own = (
        f'{{%@ extends "{DISPATCH}" @%}}\n\n{{%@ block tiers @%}}\n### Our tiers\n\n{{@ super() @}}{{%@ endblock @%}}\n'
    )
    before = Templates().render(DISPATCH, names)
    after = engine(t=own).render("t.md.j2", names)
    assert before.replace("### Tiers\n", "### Our tiers\n\n### Tiers\n") == after


def test_a_template_of_the_same_name_extends_the_built_in_one() -> None:
    name = "sections/parallel-metrics.md.j2"
    texts = {name: '{%@ extends "builtin/sections/parallel-metrics.md.j2" @%}{%@ block metrics @%}own{%@ endblock @%}'}
    templates = Templates([lambda asked: TemplateText(texts[asked], asked) if asked in texts else None])
    assert "own" == templates.render(name, _names())


def test_the_first_folder_that_has_a_template_counts() -> None:
    first: Mapping[str, str] = {"a": "1"}
    second: Mapping[str, str] = {"a": "2", "b": "2"}
    sources = [
        lambda name, files=files: TemplateText(files[name], name) if name in files else None
        for files in (first, second)
    ]
    assert ["1", "2"] == [Templates(sources).render(name, {}) for name in ("a", "b")]


def test_a_block_that_overrides_nothing_is_an_error() -> None:
    own = f'{{%@ extends "{DISPATCH}" @%}}\n{{%@ block aggregration @%}}x{{%@ endblock @%}}\n'
    assert f'mine/t.md.j2:2: there is no block "aggregration" in {DISPATCH} (did you mean "aggregation"?)' == refused(
        own
    )


def test_a_block_of_ones_own_may_hold_blocks() -> None:
    base = "{%@ block a @%}1{%@ endblock @%}"
    own = "{%@ extends 'u.md.j2' @%}{%@ block a @%}{%@ block b @%}2{%@ endblock @%}{%@ endblock @%}"
    last = "{%@ extends 't.md.j2' @%}{%@ block b @%}3{%@ endblock @%}"
    assert "3" == engine(u=base, t=own, v=last).render("v.md.j2", NAMES)


def test_text_that_is_never_shown_is_an_error() -> None:
    own = f'{{%@ extends "{DISPATCH}" @%}}\n\nhello\n{{%@ block tiers @%}}x{{%@ endblock @%}}\n'
    assert refused(own).startswith("mine/t.md.j2:3: text beside the blocks of a template that extends another")


@pytest.mark.parametrize("id_", built_in_sections())
def test_a_built_in_template_says_what_it_is_for_and_can_be_overridden(id_: str) -> None:
    templates = Templates()
    assert templates.summary(section_template(id_)).endswith(".")
    assert templates.blocks(section_template(id_))


@pytest.mark.parametrize("id_", built_in_sections())
@pytest.mark.parametrize("size", ["compact", "pointer"])
def test_a_smaller_variant_has_no_blocks_of_its_own(id_: str, size: str) -> None:
    templates = Templates()
    if templates.library.find(section_template(id_, size)) is None:
        return
    assert set(templates.blocks(section_template(id_, size))) <= set(templates.blocks(section_template(id_)))


PIECES = st.sampled_from(
    [
        "{@ word @}",
        "{@ texts[0] @}",
        "{%@ if word @%}",
        "{%@ endif @%}",
        "{%@ for x in texts @%}",
        "{@ x @}",
        "{%@ endfor @%}",
        "text",
        "\n",
        "{@",
        "@}",
        "{%@ block b @%}",
        "{%@ endblock @%}",
        "{@ super() @}",
        "{#@ c @#}",
        "{@ word ~ nothing @}",
        "{%@ include 't.md.j2' @%}",
        "{@ deep.x @}",
        "{%@ macro m() @%}",
        "{%@ endmacro @%}",
        "{@ m() @}",
        "{@ [1] * 9 @}",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=8))
def test_any_template_is_rendered_or_refused_with_its_place(pieces: list[str]) -> None:
    try:
        told = rendered("".join(pieces))
    except UserError as error:
        told = str(error.path)
    assert "{@" not in told or "mine/" in told


def _names() -> dict[str, object]:
    from allsettled.protocol.value import BUILT_IN
    from allsettled.render.context import context
    from allsettled.render.platforms import platform

    return context(BUILT_IN, platform("claude"))
