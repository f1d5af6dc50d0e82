"""A summary as one HTML page: timelines and charts as inline SVG, readable without script and without a network.

The page's size is bounded: of many dispatches the newest are drawn, and what is left out is said.
"""

from allsettled.evidence.page.view import view
from allsettled.evidence.stats.summary import Summary

TEMPLATE, STYLE = "pages/stats.html.j2", "pages/stats.css"


def as_html(summary: Summary) -> str:
    """Return the page. Whatever transcripts say is escaped: it's text, and never markup."""
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from allsettled.assets import template

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = environment.from_string(template(TEMPLATE)).render(page=view(summary), style=template(STYLE))
    return text.rstrip("\n") + "\n"
