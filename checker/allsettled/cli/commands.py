"""The commands' names and what they do, and the help that lists them, without loading any."""

COMMANDS = {
    "check": "Check logs, prompts and other Markdown files.",
    "explain": "Explain a rule, or list all rules.",
    "render": "Refresh the managed regions of prompts, and agents' files.",
    "regions": "List managed regions and rendered files, and how they stand.",
    "adopt": "Make a section of a prompt a managed region, or add a new one.",
    "eject": "Make a region or a rendered file your own again.",
    "templates": "List, show and compare the templates of regions.",
    "platforms": "Tell what is known of the platforms that agents run on.",
    "init": "Begin: find what is here already, and write the settings.",
    "new": "Write a new log, output, handoff, retrospective or skill.",
    "plan": "Judge a dispatch before it's made, order it, write its calls.",
    "aggregate": "Make one result of what the agents left.",
    "record": "Write a session log from a harness's transcript.",
    "verify": "Hold session logs against the harness's transcripts.",
    "stats": "Sum up what dispatches cost and saved, over many sessions.",
    "hook": "Take a harness's events: keep a journal, write or check logs.",
    "requirements": "List what the protocol asks for, and what answers it.",
}
"""Each command's module in `allsettled.cli` has its name."""

SUMMARY = "Check the records of parallel agents, and render the prompts they work by."

EXAMPLES = """\
Examples:
  allsettled check .                  check all Markdown below this folder
  allsettled check --format github .  the same, as annotations of a CI run
  allsettled explain unsettled-agent  what a rule wants, and why
  allsettled render                   refresh the prompts of a new protocol
  allsettled render --check --diff    say what is stale, write nothing"""

EXIT_CODES = """\
Exit codes: 0 clean, 1 findings or stale regions, 2 could not,
3 a fault of allsettled itself."""

OPTIONS = {"--version": "Show the version and exit.", "-h, --help": "Show this message and exit."}
"""What click says of them; `tests/cli/test_help.py` holds that nothing else comes out."""

NARROWEST = 80
"""The columns of a terminal from which on no line of the help has to be broken."""


def help_text() -> str:
    """Return what `allsettled --help` prints on a terminal that is wide enough."""
    parts = ["Usage: allsettled [OPTIONS] COMMAND [ARGS]...\n", *(_indented(text) for text in _PARAGRAPHS)]
    for title, rows in (("Options", OPTIONS), ("Commands", COMMANDS)):
        width = max(map(len, rows))
        parts.append(f"{title}:\n" + "".join(f"  {name:{width}}  {does}\n" for name, does in rows.items()))
    return "\n".join(parts)


_PARAGRAPHS = (SUMMARY, EXAMPLES, EXIT_CODES)


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.split("\n"))


def document() -> str:
    r"""Return the paragraphs as click wants them: `\b` keeps the lines of one as they are."""
    return "\n\n".join(("\b\n" if "\n" in text else "") + text for text in _PARAGRAPHS)
