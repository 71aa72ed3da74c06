"""``scrapy layouts`` from the outside: what was learned, listed and shown, forgotten, exported; edits confirmed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.commands.terminal import run_on_terminal
from tests.stored import stored
from zhanjiang.items import Article
from zhanjiang.pages.reading.learned import PARTS, LearnedLayout
from zhanjiang.pages.reading.selectors import Layout
from zhanjiang.store import articles, held_back, layout_counts, layouts, open_store
from zhanjiang.store.layout_counts import RuleCount

_LEARNED = LearnedLayout(
    "learned 1",
    body="//div[@class='words']",
    headline="//h2",
    info="//p[@class='by']",
    shares={"body": 0.95, "headline": 1.0, "info": 0.9},
    pages=40,
    repeats=frozenset({"分享到", "阅读0"}),
    marks=frozenset({"div.words"}),
    since="2026-11-24T01:36:24Z",
)
_STORED = Article(
    id="portal/7", url="https://www.example/p/7.html", headline="海东桥通车", revision=1, content_hash="a" * 64
)
_HELD = replace(_STORED, headline="海东大桥通车")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Fill the store of the working folder with two layouts, their use, and two articles held back."""
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.transaction() as connection:
        layouts.save(connection, "learned 1", _LEARNED.as_data(), 3)
        layouts.save(connection, "learned 2", replace(_LEARNED, name="learned 2", info="").as_data(), None)
        counts = [RuleCount(name, "2024", "article", "read", 12, None) for name in ("learned 1", "labels")]
        layout_counts.save(connection, 4, counts)
        for number in (7, 8):
            articles.save(connection, replace(_STORED, id=f"portal/{number}"))
            held_back.hold(connection, replace(_HELD, id=f"portal/{number}"), 4, "many seem edited")
    store.close()
    return tmp_path


@pytest.mark.usefixtures("filled")
def test_layouts_are_listed_with_their_fit_and_use(scrapy: Scrapy) -> None:
    done = scrapy("layouts")
    assert (done.returncode, done.stderr) == (0, "")
    header, first, second, labels = (line.split() for line in done.stdout.splitlines())
    assert header[:3] == ["name", "learned", "pages"] and "byline" in header
    assert first[:2] == ["learned", "1"] and first[4:] == ["40", "100%", "90%", "95%", "-", "-", "4", "12"]
    assert second[4:] == ["40", "100%", "90%", "95%", "-", "-", "-", "-"]
    assert labels == ["labels", "-", "-", "-", "-", "-", "-", "-", "4", "12"]
    rows = json.loads(scrapy("layouts", "list", "--json").stdout)
    assert [row["name"] for row in rows] == ["learned 1", "learned 2", "labels"]
    assert (rows[0]["pages"], rows[0]["shares"]["body"], rows[0]["last_run"], rows[0]["articles"]) == (40, 0.95, 4, 12)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("typed", [["1"], ["learned 1"], ["learned", "1"]])
