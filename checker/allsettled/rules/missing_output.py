"""An agent's own output that was kept nowhere, or that isn't where the log says (FR-2.3)."""

from collections.abc import Callable, Iterator

from allsettled.expressions import expression
from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Fault
from allsettled.rules.failures import listed
from allsettled.rules.paths import paths
from allsettled.subject import Subject

_KEEP = "write the file that holds the agent's own output; where there's none, N/A and why: `N/A (read-only check)`"
_FILE = expression(r"[^/*{}]\.[A-Za-z]\w{0,7}$")


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each complete agent without an output location, and for each location that isn't there."""
    done = [(index, row) for index, row in enumerate(record.outputs) if row.state is Status.COMPLETE]
    if len(done) > 1 and not any(row.location for row in record.outputs):
        names = listed([row.agent for _, row in done])
        yield Fault(("outputs",), f"nothing says where the outputs of {names} are kept", _KEEP)
        return
    for index, row in done:
        if not row.location:
            yield Fault(("outputs", index, "location"), f"nothing says where the output of {row.agent} is kept", _KEEP)
    if subject.exists is not None:
        for index, row in enumerate(record.outputs):
            if gone := _gone(row.location, subject.exists):
                yield Fault(
                    ("outputs", index, "location"),
                    f"{gone} doesn't exist: the output of {row.agent} can't be read",
                    "keep the file with the log, or mend the path; `--no-files` checks the log alone",
                )


def _gone(location: str, exists: Callable[[str], bool | None]) -> str | None:
    """Return the first path of a location that isn't there."""
    return next((path for path in paths(location) if _names_a_file(path) and exists(path) is False), None)


def _names_a_file(path: str) -> bool:
    """Say whether it's surely a file or folder, as `docs/plan.md` and `.agents/qa` are; `origin/main` may be none."""
    if any(sign in path for sign in "*{}"):
        return False
    return bool(_FILE.search(path)) or (path.startswith(".") and " " not in path)
