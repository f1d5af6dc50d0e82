"""What the agents of a dispatch left, made into one record: everyone settled, one result, no failure lost (FR-2, FR-3).

`settling` -> what each agent left, or why it left nothing; `aggregate` -> a record in the protocol's terms, and what
must be escalated; `placing` -> the edits that put it into a log. The order of the inputs doesn't matter; the same
inputs give the same bytes.
"""

from allsettled.aggregating.combining import Aggregate, aggregate
from allsettled.aggregating.merging import Merged, merge
from allsettled.aggregating.values import Point, Returned
from allsettled.aggregating.voting import Decision, vote

__all__ = ["Aggregate", "Decision", "Merged", "Point", "Returned", "aggregate", "merge", "vote"]
