"""Our hooks in a `.pre-commit-config.yaml`."""

from collections.abc import Mapping
from typing import Any

from allsettled.errors import UserError

FILE_NAME = ".pre-commit-config.yaml"
SNIPPET = """\
- repo: local
  hooks:
    - id: allsettled-check
      name: allsettled check
      entry: allsettled check
      language: python
      additional_dependencies: [allsettled]
      types: [markdown]
    - id: allsettled-render-check
      name: allsettled render --check
      entry: allsettled render --check --diff --allow-empty
      language: python
      additional_dependencies: [allsettled]
      pass_filenames: false
      require_serial: true
"""


def with_hooks(text: str | None) -> str | None:
    """Return the file's text with our hooks in it; None if they are there already. `text` is None for a new file.

    Raises UserError for a file to which they cannot be added without touching what it says.
    """
    if text is None or not text.strip():
        return "repos:\n" + _indented("  ")
    if "allsettled-check" in text:
        return None
    before = _read(text)
    repos = before.get("repos") if before else None
    indent = next((line[: line.index("-")] for line in text.split("\n") if line.lstrip().startswith("- repo:")), None)
    if isinstance(repos, list) and indent is not None:
        made = text.rstrip("\n") + "\n" + _indented(indent)
        after = _read(made)
        if after == {**(before or {}), "repos": [*repos, *(_read("repos:\n" + _indented("")) or {})["repos"]]}:
            return made
    raise UserError("the hooks cannot be added to this file", path=FILE_NAME, hint="paste them: they are printed above")


def _indented(indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in SNIPPET.splitlines())


def _read(text: str) -> Mapping[str, Any] | None:
    import yaml

    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
