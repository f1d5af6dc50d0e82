"""A render says and writes the same with the cache and without, whatever of all that it is made from changes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allsettled.cache import identity, packing
from allsettled.cli import render_inputs
from cli.inside import run
from cli.loaded import packages
from files.tree import content
from projects import LEAD, QA
from shell import CHECKOUT, Ran

SETTINGS = """
[render]
platforms = ["claude", "codex", "agents-md"]
agents = "sources"
templates = ["mine", "theirs"]
sizes.codex = "compact"
[render.variables]
team = "core"
"""
PACK = 'api = 1\n[variables.team]\ntype = "string"\ndefault = "core"\n'
OWN = """{%@ extends "builtin/sections/parallel-dispatch.md.j2" @%}
{%@ block tiers @%}
{@ super() | trim @}

{%@ include "parts/tell.md" @%}

{%@ endblock @%}
"""
REGION = "<!-- allsettled:begin id=parallel-dispatch{} -->\n<!-- allsettled:end id=parallel-dispatch -->\n"
FILES = {
    "allsettled.toml": SETTINGS,
    "mine/pack.toml": PACK,
    "mine/sections/parallel-dispatch.md.j2": OWN,
    "mine/parts/tell.md": "The team {@ team @} is told.\n",
    "theirs/sections/own.md.j2": "{#@ Ours. @#}\n## Ours\n\nWe are at most {@ cap @}.\n",
    "theirs/parts/tell.md": "Nobody is told.\n",
    "sources/lead.md": LEAD,
    "sources/qa.md": QA,
    "doc.md": f"# Doc\n\n{REGION.format('')}\nBelow.\n",
    "docs/codex.md": f"# Codex\n\n{REGION.format(' platform=codex')}",
    "docs/pointing.md": f"# Points\n\n{REGION.format(' size=pointer')}",
    "docs/own.md": "# Own\n\n<!-- allsettled:begin id=own -->\n<!-- allsettled:end id=own -->\n",
    "docs/shown.md": f"# Shown\n\n```markdown\n{REGION.format('')}```\n",
    "docs/plain.md": "# Plain\n",
    ".github/agents/web.agent.md": f"---\nname: web\nhandoffs: []\n---\n\n# Web\n\n{REGION.format('')}",
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in which all is as it should be. It is not to be changed."""
    folder = tmp_path_factory.mktemp("rendered") / "project"
    for name, text in FILES.items():
        _write(folder / name, text)
    (folder / ".git").mkdir()
    assert 0 == run("render", "--no-cache", cwd=folder).code
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return the path of a cache that isn't there yet."""
    return tmp_path / "cache"


@pytest.fixture
def project(rendered: Path, tmp_path: Path, cache: Path) -> Path:
    """Return a copy of it, which is known to be so."""
    return _known(rendered, tmp_path / "project", cache)


def _known(rendered: Path, folder: Path, cache: Path) -> Path:
    shutil.copytree(rendered, folder)
    assert Ran(0, "", "") == _check(folder, cache)
    return folder


def _check(project: Path, cache: Path, *arguments: str) -> Ran:
    return run("render", "--check", "--cache-dir", str(cache), *arguments, cwd=project)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _edit(path: Path, old: str, new: str) -> None:
    if path.is_file():
        path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))


def _move(path: Path, to: Path) -> None:
    if path.is_file():
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)


def _copy(path: Path, to: Path) -> None:
    if path.is_file():
        _write(to, path.read_bytes().decode())  # also where one of them is a link to the other


