"""A store of many made-up articles: copies of one that the store's own functions have saved.

The database copies its rows in each table, some 15,000 articles a second: rows of the form that crawls leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Final

from sqlalchemy import Connection, text

from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import Capture
from zhanjiang.items import Article, Image, Person, content_hash
from zhanjiang.store import Store, captures, crawls, ledger, similar
from zhanjiang.times import moment

_MODEL: Final = 1_000_000
"""The number of the article that is copied: of seven digits, as the copies' numbers are, and below the replica's."""
_CHANNELS: Final = ("shizheng", "shehui", "jingji", "minsheng", "xianqu", "tupian", "shipin")
_TABLES: Final = {
    "articles": "id",
    "article_addresses": "article",
    "similar_bands": "article",
    "ledger": "article",
    "captures": "article",
}
"""The tables that are filled, each with the column that has the article's ID."""


def fill(store: Store, count: int, portal: str) -> None:
    """Store so many articles: copies of one that differ in numbers, headline, channel and days."""
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {}, {})
        crawls.end(connection, run, "finished", 1.0, {"articles/new": count})
        _store_model(connection, portal)
        for table, columns in _copied().items():
            _copy(connection, table, columns, count)
        _remove_model(connection)


def _store_model(connection: Connection, portal: str) -> None:
    article = model(_MODEL, portal)
    similar.save(connection, article)
    page = page_of(_MODEL, portal)
    ledger.add(connection, [page], 1, "leased")
    values = {"state": "stored", "content_hash": article.content_hash, "pages": 1, "etag": f'"{_MODEL:x}"'}
    values |= {"last_fetched": moment(), "due": "2099-01-01T00:00:00Z", "interval": 15_552_000}
    ledger.write(connection, page.page, values | {"published_at": article.published_at})
    capture = Capture(
        file="articles-1-20260101T000000000000-00001.warc.gz", offset=_MODEL, length=9000, type="response",
        url=page.url, status=200, digest=f"sha1:{_MODEL:032}", taken_at="2026-01-01T00:00:00.000000Z", run=1,
        page=page.page, kind="article", article=page.article, channel=page.channel, headline=page.headline,
        is_further=False,
    )  # fmt: skip
    captures.add(connection, [capture])


def page_of(number: int, portal: str) -> PageRef:
    """The page of the article ``model`` on a portal."""
    url = f"{portal}/p/{number}.html"
    return PageRef(f"/p/{number}.html", url, "article", f"portal/{number}", "shehui", f"第{number}期港口开通新航线")


def model(number: int, portal: str) -> Article:
    """An article of 700 characters that no other reprints."""
    signs = Random(number)
    words = ["".join(chr(signs.randrange(0x4E00, 0x9000)) for _ in range(9)) for _ in range(70)]
    url = f"{portal}/p/{number}.html"
    article = Article(
        id=f"portal/{number}", url=url, addresses=[url, f"{portal}/shehui/p/{number}.html"], kind="article",
        channel="shehui", headline=f"第{number}期港口开通新航线", published_at="2022-05-31T10:00:00+08:00",
        source="湛江日报", byline="记者林宇云", authors=[Person("记者", "林宇云")], credits=[Person("编辑", "周子琪")],
        text="\n\n".join("，".join(words[at : at + 10]) + "。" for at in range(0, len(words), 10)),
        images=[Image(f"{portal}/pictures/{number}.jpg", "新航线首船离港。")], pages=1, script="hans", revision=1,
        extracted_by=dict.fromkeys(("headline", "published_at", "source", "byline", "text"), "selector"),
        fetched_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    return replace(article, content_hash=content_hash(article))


def _copied() -> dict[str, dict[str, str]]:
    """For each table the columns in which copies differ from the model, as SQL; ``n`` is the copy's number."""
    in_text = {name: f"replace({name}, '{_MODEL}', n)" for name in ("url", "headline", "article", "page", "address")}
    of_article = {"id": "'portal/' || n", "number": "n", "published_at": "day || substr(published_at, 11)"}
    of_article |= {name: in_text[name] for name in ("url", "headline")} | {"channel": "channel_of_n"}
    of_article |= {"images": f"replace(images, '{_MODEL}', n)", "content_hash": "lower(hex(randomblob(32)))"}
    of_ledger = {name: in_text[name] for name in ("page", "url", "article", "headline")} | {"channel": "channel_of_n"}
    of_ledger |= {"published_at": of_article["published_at"], "content_hash": of_article["content_hash"]}
    of_ledger |= {"due": "date('now', '+' || (1 + n % 180) || ' days') || 'T00:00:00Z'"}
    of_captures = {name: in_text[name] for name in ("page", "url", "article", "headline")}
    of_captures |= {"offset": "n * 9000", "channel": "channel_of_n", "digest": "'sha1:' || hex(randomblob(16))"}
    of_captures |= {"taken_at": "day || substr(taken_at, 11)"}
    return {
        "articles": of_article,
        "article_addresses": {name: in_text[name] for name in ("address", "article")},
        "similar_bands": {"band": "random()", "article": "'portal/' || n", "sketch": "randomblob(length(sketch))"},
        "ledger": of_ledger,
        "captures": of_captures,
    }


def _copy(connection: Connection, table: str, changed: Mapping[str, str], count: int) -> None:
    names = [row[1] for row in connection.execute(text(f"PRAGMA table_info({table})"))]
    values = ", ".join(_qualified(changed.get(name, f'"{name}"'), table) for name in names)
    channel = f"CASE n % {len(_CHANNELS)} " + "".join(f"WHEN {at} THEN '{one}' " for at, one in enumerate(_CHANNELS))
    numbers = f"""
        WITH RECURSIVE counted(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counted WHERE i + 1 < {count}),
        placed(i, n) AS (SELECT i, {_MODEL} + 1 + i + i / 3 FROM counted),
        numbered(n, day, channel_of_n) AS (
            SELECT n, date('2008-01-01', '+' || CAST(i * 6500.0 / {count} AS INTEGER) || ' days'), {channel} END
            FROM placed)
    """
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.execute(text(f"INSERT INTO {table} ({quoted}) {numbers} SELECT {values} FROM numbered, {table}"))


def _qualified(value: str, table: str) -> str:
    return f"{table}.{value}" if value.startswith('"') else value


def _remove_model(connection: Connection) -> None:
    for table, column in _TABLES.items():
        connection.execute(text(f"DELETE FROM {table} WHERE {column} = 'portal/{_MODEL}'"))
