"""What a prompt says of others, in the words that orchestrators use: asked for, or only told of."""

import pytest

from allsettled.planning.network import connect
from allsettled.planning.tree import Tree
from allsettled.planning.value import Plan, Task
from allsettled.planning.verdict import judge

FILES = ["docs/login.md", "docs/adr-7.md", "src/auth.py", "src/app.py"]


def kinds(prompt: str, other: str = "analyst") -> list[str]:
    """Return what is found of a prompt beside the task of another agent, which leaves out/research.md."""
    first = Task(other, other, prompt="Read the sessions. Leave it in out/research.md.", outputs=("out/research.md",))
    told = f"{prompt} Leave your answer in out/mine.md."
    tasks = (first, Task("mine", "writer", prompt=told, outputs=("out/mine.md",)))
    tree = Tree(FILES)
    return [proof.kind for proof in judge(connect(Plan(tasks, strategy="merge"), tree=tree), tree=tree).proofs()]


@pytest.mark.parametrize(
    "prompt",
    [
        "Review the login using what analyst found.",
        "Review the login. Start when analyst has finished.",
        "Review the login after the analyst completes the research.",
        "Hold back until analyst is done.",
        "Based on analyst's research, review the login.",
        "Implement the analyst's design for the login.",
        "Take the analyst agent report and review the login.",
        "Incorporate the output from the analyst agent into your review.",
        "Given the analyst report, review the login.",
        "Read the analyst findings and mend the login.",
        "Use the analyst's recommendations in docs/new-login.md.",
        "Once the other agents have finished, combine their findings.",
        "Say whether what the other agents found is true.",
    ],
)
def test_who_waits_for_a_result_depends_on_it(prompt: str) -> None:
    assert ["result-named"] == kinds(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "See out/research.md for the analysis.",
        "Mend the login by research.md in the folder of outputs.",
        "Summarize all the reports in out/ in one page.",
        "The analyst writes out/research.md: read it first.",
    ],
)
def test_who_names_an_output_depends_on_it(prompt: str) -> None:
    assert ["output-named"] == kinds(prompt)


@pytest.mark.parametrize(
    ("other", "prompt"),
    [
        ("security", "Give an analysis of the login from security, cost and other angles."),
        ("security", "Review the login. Your findings go into the security agent's review later."),
        ("security", "Review the login. Security writes out/research.md; you write your own."),
        ("security", "The security agent works in parallel and leaves out/research.md."),
        ("security", "Describe how the login reports results to security."),
        ("qa", "Say what qa has to test once the code is complete."),
        ("qa", "When qa is done with a release, users are told: say how."),
        ("review", "Review the login. After review is complete, write down what is missing."),
        ("design", "Mend the login. Once the design is done, it is shown to users."),
        ("critic", "Review the login. The critic agent will check your findings afterwards."),
        ("tests", "Review the login against the results of tests in CI."),
        ("tests", "Start the suite, wait for tests to end, and say which fail."),
        ("analyst", "Write like the analyst's report template says."),
        ("analyst", "Follow the analyst report template."),
        ("analyst", "Use the analyst report generator for the login."),
        ("analyst", "Given the analyst report in docs/adr-7.md, review the login."),
        ("security", "Given the security review that every change gets, say what is missing."),
        ("design", "Based on the design review, mend the login."),
        ("analyst", "Follow the analyst's recommendations in docs/adr-7.md."),
        ("analyst", "Follow the analyst's recommendations (docs/adr-7.md)."),
        ("analyst", "The orchestrator merges your answer with the analyst's findings."),
        ("analyst", "Your findings will be merged with the other agents' findings."),
        ("analyst", "If the time is over, say where you stopped."),
    ],
)
def test_who_only_tells_of_others_passes(other: str, prompt: str) -> None:
    assert [] == kinds(prompt, other)


@pytest.mark.parametrize(
    "prompt",
    [
        "Mend the login, then git add -A && git commit -m x.",
        "Mend the login and git commit it.",
        "Mend the login. Commit your changes with git commit.",
        "Mend the login. Commit and push your changes when you're done.",
        "Mend the login.\n\n1. Run the tests\n2. Commit all changes\n",
        "Review the login, then run `npm install`.",
        "You must run npm install first.",
        "Review the last release, `git checkout v1.2` and compare.",
        "Check the branches, git switch main, and say what differs.",
    ],
)
def test_commands_that_are_asked_for(prompt: str) -> None:
    assert ["shared-command"] == kinds(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Check the login by our git commit conventions.",
        "Users run npm install as the first step: say whether the docs tell them why.",
        "Explain how to run `npm install` behind a proxy.",
        "Describe what happens when people commit and push their changes.",
        "Explain the release: git commit, git push, and the rest.",
        "Review the scripts, git checkout usage, and the hooks.",
        "Check git add, git checkout main, and git push in the docs.",
        "Review the scripts, git checkout main, and git push in the docs.",
        "Review the scripts, `git checkout`, and the hooks.",
        "Document the release, git checkout v1.2 and the tags.",
        "Review the login. Do not commit your changes.",
        "`git rebase` takes two branches; write a page on it.",
        "Say which commits the log should name.",
        "These need a log:\n\n- `git commit` → a session log\n- `git push` requires one too",
    ],
)
def test_commands_that_are_only_spoken_of(prompt: str) -> None:
    assert [] == kinds(prompt)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Go on from where you left off with the login.", ["outside-context"]),
        ("Do the same as the other agent for the login.", ["outside-context"]),
        ("Mend this: <describe the bug here>.", ["placeholder"]),
        ("In docs/login.md put the user's name for the form <name>.", []),
        ("Review the module {{module}} and mend {{ issue }}.", ["placeholder"]),
        ("Look at the pull request {{pr.number}} of the login.", ["placeholder"]),
        ("Say where the workflow uses ${{ secrets.TOKEN }}.", []),
        ("Say what `{{name}}` stands for in docs/login.md.", []),
        ("Render the Jinja page with {{name}} and {{place}}.", []),
        ("Give this form back:\n\n```text\nAuthor: {{author}}\n```\n", []),
    ],
)
def test_what_no_agent_can_know(prompt: str, expected: list[str]) -> None:
    assert expected == kinds(prompt)


def test_a_file_that_is_named_without_its_folder_is_the_only_one_of_its_name() -> None:
    def found(files: list[str]) -> list[str]:
        tasks = (
            Task("a", "a", prompt="Mend src/auth.py, all of it.", writes=("src/auth.py",)),
            Task("b", "b", prompt="Say what auth.py does, line by line."),
        )
        tree = Tree(files)
        return [proof.kind for proof in judge(connect(Plan(tasks, strategy="merge"), tree=tree), tree=tree).proofs()]

    assert ["named-while-written"] == found(["src/auth.py"])
    assert [] == found(["src/auth.py", "lib/auth.py"])
    assert [] == found(["lib/auth.py"])
