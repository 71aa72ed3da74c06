"""Validators of a page: its version, and whether the client's version is still the present one.

They depend on what the newsroom wrote. Boxes, counts and comments change without them, so ETags are weak.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from zoneinfo import ZoneInfo

from zhanjiang.replica.story import Story

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_OPAQUE_TAG = re.compile(r'"[^"]*"')
_ETAG_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Validators:
    """An entity tag as sent, with ``W/`` and quotes, and when the page was last modified, in UTC."""

    etag: str
    modified: datetime

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Their headers."""
        return [("ETag", self.etag), ("Last-Modified", format_datetime(self.modified, usegmt=True))]

    def fit(self, if_none_match: str, if_modified_since: str) -> bool:
        """Say whether the client's version is the present one, by RFC 9110, section 13.2.2: entity tags go first.

        Both are a header's value, "" where the client sent none.

        >>> present = Validators('W/"b7"', datetime(2022, 5, 31, 13, 58, tzinfo=UTC))
        >>> present.fit('"a1", W/"b7"', ""), present.fit("", "Wed, 01 Jun 2022 00:00:00 GMT")
        (True, True)
        >>> present.fit('"a1"', "Wed, 01 Jun 2022 00:00:00 GMT")
        False
        """
        if if_none_match:
            return if_none_match.strip() == "*" or self.etag.removeprefix("W/") in _OPAQUE_TAG.findall(if_none_match)
        since = _read_date(if_modified_since)
        return since is not None and self.modified <= since


def story_validators(story: Story) -> Validators:
    """Return the validators of a story's pages: the same on every site, whatever readers have said since."""
    written = repr(replace(story, participants=0, comments=()))
    # The ETags that stores already have were made with these classes' first names.
    written = written.replace("PrintedPerson(", "Person(").replace("PrintedEntry(", "Entry(")
    digest = hashlib.sha256(written.encode()).hexdigest()[:_ETAG_DIGITS]
    modified = (story.edited or story.published).replace(tzinfo=_SHANGHAI)
    return Validators(f'W/"{digest}"', modified.astimezone(UTC))


def _read_date(value: str) -> datetime | None:
    """Read an HTTP date; None for anything else: such a condition must be ignored."""
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
