"""The one pattern that cuts a text into tokens.

Every repetition in it is bounded, or cannot be split two ways, so a pass over a text is linear in its length.
"""

import re

from allsettled.claims.masking import OPAQUE
from allsettled.expressions import expression

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,9})?|[0-9]{1,15}(?:\.[0-9]{1,9})?)"
_UNIT = (
    r"(?:\s?%|[x×](?![0-9A-Za-z])|B(?![\w’'])"
    r"|[\s\-]?(?:[nuµμm]?s|m|h|d|[kKmMgGtT]i?[bB]"
    r"|(?i:percent|fold|(?:nano|micro|milli)?seconds?|msec|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?"
    r"|yrs?|(?:kilo|mega|giga|tera)?bytes))(?![\w’']))"
)
_MAGNITUDE = r"(?:[kKM]|(?(money)B|(?!)))(?![\w’'])"  # `B` counts dollars; of anything else it's bytes
TOKEN = expression(
    rf"""
    (?P<opaque>{OPAQUE}+)
  | (?P<name>[0-9]{{4}}[-/][0-9]{{2}}[-/][0-9]{{2}}(?:[T\s][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?Z?)?(?![0-9])
      | \#[0-9]+ | [0-9]+(?:\.[0-9]+){{2,}} | [0-9]{{16,}} | [0-9]{{4}}-[0-9]{{2}}(?![0-9%.,]))
  | (?P<clock>[0-9]{{1,3}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:\.[0-9]{{1,6}})?(?![0-9:]))
  | (?P<compound>(?:[0-9]{{1,4}}h[0-9]{{1,2}}m(?:[0-9]{{1,2}}s)?|[0-9]{{1,4}}m[0-9]{{1,2}}s)(?!\w))
  | (?P<quantity>
      (?P<marks>(?:(?:<=|>=|[<>≤≥~≈])\s?){{0,3}})
      (?P<sign>(?<![\w%)])[+\-−](?=[$€£0-9]))?
      (?P<money>[$€£])?
      (?P<first>{_DIGITS})(?P<magnitude1>{_MAGNITUDE})?
      (?: (?P<unit1>{_UNIT})? [-–—](?=[$0-9]) \$? (?P<second>{_DIGITS})(?P<magnitude2>{_MAGNITUDE})? )?
      (?P<early_plus>\+(?=[-\s]?[A-Za-z%]))?
      (?P<unit2>{_UNIT})?
      (?P<plus>\+(?![0-9]))?
      (?P<rate>/[A-Za-z]+)?
      (?![0-9A-Za-z_]|[.,][0-9])
    )
  | (?P<glued>[0-9]+(?:[\w.,:]*\w)?)
  | (?P<arrow>→|⇒|➜|⟶|-->|->|=>)
  | (?P<word>[^\W\d_](?:[\w'’]|[-+.&](?=\w)|/(?=[^\W\d_]))*)
  | (?P<dash>[—–]|(?<=\s)--?(?=\s))
  | (?P<mark>[^\w\s])
  | (?P<rest>_+)
    """,
    re.VERBOSE,
)
