"""A checked file as the rules see it: what it is, whether it's closed, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from allsettled.claims import Problem as Claim
from allsettled.claims import problems as problems_of_claims
from allsettled.claims.suspects import suspects
from allsettled.document.front import front_matter_end
from allsettled.document.model import Document
from allsettled.document.outline import outline
from allsettled.kinds import Kind
from allsettled.protocol.parts import Extract
from allsettled.protocol.reading import extracts
from allsettled.protocol.record import Record, build
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.span import Text
from allsettled.subject.duties import Duty, read_duties
from allsettled.subject.kinds import LOG_LIKE
from allsettled.subject.labels import head_labels
from allsettled.subject.leftovers import Leftover, read_leftovers
from allsettled.subject.progress import AgentLine, read_agent_lines
from allsettled.subject.state import State, read_state

Exists = Callable[[str], bool | None]
"""Whether a path that a file names is there; None where that can't be told."""


class Subject:
    """A file, read. Everything but the document is worked out when it's first asked for."""

    def __init__(
        self,
        path: str,
        kind: Kind,
        document: Document,
        protocol: Protocol = BUILT_IN,
        *,
        given: Sequence[Extract] | None = None,
        exists: Exists | None = None,
        declared: State | None = None,
        agents: frozenset[str] | None = None,
    ) -> None:
        self.path = path  # as the user named it, with `/`
        self.kind = kind
        self.document = document
        self.protocol = protocol
        self.given = given  # the records of a JSON log
        self.exists = exists
        self.declared = declared  # what a JSON log says of itself
        self.agents = agents  # the names that the project's catalogue knows; None: there is none

    def cure(self, in_markdown: str, in_json: str) -> str:
        """Return what to do about something that's missing, in the words of the file's own form."""
        return in_markdown if self.given is None else in_json

    @cached_property
    def extracts(self) -> tuple[Extract, ...]:
        """Return the plain values of the records, with their places."""
        if self.given is not None:
            return tuple(self.given)
        return tuple(extracts(self.document, self.protocol)) if self.kind in LOG_LIKE else ()

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Return the records of the dispatches that the file accounts for."""
        return tuple(
            build(extract.value if isinstance(extract.value, dict) else {}, MappingProxyType(extract.places))
            for extract in self.extracts
        )

    def torn(self, *parts: str) -> frozenset[str]:
        """Return the agents, folded, whose rows in some parts of the records are torn.

        They stand in the file, and what their rows say isn't known: that is one fault, and nothing follows from it.
        """
        return frozenset(name for extract in self.extracts for part in parts for name in extract.torn.get(part, ()))

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Return the rows and items that say what must be done, and whether it was."""
        return tuple(read_duties(self.document))

    @cached_property
    def leftovers(self) -> tuple[Leftover, ...]:
        """Return the placeholders that stand where something should have been written."""
        return tuple(read_leftovers(self.document))

    @cached_property
    def untouched(self) -> bool:
        """Say whether the log is a template that nobody filled in, though it doesn't say that it's still open."""
        waiting = sum(duty.open for duty in self.duties)
        none_done = waiting >= 3 and not any(duty.done for duty in self.duties)
        return none_done and len(self.leftovers) >= 3 and self.state is not State.OPEN

    @cached_property
    def state(self) -> State:
        """Return whether the log says that it's open or closed, if it says so."""
        return self.declared if self.declared is not None else read_state(self.document, self.duties)

    @cached_property
    def labels(self) -> Mapping[str, Text]:
        """Return the labels of the log's head, by their folded name."""
        return head_labels(self.document)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Return the claims that the file's own numbers contradict, or don't back."""
        return tuple(problems_of_claims(self.document))

    @cached_property
    def wrong_claims(self) -> tuple[Claim, ...]:
        """Return the claims that the file's own numbers contradict. Most files have none, as their text alone shows."""
        if "claims" not in self.__dict__ and self.given is None and not self.path.endswith(".toml"):
            text = self.document.text
            if suspects(outline(text, front_matter_end(text))) is None:
                return ()
        return tuple(claim for claim in self.claims if claim.kind != "unbacked")

    @cached_property
    def agent_lines(self) -> tuple[AgentLine, ...]:
        """Return the places outside the protocol's own tables that say how an agent's run stands."""
        own = frozenset(span.line for record in self.records for span in record.places.values())
        return tuple(line for line in read_agent_lines(self.document) if line.status_place.line not in own)
