"""Our hooks in a `.pre-commit-config.yaml`."""

from collections.abc import Mapping
from typing import Any

from allsettled.errors import UserError

FILE_NAME = ".pre-commit-config.yaml"
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
    import json

    table = json.loads(origin)
    revision = table.get("vcs_info", {})
    if revision.get("vcs") == "git":
        return _FROM_GIT.format(url=table["url"], commit=revision["commit_id"])
    return _LOCAL.format(how="      language: system")


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
