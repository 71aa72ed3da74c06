"""``scrapy versions`` from the outside: the ways to name an article, the three forms, the mistakes."""

from __future__ import annotations

import dataclasses
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from zhanjiang.items import Article, Person
from zhanjiang.store import articles, open_store

ROOT = Path(__file__).parents[2]
_FIRST = Article(
    id="portal/2700002",
    headline="吴川举行飘色巡游",
    text="吴川市梅菉街道昨晚举行飘色巡游。",
    authors=[Person("记者", "温可立")],
    addresses=["https://www.example/p/2700002.html"],
    revision=1,
    content_hash="a" * 64,
    fetched_at="2026-05-01T02:00:00+00:00",
)
_SECOND = dataclasses.replace(
    _FIRST, headline="吴川举办飘色巡游", revision=2, revision_cause="edited", content_hash="b" * 64, addresses=[]
)
_OF_NEWSPAPERS = [
    dataclasses.replace(_FIRST, id=id, addresses=[])
    for id in ("zjrb/2018-07-17/2108598", "zjrb/2024-12-04/67761_367605", "home/2016-07/1460596")
]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Fill the store of the working folder with an article in two revisions, and three in a single one."""
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.transaction() as connection:
        for article in (_SECOND, _FIRST, *_OF_NEWSPAPERS):
            articles.save(connection, article)
    store.close()
    return tmp_path


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "typed",
    ["portal/2700002", "2700002", "https://m.example/wenhua/p/2700002_2.html?v=1", "www.example/p/2700002.html"],
)
def test_an_article_by_id_number_or_address(scrapy: Scrapy, typed: str) -> None:
    done = scrapy("versions", typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "  2  edited    2026-05-01T02:00:00+00:00  bbbbbbbbbbbb  headline\n" in done.stdout
    assert "headline: 吴川举[-行-]{+办+}飘色巡游\n" in done.stdout


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("typed", "article_id"),
    [
        *((article.id, article.id) for article in _OF_NEWSPAPERS),
        ("http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_2108598.htm", "zjrb/2018-07-17/2108598"),
        ("paper.example/pc/html/2024-12/04/content_67761_367605.html", "zjrb/2024-12-04/67761_367605"),
    ],
)
def test_a_newspaper_article_by_id_or_address(scrapy: Scrapy, typed: str, article_id: str) -> None:
    done = scrapy("versions", typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(article_id)
    assert "One revision only" in done.stdout


def test_json_holds_the_revisions_whole_and_their_differences(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("versions", "2700002", "--json")
    assert done.stdout.count("\n") == 1
    told = json.loads(done.stdout)
    assert list(told) == ["id", "revisions", "differences"]
    expected = [dataclasses.replace(article, addresses=_FIRST.addresses) for article in (_FIRST, _SECOND)]
    assert told["revisions"] == [dataclasses.asdict(article) for article in expected]
    pieces = [{"equal": "吴川举"}, {"deleted": "行"}, {"inserted": "办"}, {"equal": "飘色巡游"}]
    assert told["differences"] == [{"from": 1, "to": 2, "fields": {"headline": pieces}}]


def test_html_is_written_to_a_file(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("versions", "2700002", "--html", "out/changes.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 revisions, written to out/changes.html\n"
    assert "举<del>行</del><ins>办</ins>飘" in (filled / "out/changes.html").read_text(encoding="utf-8")


def test_a_terminal_shows_colours(filled: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM")}
    environment |= {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings", "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "scrapy", "versions", "2700002"]
    subprocess.run(command, cwd=filled, env=environment, stdout=theirs, check=True, timeout=60)
    os.close(theirs)
    told = os.read(ours, 65536).decode()
    os.close(ours)
    assert "\x1b[9;31m行\x1b[0m\x1b[4;32m办\x1b[0m" in told


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["portal/1"], 1, "the store has no article portal/1: check the number, or fetch it with `scrapy crawl"),
        (["zjwb/2018-07-17/1"], 1, "the store has no article zjwb/2018-07-17/1: check the ID"),
        (["2700002", "--html", "data"], 1, "data cannot be used (Is a directory): check the name"),
        ([], 2, "give one article, as in: scrapy versions portal/2665093"),
        (["1", "2"], 2, "give one article"),
        (["9" * 5000], 2, "names no article"),
        (["飘色"], 2, "'飘色' names no article"),
        (["http://[/p/1.html"], 2, "names no article"),
        (["1", "--json", "--html", "x"], 2, "exclude each other"),
    ],
)
def test_a_mistake_is_told_in_one_line(scrapy: Scrapy, arguments: list[str], code: int, told: str) -> None:
    done = scrapy("versions", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_a_store_one_line_says_what_to_do(scrapy: Scrapy, tmp_path: Path) -> None:
    done = scrapy("versions", "1")
    assert done.returncode == 1
    assert "run `scrapy crawl articles` first" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_help_has_an_example(scrapy: Scrapy) -> None:
    assert "scrapy versions 2665093 --html changes.html" in " ".join(scrapy("versions", "--help").stdout.split())
