"""Which of the settings given here a schedule takes over: its files may be read by everybody, so no secret is."""

from __future__ import annotations

import re
from typing import Final

_SECRET_NAME: Final = re.compile(r"(?:PASS(?:WORD|WD|PHRASE)?|SECRET|TOKEN|KEY|CREDENTIAL)S?(?:_|$)|NOTICE_URLS$")
_SECRET_PART: Final = re.compile(
    r"""://[^/?#\s]*:[^/?#\s]*@  # an address with a password
    |(?i:pass(?:word|wd|phrase)|secret|token|key|credential|authorization|cookie)\w*["']?\s*[:=]""",
    re.VERBOSE,
)


def why_left_out(name: str, value: str) -> str | None:
    """Why no schedule has a setting, and what to do, in a line; None for one that every job may have.

    >>> why_left_out("ARCHIVE_DIR", "/srv/keys"), why_left_out("STORE_URL", "postgresql://me@host/news")
    (None, None)
    >>> {why_left_out("NOTICE_URLS", "x"), why_left_out("STORE_URL", "postgresql://me:secret@host/news")}
    {'may be secret: put it into .env, which the jobs read'}
    """
    if name.endswith("REDIS_URL"):
        return "would make a worker of each job, which the newspapers and the front page cannot be: see docs/workers.md"
    if _SECRET_NAME.search(name) or _SECRET_PART.search(value):
        return "may be secret: put it into .env, which the jobs read"
    # cron takes the quotes around a value away, and the blanks.
    stands_in_a_line = value.isprintable() and value.lstrip(" '\"").rstrip() == value
    return None if stands_in_a_line else "cannot stand in a crontab: put it into .env, which the jobs read"
