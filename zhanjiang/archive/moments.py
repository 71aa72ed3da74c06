"""Dates of records, in the forms that crawlers write."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

_FORM: Final = re.compile(
    r"(?P<day>\d{4}(?:-\d\d(?:-\d\d)?)?)"
    r"(?:[Tt ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:[.,](?P<fraction>\d+))?\s*(?P<zone>[Zz]|[+-]\d\d:?\d\d)?)?"
)
_DIGITS: Final = re.compile(r"\d{14}")


def read_moment(written: str) -> str | None:
    """A WARC date as UTC with microseconds, so that dates can be compared as texts; None for what is no date.

    What is left out of it is its earliest; a date without a zone is UTC.

    >>> read_moment("2022-05-31T13:58:00Z"), read_moment("2022-05-31T21:58+08:00")
    ('2022-05-31T13:58:00.000000Z', '2022-05-31T13:58:00.000000Z')
    >>> read_moment("20220531135800"), read_moment("yesterday")
    ('2022-05-31T13:58:00.000000Z', None)
    """
    written = written.strip()
    with suppress(ValueError, OverflowError):
        if _DIGITS.fullmatch(written):
            return _as_utc(datetime.strptime(written, "%Y%m%d%H%M%S"))
        if match := _FORM.fullmatch(written):
            day = match["day"] + "-01" * (2 - match["day"].count("-"))
            zone = (match["zone"] or "Z").upper()
            moment = datetime.fromisoformat(f"{day}T{match['clock'] or '00:00'}{zone}")
            return _as_utc(moment.replace(microsecond=int((match["fraction"] or "")[:6].ljust(6, "0"))))
    return None


def _as_utc(moment: datetime) -> str:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{aware.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
