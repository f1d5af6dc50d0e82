"""Markdown to problems, in a form that is easy to compare."""

from allsettled.claims import Kind, problems
from allsettled.document import parse


def found(text: str, kind: Kind | None = None) -> list[str]:
    """Return `line: figure: message` of each problem; notes only where they're asked for."""
    document = parse(text)
    wanted = ("arithmetic", "total") if kind is None else (kind,)
    return [
        f"{span.line}: {document.lines[span.line - 1][span.column - 1 : span.end_column - 1]}: {problem.message}"
        for problem in problems(document)
        if problem.kind in wanted
        for span in (problem.span,)
    ]
