"""Files that a command was told to write, wherever the user wants them."""

from pathlib import Path

from allsettled.files.write import replace_all


def write_file(path: Path, text: str) -> None:
    """Write a file that an option names, whole or not at all. Raises UserError if it can't be written."""
    replace_all({path: text.encode("utf-8")}, root=path.absolute().parent)
