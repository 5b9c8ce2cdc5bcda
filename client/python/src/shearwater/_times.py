"""Times as callers say them, and as the wire has them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any, Dict, Optional, Union

from .errors import bad_use

#: A time, a day or a text of ISO 8601.
Time = Union[datetime, date, str]

_MICRO = timedelta(microseconds=1)


def instant(value: Time, name: str) -> datetime:
    """A moment: a time, or the first moment of a day, in UTC where no zone is said."""
    moment = _read(value, name)
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day, tzinfo=timezone.utc)


def text(moment: datetime) -> str:
    """A moment as the wire has it."""
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def instant_text(value: Optional[Time], name: str) -> Optional[str]:
    """As :func:`instant`, as the wire has it; None for None."""
    return None if value is None else text(instant(value, name))


def after_text(value: Optional[Time], name: str) -> Optional[str]:
    """The end of what comes before a range: the moment itself, or that before the first of a day."""
    if value is None:
        return None
    moment = _read(value, name)
    return text(moment if isinstance(moment, datetime) else instant(moment, name) - _MICRO)


def up_to_text(value: Optional[Time], name: str) -> Optional[str]:
    """The end of a range, which belongs to it: the moment itself, or the last of a day."""
    if value is None:
        return None
    moment = _read(value, name)
    return text(moment if isinstance(moment, datetime) else instant(moment, name) + timedelta(days=1) - _MICRO)


def range_of(start: Optional[Time], end: Optional[Time]) -> Dict[str, str]:
    """A range as documents have it."""
    bounds = {"after": after_text(start, "start_time"), "up_to": up_to_text(end, "end_time")}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def parse(value: str) -> datetime:
    """A moment that the wire has told."""
    whole = value[:-1] if value.endswith("Z") else value
    head, _, fraction = whole.partition(".")
    micros = int((fraction + "000000")[:6]) if fraction else 0
    head = head + ":00" if head.count(":") == 1 else head
    return datetime.fromisoformat(head).replace(microsecond=micros, tzinfo=timezone.utc)


def duration_text(value: Any, name: str) -> str:
    """A duration of a timedelta or of seconds, as the wire has it."""
    if isinstance(value, timedelta):
        micros = value // _MICRO
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        micros = round(value * 1_000_000)
    elif isinstance(value, str):
        return value
    else:
        raise bad_use("%s is %r; it is a timedelta, or a number of seconds." % (name, value))
    seconds, rest = divmod(micros, 1_000_000)
    return "PT%d%sS" % (seconds, ("." + "%06d" % rest).rstrip("0") if rest else "")


def _read(value: Any, name: str) -> Union[datetime, date]:
    if isinstance(value, str):
        value = _of_text(value, name)
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
    if isinstance(value, date):
        return value
    raise bad_use(
        "%s is %r; it is a datetime, a date or a text such as '2026-01-31T12:00:00Z' or '2026-01-31'." % (name, value)
    )


def _of_text(value: str, name: str) -> Union[datetime, date]:
    try:
        if len(value) == 10:
            return date.fromisoformat(value)
        return datetime.fromisoformat(value[:-1] + "+00:00" if value.endswith(("Z", "z")) else value)
    except ValueError:
        raise bad_use("%s is '%s', no time such as '2026-01-31T12:00:00Z' or '2026-01-31'." % (name, value)) from None
