"""`render` as a user sees it: what is written, what is refused, and what is said."""

import errno
import json
import os
from pathlib import Path

import pytest

from projects import AGENTS
from quick import allsettled

REGION = "<!-- allsettled:begin id=parallel-metrics -->\n<!-- allsettled:end id=parallel-metrics -->\n"
TOML = '[render]\nplatforms = ["claude", "codex"]\n'


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a rendered document."""
    file = tmp_path / "x.md"
    file.write_bytes(b"\xef\xbb\xbf# A\r\n\r\nabove\r\n\r\n" + REGION.replace("\n", "\r\n").encode() + b"\r\nbelow")
    assert 0 == allsettled("render", cwd=tmp_path).code
    return file


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a project whose four agents are rendered for two platforms."""
    (tmp_path / "agents").mkdir()
    for path, text in AGENTS.items():
        (tmp_path / path).write_text(text)
    (tmp_path / "allsettled.toml").write_text(TOML)
    ran = allsettled("render", cwd=tmp_path)
    assert 0 == ran.code, ran.err
    return tmp_path


def test_a_region_is_filled_and_every_other_byte_stays(document: Path) -> None:
    raw = document.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf# A\r\n\r\nabove\r\n\r\n<!-- allsettled:begin id=parallel-metrics -->\r\n\r\n")
    assert raw.endswith(b"\r\n\r\n<!-- allsettled:end id=parallel-metrics -->\r\n\r\nbelow")
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_clean_project_is_silent(document: Path) -> None:
    raw = document.read_bytes()
    assert (0, "", "") == allsettled("render", "--check", cwd=document.parent)
    assert "1 region or file in 1 file, 0 written\n" == allsettled("render", cwd=document.parent).err
    assert raw == document.read_bytes()


def test_what_a_killed_run_left_is_told_and_stays(document: Path) -> None:
    there = {f".allsettled-0123456789abcdef.{kind}" for kind in ("new", "old")}
    for name in (*there, ".allsettled-baseline.json", ".allsettled-0123456789abcdef.md", ".allsettled-0123.new"):
        (document.parent / name).write_text("# A\n")
    (document.parent / "elsewhere").mkdir()
    (document.parent / "elsewhere" / ".allsettled-0123456789abcdef.new").write_text("x")
    left = "a run that was killed left it here: what a file was"
    cure = "delete it, unless a run is going on\n"
    warnings = (
        f"warning: .allsettled-0123456789abcdef.new: {left} to become; {cure}"
        f"warning: .allsettled-0123456789abcdef.old: {left} before; {cure}"
    )
    for text in (document.read_text(), f"# A\n\n{REGION}"):
        document.write_text(text)
        ran = allsettled("render", cwd=document.parent)
        assert (0, "") == ran[:2]
        assert warnings in ran.err
    assert there <= {path.name for path in document.parent.iterdir()}
    assert (0, "", "") == allsettled("render", "--check", cwd=document.parent)


def test_what_is_stale_is_said_by_check_with_its_diff_and_nothing_is_written(document: Path) -> None:
    (document.parent / "allsettled.toml").write_text("[render]\ntemplates = ['own']\n")
    own = document.parent / "own/sections/parallel-metrics.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("## Ours\n")
    raw = document.read_bytes()
    ran = allsettled("render", "--check", "--diff", cwd=document.parent)
    assert 1 == ran.code
    assert 'x.md:5:1: error stale-region: the region "parallel-metrics" is out of date [NFR-1.1]\n' in ran.out
    assert "\n-## Metrics of parallel runs\n" in ran.out
    assert "\n+## Ours\n" in ran.out
    assert raw == document.read_bytes()
    report = json.loads(allsettled("render", "--check", "--format", "json", cwd=document.parent).out)
    assert ["stale-region"] == [finding["rule"] for finding in report["findings"]]
    assert 0 == allsettled("render", cwd=document.parent).code
    assert b"## Ours" in document.read_bytes()