def test_a_layout_is_shown_by_name_or_number(scrapy: Scrapy, typed: list[str]) -> None:
    done = scrapy("layouts", "show", *typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("learned 1: learned at ")
    assert "in run 3 from 40 pages\n" in done.stdout
    assert "body      95%  //div[@class='words']\n" in done.stdout
    assert "credits   not learned\n" in done.stdout
    assert "2 lines stand the same on many pages:\n  分享到\n  阅读0\n" in done.stdout
    assert json.loads(scrapy("layouts", "show", *typed, "--json").stdout) == _LEARNED.as_data()


@pytest.mark.usefixtures("filled")
def test_a_layout_is_forgotten_and_says_so(scrapy: Scrapy) -> None:
    assert scrapy("layouts", "forget", "2").stdout == "learned 2 reads no page any more\n"
    assert scrapy("layouts", "forget", "2").stdout == "learned 2 was forgotten already\n"
    rows = json.loads(scrapy("layouts", "--json").stdout)
    assert [row["forgotten_at"] is None for row in rows] == [True, False, True]
    assert "forgotten at 2" in scrapy("layouts", "show", "2").stdout
    assert re.search(r"^learned 2  20\d\d-\d\d-\d\d \d\d:\d\d, forgotten 20", scrapy("layouts").stdout, re.MULTILINE)


@pytest.mark.usefixtures("filled")
def test_the_list_is_a_table_on_a_usual_terminal(scrapy: Scrapy, tmp_path: Path) -> None:
    scrapy("layouts", "forget", "2")
    code, shown = run_on_terminal(tmp_path, 80, "layouts", "list")
    header, rule, *rows = shown.splitlines()
    assert code == 0 and header.split() == ["name", "learned", "pages", *PARTS, "last", "run", "articles"]
    assert set(rule) == {"-", " "} and len(rule) <= 80
    assert [row.split()[:2] for row in rows if row.startswith("learned")] == [["learned", "1"], ["learned", "2"]]


@pytest.mark.usefixtures("filled")
def test_a_layout_is_exported_as_a_declared_one(scrapy: Scrapy) -> None:
    from lxml.etree import XPath  # what the exported text names

    done = scrapy("layouts", "export", "1")
    [layout] = eval(f"[{done.stdout}]", {"Layout": Layout, "XPath": XPath})
    assert (layout.name, layout.since) == ("learned 1", "2026-11-24T01:36:24Z")
    assert (layout.headline.path, layout.body.path) == ("//h2", "//div[@class='words']")


def test_what_is_held_back_is_confirmed_by_id_then_all(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("layouts", "confirm", "portal/8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "confirmed  portal/8  海东大桥通车\n1 article stored as edited\n"
    assert scrapy("layouts", "confirm").stdout == "confirmed  portal/7  海东大桥通车\n1 article stored as edited\n"
    assert scrapy("layouts", "confirm").stdout == "Nothing is held back.\n"
    store = open_store(f"sqlite:///{filled}/data/zhanjiang.db")
    latest = stored(store)
    store.close()
    assert [(one.id, one.revision, one.revision_cause, one.headline) for one in latest] == [
        ("portal/7", 2, "edited", "海东大桥通车"),
        ("portal/8", 2, "edited", "海东大桥通车"),
    ]


@pytest.mark.usefixtures("filled")
def test_status_names_what_is_held_back(scrapy: Scrapy) -> None:
    assert "Held back, edited or only read otherwise: 2 articles (--layouts)" in scrapy("status").stdout
    status = scrapy("status", "--layouts").stdout
    assert "\n\nHeld back, edited or only read otherwise: " in status
    assert "held_back  https://www.example/p/7.html  many seem edited\n" in status
    held = json.loads(scrapy("status", "--json").stdout)["held_back"]
    assert [one["article"] for one in held] == ["portal/7", "portal/8"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        (["teach"], 2, "argument ACTION: invalid choice: 'teach' (choose from 'list', 'show', 'learn'"),
        (["learn", "it"], 2, "learn takes no argument"),
        (["learn"], 1, "there is no archive at data/archive yet: crawl first, or set ARCHIVE_DIR"),
        (["list", "1"], 2, "list takes no argument"),
        (["show"], 2, "name a layout, as in: scrapy layouts show 1"),
        (["show", "9"], 1, "no layout was learned under the name '9': `scrapy layouts list` lists them"),
        (["export", "1", "--json"], 2, "'--json' is no option of export: see scrapy layouts export --help"),
        (["confirm", "x"], 2, "'x' names no article: give IDs such as portal/2665093, or none"),
        (["confirm", "portal/9"], 1, "portal/9 is not held back: `scrapy status --layouts` names those that are"),
    ],
)
def test_mistakes_are_one_line(scrapy: Scrapy, typed: list[str], code: int, message: str) -> None:
    done = scrapy("layouts", *typed)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"scrapy layouts: {message}") and done.stderr.count("\n") == 1


def test_where_nothing_was_learned(scrapy: Scrapy, tmp_path: Path) -> None:
    assert scrapy("layouts").returncode == 1
    open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db").close()
    assert scrapy("layouts").stdout == "No layout was learned or used yet.\n"
