"""Each item of the checklist: what fails it, with the proof as it's told, and what doesn't."""

# ruff: noqa: E501 - what is said is quoted whole

from typing import Any

import pytest

from allsettled.errors import UserError
from allsettled.planning.network import connect
from allsettled.planning.proof import Result
from allsettled.planning.reading import read_plan
from allsettled.planning.tree import Tree
from allsettled.planning.value import Plan, Task
from allsettled.planning.verdict import Verdict, judge
from allsettled.protocol.value import BUILT_IN, Protocol
from working import calls

DEPENDS, CONTEXT, STATE, OUTPUT, STRATEGY = BUILT_IN.checklist


def t(id_: str, prompt: str = "", *needs: str, **fields: Any) -> Task:
    """Return a task whose prompt names all its paths, so that only what a test is about fails."""
    told = prompt or f"Look at the login as {id_} does, and say what is wrong with it."
    for role in ("inputs", "reads", "outputs"):
        for path in fields.get(role, ()):
            if path not in told.split():
                told += f"\n\n{role}: {path}"
    return Task(id_, id_, prompt=told, depends_on=needs, **fields)


def verdict(*tasks: Task, strategy: str = "merge", files: list[str] | None = None, **more: Any) -> Verdict:
    plan = Plan(tasks, strategy=strategy, path="plan.yaml")
    tree = None if files is None else Tree(files)
    return judge(connect(plan, tree=tree), tree=tree, **more)


def failing(found: Verdict) -> dict[str, list[str]]:
    """Return the items that fail, each with `kind: message | hint` of its proofs."""
    return {
        item.item: [f"{proof.kind}: {proof.message} | {proof.hint}" for proof in item.proofs]
        for item in found.items
        if item.result is not Result.PASS
    }


def test_a_plan_of_independent_tasks_passes_and_says_what_was_looked_at() -> None:
    found = verdict(
        t("design", inputs=("docs/login.md",), outputs=(".agents/design.md",)),
        t("threats", inputs=("docs/login.md",), outputs=(".agents/threats.md",)),
        t("cases", "", "threats", reads=(".agents/threats.md",), outputs=(".agents/cases.md",)),
        files=["docs/login.md"],
    )
    assert {} == failing(found)
    assert found.passed
    assert found.proofs() == ()
    assert [
        (DEPENDS, "PASS", "1 dependency, which the order keeps; no other in 3 prompts"),
        (CONTEXT, "PASS", "3 prompts with 6 paths, all named, and what is read is there"),
        (STATE, "PASS", "2 pairs of tasks may run at once; no path is changed besides outputs"),
        (OUTPUT, "PASS", "3 output locations, all distinct"),
        (STRATEGY, "PASS", "strategy: merge"),
    ] == [(item.item, str(item.result), item.reason) for item in found.items]


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("Use the output of security for your tests.", "output of security"),
        ("Build on the findings from the `security` agent.", "findings from the security agent"),
        ("Start from security's report and add tests.", "security's report"),
        ("Start from `security`'s final verdict, please.", "security 's final verdict"),
        ("Wait for security, then write the tests.", "Wait for security"),
        ("After the security agent has finished, write tests.", "After the security agent has finished"),
        ("Write the tests.\n\nDepends on: security", "Depends on: security"),
        ("Collect the results of the SECURITY task first.", "results of the SECURITY task"),
    ],
)
def test_a_prompt_that_speaks_of_anothers_result_fails(prompt: str, said: str) -> None:
    found = verdict(t("security"), t("qa", prompt))
    assert {
        DEPENDS: [
            f'result-named: the prompt of qa says "{said}": the result of security, and nothing puts security first '
            '| add "depends-on: [security]" to qa, or take it out of the prompt'
        ]
    } == failing(found)
    (proof,) = found.proofs()
    assert ("qa", "security") == proof.tasks
    assert {} == failing(verdict(t("security"), t("qa", prompt, "security")))
    assert {} == failing(verdict(t("security", tier="P0"), t("qa", prompt, tier="P1")))
    assert {} == failing(verdict(t("architect"), t("qa", prompt)))


