"""What the evidence comes to: how long, how parallel, how many failed, and what width pays.

All of it is exact: whole microseconds and fractions, so no order of merging changes a digit.
"""

from allsettled.evidence.stats.measure import Measure, measure
from allsettled.evidence.stats.summary import Summary, merge, summarise

__all__ = ["Measure", "Summary", "measure", "merge", "summarise"]
