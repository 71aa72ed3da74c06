"""``scrapy search``: words as typed, hits as lines or JSON, and what cannot be searched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.commands.conftest import Scrapy
from tests.commands.terminal import run_on_terminal
from zhanjiang.items import Article, Person
from zhanjiang.store import articles, open_store


def _article(number: int, **fields: object) -> Article:
    values = {"headline": f"第{number}号码头", "revision": 1, "content_hash": "0", **fields}
    return Article(id=f"portal/{number}", published_at=f"2022-05-{number:02}T08:00:00+08:00", **values)  # type: ignore[arg-type]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Fill the store of the working folder with three articles."""
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.transaction() as connection:
        articles.save(connection, _article(1, text="渔船进港，码头热闹。\n\n客运照常。", channel="shehui"))
        articles.save(connection, _article(2, text="新的 航线开通。", channel="tiyu", source="湛江日报"))
        articles.save(connection, _article(3, text="渔船出海。", authors=[Person("记者", "温可")]))
    store.close()
    return tmp_path


def _ids(lines: str) -> list[str]:
    return [json.loads(line)["id"] for line in lines.splitlines()]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        (["漁船"], [3, 1]),
        (["渔船", "碼頭"], [3, 1]),
        (["渔船 码头", "-客运"], [3]),
        (["-客运", "渔船"], [3]),
        (["--", "渔船", "-进港"], [3]),
        (['"新的 航线"'], [2]),
        (["温可"], [3]),
        (["码头", "--since", "2022-05-02", "--until", "2022-05-02"], [2]),
        (["码头", "--channel", "tiyu,shehui"], [1, 2]),
        (["码头", "--source", "湛江日报"], [2]),
        (["码头", "--author", "温可"], [3]),
        (["码头", "--ids", "1-2", "--limit", "1"], [1]),
        (["没有"], []),
    ],
)
def test_hits_are_one_object_a_line(scrapy: Scrapy, filled: Path, typed: list[str], ids: list[int]) -> None:
    done = scrapy("search", "--json", *typed)
    assert (done.returncode, done.stderr) == (0, "")
    found = _ids(done.stdout)
    assert found == [f"portal/{number}" for number in ids]
    for line in map(json.loads, done.stdout.splitlines()):
        assert line["headline"] and line["published_at"].startswith("2022-05")


def test_lines_for_readers_say_how_many_there_are_and_what_is_next(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("search", "码头", "--limit", "2")
    assert done.stdout == (
        "portal/1  2022-05-01  shehui  第1号码头\n    渔船进港，码头热闹。\n"
        "portal/3  2022-05-03  -       第3号码头\n    渔船出海。\n"
        "3 articles, the first 2 shown (--limit); to read one: scrapy show portal/1\n"
    )
    assert scrapy("search", "客运").stdout.endswith("客运照常。\n1 article; to read one: scrapy show portal/1\n")


def test_no_hit_is_no_failure_and_what_nothing_has_is_reported(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("search", "“没有”", "--channel", "tiyv")
    assert done.returncode == 0
    assert done.stderr == "scrapy search: no article has the channel 'tiyv': the nearest is tiyu\n"
    first, second = done.stdout.splitlines()
    assert first == "No article has all of this: try fewer or shorter words"
    assert "write a phrase as in" in second


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ([], "say what to search, as in: scrapy search 湛江港"),
        (['"渔船'], "a quote is not closed"),
        (["-渔船"], "all words are excluded"),
        ([" "], "nothing to search for"),
        (["渔船", "--chanel", "x"], "'--chanel' is no option"),
        (["渔船", "--limit", "0"], "--limit 0 is no number from 1"),
        (["渔船", "--since", "May"], "--since 'May' is no day"),
        (["渔船", "--kind", "film"], "--kind cannot be 'film'"),
    ],
)
def test_a_mistake_is_one_line(scrapy: Scrapy, filled: Path, typed: list[str], message: str) -> None:
    done = scrapy("search", *typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr and done.stderr.count("\n") == 1


def test_an_index_that_lacks_articles_is_refused_until_it_is_made(scrapy: Scrapy, filled: Path) -> None:
    store = open_store(f"sqlite:///{filled}/data/zhanjiang.db")
    with store.transaction() as connection:
        connection.execute(text("UPDATE articles SET search_key = NULL WHERE id = 'portal/2'"))
    store.close()
    done = scrapy("search", "码头")
    assert (done.returncode, done.stdout) == (1, "")
    assert "run `scrapy maintain --reindex` first" in done.stderr and done.stderr.count("\n") == 1
    made = scrapy("maintain", "--reindex")
    assert (made.returncode, made.stdout) == (0, "1 article indexed: `scrapy search` finds them\n")
    assert len(_ids(scrapy("search", "码头", "--json").stdout)) == 3


def test_without_a_store_one_line_says_what_to_do(scrapy: Scrapy) -> None:
    done = scrapy("search", "码头")
    assert done.returncode == 1
    assert "run `scrapy crawl articles` first" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.usefixtures("filled")
def test_a_pipe_gets_colours_where_they_are_asked_for(scrapy: Scrapy, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in scrapy("search", "出海").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "渔船\x1b[1;31m出海\x1b[0m。\n" in scrapy("search", "出海").stdout


def test_a_terminal_shows_the_hits(filled: Path) -> None:
    code, shown = run_on_terminal(filled, 80, "search", "碼頭", "-客运")
    assert code == 0
    assert "portal/3  2022-05-03  -     第3号码头\n    渔船出海。\n" in shown
    assert shown.endswith("2 articles; to read one: scrapy show portal/3\n")