@pytest.mark.parametrize(
    "prompt",
    [
        "Review the security of the login form and write tests.",
        "Write a review of security, usability and cost of the login.",
        "Do not wait for security; your part is your own.",
        "You don't need the output of security for this.",
        "Ignore the results of security, which come later.",
        "The results of security scans are in the build's log.",
        "The verdict depends on security and cost of the login.",
        "Run the tests after security is set up in the form.",
        "Out of scope:\n\n- the findings of security\n- the colour of the buttons",
        "Today's results are in the wiki, see there for more.",
    ],
)
def test_a_prompt_that_only_uses_the_word_passes(prompt: str) -> None:
    assert {} == failing(verdict(t("security"), t("qa", prompt)))


def test_a_prompt_that_names_anothers_output_fails_where_it_does() -> None:
    text = """\
strategy: merge
tasks:
  - agent: security
    prompt: |
      Look at the login and leave what you find in .agents/security/login.md.
    outputs: [.agents/security/login.md]
  - agent: qa
    prompt: |
      Write the tests for the login.

      They follow from (./.agents/security/login.md).
"""
    plan = read_plan(text, "plan.yaml")
    found = judge(connect(plan))
    assert {
        DEPENDS: [
            'output-named: the prompt of qa names ".agents/security/login.md", which security leaves, and nothing puts '
            'security first | add "depends-on: [security]" to qa, or take it out of the prompt'
        ]
    } == failing(found)
    (proof,) = found.proofs()
    assert (11, 25) == (proof.span.line, proof.span.column)
    assert (".agents/security/login.md",) == proof.paths


@pytest.mark.parametrize(
    "prompt",
    [
        "Write tests. Never read .agents/security/login.md while you do.",
        "Write tests. .agents/security/login.md is written by security.",
        "Write tests.\n\nDo not touch:\n- .agents/security/login.md\n- src/",
        "Write tests of .agents/security/login.md5 and x.agents/security/login.md instead.",
    ],
)
def test_a_prompt_that_forbids_anothers_output_passes(prompt: str) -> None:
    assert {} == failing(verdict(t("security", outputs=(".agents/security/login.md",)), t("qa", prompt)))


def test_a_prompt_file_is_read_like_a_prompt_and_its_places_are_its_own() -> None:
    plan = Plan((t("a"), Task("b", "b", prompt_file="b.md")), strategy="merge")
    found = judge(connect(plan), {"b.md": "Write tests.\nUse the output of a-task or the results of the a agent.\n"})
    (proof,) = found.proofs()
    assert ("b.md", 2, 48) == (proof.file, proof.span.line, proof.span.column)


def test_gathering_a_folder_of_others_outputs_depends_on_them() -> None:
    tasks = (t("a", outputs=("out/a.md",)), t("b", outputs=("out/b.md",)))
    found = verdict(*tasks, t("c", "Merge all that is in out/ into one report.", outputs=("all.md",)))
    assert [
        'output-named: the prompt of c names "out/", where a and b leave their outputs, and nothing puts a first | '
        'add "depends-on: [a, b]" to c, or take it out of the prompt'
    ] == failing(found)[DEPENDS]
    assert {} == failing(verdict(*tasks, t("c", "Leave your report in out/ as c.md.", outputs=("out/c.md",))))


def test_the_other_agents_results_are_nobodys_while_all_run_at_once() -> None:
    prompt = "Compare your findings with the other agents' findings before you answer."
    assert [
        'result-named: the prompt of b says "other agents\' findings": the results of a, which run at the same time, and '
        'nothing puts a first | add "depends-on: [a]" to b, or take it out of the prompt'
    ] == failing(verdict(t("a"), t("b", prompt)))[DEPENDS]
    assert {} == failing(verdict(t("a"), t("b", prompt, "a"), t("c", "", "a")))


