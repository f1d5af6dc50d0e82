"""Cheap signs, without which a text cannot hold a wrong figure or total: what has none is not cut into tokens.

Each of these says `no` only if it's certain, whatever else stands around the text: a longer text never has fewer
signs. So they may be asked of raw Markdown too, before anything is parsed. The words are the vocabulary's own.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from allsettled.claims.vocabulary import (
    CUES,
    FAILED,
    LABEL_ROLES,
    ROLES,
    SAVED,
    SEVERITIES,
    SUBJECTS,
    SUCCEEDED,
    UNITS,
    VERSUS,
    VERSUS_PAIRS,
    WHOLES,
    Dimension,
    Role,
)
from allsettled.expressions import expression

_RUN = expression(r"[a-z]+")


def runs(words: Iterable[str]) -> frozenset[str]:
    """Return the first run of Latin letters of each word: `speed-up` is found by `speed`, `P1` by `p`."""
    return frozenset(found.group() for word in words if (found := _RUN.search(word.lower())))


def plain(text: str) -> str:
    """Return a text with the marks in place of the entities that are read as such."""
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">") if "&" in text else text


def runs_in(text: str) -> frozenset[str]:
    """Return the runs of Latin letters in a text, in lower case. An address may be glued to the word before it."""
    return frozenset(_RUN.findall(text.lower().replace("http", " http")))


def of_role(role: Role, *tables: dict[str, Role]) -> frozenset[str]:
    """Return the runs of the words that have a role."""
    return runs(word for table in tables for word, one in table.items() if one is role)


_CUES = runs(CUES)
_VERSUS = runs(VERSUS)
_PAIRS = tuple(tuple(min(runs([word])) for word in pair) for pair in VERSUS_PAIRS)
_BEFORE = of_role(Role.BEFORE, ROLES, LABEL_ROLES)
_AFTER = of_role(Role.AFTER, ROLES, LABEL_ROLES)
_CHANGE = of_role(Role.CHANGE, ROLES)
_GRADES, _ENDS = runs(SEVERITIES), (runs(SUCCEEDED), runs(FAILED))
_SAVED, _OF_TIME = runs(SAVED), runs(word for word, one in SUBJECTS.items() if one is Dimension.TIME)
_WHOLES = runs(WHOLES)
_SERIAL = frozenset({"sequential", "serial", "sequentially"})

# One of these every claim has. They begin with what is searched for fast, and are looked for one by one.
_SIGNS = tuple(
    map(
        expression,
        (
            "%",
            "x(?<=[0-9]x)",
            "×(?<=[0-9]×)",
            "percent",
            "fold",
            "times",
            "av(?<=[Ss]av)",
            "otal(?<=[Tt]otal)",
            "TOTAL",
            "faster",
            "quicker",
            "sooner",
            "ispatched",
            "aunched",
            "pawned",
            r"=[^\w=&]*[0-9_&]",  # `=&nbsp;5` too
        ),
    )
)
DIGIT = expression(r"[0-9]")
_THREE = expression(r"[0-9][^0-9]+[0-9]+[^0-9]+[0-9]")
_FIGURE = expression(r"%|percent|fold|times|[0-9kKMB]\+?[x×]", re.IGNORECASE)
_SIGNED = expression(r"[+\-−][$€£]?[0-9]")
_ARROW = expression(r"[→⇒➜⟶]|->|=>")
TIMED = expression(
    r"[0-9][kKM]?\+?[\s\-]?(?:"
    + "|".join(sorted((re.escape(unit) for unit, (of, _) in UNITS.items() if of is Dimension.TIME), reverse=True))
    + r")(?![a-z])|[0-9][hm:][0-9]",
    re.IGNORECASE,
)
_NEAR = expression(r"(?<=[0-9])[^0-9,:()=|\"`?!]++(?=[0-9])")  # between two numbers of one phrase
_BREAK = expression(r"[,:;|\"`?!=]")  # what no sum that's written out has in it
_IN_NUMBERS = frozenset({",", ":"})
_BETWEEN = expression(r"(?<=[0-9])[^0-9]++(?=[0-9])")
_SHARE = expression(
    r"\((?:[^\w(]|_)*+[0-9][0-9.,]*[km]?\+?[\s\-]?(?:%|percent)"
    r"|[0-9][km]?\+?[\s\-]?(?:%|percent)[^0-9%(),;:=|\"`]*+\((?:[^\w(]|_)*+[0-9]",
    re.IGNORECASE,
)
_GRADED, *_ENDED = (
    expression(rf"(?:{either})[^a-z0-9,;()]*+[0-9]|[0-9][^a-z0-9,;()]*+(?:{either})")
    for either in ("|".join(map(re.escape, sorted(words))) for words in (SEVERITIES, SUCCEEDED, FAILED))
)
_INSIDE = expression(r"\((?:[^\w(]|_)*+[0-9]")
_OPERATOR = expression(r"[+*/×÷x\-–—−]")
_TO = expression(r"(?<![a-z])to(?![a-z])", re.IGNORECASE)
_OF = expression(r"/|(?<![a-z])of(?![a-z])", re.IGNORECASE)
_STATED = expression(r":(?:[^\w:]|_)*+[0-9]")  # a quantity right behind a label's colon
_PART = expression(r":(?:[^\w:(]|_)*+[0-9][^(:]*+\((?:[^\w(:]|_)*+[0-9][0-9.,]*[kmKM]?\+?[\s\-]?(?:%|[pP]ercent)")
_TOTAL = expression(r"total[^a-z0-9:`\"“<~\]]*+(?:[0-9:`\"“<~\]]|http)")  # a label's last word that's no number's unit
NOT_WORDS = expression(r"[&`~\"“”<>\[\]]|http")  # what may not be read as words, or as one however many
_LABEL = 24  # words
NUMBER = expression(r"(?:[^\w:]|_)*+[0-9]")


def signs(text: str) -> Iterator[int]:
    """Yield where the signs of claims stand in a text, in no order."""
    for pattern in _SIGNS:
        for found in pattern.finditer(text):
            yield found.start()


def has_sign(text: str) -> bool:
    """Say whether a text may hold a claim of any kind: it has one of the signs, and a digit."""
    return DIGIT.search(text) is not None and any(pattern.search(text) for pattern in _SIGNS)


def passage_may_be_wrong(text: str) -> bool:
    """Say whether running text may hold a figure or total that the numbers beside it contradict."""
    if not _THREE.search(text):  # a figure and two quantities, a sum of two
        return False
    text = plain(text)
    words = runs_in(text)
    return (
        _has_claim(text, words)
        or ("(" in text and bool(_SHARE.search(text)) and any(map(_OF.search, _NEAR.findall(text))))
        or _has_equation(text)
        or _has_tally(text, words)
    )


def _has_claim(text: str, words: frozenset[str]) -> bool:
    """A figure with its cue or sign, and two quantities that are set against each other."""
    figure, timed = _FIGURE.search(text) is not None, TIMED.search(text) is not None
    if not (figure or timed) or (words.isdisjoint(_CUES) and not (figure and _SIGNED.search(text))):
        return False
    return (
        bool(_ARROW.search(text))
        or not words.isdisjoint(_VERSUS)
        or ("to" in words and ("from" in words or any(map(_TO.search, _NEAR.findall(text)))))
        or any(words.issuperset(pair) for pair in _PAIRS)
        or (timed and not (words.isdisjoint(_BEFORE) or words.isdisjoint(_AFTER)))
    )


def _has_equation(text: str) -> bool:
    """A sum of two numbers or more, right before the sign that says what it is equal to."""
    if "=" not in text and "≈" not in text:
        return False
    operator = False  # between two numbers of what may be a sum
    for gap in _BETWEEN.findall(text):
        equals = max(gap.rfind("="), gap.rfind("≈"))
        if operator and equals >= 0 and not _BREAK.search(gap, 0, equals):
            return True
        if gap not in _IN_NUMBERS:
            operator = not _BREAK.search(gap) and (operator or _OPERATOR.search(gap) is not None)
    return False


def _has_tally(text: str, words: frozenset[str]) -> bool:
    """A whole and its parts: by grade, by how they ended, or in parentheses behind a total."""
    low = text.lower()
    if "total" in words and may_count_a_table(low) and _INSIDE.search(low):
        return True
    if not words.isdisjoint(_GRADES) and len(_GRADED.findall(low)) > 1:
        return True
    return not any(words.isdisjoint(end) for end in _ENDS) and all(ended.search(low) for ended in _ENDED)


def list_may_be_wrong(text: str) -> bool:
    """Say whether the items of a list may contradict each other: a figure, a share, a part or a total."""
    text = plain(text)
    stated = len(_STATED.findall(text))
    if stated < 2:
        return False
    words = runs_in(text)
    change = not words.isdisjoint(_CHANGE) or not words.isdisjoint(_CUES)
    if change and not words.isdisjoint(_BEFORE) and not words.isdisjoint(_AFTER):
        return True
    if _FIGURE.search(text) and "(" in text:
        if len(_PART.findall(text)) > 1:
            return True
        if stated > 2 and "/" in text and not words.isdisjoint(_WHOLES):
            return True
    return stated > 2 and "total" in words and may_count_items(text)


def may_count_items(text: str) -> bool:
    """Say whether a text may have the label `Total`, or `Grand total`."""
    return _TOTAL.search(plain(text).lower()) is not None


def may_count_a_table(text: str) -> bool:
    """Say whether a text may state, as a total, how many rows the table before it has."""
    if "otal" not in text:
        return False
    labels = plain(text).lower().split(":")
    return any(NUMBER.match(behind) and "total" in _tail(label) for label, behind in pairwise(labels))


def _tail(label: str) -> str:
    """Return what of the text before a colon may be its label: at most seven tokens, of which some are two words."""
    words = label.split()[-_LABEL:]
    tail = " ".join(words)
    return label if NOT_WORDS.search(tail) else tail


def may_be_unbacked(text: str) -> bool:
    """Say whether running text may hold a speed-up that nothing backs, or a sequential time given as a fact."""
    words = runs_in(text)
    of_time = not (words.isdisjoint(_SAVED) and words.isdisjoint(_OF_TIME))
    return (of_time and not words.isdisjoint(_CUES)) or ("parallel" in words and not words.isdisjoint(_SERIAL))
