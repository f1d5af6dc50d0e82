"""The examples in `docs/plan.md`: a plan, and the report on it, word for word."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from allsettled.document import parse
from allsettled.document.model import Fence
from allsettled.planning.assessment import assess
from allsettled.planning.reading import read_plan
from allsettled.planning.report import report

PAGE = Path(__file__).resolve().parents[2] / "docs" / "plan.md"
_ENDINGS = {"yaml": "plan.yaml", "markdown": "plan.md"}


def examples() -> Iterator[tuple[Fence, Fence]]:
    """Yield each plan with the report that the page gives of it."""
    fences = [block for block in parse(PAGE.read_text(encoding="utf-8")).blocks() if isinstance(block, Fence)]
    for plan, text in itertools.pairwise(fences):
        if plan.info in _ENDINGS and text.info == "text":
            yield plan, text


def reported(plan: Fence) -> str:
    """Return the report on an example's plan, in a project that has the page that it reads."""
    return report(assess(read_plan(plan.text, _ENDINGS[plan.info]), files=["docs/login.md"]))