def test_an_agent_with_several_tasks_is_meant_if_none_of_them_is_over() -> None:
    first, second = t("part-1"), t("part-2")
    workers = (Task("part-1", "dev", prompt=first.prompt), Task("part-2", "dev", prompt=second.prompt, tier="P0"))
    review = t("qa", "Review the output of dev with care.", tier="P1")
    assert {} == failing(verdict(*workers, review))
    late = (
        Task("part-1", "dev", prompt=first.prompt, tier="P1"),
        Task("part-2", "dev", prompt=second.prompt, tier="P1"),
    )
    assert 1 == len(failing(verdict(*late, review))[DEPENDS])


def test_circles_are_told_by_their_way() -> None:
    found = verdict(
        t("a", "", "c"),
        t("b", "", "a"),
        t("c", inputs=("b.md",)),
        t("d"),
    )
    assert {} == failing(found)  # c takes what nobody leaves
    found = verdict(t("a", "", "c"), t("b", "", "a", outputs=("b.md",)), t("c", inputs=("b.md",)), t("d"))
    assert [
        'circle: a -> c -> b -> a is a circle: a depends on c; c takes "b.md", which b leaves; b depends on a '
        "| take out one of these dependencies, or make one task of two"
    ] == failing(found)[DEPENDS]


def test_a_task_cannot_need_one_of_a_later_tier() -> None:
    found = verdict(t("a", "", "b", tier="P0"), t("b", tier="P2"))
    assert [
        "needs-later-tier: a depends on b, but b is P2 and a is P0: P0 is finished before P2 starts "
        "| raise b to P0, or lower a"
    ] == failing(found)[DEPENDS]


def test_a_circle_across_tiers_is_told_once() -> None:
    found = verdict(
        t("a", "", "b", tier="P0"), t("b", "", "a", tier="P1"), t("c", "", "d", tier="P0"), t("d"), t("e", tier="P2")
    )
    assert [
        "circle: a -> b -> a is a circle: a depends on b; b depends on a | take out one of these dependencies, or make one task of two",
    ] == failing(found)[DEPENDS]  # d has no tier of its own: it goes with c
    found = verdict(t("a", "", "d", "f", tier="P0"), t("d", "", "e"), t("e", tier="P1"), t("f", tier="P1"))
    assert [
        "needs-later-tier: a depends on f, but f is P1 and a is P0: P0 is finished before P1 starts | raise f to P0, or lower a",
        "needs-later-tier: d depends on e, but e is P1 and d is P0: P0 is finished before P1 starts | raise e to P0, or lower d",
    ] == failing(found)[DEPENDS]


def test_a_declared_dispatch_must_keep_to_the_needs() -> None:
    first = t("a", outputs=("a.md",), dispatch=1)
    assert {} == failing(verdict(first, t("b", "", "a", dispatch=2)))
    assert [
        "needs-same-dispatch: b depends on a, and both are in dispatch 1 | put b into a later dispatch than a"
    ] == failing(verdict(first, t("b", "", "a", dispatch=1)))[DEPENDS]
    later = t("b", inputs=("a.md",), dispatch=1)
    assert [
        'needs-same-dispatch: b takes "a.md", which a leaves, and a is in dispatch 2, b in dispatch 1 '
        "| put b into a later dispatch than a"
    ] == failing(verdict(t("a", outputs=("a.md",), dispatch=2), later))[DEPENDS]
    tasks = (t("x", outputs=("o.md",), dispatch=1), t("y", outputs=("o.md",), dispatch=2))
    assert {} == failing(verdict(*tasks))


