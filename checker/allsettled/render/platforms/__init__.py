"""The platforms that agents run on: facts with their sources, and what follows from them."""

from allsettled.render.platform_tables import IDS
from allsettled.render.platforms.calls import ForeignCall, foreign_calls
from allsettled.render.platforms.listing import COLUMNS, as_json, rows
from allsettled.render.platforms.loading import platform, platforms, read_platform
from allsettled.render.platforms.model import CAPABILITIES, MODEL_TIERS, Platform
from allsettled.render.platforms.problem import Problem
from allsettled.render.platforms.recognising import candidates, platform_of

__all__ = [
    "CAPABILITIES",
    "COLUMNS",
    "IDS",
    "MODEL_TIERS",
    "ForeignCall",
    "Platform",
    "Problem",
    "as_json",
    "candidates",
    "foreign_calls",
    "platform",
    "platform_of",
    "platforms",
    "read_platform",
    "rows",
]
