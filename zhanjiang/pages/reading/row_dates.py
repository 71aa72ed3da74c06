"""What a short text of a row says of its day: a date, or words such as 昨天, which bound the day without naming it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta

from zhanjiang.processors.dates import AGO, portal_day, read_published_at
from zhanjiang.processors.text import fold_signs, letters
from zhanjiang.times import PORTAL_TIME, parse_moment, today

_CLOCK = r"\d{1,2}\s*[:时点]\s*\d{1,2}(?:\s*[:分]\s*\d{1,2})?(?:\s*[分秒])?"
_DAY = r"(?:(?:19|20)?\d\d\s*[-/.年－]\s*)?(?P<month>\d{1,2})\s*[-/.月－]\s*(?P<day>\d{1,2})(?!\d)(?:\s*[日号])?"
_AGO = rf"今[天日]|昨[天日]|前[天日]|{AGO}"
_ZONE = r"(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
_WEEKDAY = r"\(?(?:星期|周)[一二三四五六日天]\)?"
_WHEN = re.compile(rf"(?<!\d)(?:(?:{_DAY}|{_AGO})(?:\s*{_WEEKDAY})?(?:[\sT]*{_CLOCK}{_ZONE})?|{_CLOCK})")
_AROUND = " []()【】〔〕<>|·•,/-"
_SENTENCE = re.compile(r"[。！？!?；;“”《》]")
_PUBLISHED = re.compile("发布|發布|日期|时间|時間")
_LONGEST = 12
"""How many letters may stand beside a date in a text that tells it: a label, a source, a number of comments."""
_DAYS = {"天": 1, "日": 1, "周": 7, "月": 28, "年": 365}
_WORDS = {"昨": 1, "前": 2}


def is_moment(text: str) -> bool:
    """Say whether a text is a date or a time of day and nothing else.

    >>> [is_moment(text) for text in ("[2022-05-31]", "04-27 10:20", "3天前", "昨天", "2022年的春天", "来源 04-27")]
    [True, True, True, True, False, False]
    """
    text = fold_signs(text).strip(_AROUND)
    return _WHEN.fullmatch(text) is not None


def tells_moment(text: str) -> bool:
    """Say whether a text is a date with a label, a source or the like beside it.

    >>> [tells_moment(text) for text in ("来源：湛江日报 04-27", "2022-05-31 评论(3)", "2020-01-01那天出海的船")]
    [True, True, False]
    """
    text = fold_signs(text)
    match = _WHEN.search(text)
    if not match or _SENTENCE.search(text):
        return False
    before, after = text[: match.start()], text[match.end() :]
    return not (before[-1:].isalnum() or after[:1].isalnum()) and len(letters(before + after)) <= _LONGEST


def day_of(texts: Iterable[str]) -> date | None:
    """The day that the texts of a row print; None where none does, or two different ones.

    An impossible date counts as none, since only the article's own date matters.

    >>> day_of(["来源：湛江日报", "2022-05-31"]), day_of(["2020年1月1日起，全市通车。"])
    (datetime.date(2022, 5, 31), None)
    """
    telling = [text for text in texts if tells_moment(text)]
    alone = [text for text in telling if is_moment(text)]
    labelled = [text for text in telling if _PUBLISHED.search(text)]
    for chosen in (alone, labelled, telling):
        if days := {day for text in chosen if (day := _read_day(text))}:
            return days.pop() if len(days) == 1 else None
    return None


def latest_day(texts: Iterable[str], fetched_at: str) -> date | None:
    """The latest day that a row without a whole date can be of, by ``04-27`` or 3天前; None where nothing says.

    >>> latest_day(["04-27"], "2026-03-01T00:00:00Z"), latest_day(["3天前"], "2026-03-01T00:00:00Z")
    (datetime.date(2025, 4, 27), datetime.date(2026, 2, 26))
    """
    here = parse_moment(fetched_at).astimezone(PORTAL_TIME).date() if fetched_at else today()
    matches = (_WHEN.search(fold_signs(text)) for text in texts if tells_moment(text))
    days = {day for match in matches if match and (day := _bounded(match, here))}
    return max(days, default=None)


def _read_day(text: str) -> date | None:
    try:
        published = read_published_at(text)
    except ValueError:
        return None
    return portal_day(published) if published else None


def _bounded(match: re.Match[str], here: date) -> date | None:
    if match["month"]:
        month, day = int(match["month"]), int(match["day"])
        # The page may have been fetched a moment before midnight somewhere: a day of tomorrow is not of last year.
        for year in (here.year + 1, here.year, here.year - 1):
            with suppress(ValueError):
                if date(year, month, day) <= here + timedelta(days=1):
                    return date(year, month, day)
        return None
    if match["number"]:
        return here - timedelta(days=_DAYS.get(match["unit"][-1], 0) * min(int(match["number"]), 100))
    return here - timedelta(days=_WORDS.get(match[0][0], 0)) if not match[0][0].isdigit() else None
