"""``scrapy crawl``: what is wrong is told in one line before anything is written; what ran has an honest exit code."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from scrapy import cmdline
from scrapy.utils.project import get_project_settings

from tests.commands.conftest import Scrapy
from tests.commands.tiny.site import article, serving

_UNHURRIED = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("crawl", "give one spider (articles), as in: scrapy crawl articles"),
        ("crawl articles articles", "give one spider"),
        ("crawl artikel", "there is no spider 'artikel': give one of articles"),
        ("crawl articles --nonsense", "give one spider"),
        ("crawl articles -a since", "each -a takes NAME=VALUE"),
        ("crawl articles -a nonsense=1", "nonsense"),
        ("crawl articles -a portal=mirror", "replica"),
        ("crawl articles -s DOWNLOAD_DELAY", "use -s NAME=VALUE"),
        ("crawl articles -s DOWNLOAD_DELAY=soon", "DOWNLOAD_DELAY is 'soon': give a number"),
        ("crawl articles -s ROBOTSTXT_OBEY=perhaps", "ROBOTSTXT_OBEY is 'perhaps': give True or False"),
        ("crawl articles -s CRAWL_LOG_INTERVAL=often", "CRAWL_LOG_INTERVAL is 'often': give a number"),
        ("crawl articles -s QUARANTINE_ENABLED=maybe", "QUARANTINE_ENABLED is 'maybe': give True or False"),
        ("crawl articles -L LOUD", "LOG_LEVEL is 'LOUD': give one of DEBUG"),
        ("crawl articles -s STORE_URL=data/store.db", "STORE_URL is no database address"),
        ("crawl articles -s STORE_URL=mysql://host/db", "'mysql', which is not supported"),
        ("crawl articles -s CONVERT_SCRIPT_TARGET=pinyin", "is 'pinyin': give one of hans, hant, none"),
        ("crawl articles -s PORTAL_URL=www.gdzjdaily.com.cn", "PORTAL_URL is 'www.gdzjdaily.com.cn'"),
        ("crawl articles -s NEWSPAPER_URL=ftp://szb.example", "NEWSPAPER_URL is 'ftp://szb.example'"),
        ("crawl articles -s PAPER_URL=http://a.example:port", "PAPER_URL is 'http://a.example:port'"),
        ("crawl articles -o articles.docx", "Unrecognized output format 'docx'"),
        ("crawl articles -o a.jsonl -O b.jsonl", "use only one of -o/--output and -O"),
        ("crawl articles -O .:jsonl", "the feed . is a folder"),
        ("crawl articles -O file/a.jsonl", "is a file: give another place"),
        (f"crawl articles -O {'a' * 300}.jsonl", "cannot be written (File name too long)"),
        ("crawl articles -s LOG_FILE=none/x.log", "LOG_FILE is 'none/x.log', and the folder none is not there"),
        ("crawl articles --logfile none/x.log", "LOG_FILE is 'none/x.log', and the folder none is not there"),
        ("crawl articles -s LOG_FILE=.", "LOG_FILE is '.', and it is a folder"),
        ("crawl articles -s LOG_FILE=file/x.log", "file is a file: give a file, such as crawl.log"),
        ("crawl articles -s LOG_FILE=/proc/x.log", "LOG_FILE is '/proc/x.log', and /proc cannot be written"),
        ("crawl articles -s IMAGES_STORE=/proc/x", "IMAGES_STORE is '/proc/x', and /proc cannot be written"),
        ("crawl articles -s IMAGES_STORE=file:///proc/x", "and /proc cannot be written: give a folder"),
        (f"crawl articles -s IMAGES_STORE={'a' * 300}", "the name is none (File name too long)"),
        ("crawl articles -s JOBDIR=/proc/x", "JOBDIR is '/proc/x', and /proc cannot be written"),
        ("crawl articles -s JOBDIR=file/x", "file is a file: give a folder, such as data/job"),
        (
            "crawl articles -s HTTPCACHE_ENABLED=1 -s HTTPCACHE_DIR=/proc/x",
            "HTTPCACHE_DIR is '/proc/x', and /proc cannot",
        ),
        ("crawl articles -s ARCHIVE_DIR=", "ARCHIVE_DIR is empty: give a folder"),
    ],
)
def test_a_mistake_is_told_in_one_line_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    told: str,
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "zhanjiang.settings")
    settings = get_project_settings()
    settings.set("SPIDER_MODULES", ["tests.commands.tiny.spider"])
    with pytest.raises(SystemExit) as ended:
        cmdline.execute(["scrapy", *arguments.split()], settings)
    written = capsys.readouterr()
    assert ended.value.code == (74 if arguments.endswith("file/a.jsonl") else 2)
    assert written.out == ""
    assert written.err.startswith("scrapy crawl: ")
    assert told in written.err
    assert written.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def _feed(path: Path) -> list[dict[str, Any]]:
    held = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in held.decode().splitlines()]


def test_a_crawl_fills_store_and_feed(scrapy: Scrapy, tmp_path: Path) -> None:
    page = {"articles": [article(1), article(2)], "addresses": [["portal/1", "https://m.example/p/1.html"]]}
    with serving({"/": page}) as site:
        done = scrapy("crawl", "articles", *_UNHURRIED, "-O", "out/a.jsonl", PORTAL_URL=site.address)
    assert done.returncode == 0, done.stderr
    assert "Deprecat" not in done.stderr
    assert [fed["id"] for fed in _feed(tmp_path / "out/a.jsonl")] == ["portal/1", "portal/2"]
    assert "第1号码头启用" in (tmp_path / "out/a.jsonl").read_text(encoding="utf-8")
    with sqlite3.connect(tmp_path / "data/zhanjiang.db") as store:
        assert store.execute("SELECT id FROM articles ORDER BY id").fetchall() == [("portal/1",), ("portal/2",)]
        assert store.execute("SELECT count(*) FROM article_addresses").fetchone() == (3,)
    store.close()


@pytest.mark.parametrize("name", ["a.jsonl.gz:jsonl", "a.jsonl.gz"])
def test_a_feed_whose_name_ends_in_gz_is_compressed(scrapy: Scrapy, tmp_path: Path, name: str) -> None:
    with serving({"/": {"articles": [article(1)]}}) as site:
        done = scrapy("crawl", "articles", *_UNHURRIED, "-O", name, PORTAL_URL=site.address)
    assert done.returncode == 0, done.stderr
    assert [fed["id"] for fed in _feed(tmp_path / "a.jsonl.gz")] == ["portal/1"]


def test_a_second_crawl_feeds_what_is_new_or_changed(scrapy: Scrapy, tmp_path: Path) -> None:
    first = {"articles": [article(number) for number in (1, 2)]}
    second = {"articles": [article(1), article(2, text="码头延期启用。"), article(3)]}
    for page in (first, second):
        with serving({"/": page}) as site:
            done = scrapy("crawl", "articles", *_UNHURRIED, "-o", "a.jsonl", PORTAL_URL=site.address)
        assert done.returncode == 0, done.stderr
    fed = [(item["id"], item["revision"], item["revision_cause"]) for item in _feed(tmp_path / "a.jsonl")]
    assert fed == [
        ("portal/1", 1, None),
        ("portal/2", 1, None),
        ("portal/2", 2, "edited"),
        ("portal/3", 1, None),
    ]


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ({"/": {}}, 0),
        ({}, 69),
        ({"/": (503, {})}, 69),
        ({"/": {}, "/robots.txt": b"User-agent: *\nDisallow: /\n"}, 69),
    ],
)
def test_without_a_single_page_there_is_no_site(scrapy: Scrapy, pages: dict[str, Any], code: int) -> None:
    with serving(pages) as site:
        done = scrapy("crawl", "articles", *_UNHURRIED, PORTAL_URL=site.address)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_where_the_user_named_the_pages_their_absence_is_an_answer(scrapy: Scrapy) -> None:
    with serving({}) as site:
        done = scrapy("crawl", "articles", *_UNHURRIED, "-a", "ids=7", PORTAL_URL=site.address)
    assert done.returncode == 0, done.stderr


def test_a_site_that_is_not_there_ends_with_69(scrapy: Scrapy) -> None:
    with serving({}) as site:
        pass
    done = scrapy("crawl", "articles", *_UNHURRIED, PORTAL_URL=site.address)
    assert done.returncode == 69
    assert f"scrapy crawl: {site.address} cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_that_cannot_be_opened_ends_with_74_and_one_line(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"not what SQLite writes" * 99)
    done = scrapy("crawl", "articles", "-O", "a.jsonl", "-s", "STORE_URL=sqlite:///store.db", "--nolog")
    assert done.returncode == 74
    assert done.stderr.startswith("scrapy crawl: the store store.db cannot be used")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "a.jsonl").exists()


def test_an_unknown_setting_is_warned_about_and_the_crawl_runs(scrapy: Scrapy) -> None:
    with serving({"/": {}}) as site:
        done = scrapy("crawl", "articles", *_UNHURRIED, "-s", "DOWNLOAD_DELY=1", PORTAL_URL=site.address)
    assert done.returncode == 0
    assert "no setting has the name DOWNLOAD_DELY; did you mean DOWNLOAD_DELAY?" in done.stderr


@pytest.mark.parametrize("way", ["environment", "option", "none"])
def test_the_user_agent_names_the_contact(scrapy: Scrapy, way: str) -> None:
    option = ("-s", "CONTACT=me@example.org") if way == "option" else ()
    environment = {"CONTACT": "me@example.org"} if way == "environment" else {}
    with serving({"/": {}}) as site:
        done = scrapy("crawl", "articles", *_UNHURRIED, *option, PORTAL_URL=site.address, **environment)
    expected = "none given" if way == "none" else "me@example.org"
    assert site.agents == {f"zhanjiang-news/0.2 (news archive; complaints: {expected})"}
    assert "ZHANJIANG_CONTACT" not in done.stderr  # loopback needs no contact


def test_without_a_contact_a_crawl_of_the_live_site_warns(scrapy: Scrapy) -> None:
    # A name that never resolves (RFC 2606): nothing is asked.
    done = scrapy("crawl", "articles", *_UNHURRIED, PORTAL_URL="http://portal.invalid")
    assert "export ZHANJIANG_CONTACT=you@example.org" in done.stderr


def test_help_has_an_example(scrapy: Scrapy) -> None:
    told = " ".join(scrapy("crawl", "--help").stdout.split())
    assert "scrapy crawl articles -a portal=replica -O data/articles.jsonl" in told