def test_tiers_and_cap_hold_in_declared_dispatches_too() -> None:
    found = verdict(*(t(f"t{n}", dispatch=1, tier="P1") for n in range(7)), t("z", dispatch=2, tier="P0"))
    assert {} == failing(found)
    assert not found.passed
    assert "dispatch 1 has 7 agents at once, more than the cap of 6" == found.faults[0].message
    assert (
        "t0 (P1) is in dispatch 1, but z (P0) is in dispatch 2: P0 is finished before P1 starts"
        == found.faults[1].message
    )
    assert ["too-wide"] + ["late-tier"] * 7 == [fault.kind for fault in found.faults]


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ({"outputs": ("o/a.md",)}, {"outputs": ("./o//a.md",)}, 'a and b both write "o/a.md"'),
        ({"outputs": ("o/",)}, {"outputs": ("o/b.md",)}, 'a writes "o/", and b writes "o/b.md", which lies in it'),
        ({"outputs": ("o/b.md",)}, {"outputs": ("o",)}, 'b writes "o", and a writes "o/b.md", which lies in it'),
        ({"outputs": ("o/*.md",)}, {"outputs": ("o/b.md",)}, 'a writes "o/*.md", and b writes "o/b.md": "o/*.md" can match "o/b.md"'),
        ({"outputs": ("o/a*",)}, {"outputs": ("o/*b",)}, 'a writes "o/a*", and b writes "o/*b": by their patterns, both can match "o/ab"'),
        ({"outputs": ("o/a.md",)}, {"writes": ("o/a.md",)}, 'a and b both write "o/a.md"'),
        ({"writes": ("o/a.md",)}, {"outputs": ("o/",)}, 'b writes "o/", and a writes "o/a.md", which lies in it'),
        ({"outputs": ("O/A.md",)}, {"outputs": ("o/a.md",)}, 'a and b both write "O/A.md"'),
        ({"outputs": ("o/{a,b}.md",)}, {"outputs": ("o/b.md",)}, 'a and b both write "o/b.md"'),
    ],
)  # fmt: skip
def test_a_shared_output_fails_with_who_and_where(one: dict[str, Any], other: dict[str, Any], message: str) -> None:
    cure = "give each agent an output location of its own, or put one task after the other with depends-on"
    assert {OUTPUT: [f"shared-output: {message} | {cure}"]} == failing(verdict(t("a", **one), t("b", **other)))
    assert {} == failing(verdict(t("a", **one), t("b", "", "a", **other)))
    assert {} == failing(verdict(t("a", tier="P0", **one), t("b", tier="P1", **other)))


def test_one_path_that_many_share_is_one_fault() -> None:
    tasks = [t(f"t{n}", outputs=("o.md",)) for n in range(9)]
    assert ['t0, t1, t2, t3, t4 and 4 more all write "o.md"'] == [proof.message for proof in verdict(*tasks).proofs()]
    found = verdict(t("a", outputs=("o.md",)), t("b", "", "a", outputs=("o.md",)), t("c", outputs=("o.md",)))
    assert ['a, b and c all write "o.md", and not all of them are put in order'] == [
        proof.message for proof in found.proofs()
    ]


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ({"writes": ("src/a.py",)}, {"writes": ("src/a.py",)}, 'shared-write: a and b both write "src/a.py"'),
        ({"writes": ("src/",)}, {"writes": ("src/a.py",)}, 'shared-write: a writes "src/", and b writes "src/a.py", which lies in it'),
        ({"writes": ("src/a.py",)}, {"reads": ("src/a.py",)}, 'read-while-written: a writes "src/a.py", and b reads it'),
        ({"reads": ("src/**",)}, {"writes": ("src/a.py",)}, 'read-while-written: b writes "src/a.py", and a reads "src/**": "src/**" can match "src/a.py"'),
        ({"inputs": ("src/a.py",)}, {"writes": ("src/",)}, 'read-while-written: b writes "src/", and a reads "src/a.py", which lies in it'),
    ],
)  # fmt: skip
def test_shared_state_fails_with_who_and_where(one: dict[str, Any], other: dict[str, Any], message: str) -> None:
    found = failing(verdict(t("a", **one), t("b", **other)))
    assert [STATE] == list(found)
    assert [message] == [line.split(" | ")[0] for line in found[STATE]]
    assert {} == failing(verdict(t("a", **one), t("b", "", "a", **other)))


