"""The file that a platform without files of agents reads instead, such as AGENTS.md: begun once, then the user's."""

from allsettled.render.markers import Style, begin_line, end_line

REGIONS = ("agents", "parallel-dispatch")
"""The ids of the regions with which such a file is begun."""


def context_file() -> str:
    """Return the text of a new file: a title, and the regions, still empty."""
    markers = [f"{begin_line(id_, {}, Style.MARKDOWN)}\n{end_line(id_, Style.MARKDOWN)}\n" for id_ in REGIONS]
    return "# Agents\n\n" + "\n".join(markers)
