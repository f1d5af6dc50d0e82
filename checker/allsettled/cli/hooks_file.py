"""Our hooks in a `.pre-commit-config.yaml`."""

import re
from collections.abc import Mapping
from typing import Any

from allsettled.errors import UserError

FILE_NAME = ".pre-commit-config.yaml"
_PLAIN = re.compile(r"[A-Za-z0-9][!-~]*[\w/]", re.ASCII)  # what YAML reads as it stands
_PASSWORD = re.compile(r"^([a-z+]+://)[^/@]*:[^/@]*@")
_LOCAL = """\
- repo: local
  hooks:
    - id: allsettled-check
      name: allsettled check
      entry: allsettled check
{how}
      types: [markdown]
    - id: allsettled-render-check
      name: allsettled render --check
      entry: allsettled render --check --diff --allow-empty
{how}
      pass_filenames: false
      require_serial: true
"""
_FROM_GIT = """\
- repo: {url}
  rev: {commit}
  hooks:
    - id: allsettled-check
    - id: allsettled-render-check
"""


def our_hooks() -> str:
    """Return our hooks, as an item of the file's `repos`: such as get the allsettled that runs now."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        installed = distribution("allsettled")
    except PackageNotFoundError:  # it runs from its sources
        return hooks_for("{}", "")
    return hooks_for(installed.read_text("direct_url.json"), installed.version)


def hooks_for(origin: str | None, version: str) -> str:
    """Return our hooks for an allsettled of a version. `origin` is its `direct_url.json`; None: it's from an index.

    What was installed from a folder or a file can be had from nowhere else: there, the hooks call what is on the PATH.
    Source: https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
    """
    if origin is None:
        return _LOCAL.format(how=f"      language: python\n      additional_dependencies: [allsettled=={version}]")
    if found := _from_git(origin):
        return _FROM_GIT.format(url=found[0], commit=found[1])
    return _LOCAL.format(how="      language: system")


def _from_git(origin: str) -> tuple[str, str] | None:
    """Return the address and the commit that a `direct_url.json` names, if it does: without a password in it."""
    import json

    try:
        table = json.loads(origin)
        url, revision = table["url"], table["vcs_info"]
        kind, commit = revision["vcs"], revision["commit_id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if kind != "git" or not all(isinstance(text, str) and _PLAIN.fullmatch(text) for text in (url, commit)):
        return None
    return _PASSWORD.sub(r"\1", url), commit


def with_hooks(text: str | None, hooks: str) -> str | None:
    """Return the file's text with our hooks in it; None if they are there already. `text` is None for a new file.

    Raises UserError for a file to which they cannot be added without touching what it says.
    """
    if text is None or not text.strip():
        return "repos:\n" + indented(hooks, "  ")
    if "allsettled-check" in text:
        return None
    before = _read(text)
    repos = before.get("repos") if before else None
    indent = next((line[: line.index("-")] for line in text.split("\n") if line.lstrip().startswith("- repo:")), None)
    if isinstance(repos, list) and indent is not None:
        made = text.rstrip("\n") + "\n" + indented(hooks, indent)
        after = _read(made)
        if after == {**(before or {}), "repos": [*repos, *(_read("repos:\n" + hooks) or {})["repos"]]}:
            return made
    raise UserError("the hooks cannot be added to this file", path=FILE_NAME, hint="paste them: they are printed above")


def indented(hooks: str, indent: str) -> str:
    """Return each line of the hooks behind `indent`."""
    return "".join(f"{indent}{line}\n" for line in hooks.splitlines())


def _read(text: str) -> Mapping[str, Any] | None:
    import yaml

    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