def test_an_edit_by_hand_is_refused_with_its_diff_until_it_is_decided(document: Path) -> None:
    edited = document.read_bytes().replace(b"What limited", b"Who limited")
    document.write_bytes(edited)
    ran = allsettled("render", cwd=document.parent)
    assert 1 == ran.code
    assert 'x.md:5:1: error edited-region: the region "parallel-metrics" was edited by hand' in ran.err
    assert "allsettled render --accept parallel-metrics" in ran.err
    assert "-Who limited" in ran.out
    assert ran.err.endswith("nothing was written\n")
    assert edited == document.read_bytes()
    assert 1 == allsettled("render", "--check", cwd=document.parent).code
    ran = allsettled("render", "--accept", "x.md", cwd=document.parent)
    assert (0, "", "kept x.md: parallel-metrics\n1 region or file in 1 file, 1 written\n") == ran
    assert b"Who limited" in document.read_bytes()
    assert 0 == allsettled("render", "--check", cwd=document.parent).code
    assert 0 == allsettled("render", "--force", "parallel-metrics", cwd=document.parent).code
    assert b"What limited" in document.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--force", "nothing"),
            'there is no region or rendered file "nothing" here\nhelp: list them: allsettled regions\n',
        ),
        (("--force", "parallel-metric"), 'there is no region or rendered file "parallel-metric" here'),
        (("--force", "x.md", "--accept", "x.md"), 'the text of "x.md" cannot be both kept and replaced'),
        (("-D", "team"), "-D team: this gives no value"),
        (("-D", "team=web"), '-D team=web: no pack declares a variable "team"'),
        (("nothing.md",), "nothing.md: there is no such file or folder"),
    ],
)
def test_what_cannot_be_asked_is_refused(document: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = allsettled("render", *arguments, cwd=document.parent)
    assert 2 == ran.code
    assert f"error: {message}" in ran.err
    assert "\nhelp: " in ran.err


def test_nothing_to_render_is_no_silent_pass(tmp_path: Path) -> None:
    ran = allsettled("render", "--check", cwd=tmp_path)
    assert ran.err.startswith("error: there is no file to look at, and no platform is chosen\nhelp: ")
    (tmp_path / "x.md").write_text("# A\n")
    ran = allsettled("render", "--check", cwd=tmp_path)
    assert (2, "") == ran[:2]
    assert ran.err.startswith("error: there is no managed region in 1 file, and no platform is chosen\nhelp: ")
    assert 0 == allsettled("render", "--check", "--allow-empty", cwd=tmp_path).code


def test_agents_are_written_for_each_platform(pack: Path) -> None:
    names = sorted(path.relative_to(pack).as_posix() for path in pack.rglob(".c*/agents/*"))
    assert [f".claude/agents/{name}.md" for name in ("lead", "qa", "security", "writer")] == names[:4]
    assert [f".codex/agents/{name}.toml" for name in ("lead", "qa", "security", "writer")] == names[4:]
    assert (0, "", "") == allsettled("render", "--check", cwd=pack)
    assert 0 == allsettled("check", ".", cwd=pack).code


def test_a_source_that_changes_makes_its_files_stale(pack: Path) -> None:
    source = pack / "agents/qa.md"
    source.write_text(source.read_text().replace("Name each case.", "Name every case."))
    ran = allsettled("render", "--check", cwd=pack)
    assert 1 == ran.code
    message = "error stale-file: the file is out of date: it is rendered from agents/qa.md [NFR-1.1]"
    assert [
        f".claude/agents/qa.md:12:1: {message}",
        f".codex/agents/qa.toml:1:1: {message}",
    ] == [line for line in ran.out.split("\n") if "error" in line]
    ran = allsettled("render", cwd=pack)
    assert "rendered .claude/agents/qa.md: the whole file\nrendered .codex/agents/qa.toml: the whole file\n" in ran.err


def test_an_edit_of_a_rendered_file_is_refused_with_the_way_to_its_source(pack: Path) -> None:
    file = pack / ".codex/agents/qa.toml"
    file.write_text(file.read_text().replace("Name each case.", "Name no case."))
    other = pack / "agents/security.md"
    other.write_text(other.read_text().replace("Name each", "Name all"))
    before = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    ran = allsettled("render", cwd=pack)
    assert 1 == ran.code
    assert ".codex/agents/qa.toml:1:1: error edited-file: the file was edited by hand, but it is rendered " in ran.err
    assert (
        "move the edit to agents/qa.md and drop it here: `allsettled render --force .codex/agents/qa.toml`" in ran.err
    )
    assert "-- Name no case.\n+- Name each case.\n" in ran.out
    assert before == {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}, "all or nothing"
    assert 0 == allsettled("render", "--force", ".codex/agents/qa.toml", cwd=pack).code
    assert "Name each case." in file.read_text()


def test_a_source_that_is_gone_leaves_files_that_are_reported_and_pruned(pack: Path) -> None:
    (pack / "agents/qa.md").unlink()
    ran = allsettled("render", "--check", cwd=pack)
    assert 1 == ran.code
    message = "error orphaned-file: nothing renders this file any more: it was rendered from agents/qa.md [NFR-1.3]\n"
    assert f".claude/agents/qa.md:12:1: {message}" in ran.out
    assert f".codex/agents/qa.toml:1:1: {message}" in ran.out
    assert "help: delete it: `allsettled render --prune`" in ran.out
    ran = allsettled("render", cwd=pack)
    assert 0 == ran.code
    assert message in ran.err
    assert (pack / ".claude/agents/qa.md").exists()
    ran = allsettled("render", "--prune", cwd=pack)
    assert (0, "") == ran[:2]
    assert "deleted .claude/agents/qa.md\ndeleted .codex/agents/qa.toml\n" in ran.err
    assert not (pack / ".claude/agents/qa.md").exists()
    assert (0, "", "") == allsettled("render", "--check", cwd=pack)


def test_a_platform_that_is_no_longer_chosen_leaves_files_that_are_pruned_with_their_folder(pack: Path) -> None:
    (pack / "allsettled.toml").write_text('[render]\nplatforms = ["claude"]\n')
    (pack / ".gitignore").write_text(".codex/\n")
    ran = allsettled("render", "--prune", cwd=pack)
    assert 4 == ran.err.count("deleted .codex/agents/")
    assert not (pack / ".codex/agents").exists()
    assert (pack / ".claude/agents/qa.md").exists()


def test_an_edited_file_is_not_pruned_unasked(pack: Path) -> None:
    file = pack / ".claude/agents/qa.md"
    file.write_text(file.read_text() + "\nOurs.\n")
    (pack / "agents/qa.md").unlink()
    ran = allsettled("render", "--prune", cwd=pack)
    assert 1 == ran.code
    assert "and was edited by hand since" in ran.err
    assert file.exists()
    assert (pack / ".codex/agents/qa.toml").exists(), "all or nothing"
    assert 0 == allsettled("render", "--prune", "--force", ".claude/agents/qa.md", cwd=pack).code
    assert not file.exists()


def test_a_broken_source_never_looks_like_success(pack: Path) -> None:
    source = pack / "agents/qa.md"
    source.write_text(source.read_text().replace("description: ", "description: a: "))
    before = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    for options in ((), ("--check",), ("--prune",)):
        ran = allsettled("render", *options, cwd=pack)
        assert 2 == ran.code
        assert "error: agents/qa.md:3:1: the front matter cannot be read: " in ran.err
        assert "orphaned" not in ran.out + ran.err
    assert before == {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\nname: qa\n---\n\nx\n", 'agents/qa.md:1:1: "description" is missing'),
        ("---\nname: aq\ndescription: x\n---\n\nx\n", 'agents/qa.md:2:1: "name" is aq, but the file is qa.md'),
        (
            "---\nname: qa\ndescription: x\ntools: [reed]\n---\n\nx\n",
            "agents/qa.md:4:1: 'reed' is not one of read, search, edit, execute, web, dispatch, todo",
        ),
    ],
)
def test_what_is_wrong_with_a_source_is_told_at_its_place(pack: Path, text: str, message: str) -> None:
    (pack / "agents/qa.md").write_text(text)
    ran = allsettled("render", "--check", cwd=pack)
    assert 2 == ran.code
    assert f"error: {message}" in ran.err


