"""The headlines of days and channels, and what some articles have in common: the same in both databases."""

from __future__ import annotations

import dataclasses

import pytest

from zhanjiang.items import Article, Image, Person, RepairReport
from zhanjiang.store import Store, article_counts, articles, facets, headlines
from zhanjiang.store.article_counts import RepairedOfYear

_STORED = [
    Image("https://img.example/1.jpg", "无", None, None),
    Image("https://img.example/2.jpg", "有", "ab/ab.jpg", "ab"),
]


def _article(id_: str, published_at: str | None, channel: str | None = None, **fields: object) -> Article:
    made_up = Article(id=id_, kind="article", revision=1, content_hash="0", published_at=published_at, channel=channel)
    return dataclasses.replace(made_up, headline=f"{id_}的标题", **fields)


@pytest.fixture
def filled(store: Store) -> Store:
    """Fill a store with articles of two channels and of a paper, on four days."""
    repaired = RepairReport(5, 2, [], True)
    stored = [
        _article("portal/1", "2021-12-31T23:59:00+08:00", "shehui", source="湛江日报"),
        _article("portal/2", "2022-05-30T08:00:00+08:00", "shehui", text="字" * 500, images=_STORED),
        _article("portal/2", "2022-05-31T08:00:00+08:00", "shehui", revision=2, text="字" * 500, images=_STORED),
        _article(
            "portal/3", "2022-05-31T08:00:00+08:00", "shehui", authors=[Person("记者", "温可"), Person("文", "温可")]
        ),
        _article("portal/4", "2022-05-31T21:00:00+08:00", "tiyu", source="湛江日报", repair=repaired),
        _article("portal/5", None, "tiyu", repair=dataclasses.replace(repaired, proved=False)),
        _article("zjwb/2022-05-31/7", "2022-05-31"),
        _article("zjwb/2022-06-01/8", "2022-06-01"),
    ]
    with store.transaction() as connection:
        for article in stored:
            articles.save(connection, article)
    return store


def test_a_day_has_its_articles_the_latest_first(filled: Store) -> None:
    with filled.reading() as connection:
        among = [*headlines.channels(connection)]
        assert among == [None, "shehui", "tiyu"]
        found = headlines.of_day(connection, "2022-05-31", among)
        assert [row.id for row in found] == ["portal/4", "portal/3", "portal/2", "zjwb/2022-05-31/7"]
        assert len(found[2].beginning or "") < 500 and found[2].picture == _STORED[1] and found[0].picture is None
        assert headlines.of_day(connection, "2022-05-30", among) == []
        assert [row.id for row in headlines.of_day(connection, "2022-05-31", ["tiyu"])] == ["portal/4"]


def test_a_channel_is_read_on_from_any_article(filled: Store) -> None:
    with filled.reading() as connection:
        read = []
        before = None
        while found := headlines.of_channel(connection, "shehui", 1, before):
            read.append(found[0].id)
            before = (found[0].published_at or "", found[0].number)
        assert read == ["portal/3", "portal/2", "portal/1"]


def test_a_channel_ends_with_what_has_no_date(filled: Store) -> None:
    with filled.transaction() as connection:
        for number in (8, 6, 7):
            articles.save(connection, _article(f"portal/{number}", None, "tiyu"))
        articles.save(connection, _article("portal/9", None))
        articles.save(connection, _article("portal/10", "2022-06-01T08:00:00+08:00"))
    with filled.reading() as connection:
        of_tiyu = ["portal/4", "portal/8", "portal/7", "portal/6", "portal/5"]
        assert [row.id for row in headlines.of_channel(connection, "tiyu", 9)] == of_tiyu
        for count in (1, 2, 3):
            read: list[str] = []
            before = None
            while found := headlines.of_channel(connection, "tiyu", count, before):
                read += [row.id for row in found]
                before = (found[-1].published_at or "", found[-1].number)
            assert read == of_tiyu
        # Of what has no channel, the newspapers' have places of their own.
        assert [row.id for row in headlines.of_channel(connection, None, 9)] == ["portal/10", "portal/9"]


def test_days_beside_a_day_are_found(filled: Store) -> None:
    with filled.reading() as connection:
        among = [*headlines.channels(connection)]
        assert headlines.nearest_day(connection, among) == "2022-06-01"
        assert headlines.nearest_day(connection, among, until="2022-05-30") == "2021-12-31"
        assert headlines.nearest_day(connection, among, until="2022-05-00") == "2021-12-31"
        assert headlines.nearest_day(connection, among, since="2022-05-31~") == "2022-06-01"
        assert headlines.nearest_day(connection, among, since="2023") is None
        assert headlines.nearest_day(connection, ["tiyu"], until="2021") is None
        counts = headlines.counts_of_days(connection, among, "2022-01-01", "2022-05-31")
        assert counts == {None: {"2022-05-31": 1}, "shehui": {"2022-05-31": 2}, "tiyu": {"2022-05-31": 1}}


def test_headlines_and_facets_by_id(filled: Store) -> None:
    ids = [f"portal/{number}" for number in range(1, 6)]
    with filled.reading() as connection:
        assert headlines.brief(connection, [*ids, "portal/99"]).keys() == {*ids}
        found = facets.of_articles(connection, ids)
    assert found.years == {"2021": 1, "2022": 3}
    assert found.channels == {"shehui": 3, "tiyu": 2}
    assert found.sources == {"湛江日报": 2} and found.authors == {"温可": 1}


def test_repaired_articles_are_counted_by_year(filled: Store) -> None:
    with filled.reading() as connection:
        both = [RepairedOfYear("", 1, 5, 2, 0, 1), RepairedOfYear("2022", 1, 5, 2, 0, 0)]
        assert article_counts.repaired(connection) == both
        assert article_counts.repaired(connection, ["shehui"]) == []
        assert article_counts.repaired(connection, since="2022-01-01") == both[1:]