def test_what_one_path_causes_is_one_fault_with_all_its_tasks_and_paths() -> None:
    found = verdict(
        *(t(f"t{n}", reads=(f"src/{n}.py",)) for n in range(8)),
        t("wide", writes=("src/",)),
        t("apart", writes=("lib/a.py",)),
        t("other", reads=("lib/",)),
    )
    wide, apart = found.proofs()
    assert (
        'wide writes "src/", and t0 reads "src/0.py", which lies in it; likewise "src/1.py" (t1), "src/2.py" (t2), '
        '"src/3.py" (t3), "src/4.py" (t4), "src/5.py" (t5) and 2 more'
    ) == wide.message
    assert ({f"t{n}" for n in range(8)} | {"wide"}, {f"src/{n}.py" for n in range(8)} | {"src/"}) == (
        set(wide.tasks),
        set(wide.paths),
    )
    assert 'apart writes "lib/a.py", and other reads "lib/", which holds it' == apart.message
    found = verdict(*(t(f"t{n}", writes=(f"src/{n}.py",)) for n in range(3)), t("all", reads=("src/",)))
    assert [
        't0 writes "src/0.py", and all reads "src/", which holds it; likewise "src/1.py" (t1) and "src/2.py" (t2)'
    ] == [proof.message for proof in found.proofs()]


def test_what_one_prompt_names_is_one_fault_with_all_its_tasks() -> None:
    rest = [t(f"t{n}", outputs=(f"out/{n}.md",), writes=(f"src/{n}.py",)) for n in range(8)]
    paths = " and ".join(f"out/{n}.md" for n in range(8))
    assert {
        DEPENDS: [
            'output-named: the prompt of a names "out/0.md", which t0 leaves, and nothing puts t0 first; likewise '
            '"out/1.md" (t1), "out/2.md" (t2), "out/3.md" (t3), "out/4.md" (t4), "out/5.md" (t5) and 2 more '
            '| add "depends-on: [t0, t1, t2, t3, t4, t5, ...]" to a, or take it out of the prompt'
        ]
    } == failing(verdict(t("a", f"Read {paths} and mend the login."), *rest))
    assert {
        STATE: [
            'named-while-written: the prompt of a names "src/0.py", which t0 changes at the same time; likewise '
            '"src/1.py" (t1) | add the paths to the reads or writes of a, and put one task after the other with depends-on'
        ]
    } == failing(verdict(t("a", "Review src/0.py and src/1.py, and write down what is wrong."), *rest))
    found = failing(verdict(t("a", "Use the output of b-1, the output of c-1 and the output of d-1."), t("b-1"), t("c-1"), t("d-1", "", "a")))  # fmt: skip
    assert [
        'result-named: the prompt of a says "output of b-1": the result of b-1, and nothing puts b-1 first; likewise "output of c-1" (c-1) | add "depends-on: [b-1, c-1]" to a, or take it out of the prompt',
        'result-named: the prompt of a says "output of d-1": the result of d-1, and a comes before d-1 | let a come after d-1, or take it out of the prompt',
    ] == found[DEPENDS]


def test_more_globs_than_can_be_compared_are_refused_with_what_to_change() -> None:
    tasks = [t(f"t{n}", writes=(f"src/*{n}*.py",)) for n in range(710)]
    with pytest.raises(UserError, match="more than 250,000 pairs of the plan's paths and globs") as caught:
        verdict(*tasks)
    assert "let globs begin with the folder that each is about, or make several plans of this one" == caught.value.hint


def test_the_work_for_globs_that_all_meet_and_prompts_that_name_all_grows_with_the_pairs() -> None:
    def globs(count: int) -> Verdict:
        return verdict(*(t(f"t{n}", writes=(f"src/*{n}*.py",)) for n in range(count)))

    def names(count: int) -> Verdict:
        outputs = [f"out/{n}.md" for n in range(count)]
        return verdict(*(t(f"t{n}", f"Read {' '.join(outputs)}.", outputs=(outputs[n],)) for n in range(count)))

    for judged in (globs, names):
        judged(5)
        assert calls(judged, 80) < 6 * calls(judged, 40)


def test_one_pair_at_one_path_is_told_once() -> None:
    both: dict[str, Any] = {"reads": ("src/a.py",), "writes": ("src/a.py",)}
    assert ['a and b both write "src/a.py"'] == [
        proof.message for proof in verdict(t("a", **both), t("b", **both)).proofs()
    ]
    wide = verdict(t("a", reads=("src/",), writes=("src/a.py",)), t("b", writes=("src/a.py",)))
    assert ['a and b both write "src/a.py"'] == [proof.message for proof in wide.proofs()]


