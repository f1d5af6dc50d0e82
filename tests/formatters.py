"""Formatters that are not Python's: found by a variable or on the PATH."""

import os
import shutil

import pytest

_VARIABLES = {"prettier": "ALLSETTLED_PRETTIER", "markdownlint-cli2": "ALLSETTLED_MARKDOWNLINT"}


def program(name: str) -> str:
    """Return a formatter's path; the test is skipped where there is none."""
    variable = _VARIABLES[name]
    found = os.environ.get(variable) or shutil.which(name)
    if not found:
        pytest.skip(f"no {name}: install it and name it in {variable}, or put it on the PATH, to run this test")
    return found
