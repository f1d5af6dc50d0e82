"""Every way in which regions and settings can be wrong: told at file:line:column, with the cure; nothing is written."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from allsettled.cli import rendering
from cli.inside import run
from quick import allsettled

BEGIN, END = "<!-- allsettled:begin id=parallel-metrics -->", "<!-- allsettled:end id=parallel-metrics -->"
OTHER_BEGIN, OTHER_END = "<!-- allsettled:begin id=session-log -->", "<!-- allsettled:end id=session-log -->"

ROWS = [
    pytest.param(
        f"# A\n\n{BEGIN}\n\ntext\n",
        'x.md:3:1: error broken-region: the region "parallel-metrics" begins here and does not end',
        "help: write `allsettled:end id=parallel-metrics` on a line of its own after its text",
        id="begin without end",
    ),
    pytest.param(
        f"# A\n\n{BEGIN}\n\n{OTHER_BEGIN}\n\n{OTHER_END}\n",
        'x.md:3:1: error broken-region: the region "parallel-metrics" begins here and does not end before the next one'
        " begins, on line 5",
        "help: write `allsettled:end id=parallel-metrics`",
        id="begin without end, and another begin",
    ),
    pytest.param(
        f"# A\n\n{END}\n",
        'x.md:3:1: error broken-region: the region "parallel-metrics" ends here, but it has not begun',
        "help: write `allsettled:begin id=parallel-metrics` above its text, or delete this marker",
        id="end without begin",
    ),
    pytest.param(
        f"{END}\n\n{BEGIN}\n",
        'x.md:1:1: error broken-region: the region "parallel-metrics" ends here, but it has not begun yet;'
        " it begins on line 3",
        "help: ",
        id="end before begin",
    ),
    pytest.param(
        f"{BEGIN}\n\n<!-- allsettled:end id=parallel-metric -->\n",
        "x.md:3:1: error broken-region: the end marker says id=parallel-metric, but the open region is"
        ' "parallel-metrics", which begins on line 1',
        'help: did you mean "parallel-metrics"?',
        id="another id at the end",
    ),
    pytest.param(
        f"<!-- allsettled:begin -->\n\n{END}\n",
        "x.md:1:1: error broken-region: the begin marker has no id",
        "help: write `allsettled:begin id=NAME`",
        id="no id",
    ),
    pytest.param(
        f"{BEGIN}\n{END}\n\n{BEGIN}\n{END}\n",
        'x.md:4:1: error broken-region: the region "parallel-metrics" begins here, and on line 1 too',
        "help: give one of them another id, or delete it",
        id="the same id twice",
    ),
    pytest.param(
        f"{BEGIN}\n\n{OTHER_BEGIN}\n\n{OTHER_END}\n\n{END}\n",
        'x.md:3:1: error broken-region: the region "session-log" begins inside the region "parallel-metrics",'
        " which begins on line 1",
        "help: regions cannot be nested: move one out of the other",
        id="a region in a region",
    ),
    pytest.param(
        f"- item\n\n  {BEGIN}\n\n  {END}\n",
        "x.md:3:3: error broken-region: the begin marker stands in a list item, and a region cannot be part of one",
        "help: put the marker on a line of its own, from the first column",
        id="in a list item",
    ),
    pytest.param(
        f"> {BEGIN}\n>\n> {END}\n",
        "x.md:1:3: error broken-region: the begin marker stands in a block quote",
        "help: put the marker on a line of its own, from the first column",
        id="in a quote",
    ),
    pytest.param(
        f"  {BEGIN}\n\n{END}\n",
        "x.md:1:3: error broken-region: the begin marker is indented",
        "help: move it to the first column",
        id="indented",
    ),
    pytest.param(
        "# A\n\n<!-- allsettled:begin id=parallel-metrisc -->\n<!-- allsettled:end id=parallel-metrisc -->\n",
        'error: x.md:3:1: there is no template for the region "parallel-metrisc"',
        'help: did you mean "parallel-metrics"?',
        id="unknown template",
    ),
    pytest.param(
        f"{BEGIN.replace(' -->', ' template=none -->')}\n{END}\n",
        'error: x.md:1:1: there is no template "none"',
        "help: built in are agents, ",
        id="unknown template, named",
    ),
    pytest.param(
        f"{BEGIN.replace(' -->', ' template=../../etc/passwd -->')}\n{END}\n",
        'error: x.md:1:1: the name "../../etc/passwd" leads out of the templates',
        "help: name a template by its path in its folder, parted by `/`",
        id="a template elsewhere",
    ),
    pytest.param(
        f"{BEGIN.replace(' -->', ' strategy=merge -->')}\n{END}\n",
        'error: x.md:1:1: the region "parallel-metrics" has an unknown attribute "strategy"',
        "help: known are template, platform, size, level",
        id="unknown variable",
    ),
    pytest.param(
        f"{BEGIN.replace(' -->', ' platform=claud -->')}\n{END}\n",
        'error: x.md:1:1: there is no platform "claud"',
        'help: did you mean "claude"?',
        id="unknown platform",
    ),
    pytest.param(
        f"{BEGIN.replace(' -->', ' size=small -->')}\n{END}\n",
        'error: x.md:1:1: there is no size "small"',
        "help: known are full, compact, pointer",
        id="unknown size",
    ),
    pytest.param(
        f"{BEGIN}\n\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n\n{END}\n",
        'x.md:3:1: error broken-region: a merge conflict stands in the region "parallel-metrics"',
        "help: resolve what the region is rendered from, then run `allsettled render --resolve`",
        id="conflict markers",
    ),
    pytest.param(
        "---\nname: x\n# allsettled:begin id=tools\n---\n\ntext\n",
        "x.md:3:1: error broken-region: the begin marker stands in the front matter",
        "help: regions hold text: move the markers below the front matter's last `---`",
        id="in the front matter",
    ),
    pytest.param(
        f"# A\n\n```text\ncode\n\n{BEGIN}\n\n{END}\n",
        "x.md:3:1: error broken-region: a code fence begins here and is never closed, so the begin marker on line 6"
        " is text",
        "help: close it where it should end",
        id="an unclosed fence above",
    ),
]


@pytest.mark.parametrize(("text", "message", "cure"), ROWS)
@pytest.mark.parametrize("options", [(), ("--check",)], ids=["render", "check"])
def test_what_is_wrong_is_told_at_its_place_with_the_cure(
    tmp_path: Path, text: str, message: str, cure: str, options: tuple[str, ...]
) -> None:
    (tmp_path / "x.md").write_text(text)
    sound = "<!-- allsettled:begin id=session-log -->\n<!-- allsettled:end id=session-log -->\n"
    (tmp_path / "sound.md").write_text(sound)
    ran = allsettled("render", *options, cwd=tmp_path)
    said = ran.out + ran.err
    assert message in said
    assert cure in said[said.index(message) :]
    assert 2 == ran.code
    assert text == (tmp_path / "x.md").read_text()
    assert sound == (tmp_path / "sound.md").read_text(), "all or nothing"


def test_two_outputs_of_one_path_are_an_error_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "allsettled.toml").write_text('[render]\nplatforms = ["vscode", "copilot-cli"]\n')
    ran = allsettled("check", ".", cwd=tmp_path)
    assert 2 == ran.code
    assert (
        "allsettled.toml:2:24: clashing-output: vscode and copilot-cli would both write "
        ".github/agents/{name}.agent.md\n"
        'help: give vscode another place: render.outputs.vscode = ".vscode/agents/{name}.agent.md", and name that '
        "folder in VS Code's setting chat.agentFilesLocations\n"
    ) in ran.err


def test_two_platforms_that_read_one_file_are_told_apart_or_asked_for(tmp_path: Path) -> None:
    file = tmp_path / ".github/agents/lead.agent.md"
    file.parent.mkdir(parents=True)
    region = BEGIN.replace("metrics", "dispatch"), END.replace("metrics", "dispatch")
    file.write_text("---\ndescription: x\n---\n\n" + "\n".join(region) + "\n")
    ran = allsettled("render", cwd=tmp_path)
    assert 2 == ran.code
    assert "lead.agent.md:5:1: VS Code and Copilot CLI both read this file, and each starts agents by a call" in ran.err
    assert "help: say which is meant: write platform=vscode or platform=copilot-cli into the begin marker" in ran.err
    (tmp_path / "allsettled.toml").write_text('[render]\nplatforms = ["vscode"]\nagents = "sources"\n')
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/qa.md").write_text("---\nname: qa\ndescription: Tests.\n---\n\n# QA\n\nTest.\n")
    assert 0 == allsettled("render", cwd=tmp_path).code
    assert "`runSubagent`" in file.read_text()
    assert "task(" not in file.read_text()


@pytest.mark.parametrize("command", [["render", "--check", "-D", "size=big"], ["regions"]])
def test_what_is_wrong_for_all_files_is_found_once(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pack.toml").write_text('api = 1\n[variables.size]\ntype = "integer"\n')
    value = "" if "-D" in command else '[render.variables]\nsize = "big"\n'
    (tmp_path / "allsettled.toml").write_text(f'[render]\nplatforms = ["claude"]\ntemplates = ["mine"]\n{value}')
    for number in range(5):
        (tmp_path / f"{number}.md").write_text(f"# A\n\n{BEGIN}\n{END}\n")
    with patch.object(rendering, "set_up", side_effect=rendering.set_up) as setting_up:
        ran = run(*command, "--no-cache", cwd=tmp_path)
    assert 2 == ran.code
    assert 1 == ran.err.count('"size" is a whole number')
    assert 1 == setting_up.call_count


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
@pytest.mark.parametrize(("folder", "shown"), [(".", "agents/qa.md"), ("below", "../agents/qa.md")])
def test_a_source_that_is_no_file_is_said_once_as_the_user_would_name_it(
    tmp_path: Path, folder: str, shown: str
) -> None:
    (tmp_path / "allsettled.toml").write_text('[render]\nplatforms = ["claude"]\n')
    (tmp_path / "agents").mkdir()
    (tmp_path / "below").mkdir()
    os.mkfifo(tmp_path / "agents/qa.md")
    ran = allsettled("render", "--check", os.path.relpath(tmp_path, tmp_path / folder), cwd=tmp_path / folder)
    assert (2, f"error: {shown}: it is a pipe, not a file\nhelp: name a regular file\n") == (ran.code, ran.err)


def test_what_is_wrong_in_a_source_is_said_at_its_place_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "allsettled.toml").write_text('[render]\nplatforms = ["claude"]\n')
    (tmp_path / "agents").mkdir()
    (tmp_path / "below").mkdir()
    (tmp_path / "agents/qa.md").write_text("---\nname: qa\ntier: P9\n---\n\n# QA\n")
    near = allsettled("render", "--check", ".", cwd=tmp_path)
    far = allsettled("render", "--check", "..", cwd=tmp_path / "below")
    assert "error: agents/qa.md:3:" in near.err
    assert near.err.replace("error: agents", "error: ../agents") == far.err