def test_globs_stand_for_the_files_that_there_are() -> None:
    tasks = (t("a", writes=("src/a*.py",)), t("b", writes=("src/*b.py",)))
    assert 'a writes "src/a*.py", and b writes "src/*b.py": by their patterns, both can match "src/ab.py"' == (
        verdict(*tasks).proofs()[0].message
    )
    assert 'a writes "src/a*.py", and b writes "src/*b.py": both match "src/axb.py"' == (
        verdict(*tasks, files=["src/axb.py", "src/a.py", "src/b.py"]).proofs()[0].message
    )
    assert () == verdict(*tasks, files=["src/a.py", "src/b.py"]).proofs()
    assert 1 == len(verdict(*tasks, files=["src/a.py"]).proofs())  # b's files are still to be made
    outputs = (t("a", outputs=("src/a*.py",)), t("b", outputs=("src/*b.py",)))
    assert 1 == len(verdict(*outputs, files=["src/a.py", "src/b.py"]).proofs())


def test_who_reads_a_whole_folder_does_not_wait_for_new_files_in_it() -> None:
    tasks = [t(f"t{n}", reads=(".",), outputs=(f"out/{n}.md",)) for n in range(3)]
    assert {} == failing(verdict(*tasks))


def test_a_prompt_that_names_what_another_changes_fails() -> None:
    found = verdict(t("a", writes=("deploy/",)), t("b", "Check deploy/login.yaml for mistakes."))
    assert {
        STATE: [
            'named-while-written: the prompt of b names "deploy/login.yaml", which a changes at the same time | add the '
            "path to the reads or writes of b, and put one task after the other with depends-on"
        ]
    } == failing(found)
    assert {} == failing(
        verdict(t("a", writes=("deploy/",)), t("b", "Write it. Don't touch deploy/login.yaml please."))
    )
    assert {} == failing(verdict(t("a", writes=("deploy/",)), t("b", "Check deploy/login.yaml for mistakes.", "a")))


@pytest.mark.parametrize(
    ("prompt", "command"),
    [
        ("Write the tests, then run `git commit -a`.", "git commit"),
        ("Write the tests.\n\n```\nnpm install\nnpm test\n```\n", "npm install"),
    ],
)
def test_a_command_that_changes_what_all_share_fails(prompt: str, command: str) -> None:
    assert {
        STATE: [
            f'shared-command: the prompt of b asks for "{command}", which changes what all share, while a may be at work '
            "| let the orchestrator do it when all are done, or give each agent a worktree of its own"
        ]
    } == failing(verdict(t("a"), t("b", prompt)))
    assert {} == failing(verdict(t("b", prompt)))
    assert {} == failing(verdict(t("a"), t("b", f"You have a worktree of your own. {prompt}")))


@pytest.mark.parametrize(
    "prompt",
    ["Write the tests. Never run git commit, git push.", "Explain what git rebase does to a beginner.", "Run `git diff` and say what you see.", "These are checked:\n\n- `git commit` needs a log", "Use git commit messages that say why.", "Mend the text.\ngit merge is explained there."],
)  # fmt: skip
def test_a_command_that_is_not_asked_for_passes(prompt: str) -> None:
    assert {} == failing(verdict(t("a"), t("b", prompt)))


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (Task("a", "a"), "empty-prompt: a has no prompt | write down the objective, what it works on, and what it has to leave where"),
        (Task("a", "a", prompt=" \n"), "empty-prompt: a has no prompt | write down the objective, what it works on, and what it has to leave where"),
        (Task("a", "a", prompt="Review security"), "short-prompt: the prompt of a has 2 words: too few to say what is wanted | write down the objective, what it works on, and what it has to leave where"),
        (Task("a", "a", prompt="prompts/a.md"), "short-prompt: the prompt of a has 1 word: too few to say what is wanted | if it's the path of a file, name it with `prompt-file`"),
        (Task("a", "a", prompt="Look at the login form.", inputs=("docs/login.md",)), 'unnamed-input: the prompt of a doesn\'t name what it is to read: "docs/login.md" | name it in the prompt: the agent sees nothing else'),
        (Task("a", "a", prompt="Look at the login form.", reads=("src/**", "docs/")), 'unnamed-input: the prompt of a doesn\'t name what it is to read: "src/**" and "docs/" | name it in the prompt: the agent sees nothing else'),
        (Task("a", "a", prompt="Look at the login form.", outputs=("o/a.md",)), 'unnamed-output: the prompt of a doesn\'t say where it leaves its result: "o/a.md" | name it in the prompt: the agent sees nothing else'),
        (Task("a", "a", prompt="Look at the outer data.md form.", outputs=("o", "a.md")), 'unnamed-output: the prompt of a doesn\'t say where it leaves its result: "o" and "a.md" | name it in the prompt: the agent sees nothing else'),
        (Task("a", "a", prompt="Mend the form as we discussed."), 'outside-context: the prompt of a refers to a conversation that it doesn\'t see: "as we discussed" | write what was said there'),
        (Task("a", "a", prompt="Mend this: [paste the error here]"), 'placeholder: the prompt of a has a blank that nobody filled in: "[paste the error here]" | put the text there'),
        (Task("a", "a", prompt_file="p.md"), 'missing-prompt-file: the prompt file of a, "p.md", can\'t be read | write the file, or correct its path'),
    ],
)  # fmt: skip
def test_what_a_prompt_lacks_is_told(task: Task, expected: str) -> None:
    assert {CONTEXT: [expected]} == failing(verdict(task))


