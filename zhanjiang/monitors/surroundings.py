"""Monitors of what does not depend on a run: the room on the disk, and the age of the newest article."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from scrapy.settings import BaseSettings
from sqlalchemy import Connection

from zhanjiang.monitors.evidence import Judgement, RunEvidence
from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.store import series_counts
from zhanjiang.store.address import file_of, parse_store_url
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.series_counts import Newest
from zhanjiang.times import PORTAL_TIME, now, parse_moment

DISK: Final = "disk"
NEWEST: Final = "newest article"
_MB: Final = 1_000_000
_AHEAD: Final = timedelta(days=1)
"""By how much earlier than it was published an article may have been fetched, if clocks differ."""


def disk_left(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where a disk that the crawl fills is nearly full: see ``judge_disk``."""
    yield judge_disk(run.places, run.limits)


def newest_article(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where the portal's newest article is older than ``MONITOR_NEWEST_HOURS``."""
    if run.is_walk:
        yield from judge_newest(run.connection, run.limits)


def places_of(settings: BaseSettings) -> list[Path]:
    """The files and folders of this machine that a crawl fills: the store, the archive, and the pictures."""
    store = file_of(parse_store_url(str(settings["STORE_URL"])))
    archive = settings["ARCHIVE_DIR"] if settings.getbool("ARCHIVE_ENABLED") else None
    pictures = settings["IMAGES_STORE"] if "://" not in str(settings["IMAGES_STORE"]) else None
    return [Path(place) for place in (store, archive, pictures) if place]


def bytes_left(places: Sequence[Path]) -> int | None:
    """The room on the fullest disk, in bytes; None where no place is on this machine."""
    return min((free for free, _ in _disks(places)), default=None)


def _disks(places: Sequence[Path]) -> Iterator[tuple[int, int]]:
    """Yield the free and all bytes of each place's disk; a place need not be there yet."""
    for place in places:
        nearest = next(path for path in (place.absolute(), *place.absolute().parents) if path.exists())
        usage = shutil.disk_usage(nearest)
        yield usage.free, usage.total


def judge_disk(places: Sequence[Path], limits: MonitorLimits) -> Judgement:
    """Judge the room now: a disk is nearly full that has less than ``MONITOR_DISK_MB`` and ``MONITOR_DISK_SHARE``."""
    full = (free for free, total in _disks(places) if free < min(limits.disk_mb * _MB, limits.disk_share * total))
    if (left := min(full, default=None)) is None:
        return Judgement(DISK, None)
    advice = "free some space, or move the store and the archive (STORE_URL, ARCHIVE_DIR)"
    return Judgement(DISK, DriftFinding(DISK, f"{limits.disk_mb:g} MB or more", f"{left // _MB} MB left", None, advice))


def newest_moment(connection: Connection) -> datetime | None:
    """The latest date of publication of the portal's articles that is not in the future; None where none is dated."""
    moments = (parse_moment(one.published_at, PORTAL_TIME) for one in _newest(connection))
    return max((when for when in moments if when <= now()), default=None)


def _newest(connection: Connection) -> list[Newest]:
    return series_counts.newest(connection, now().astimezone(PORTAL_TIME).isoformat(timespec="seconds"))


def judge_newest(connection: Connection, limits: MonitorLimits) -> Iterator[Judgement]:
    """Judge the newest article now; nothing is said of a site that never had one so fresh as that."""
    fresh = timedelta(hours=limits.newest_hours)
    newest = newest_moment(connection)
    if newest is None or not _was_ever_fresh(connection, fresh):
        return
    age = now() - newest
    before, ours = (f"{span / timedelta(hours=1):.0f} hours old" for span in (fresh, age))
    advice = "open the front page: if it has newer ones, see `scrapy status --runs`, and run `scrapy crawl articles`"
    finding = DriftFinding(NEWEST, f"{before} at most", ours, None, advice)
    yield Judgement(NEWEST, finding if age > fresh else None)


def _was_ever_fresh(connection: Connection, fresh: timedelta) -> bool:
    pairs = ((one.published_at, one.fetched_at) for one in _newest(connection))
    ages = (parse_moment(fetched) - parse_moment(published, PORTAL_TIME) for published, fetched in pairs)
    return any(-_AHEAD <= age <= fresh for age in ages)
