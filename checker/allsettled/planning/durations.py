"""Durations in a plan: `10 min`, `1 h 30 min`, `90 s`, `1:30:00`, or a number of seconds."""

import re

_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)")
_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-5][0-9])")
_UNITS = {"s": 1, "m": 60, "h": 3600}


def read_duration(text: str) -> float | None:
    """Return the seconds that a text stands for, or None if it's no duration longer than nothing."""
    text = " ".join(text.lower().split())
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        total = float(3600 * hours + 60 * minutes + seconds)
    elif text.replace(".", "", 1).isdecimal() and text.isascii():
        total = float(text)
    else:
        total, at = 0.0, 0
        while part := _PART.match(text, at):
            total += float(part[1]) * _UNITS[part[2][0]]
            at = part.end()
            while text[at : at + 1] in (" ", ","):
                at += 1
        if at < len(text):
            return None
    return total if total > 0 else None


def write_duration(seconds: float) -> str:
    """Return seconds as a text: `0.5 s`, `42 s`, `12 min 30 s`, `2 h 05 min`."""
    if seconds < 9.95:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min" + (f" {whole % 60:02} s" if whole % 60 else "")
    minutes = round(seconds / 60)
    return f"{minutes // 60} h" + (f" {minutes % 60:02} min" if minutes % 60 else "")