@pytest.mark.parametrize(
    "task",
    [
        Task("a", "a", prompt="Look at login.md and say more.", inputs=("docs/login.md",)),
        Task("a", "a", prompt="Look at src/login for mistakes.", reads=("src/**",)),
        Task("a", "a", prompt="Look at **src/login.py** for mistakes.", reads=("src/*.py",)),
        Task("a", "a", prompt="Look at all in docs/ for mistakes.", inputs=("docs/login.md", "docs/logout.md")),
        Task("a", "a", prompt="See https://example.com/a for the rest.", inputs=("https://example.com/a",)),
        Task("a", "a", prompt="Look at the Makefile and say more.", reads=("build/Makefile",)),
        Task("a", "a", prompt="Look at the docs and say more.", reads=("docs/",)),
        Task("a", "a", prompt="Look at my file.md, then say more.", inputs=("my file.md",)),
        Task("a", "a", prompt="You don't see the previous conversation. Ask nothing."),
        Task("a", "a", prompt="Mend what issue 5 says, as discussed in docs/adr-9.md."),
        Task("a", "a", prompt="See [your guide](docs/guide.md) for how to write."),
        Task("a", "a", prompt="Mend the form. Answer in this form:\n\n```\n[paste the output here]\n```\n"),
        Task("a", "a", prompt="Say for each change: [Add/Modify/Remove] and why."),
        Task("a", "a", prompt="审查登录表单的安全性并写出报告"),
    ],
)
def test_what_a_prompt_names_in_its_own_way_passes(task: Task) -> None:
    assert {} == failing(verdict(task))


def test_what_is_read_has_to_be_there_or_be_made_before() -> None:
    files = ["docs/login.md", "src/a.py", "p/design.md"]
    assert {
        CONTEXT: [
            'missing-file: a reads "doc/login.md", which doesn\'t exist | did you mean "docs/login.md"?',
            'missing-file: a reads "src/*.js", which matches no file | correct the path, or take it out',
        ]
    } == failing(
        verdict(t("a", inputs=("doc/login.md",), reads=("src/*.js", "src", "docs/*", "../x", "/etc/x")), files=files)
    )
    makes = t("a", outputs=("out/",), writes=("src/new.py",))
    assert {} == failing(verdict(makes, t("b", "", "a", inputs=("out/x.md",), reads=("src/new.py",)), files=files))
    early = failing(verdict(makes, t("b", reads=("src/new.py",)), files=files))
    assert [
        'missing-file: b reads "src/new.py", which doesn\'t exist before a is done | add "depends-on: [a]" to b'
    ] == early[CONTEXT]
    assert [
        'missing-prompt-file: the prompt file of a, "p/desing.md", doesn\'t exist | did you mean "p/design.md"?'
    ] == failing(verdict(Task("a", "a", prompt_file="p/desing.md"), files=files))[CONTEXT]


