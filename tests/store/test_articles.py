"""Articles come back as they went in, the latest revision of each, in the order of their numbers."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select

from tests.stored import number_stored, stored
from zhanjiang import times
from zhanjiang.items import Article, Guess, Image, Person, PlaceInNewspaper, RepairReport
from zhanjiang.store import Store, addresses, articles

_FULL = Article(
    id="zjrb/2018-07-17/2108598",
    url="http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_2108598.htm",
    addresses=["http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_2108598.htm"],
    kind="article",
    channel="shehui",
    kicker="湛江开发区",
    headline="新建停车场月底启用",
    subheadline="可停三百辆",
    published_at="2018-07-17",
    source="湛江日报",
    byline="记者 温可",
    authors=[Person("记者", "温可"), Person(None, "岑三")],
    text="停车场位于海边。\n\n月底启用。",
    images=[Image("https://new-img.example/1.jpg", "停车场一角")],
    credits=[Person("编辑", "莫一")],
    pages=2,
    comment_participants=3,
    comment_count=0,
    script="hans",
    repair=RepairReport(12, 1, [Guess("text", "岁", ["崴"])], True),
    extracted_by={"headline": "selector"},
    revision=1,
    content_hash="00",
    newspaper_page=PlaceInNewspaper("A02", "本地"),
    fetched_at="2026-11-24T00:00:00+00:00",
    via="mirror.example",
)


def _article(number: int, revision: int = 1, **fields: object) -> Article:
    article = Article(id=f"portal/{number}", headline=f"第{number}篇", revision=revision, content_hash=f"{revision}")
    return dataclasses.replace(article, **fields)


def _save(store: Store, *revisions: Article) -> None:
    with store.transaction() as connection:
        for article in revisions:
            articles.save(connection, article)


def test_an_article_comes_back_whole(store: Store) -> None:
    _save(store, _FULL)
    assert stored(store) == [_FULL]


def test_an_article_of_which_little_is_known_comes_back(store: Store) -> None:
    _save(store, _article(7))
    assert stored(store) == [_article(7)]


def test_absent_json_is_null_in_the_database(store: Store) -> None:
    _save(store, _article(7))
    with store.transaction() as connection:
        count = "SELECT count(*) FROM articles WHERE repair IS NULL AND newspaper_page IS NULL"
        assert connection.exec_driver_sql(count).scalar() == 1


def test_articles_that_differ_in_the_underscore_alone_are_all_read(store: Store) -> None:
    twins = [_article(1, id=f"zjrb/2024-02-01/{name}") for name in ("61646_330886", "6164_6330886")]
    others = [_article(number) for number in range(199)]  # so that the twins stand on both sides of a chunk's end
    _save(store, *others, *reversed(twins))
    assert stored(store) == [*others, *twins]


def test_the_latest_revision_counts_and_the_earlier_ones_are_kept(store: Store) -> None:
    _save(store, _article(7, 1, text="旧"), _article(7, 2, text="新", revision_cause="edited"))
    assert [article.text for article in stored(store)] == ["新"]
    with store.transaction() as connection:
        assert articles.known(connection, "portal/7") == (2, "2", None, None, None)
        assert connection.exec_driver_sql("SELECT text FROM articles ORDER BY revision").scalars().all() == ["旧", "新"]


def test_the_latest_revision_comes_back_without_its_addresses(store: Store) -> None:
    assert _FULL.id and _FULL.revision
    latest = dataclasses.replace(_FULL, revision=_FULL.revision + 1, headline="渡口今日停航")
    _save(store, _FULL, latest)
    with store.reading() as connection:
        found = articles.latest_without_addresses(connection, _FULL.id)
        assert found == dataclasses.replace(latest, addresses=[])
        assert articles.latest_without_addresses(connection, "portal/1") is None


def test_what_is_not_there_is_not_known(store: Store) -> None:
    with store.transaction() as connection:
        assert articles.known(connection, "portal/1") is None


def test_articles_come_in_the_order_of_their_numbers_whatever_their_count(store: Store) -> None:
    numbers = [*range(95, 105), *range(1000, 1400), 9]
    _save(store, *(_article(number) for number in reversed(numbers)), _FULL)
    expected = [f"portal/{number}" for number in sorted(numbers)] + [_FULL.id]
    assert [article.id for article in stored(store)] == expected
    assert number_stored(store) == len(expected)


@pytest.mark.parametrize(
    ("since", "until", "channel", "expected"),
    [
        (None, None, None, [1, 2, 3, 4]),
        ("2022-05-02", None, None, [2, 3]),
        (None, "2022-05-02", None, [1, 2]),
        ("2022-05-02", "2022-05-02", None, [2]),
        (None, None, "tiyu", [3]),
        ("2022-06-01", None, None, []),
    ],
)
def test_days_and_channels_choose(
    store: Store, since: str | None, until: str | None, channel: str | None, expected: list[int]
) -> None:
    dated = {1: "2022-05-01", 2: "2022-05-02T23:59:00+08:00", 3: "2022-05-03T00:00:00+08:00", 4: None}
    for number, moment in dated.items():
        _save(store, _article(number, published_at=moment, channel="tiyu" if number == 3 else "shehui"))
    chosen = [int(article.id.partition("/")[2]) for article in stored(store, since, until, channel) if article.id]
    assert chosen == expected
    assert number_stored(store, since, until, channel) == len(expected)


def test_addresses_are_recorded_once_and_come_back_with_their_article(store: Store) -> None:
    first, second = "https://www.example/p/7.html", "https://m.example/p/7.html"
    _save(store, _article(7, addresses=[first]), _article(8))
    with store.transaction() as connection:
        addresses.record(connection, "portal/7", [second, first])
        addresses.record(connection, "portal/7", [])
    assert {article.id: sorted(article.addresses) for article in stored(store)} == {
        "portal/7": sorted([first, second]),
        "portal/8": [],
    }


def test_addresses_are_dated_as_the_ledger_dates_and_follow_those_of_older_versions(store: Store) -> None:
    with store.transaction() as connection:
        addresses.record(connection, "portal/7", ["https://a.example/p/7.html"])
        row = {"address": "https://b.example/p/7.html", "article": "portal/7"}
        older = addresses.article_addresses.insert().values(first_seen="2026-01-01T00:00:00.123+00:00", **row)
        connection.execute(older)
        assert addresses.of_articles(connection, ["portal/7"]) == {
            "portal/7": ["https://b.example/p/7.html", "https://a.example/p/7.html"]
        }
        [_, latest] = connection.execute(
            select(addresses.article_addresses.c.first_seen).order_by("first_seen")
        ).scalars()
        assert times.moment(times.parse_moment(latest)) == latest
