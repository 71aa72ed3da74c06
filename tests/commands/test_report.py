"""``scrapy report`` from the outside: the file, and the mistakes. What stands in it: ``tests/report/test_page.py``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from zhanjiang.items import Article
from zhanjiang.store import articles, crawls, open_store


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Fill the store with an article and a run."""
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.transaction() as connection:
        crawls.begin(connection, "articles", {}, {})
        day = "2022-05-31T10:00:00+08:00"
        article = Article(id="portal/2700001", headline="盐", published_at=day, channel="shehui", revision=1)
        article.content_hash = "0"
        articles.save(connection, article)
    store.close()
    return tmp_path


def test_a_report_is_one_file(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("report", "-o", "made/report.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Written to made/report.html: ")
    assert "2022-05-31" in (filled / "made" / "report.html").read_text("utf-8")
    assert scrapy("report", "-o", "made/run.html", "--run", "1").returncode == 0
    assert "第 1 次运行" in (filled / "made" / "run.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "say where to write"),
        (("-o", "x.html", "--run", "2"), "there is no run 2: the last is 1"),
        (("-o", "x.html", "--run", "0"), "--run N takes the number of one run"),
        (("-o", "x.html", "--run", "1", "--since", "2022-01-01"), "--run N takes the number of one run"),
        (("-o", "x.html", "--since", "yesterday"), "'yesterday' is no day"),
        (("x.html",), "is no option"),
    ],
)
def test_mistakes_are_one_line(scrapy: Scrapy, filled: Path, options: tuple[str, ...], message: str) -> None:
    done = scrapy("report", *options)
    assert done.returncode == 2 and message in done.stderr and done.stderr.count("\n") == 1
    assert not (filled / "x.html").exists()


def test_a_channel_that_no_article_has_is_reported_as_by_the_other_commands(scrapy: Scrapy, filled: Path) -> None:
    for command in (
        ("report", "-o", "x.html"),
        ("export", "-o", "x.jsonl"),
        ("search", "盐"),
        ("changes", "--since", "2022-01-01"),
    ):
        done = scrapy(*command, "--channel", "shehu")
        assert (done.returncode, done.stderr.count("\n")) == (0, 1), command
        assert "no article has the channel 'shehu': the nearest is shehui" in done.stderr
    assert scrapy("report", "-o", "x.html", "--channel", "shehu,shehui").returncode == 0
    assert "2022-05-31" in (filled / "x.html").read_text("utf-8")


def test_without_a_store_there_is_no_report(scrapy: Scrapy) -> None:
    assert scrapy("report", "-o", "x.html").returncode == 1


def test_a_file_that_cannot_be_written_is_an_error_of_its_own(scrapy: Scrapy, filled: Path) -> None:
    (filled / "taken").mkdir()
    done = scrapy("report", "-o", "taken")
    assert done.returncode == 74 and "taken cannot be used" in done.stderr


def test_a_store_is_exported_as_a_file(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("export", "-o", "copy.db")
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(filled / "copy.db")) as copy:
        assert copy.execute("SELECT id FROM articles").fetchall() == [("portal/2700001",)]
    for options in (("--fields", "id"), ("--revisions", "all"), ("--limit", "3")):
        refused = scrapy("export", "-o", "other.db", *options)
        assert refused.returncode == 2 and "is a whole store" in refused.stderr
    assert scrapy("export", "-o", "-", "--format", "sqlite").returncode == 2