def test_only_what_is_named_is_rendered(pack: Path) -> None:
    source = pack / "agents/qa.md"
    source.write_text(source.read_text().replace("Name each case.", "Name every case."))
    assert 0 == allsettled("render", ".claude", cwd=pack).code
    assert "every" in (pack / ".claude/agents/qa.md").read_text()
    assert "every" not in (pack / ".codex/agents/qa.toml").read_text()
    assert 0 == allsettled("render", str(pack / ".codex/agents/qa.toml"), cwd=pack.parent).code
    assert "every" in (pack / ".codex/agents/qa.toml").read_text()


def test_what_an_agents_file_cannot_say_is_told_only_when_it_is_written(pack: Path) -> None:
    (pack / "allsettled.toml").write_text('[render]\nplatforms = ["claude", "vscode"]\n')
    note = "note: VS Code: no model is known for"
    assert note in allsettled("render", cwd=pack).err
    (pack / "x.md").write_text(
        "<!-- allsettled:begin id=parallel-metrics -->\n<!-- allsettled:end id=parallel-metrics -->\n"
    )
    ran = allsettled("render", cwd=pack)
    assert "rendered x.md: parallel-metrics\n" in ran.err
    assert "note: " not in ran.err
    source = pack / "agents/qa.md"
    source.write_text(source.read_text().replace("Name each case.", "Name every case."))
    assert f'{note} "fast"; the agent gets that of its caller (qa)\n' in allsettled("render", cwd=pack).err