def _link(path: Path, to: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(to)


def _replace_by_link(path: Path, to: str) -> None:
    _move(path, path.parent / to)
    _link(path, to)


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "a region by hand": lambda at: _edit(at / "doc.md", "## ", "## By hand "),
    "a region back": lambda at: _edit(at / "doc.md", "## By hand ", "## "),
    "text around it": lambda at: _edit(at / "doc.md", "Below.", "Below, and more."),
    "a fence around it": lambda at: _edit(at / "doc.md", "# Doc\n", "# Doc\n\n~~~\n"),
    "line ends": lambda at: _edit(at / "doc.md", "\n", "\r\n"),
    "a region goes": lambda at: _write(at / "docs/pointing.md", "# Points nowhere\n"),
    "an attribute": lambda at: _edit(at / "docs/codex.md", "platform=codex", "platform=claude"),
    "a value on a marker": lambda at: _edit(
        at / "doc.md", "begin id=parallel-dispatch -->", "begin id=parallel-dispatch team=web -->"
    ),
    "another template": lambda at: _edit(
        at / "doc.md", "begin id=parallel-dispatch -->", "begin id=parallel-dispatch template=own -->"
    ),
    "a value of a section": lambda at: _edit(at / "docs/pointing.md", "size=pointer", "size=pointer team=web"),
    "another size": lambda at: _edit(
        at / "doc.md", "id=parallel-dispatch -->\n\n", "id=parallel-dispatch size=compact -->\n\n"
    ),
    "a new file": lambda at: _write(at / "docs/new.md", REGION.format("")),
    "a copy": lambda at: _copy(at / "doc.md", at / "copy.md"),
    "where another platform looks": lambda at: _move(at / "doc.md", at / ".gemini/agents/doc.md"),
    "and back": lambda at: _move(at / ".gemini/agents/doc.md", at / "doc.md"),
    "a link from there": lambda at: _link(at / "CLAUDE.md", "AGENTS.md"),
    "a link elsewhere": lambda at: _link(at / "CLAUDE.md", "doc.md"),
    "a pack's default": lambda at: _edit(at / "mine/pack.toml", "core", "web"),
    "a pack's enum": lambda at: _write(at / "mine/pack.toml", f'{PACK}enum = ["web"]\n'),
    "no pack": lambda at: (at / "mine/pack.toml").unlink(missing_ok=True),
    "a template": lambda at: _edit(at / "mine/sections/parallel-dispatch.md.j2", "super()", 'super() ~ " More."'),
    "a part of one": lambda at: _edit(at / "mine/parts/tell.md", "told", "asked"),
    "a part less": lambda at: (at / "mine/parts/tell.md").unlink(missing_ok=True),
    "a part's name": lambda at: _move(at / "mine/parts/tell.md", at / "mine/parts/told.md"),
    "a template in the way": lambda at: _write(at / "mine/sections/own.md.j2", "Mine.\n"),
    "a smaller template": lambda at: _write(at / "mine/sections/parallel-dispatch.compact.md.j2", "Small.\n"),
    "a link to a template": lambda at: _link(at / "mine/sections/parallel-metrics.md.j2", "../parts/tell.md"),
    "a broken template": lambda at: _write(at / "theirs/sections/own.md.j2", "{%@ if @%}"),
    "a template that is a folder": lambda at: (at / "mine/sections/parallel-metrics.md.j2").mkdir(exist_ok=True),
    "a source": lambda at: _edit(at / "sources/qa.md", "Name each case", "Name every case"),
    "a source's name": lambda at: _move(at / "sources/qa.md", at / "sources/qb.md"),
    "a source less": lambda at: (at / "sources/qa.md").unlink(missing_ok=True),
    "a source more": lambda at: _write(at / "sources/new.md", QA.replace("qa", "new")),
    "a broken source": lambda at: _write(at / "sources/qa.md", "---\nname: [\n---\n"),
    "a broken source more": lambda at: _write(at / "sources/other.md", "---\nname: [\n---\n"),
    "a source is kept as it is": lambda at: _edit(at / "sources/lead.md", "(allsettled render)", "override=user"),
    "an agent's file by hand": lambda at: _edit(at / ".claude/agents/qa.md", "Name", "Note"),
    "an agent's file goes": lambda at: (at / ".codex/agents/qa.toml").unlink(missing_ok=True),
    "a stamp goes": lambda at: _write(at / ".claude/agents/qa.md", "# By hand\n"),
    "an agent's file is a link": lambda at: _replace_by_link(at / ".claude/agents/qa.md", "../../docs/qa.md"),
    "an agent's file of nobody": lambda at: _move(at / ".claude/agents/qa.md", at / ".claude/agents/other.md"),
    "git ignores it": lambda at: _write(at / ".gitignore", ".claude/\n.agents/\n"),
    "a file like it elsewhere": lambda at: _copy(at / ".claude/agents/qa.md", at / "docs/qa.md"),
    "the section's file by hand": lambda at: _edit(
        at / ".agents/protocol/claude/parallel-dispatch.md", "agents", "workers"
    ),
    "the section's file goes": lambda at: shutil.rmtree(at / ".agents", ignore_errors=True),
    "no AGENTS.md": lambda at: (at / "AGENTS.md").unlink(missing_ok=True),
    "an AGENTS.md without regions": lambda at: _write(at / "AGENTS.md", "# By hand\n"),
    "settings": lambda at: _write(at / "allsettled.toml", SETTINGS),
    "no settings": lambda at: _write(at / "allsettled.toml", ""),
    "wrong settings": lambda at: _write(at / "allsettled.toml", "render = 3\n"),
    "a platform less": lambda at: _edit(at / "allsettled.toml", '"codex", ', ""),
    "a platform more": lambda at: _edit(at / "allsettled.toml", '"codex"', '"codex", "gemini"'),
    "another place": lambda at: _edit(at / "allsettled.toml", "sizes.", 'outputs.claude = ".other/{name}.md"\nsizes.'),
    "region mode": lambda at: _edit(at / "allsettled.toml", "sizes.", 'mode = "region"\nsizes.'),
    "another default platform": lambda at: _edit(at / "allsettled.toml", "sizes.", 'platform = "gemini"\nsizes.'),
    "a default size": lambda at: _edit(at / "allsettled.toml", "sizes.", 'size = "compact"\nsizes.'),
    "a value": lambda at: _edit(at / "allsettled.toml", 'team = "core"', 'team = "web"'),
    "the order of packs": lambda at: _edit(at / "allsettled.toml", '"mine", "theirs"', '"theirs", "mine"'),
    "another pointer": lambda at: _edit(at / "allsettled.toml", "sizes.", 'pointer = "p/{platform}-{id}.md"\nsizes.'),
    "a protocol": lambda at: _edit(at / "allsettled.toml", "[render]", '[protocol]\ncap = 3\nagents = ["x"]\n[render]'),
    "an exclusion": lambda at: _edit(at / "allsettled.toml", "[render]", 'exclude = ["docs/", ".claude/"]\n[render]'),
    "a size of files": lambda at: _edit(at / "allsettled.toml", "[render]", "[files]\nmax-size = 3000\n[render]"),
}
"""All that a render hangs on, but for the code."""


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_noticed(project: Path, cache: Path, change: str) -> None:
    CHANGES[change](project)
    _hold(project, cache)