@pytest.mark.parametrize(
    ("strategy", "tasks", "expected"),
    [
        ("", (t("a"), t("b")), "no-strategy: the plan has no aggregation strategy | add `strategy:` to the plan: merge, vote, escalate"),
        ("", (t("a", strategy="merge"), t("b")), "no-strategy: b has no aggregation strategy | add `strategy:` to the plan: merge, vote, escalate"),
        ("merge", (t("a", strategy="vote"), t("b")), "lone-ballot: a is the only one to vote | let several tasks vote on the same question, or choose merge"),
    ],
)  # fmt: skip
def test_a_strategy_is_chosen_before(strategy: str, tasks: tuple[Task, ...], expected: str) -> None:
    assert {STRATEGY: [expected]} == failing(verdict(*tasks, strategy=strategy))


def test_one_task_needs_no_strategy() -> None:
    found = verdict(t("a"), strategy="")
    assert {} == failing(found)
    assert "one task: nothing to aggregate" == found.items[-1].reason


def test_an_item_of_the_projects_own_stays_open() -> None:
    protocol = Protocol(checklist=("The budget is agreed", *BUILT_IN.checklist[1:]))
    found = verdict(t("a"), t("b"), protocol=protocol)
    assert ("The budget is agreed", Result.OPEN, "an item of the project's own: judge it yourself") == (
        found.items[0].item,
        found.items[0].result,
        found.items[0].reason,
    )
    assert found.passed
    assert 5 == len(found.items)


def test_notes_tell_what_is_missing_and_fail_nothing() -> None:
    plan = Plan(
        (t("a", tier="P0", timebox=60.0), t("b", on_failure="Skip", outputs=("b.md",))), strategy="merge", cap=9
    )
    found = judge(connect(plan), agents=["a", "bb"])
    assert found.passed
    assert [
        "b has no timebox | say when they count as timed out",
        "a has no failure action | add `on-failure`",
        "a has no output | name a file, so that the result can be traced",
        "b has no tier | give all tasks one, or none",
        "the plan's cap of 9 is over the protocol's 6, which holds | raise the protocol's cap, or lower this one",
        "the plan has 2 agents; the protocol finds a dispatch worth it from 3 domains on | consider one agent for all of it",
        'no agent is called b | did you mean "bb"?',
    ] == [f"{note.message} | {note.hint}" for note in found.notes]


def test_an_output_that_a_later_task_overwrites_is_noted() -> None:
    found = verdict(t("a", outputs=("o.md",)), t("b", "", "a", outputs=("o.md",)))
    assert found.passed
    assert 'a and b leave their outputs in "o.md", so that only the last one stays' in [
        note.message for note in found.notes
    ]


def test_every_proof_has_a_place_a_cure_and_its_tasks() -> None:
    text = """\
tasks:
  - {id: a, agent: x, prompt: Use the output of task b., writes: [s], tier: P0, depends-on: [c], outputs: [o]}
  - {id: b, agent: y, prompt: hm, writes: [s/t], tier: P0, outputs: [o/p], inputs: [nowhere.md]}
  - {id: c, agent: z, prompt: See s/t for the rest., tier: P1}
"""
    plan = read_plan(text, "p.yaml")
    tree = Tree(["x.md"])
    found = judge(connect(plan, tree=tree), tree=tree)
    kinds = {proof.kind: proof for proof in found.proofs()}
    lines = text.split("\n")
    starts = {
        "needs-later-tier": "c], outputs",
        "result-named": "Use the output",
        "unnamed-output": "o]}",
        "short-prompt": "hm,",
        "missing-file": "nowhere.md",
        "shared-write": "s/t]",
        "shared-output": "o/p]",
        "no-strategy": "tasks:",
    }
    assert sorted(starts) == sorted(kinds)
    for kind, start in starts.items():
        span = kinds[kind].span
        assert lines[span.line - 1][span.column - 1 :].startswith(start)
    assert all(proof.hint and proof.tasks for proof in found.proofs())
