"""The room on the disk, and the age of the newest article: only of a site that once had a fresh one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import BaseSettings

from tests.monitors.judged import add_run, judge, limits
from zhanjiang.items import Article
from zhanjiang.monitors.surroundings import bytes_left, judge_disk, newest_article, newest_moment, places_of
from zhanjiang.store import Store, articles
from zhanjiang.times import PORTAL_TIME, moment, now


def _save(store: Store, number: int, published: datetime, fetched: datetime) -> None:
    printed = f"{published.astimezone(PORTAL_TIME):%Y-%m-%dT%H:%M:%S+08:00}"
    article = Article(id=f"portal/{number}", published_at=printed, fetched_at=moment(fetched), revision=1)
    article.content_hash = "a"
    with store.transaction() as connection:
        articles.save(connection, article)


def test_a_site_that_has_nothing_new_for_too_long_fails(store: Store) -> None:
    days = [timedelta(days=days) for days in range(6)]
    run = add_run(store)
    assert judge(store, newest_article, run) == {}
    _save(store, 1, now() - days[5], now() - days[5] + timedelta(hours=2))
    [failed] = judge(store, newest_article, run).values()
    assert failed.finding and (failed.finding.before, failed.finding.now) == ("72 hours old at most", "120 hours old")
    assert judge(store, newest_article, add_run(store, arguments={"ids": "1"})) == {}
    _save(store, 2, now() - days[1], now())
    _save(store, 3, now() + timedelta(hours=2), now())  # a misprint
    [well] = judge(store, newest_article, run).values()
    assert well.finding is None
    with store.reading() as connection:
        newest = newest_moment(connection)
    assert newest and abs(newest - (now() - days[1])) < timedelta(minutes=1)
    _save(store, 900, now() - days[4], now())  # an old one that comes late has the highest number
    with store.reading() as connection:
        assert newest_moment(connection) == newest


def test_an_old_site_never_fails(store: Store) -> None:
    _save(store, 1, now() - timedelta(days=400), now())
    assert judge(store, newest_article, add_run(store)) == {}


def test_a_full_disk_fails_also_where_nothing_is_there_yet(tmp_path: Path) -> None:
    places = [tmp_path / "data/store.db", tmp_path]
    left = bytes_left(places)
    assert left and judge_disk(places, limits()).finding is None
    failed = judge_disk(places, limits(disk_mb=left / 1e6 * 10, disk_share=1)).finding
    assert failed and failed.now.endswith(" MB left") and "free some space" in failed.advice
    assert judge_disk(places, limits(disk_mb=left / 1e6 * 10, disk_share=0)).finding is None
    assert judge_disk(places, limits(disk_mb=0, disk_share=1)).finding is None
    assert bytes_left([]) is None and judge_disk([], limits(disk_mb=1e12)).finding is None


@pytest.mark.parametrize(
    ("settings", "places"),
    [
        ({"STORE_URL": "sqlite:///a/b.db", "ARCHIVE_ENABLED": True, "ARCHIVE_DIR": "c"}, ["a/b.db", "c"]),
        ({"STORE_URL": "postgresql://host/news", "ARCHIVE_ENABLED": False, "ARCHIVE_DIR": "c"}, []),
        ({"STORE_URL": "sqlite://", "ARCHIVE_ENABLED": False, "IMAGES_STORE": "s3://bucket"}, []),
        ({"STORE_URL": "sqlite://", "ARCHIVE_ENABLED": False, "IMAGES_STORE": "d"}, ["d"]),
    ],
)
def test_what_takes_room_on_this_machine(settings: dict[str, object], places: list[str]) -> None:
    assert places_of(BaseSettings(settings)) == [Path(place) for place in places]