WRITING: dict[str, list[str]] = {"render": [], "render and prune": ["--prune"]}


@example(["an agent's file is a link", "a file like it elsewhere"])
@given(st.lists(st.sampled_from([*WRITING, *CHANGES]), min_size=2, max_size=6))
@settings(max_examples=15, deadline=None)
def test_whatever_changes_the_cache_makes_no_difference(
    rendered: Path, tmp_path_factory: pytest.TempPathFactory, changes: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    project, cache = _known(rendered, folder / "project", folder / "cache"), folder / "cache"
    for change in changes:
        try:
            if change in WRITING:
                command = ["render", *WRITING[change]]
                shutil.copytree(project, folder / "other", symlinks=True)
                expected = run(*command, "--no-cache", cwd=folder / "other")
                told = expected.err.replace(str(folder / "other"), str(project))
                assert expected._replace(err=told) == run(*command, "--cache-dir", str(cache), cwd=project)
                assert content(folder / "other") == content(project)
                shutil.rmtree(folder / "other")
            else:
                CHANGES[change](project)
        except IsADirectoryError:
            continue
        _hold(project, cache)


def _hold(project: Path, cache: Path) -> None:
    """Hold that all commands say the same with the cache, when they fill it and when they know."""
    commands = (["render", "--check", "--format", "json"], ["regions", "--json"])
    for command in commands:
        expected = run(*command, "--no-cache", cwd=project)
        for _ in range(2):
            assert expected == run(*command, "--cache-dir", str(cache), cwd=project)


@pytest.mark.parametrize(
    "more", [["--diff"], ["docs"], ["doc.md"], ["--exact"], ["-D", "team=web"], ["--prune"], ["mine"]]
)
def test_other_arguments_have_other_answers(project: Path, cache: Path, more: list[str]) -> None:
    _edit(project / "doc.md", "\n- ", "\n* ")
    ran = {}
    for arguments in 2 * (more, []):
        ran[len(arguments)] = _check(project, cache, *arguments)
        assert run("render", "--check", "--no-cache", *arguments, cwd=project) == ran[len(arguments)]
    assert (ran[0] != ran[len(more)]) == (more[0] in ("--exact", "-D", "mine"))


@pytest.mark.parametrize("links", [True, False])
def test_the_file_that_a_link_leads_to_counts(project: Path, cache: Path, *, links: bool) -> None:
    (project / "copy.md").unlink(missing_ok=True)
    _write(project / "GEMINI.md", REGION.format(""))
    assert 1 == _check(project, cache).code
    assert 0 == run("render", "--cache-dir", str(cache), cwd=project).code
    assert 0 == _check(project, cache).code
    text = (project / "GEMINI.md").read_text()
    (project / "GEMINI.md").unlink()
    if links:
        _write(project / "notes.md", text)
        (project / "GEMINI.md").symlink_to("notes.md")
    else:
        _write(project / "CLAUDE.md", text)
    _hold(project, cache)
    assert 1 == _check(project, cache).code, "it is another platform's text"


@pytest.mark.parametrize(
    "wish", [["--accept", ".claude/agents/qa.md"], ["--accept", "agents"], ["--force", "own"], ["--resolve"]]
)
def test_what_is_wished_of_a_file_is_done_though_it_is_known(
    project: Path, cache: Path, tmp_path: Path, wish: list[str]
) -> None:
    shutil.copytree(project, tmp_path / "other")
    expected = run("render", "--no-cache", *wish, cwd=tmp_path / "other")
    assert 0 == expected.code
    assert expected == run("render", "--cache-dir", str(cache), *wish, cwd=project)
    assert content(tmp_path / "other") == content(project)


def test_where_a_link_that_is_named_leads_to_counts(project: Path, cache: Path) -> None:
    _write(project / "GEMINI.md", REGION.format(""))
    assert 0 == run("render", "--no-cache", "GEMINI.md", cwd=project).code
    assert 0 == _check(project, cache, "GEMINI.md").code
    (project / "GEMINI.md").replace(project / "notes.md")
    (project / "GEMINI.md").symlink_to("notes.md")
    for _ in range(2):
        ran = _check(project, cache, "GEMINI.md")
        assert run("render", "--check", "--no-cache", "GEMINI.md", cwd=project) == ran
        assert 1 == ran.code, "it is another platform's text"


def test_the_name_of_a_file_elsewhere_counts(project: Path, cache: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    _write(elsewhere / "GEMINI.md", REGION.format(""))
    assert 0 == run("render", "--no-cache", "../elsewhere", "--settings", "allsettled.toml", cwd=project).code
    shutil.copy(elsewhere / "GEMINI.md", elsewhere / "notes.md")
    arguments = ("../elsewhere", "--settings", "allsettled.toml")
    for _ in range(2):
        ran = _check(project, cache, *arguments)
        assert run("render", "--check", "--no-cache", *arguments, cwd=project) == ran
        assert (1, True, False) == (ran.code, "notes.md" in ran.out, "GEMINI.md" in ran.out)


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "other", "entry"])
def test_a_damaged_cache_is_as_good_as_none(project: Path, cache: Path, damage: str) -> None:
    _edit(project / "doc.md", "## ", "## By hand ")
    for file in cache.glob("*.cache"):
        raw = file.read_bytes()
        changed = {
            "cut": raw[:-7],
            "bit": raw[:200] + bytes([raw[200] ^ 1]) + raw[201:],
            "empty": b"",
            "other": b"not a cache",
            "entry": raw.replace(b"clean", b"dirty"),
        }
        file.write_bytes(changed[damage])
    _hold(project, cache)