def test_a_missing_folder_of_sources_is_told_at_the_settings(tmp_path: Path) -> None:
    (tmp_path / "allsettled.toml").write_text('[render]\nagents = "prompts"\nplatforms = ["claude"]\n')
    ran = allsettled("render", cwd=tmp_path)
    assert 2 == ran.code
    assert "allsettled.toml:2:1: there is no folder prompts with the agents' sources" in ran.err


def test_templates_of_ones_own_override_a_block_and_take_variables(document: Path) -> None:
    root = document.parent
    (root / "own/sections").mkdir(parents=True)
    (root / "own/sections/parallel-metrics.md.j2").write_text(
        '{%@ extends "builtin/sections/parallel-metrics.md.j2" @%}\n'
        "{%@ block metrics @%}{@ super() @}\nFor {@ team @}.\n{%@ endblock @%}\n"
    )
    pack = '[variables.team]\ntype = "string"\nenum = ["core", "web"]\ndefault = "core"\n'
    (root / "own/pack.toml").write_text("api = 1\n" + pack)
    (root / "allsettled.toml").write_text('[render]\ntemplates = ["own"]\nvariables.team = "web"\n')
    assert 0 == allsettled("render", cwd=root).code
    assert b"## Metrics of parallel runs" in document.read_bytes()
    assert b"\r\nFor web.\r\n" in document.read_bytes()
    assert 0 == allsettled("render", "-D", "team=core", cwd=root).code
    assert b"\r\nFor core.\r\n" in document.read_bytes()
    document.write_bytes(
        document.read_bytes().replace(b"begin id=parallel-metrics", b"begin id=parallel-metrics team=db")
    )
    ran = allsettled("render", cwd=root)
    assert "error: x.md:5:1: \"team\" is one of core, web, not 'db'\nhelp: it is declared in own/pack.toml\n" in ran.err


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (
            '{%@ extends "builtin/sections/parallel-metrics.md.j2" @%}\n\n{%@ block metric @%}{%@ endblock @%}\n',
            'x.md:5:1: own/sections/parallel-metrics.md.j2:3: there is no block "metric" in'
            ' builtin/sections/parallel-metrics.md.j2\nhelp: did you mean "metrics"?\n',
        ),
        (
            "\n{@ titel @}\n",
            'own/sections/parallel-metrics.md.j2:2: there is no variable "titel"\nhelp: did you mean "title"?\n',
        ),
        (
            "{@ title.metrisc @}",
            'own/sections/parallel-metrics.md.j2:1: there is no "metrisc" in it; did you mean "metrics"?',
        ),
        (
            '\n\n{%@ include "nothing.j2" @%}',
            'own/sections/parallel-metrics.md.j2:3: there is no template "nothing.j2"',
        ),
        (
            '{%@ include "../secret.j2" @%}',
            'own/sections/parallel-metrics.md.j2:1: the name "../secret.j2" leads out of',
        ),
        ('{%@ include "link.j2" @%}', "leads to"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_its_line_and_the_region_that_asked(
    document: Path, template: str, message: str
) -> None:
    root = document.parent
    (root / "own/sections").mkdir(parents=True)
    (root / "own/sections/parallel-metrics.md.j2").write_text(template)
    (root / "secret.j2").write_text("secret text")
    (root / "own/link.j2").symlink_to(root / "secret.j2")
    (root / "allsettled.toml").write_text('[render]\ntemplates = ["own"]\n')
    raw = document.read_bytes()
    ran = allsettled("render", cwd=root)
    assert 2 == ran.code
    assert message in ran.err
    assert "x.md:5:1: " in ran.err
    assert "secret text" not in ran.out + ran.err
    assert raw == document.read_bytes()


def test_a_templates_folder_that_leads_out_is_refused(document: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = document.parent
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "own").symlink_to(elsewhere, target_is_directory=True)
    (root / "allsettled.toml").write_text('[render]\ntemplates = ["own"]\n')
    ran = allsettled("render", cwd=root)
    assert 2 == ran.code
    assert "allsettled.toml:2:14: the folder own leads out of the project's folder" in ran.err
    (root / "allsettled.toml").write_text('[render]\ntemplates = ["none"]\n')
    assert "allsettled.toml:2:14: there is no folder none\n" in allsettled("render", cwd=root).err


def test_values_for_variables_that_nobody_declares_are_told_at_the_settings(document: Path) -> None:
    (document.parent / "allsettled.toml").write_text('[render]\nvariables.team = "web"\n')
    ran = allsettled("render", cwd=document.parent)
    assert 'allsettled.toml:2:11: no pack declares a variable "team"\n' in ran.err


def test_a_pointer_is_written_and_its_section_is_pruned_when_nothing_points_to_it(tmp_path: Path) -> None:
    region = REGION.replace("parallel-metrics", "parallel-dispatch")
    (tmp_path / "x.md").write_text(region.replace("parallel-dispatch", "parallel-dispatch size=pointer", 1))
    assert 0 == allsettled("render", cwd=tmp_path).code
    section = tmp_path / ".agents/protocol/claude/parallel-dispatch.md"
    assert "`.agents/protocol/claude/parallel-dispatch.md`" in (tmp_path / "x.md").read_text()
    assert section.read_text().startswith("<!-- allsettled:file v=1 ")
    assert (0, "", "") == allsettled("render", "--check", cwd=tmp_path)
    assert (0, "", "") == allsettled("render", "--check", "x.md", cwd=tmp_path)
    section.unlink()
    assert "note: a region points to .agents/protocol/claude/parallel-dispatch.md, which is not there yet" in (
        allsettled("render", "--check", "x.md", cwd=tmp_path).err
    )
    assert 1 == allsettled("render", "--check", cwd=tmp_path).code
    assert 0 == allsettled("render", cwd=tmp_path).code
    (tmp_path / "x.md").write_text((tmp_path / "x.md").read_text().replace(" size=pointer", " size=compact"))
    assert 1 == allsettled("render", "--check", cwd=tmp_path).code
    ran = allsettled("render", "--prune", cwd=tmp_path)
    assert "deleted .agents/protocol/claude/parallel-dispatch.md\n" in ran.err
    assert not section.exists()


def test_a_file_over_a_limit_is_reported(tmp_path: Path) -> None:
    (tmp_path / "AGENTS.md").write_text("# A\n\n" + "word " * 7_000 + "\n\n" + REGION)
    ran = allsettled("render", "--check", cwd=tmp_path)
    assert 1 == ran.code
    assert "AGENTS.md:1:1: error over-budget: the file has 3" in ran.out
    ran = allsettled("render", cwd=tmp_path)
    assert 0 == ran.code
    assert "over-budget" in ran.err
    (tmp_path / "AGENTS.md").unlink()
    (tmp_path / "CLAUDE.md").write_text("# A\n\n" + "word\n" * 300 + "\n" + REGION)
    assert 0 == allsettled("render", cwd=tmp_path).code
    ran = allsettled("render", "--check", cwd=tmp_path)
    assert "CLAUDE.md:1:1: warning over-budget: the file has 3" in ran.out
    assert 0 == ran.code, "advice"


def test_an_output_that_leads_out_of_the_project_is_refused(
    pack: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (pack / "allsettled.toml").write_text('[render]\nplatforms = ["claude", "codex", "cursor"]\n')
    (pack / ".cursor").symlink_to(elsewhere, target_is_directory=True)
    ran = allsettled("render", cwd=pack)
    assert 2 == ran.code
    assert f"outside of {pack}" in ran.err
    assert [] == list(elsewhere.iterdir())


def test_an_output_behind_a_link_inside_the_project_is_written_there(pack: Path) -> None:
    (pack / "allsettled.toml").write_text('[render]\nplatforms = ["claude", "codex", "cursor"]\n')
    (pack / "tools").mkdir()
    (pack / ".cursor").symlink_to(pack / "tools", target_is_directory=True)
    assert 0 == allsettled("render", cwd=pack).code
    assert (pack / "tools/agents/qa.md").exists()
    assert (pack / ".cursor").is_symlink()
    assert (0, "", "") == allsettled("render", "--check", cwd=pack)
    assert (0, "", "") == allsettled("render", "--check", ".cursor/agents", cwd=pack)


def test_an_excluded_output_is_told(pack: Path) -> None:
    (pack / "allsettled.toml").write_text('exclude = [".codex/"]\n' + TOML)
    ran = allsettled("render", cwd=pack)
    assert 0 == ran.code
    assert "note: .codex/agents/qa.toml is not rendered: the settings exclude it\n" in ran.err


def test_sarif_tells_of_the_rules_of_render_and_explain_knows_them(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(
        "# X\n\n<!-- allsettled:begin id=parallel-metrics -->\n\ntext\n\n<!-- allsettled:end id=parallel-metrics -->\n",
        "utf-8",
    )
    ran = allsettled("render", "--check", "--format", "sarif", cwd=tmp_path)
    (rule,) = json.loads(ran.out)["runs"][0]["tool"]["driver"]["rules"]
    page = allsettled("explain", "edited-region", cwd=tmp_path).out
    assert ("edited-region", page, ["NFR-1.1"]) == (rule["id"], rule["help"]["markdown"], rule["properties"]["tags"])


def test_no_setting_silences_what_render_reports(tmp_path: Path) -> None:
    (tmp_path / "allsettled.toml").write_text('ignore = ["stale-region"]\n', "utf-8")
    ran = allsettled("check", "--allow-empty", cwd=tmp_path)
    assert 2 == ran.code
    assert 'unknown rule "stale-region"' in ran.err
    assert "help: `render` reports it, and no setting changes that; see `allsettled explain stale-region`" in ran.err


def test_folders_of_several_projects_are_written_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.md").write_text(REGION)
    put = os.replace

    def fail(source: str, target: str) -> None:
        if target == str(tmp_path / "c/x.md") and source.endswith(".new"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(source, target)

    monkeypatch.setattr("os.replace", fail)
    ran = allsettled("render", ".", "../b", "../c", cwd=tmp_path / "a")
    assert 2 == ran.code
    assert "c/x.md: the disk is full" in ran.err
    assert [REGION] * 3 == [(tmp_path / name / "x.md").read_text() for name in ("a", "b", "c")]
    monkeypatch.undo()
    assert 0 == allsettled("render", ".", "../b", "../c", cwd=tmp_path / "a").code
    assert ["x.md"] * 3 == [path.name for path in sorted(tmp_path.rglob("*")) if path.is_file()]


def test_a_text_that_is_kept_in_a_source_is_in_the_files_of_the_agent_at_once(pack: Path) -> None:
    (pack / "allsettled.toml").write_text('[render]\nplatforms = ["claude"]\n')
    assert 0 == allsettled("render", "--prune", cwd=pack).code
    source, made = pack / "agents/lead.md", pack / ".claude/agents/lead.md"
    source.write_text(source.read_text().replace("### Tiers\n", "### Our tiers\n"))
    for option, there in (("--accept", True), ("--force", False)):
        assert 0 == allsettled("render", option, "parallel-dispatch", cwd=pack).code
        assert there == ("### Our tiers\n" in made.read_text())
        assert (0, "") == allsettled("render", "--check", cwd=pack)[::2]


def test_a_text_is_not_kept_in_a_source_if_it_fits_one_platform_only(pack: Path) -> None:
    assert 0 == allsettled("render", cwd=pack).code
    before = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    ran = allsettled("render", "--accept", "parallel-dispatch", cwd=pack)
    assert 2 == ran.code
    assert "agents/lead.md:12:1: `Agent(subagent_type=…)` is how an agent is started in Claude Code, not in" in ran.err
    assert before == {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
