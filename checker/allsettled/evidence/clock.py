"""Moments as harnesses write them, held as whole microseconds since 1970, so that sums are exact."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 253_402_300_799_000_000  # the last second of the year 9999
SECOND = 1_000_000
MILLISECOND = 1_000


def moment(microseconds: int | None) -> datetime | None:
    """Return the aware time, in UTC."""
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)


def microseconds(at: datetime) -> int:
    """Return an aware time as microseconds since 1970."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def iso(at: datetime) -> str:
    """Return an aware time as `2026-01-05T14:39:05.799Z`: to the millisecond, or finer if it is."""
    precision = "milliseconds" if at.microsecond % 1000 == 0 else "microseconds"
    return at.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")


def instant(value: object) -> int | None:
    """Read an ISO 8601 time; one without an offset is UTC. None if it isn't one."""
    if not isinstance(value, str) or len(value) > 64:
        return None
    try:
        at = datetime.fromisoformat(value)
        return _within(microseconds(at if at.tzinfo else at.replace(tzinfo=UTC)))
    except (ValueError, OverflowError):
        return None


def from_milliseconds(value: object) -> int | None:
    """Read a number of milliseconds since 1970. None if it isn't one."""
    length = duration(value)
    return None if length is None else _within(length)


def from_nanoseconds(value: object) -> int | None:
    """Read nanoseconds since 1970, a number or (as JSON spells 64-bit numbers) its digits. None if it isn't one."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 24:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return _within(value // 1000)


def duration(value: object) -> int | None:
    """Read a length in milliseconds as microseconds. None if it isn't a number from 0 to a century."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value <= LATEST / MILLISECOND:
        return None
    return round(value * MILLISECOND)


def _within(value: int) -> int | None:
    return value if 0 <= value <= LATEST else None