@pytest.mark.parametrize("entry", [b"[" * 200_000, b"9" * 5000, b"[[1],[2],[3]]", b'[1,1,[["p",[]]],[5]]'])
def test_entries_that_are_not_of_their_form_are_as_good_as_none(project: Path, cache: Path, entry: bytes) -> None:
    expected = [run(*command, "--no-cache", cwd=project) for command in (["render", "--check"], ["regions"])]
    for file in cache.glob("*.cache"):
        raw = file.read_bytes()
        context = raw[len(b"allsettled cache 1\n") :][:32]
        entries = packing.unpack(raw, context)
        assert entries is not None
        file.write_bytes(packing.pack(context, entries[0], dict.fromkeys(entries[1], entry)))
    for command, ran in zip((["render", "--check"], ["regions"]), expected, strict=True):
        assert ran == run(*command, "--cache-dir", str(cache), cwd=project)


def test_the_cache_of_another_project_says_nothing(project: Path, cache: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(project, other)
    for file in cache.glob("*.cache"):  # what is known there, under the name that this one will ask for
        known = file.read_bytes()
    _edit(other / "mine/parts/tell.md", "told", "asked")
    (tmp_path / "second").mkdir()
    assert 1 == _check(other, tmp_path / "second").code
    for file in (tmp_path / "second").glob("*.cache"):
        file.write_bytes(known)
    assert 1 == _check(other, tmp_path / "second").code


@pytest.mark.parametrize("command", [("render", "--check"), ("regions",)])
def test_all_code_that_takes_part_is_part_of_the_key(project: Path, command: tuple[str, ...]) -> None:
    _edit(project / "doc.md", "## ", "## By hand ")
    loaded = packages(*command, "--no-cache", cwd=project)
    assert {"jinja2", "markdown_it"} < loaded
    assert set() == loaded - {"attrs", "click", *identity._NEEDED, *render_inputs._ENGINE}


def test_other_code_asks_anew(project: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allsettled.cache.identity.__version__", "0.0.0")
    before = {file.name for file in cache.glob("*.cache")}
    assert 0 == _check(project, cache).code
    assert before < {file.name for file in cache.glob("*.cache")}


@pytest.mark.parametrize("limit", ["_MOST_ENTRIES", "_MOST_BYTES"])
def test_of_a_folder_of_templates_that_takes_long_to_look_through_nothing_is_kept(
    project: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    shutil.rmtree(cache)
    monkeypatch.setattr(f"allsettled.cli.render_inputs.{limit}", 2)
    assert Ran(0, "", "") == _check(project, cache)
    assert not cache.exists()


def test_what_changes_while_a_render_runs_is_not_kept(
    project: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allsettled.cli import renderer

    shutil.rmtree(cache)
    work = renderer.Renderer.work

    def changing(self: Any, *arguments: Any) -> Any:
        _write(project / "mine/parts/tell.md", "Everybody is told.\n")
        return work(self, *arguments)

    monkeypatch.setattr(renderer.Renderer, "work", changing)
    _check(project, cache)
    assert [] == list(cache.glob("*.cache"))


_PROBE = """
import json, sys
sys.path.insert(0, {path!r})
from allsettled.cli import main
code = main({arguments!r})
print(json.dumps([code, sorted(sys.modules)]))
"""


def _modules(project: Path, cache: Path, *arguments: str) -> set[str]:
    source = _PROBE.format(path=str(CHECKOUT / "checker"), arguments=arguments)
    environment = {"ALLSETTLED_CACHE_DIR": str(cache), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-I", "-c", source], cwd=project, capture_output=True, text=True, check=True, env=environment
    )
    code, modules = json.loads(done.stdout.strip().split("\n")[-1])
    assert 0 == code
    return set(modules)


def test_what_is_known_to_be_clean_is_neither_rendered_nor_parsed(project: Path, cache: Path) -> None:
    heavy = ("click", "dataclasses", "jinja2", "jsonschema", "markdown_it", "yaml")
    ours = ("allsettled.render.filler", "allsettled.render.routing", "allsettled.render.platforms")
    _modules(project, cache, "render", "--check")
    assert set() == {*heavy, *ours} & _modules(project, cache, "render", "--check")


@pytest.mark.parametrize("command", [("render", "--check"), ("render",), ("regions",)])
def test_what_changed_around_a_region_needs_no_template(project: Path, cache: Path, command: tuple[str, ...]) -> None:
    _modules(project, cache, *command)
    _edit(project / "doc.md", "Below.", "Below, and more.")
    assert not {"jinja2", "allsettled.checking", "allsettled.render.examples"} & _modules(project, cache, *command)
