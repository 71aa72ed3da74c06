"""A run learns layouts from its pages and reads again by them; whatever is odd costs one page and a line of the log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler
from sqlalchemy import Connection, Engine, event

from tests.archive.building import kept, write
from zhanjiang.addresses.page import PageRef
from zhanjiang.catalogue.visits import Visit
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.crawl.visit_reader import VisitReader
from zhanjiang.items import Article, content_hash
from zhanjiang.layouts import learning
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article_reader import ArticleReader, FetchedPage, PageAsRead
from zhanjiang.reparse import amending, archived_layouts, layout_learning
from zhanjiang.reparse.layout_learning import LayoutLearning
from zhanjiang.store import Store, articles, captures, doubts, layouts, ledger, open_store, similar

_PLACES = [f"{name}湾" for name in "赤霞坡麻海硇南调湖岭遂徐雷廉吴安草乌龙塘"]
_PAGE = (
    "<html><body><div class='bar'><a href='/'>首页</a> 湛江云媒</div>"
    "<div class='story'><h2 class='t'>{place}渡口复航</h2>"
    "<p class='by'>2024-05-{day:02} 10:{day:02}　来源：湛江日报</p><div class='words'><p>{place}渡口于本月{day}日复航，"
    "首班船载客{day}人，船工们忙到傍晚才歇。</p><p>{place}的老街坊说，水位正好，{day}年来头一回这么热闹，"
    "{place}的渔船也都靠过来看，码头上卖糖水的生意好了三成。</p></div>"
    "<p class='ed'>编辑：{place}生</p></div><div class='foot'>分享到微博</div></body></html>"
)
_AT = "2026-11-26T01:02:03"


class Run:
    """A run that only its signals happen to, with its articles in archive and store as labels read them wrongly."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = open_store(f"sqlite:///{folder}/store.db")
        settings: dict[str, object] = {"STORE_URL": f"sqlite:///{folder}/store.db", "ARCHIVE_DIR": f"{folder}/archive"}
        settings |= {"ARCHIVE_ENABLED": True, "LAYOUTS_ENABLED": True, "STORE_ENABLED": True, "LAYOUT_PAGES": 20}
        settings |= {"REVISIT": "adaptive", "MASS_EDIT_SHARE": 0.3, "MASS_EDIT_LEAST": 10, "REPAIR_ENABLED": True}
        self.crawler = get_crawler(Spider, settings | {"CONVERT_SCRIPT_TARGET": "hans"})
        self.crawler.spider = Spider("articles")
        run = CrawlRun(self.crawler, self.store)
        self.crawler.get_extension = lambda _: run  # type: ignore[method-assign, assignment, return-value]
        self.extension = LayoutLearning.from_crawler(self.crawler)
        self.folder = folder

    def read(self, damaged: int = 0, odd: ArticlePage | None = None, markup: str = _PAGE, before: int = 0) -> None:
        """Report the articles of all places, in the ledger with a hash of their own; the ``odd`` page comes first.

        Their numbers follow on ``before``.
        """
        bodies = {before + day: markup.format(place=place, day=day).encode() for day, place in enumerate(_PLACES, 1)}
        metadata = {"run": 1, "kind": "article"}
        pages = [
            kept(
                f"https://www.example/p/{day}.html",
                body,
                taken_at=f"{_AT}.000000Z",
                metadata=metadata | {"page": f"/p/{day}.html", "article": f"portal/{day}"},
            )
            for day, body in bodies.items()
        ]
        taken = write(self.folder / "archive", *pages)
        with self.store.transaction() as connection:
            captures.add(connection, taken)
        for capture in taken:
            if capture.article == f"portal/{damaged}":
                _damage(self.folder / "archive" / capture.file, capture.offset)
        for day, body in bodies.items():
            page = ArticlePage(body, f"https://www.example/p/{day}.html", fetched_at=f"{_AT}Z")
            self._store(article := page.to_item([]), day)
            self.report(article, odd if odd and day == 1 else page, day)

    def report(self, article: Article, page: ArticlePage, day: int) -> None:
        """Report that an article was read by labels."""
        fetched = FetchedPage(page.raw, page.url, page.content_type, page.fetched_at, type(page))
        first = PageAsRead(fetched, ArticleReader(None, getattr(self.crawler.spider, "learned", ())))
        self.crawler.signals.send_catch_log(
            outcomes.article_read, page=_ref(day), article=article, first=first, layout=""
        )

    def _store(self, article: Article, day: int) -> None:
        article.id, article.headline, article.published_at = f"portal/{day}", "误读的标题", "2001-01-01"
        article.revision, article.content_hash = 1, content_hash(article)
        with self.store.transaction() as connection:
            similar.save(connection, article)
            ledger.add(connection, [_ref(day)], 1, "stored")
            hashed = {"content_hash": article.content_hash, "published_at": article.published_at}
            ledger.write(connection, f"/p/{day}.html", hashed)

    def headlines(self) -> set[str | None]:
        """The stored headlines."""
        with self.store.reading() as connection:
            stored = [articles.revisions(connection, f"portal/{day}")[-1] for day in range(1, 21)]
        return {article.headline for article in stored}


def _ref(day: int) -> PageRef:
    return PageRef(f"/p/{day}.html", f"https://www.example/p/{day}.html", "article", article=f"portal/{day}")


def _damage(path: Path, offset: int) -> None:
    held = bytearray(path.read_bytes())
    held[offset : offset + 40] = b"x" * 40
    path.write_bytes(held)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run of an empty store."""
    return Run(tmp_path)


_RIGHT = {f"{place}渡口复航" for place in _PLACES}


def test_what_labels_read_is_read_again(run: Run) -> None:
    run.read()
    run.extension.spider_closed()
    assert run.headlines() == _RIGHT
    assert run.crawler.stats.get_value("layouts/unknown") == 0


def test_the_ledger_says_what_the_amended_articles_say(run: Run) -> None:
    run.read()
    run.extension.spider_closed()
    with run.store.reading() as connection:
        [row] = ledger.rows_of(connection, ["/p/7.html"]).values()
        stored = articles.revisions(connection, "portal/7")[-1]
        due = connection.execute(ledger.ledger.select().where(ledger.ledger.c.page == "/p/7.html")).one()
    assert row.page.article == "portal/7"
    assert (due.content_hash, due.published_at) == (stored.content_hash, "2024-05-07T10:07:00+08:00")


def test_what_a_declared_layout_has_read_is_not_looked_back_at(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.read()
    declared = {f"portal/{day}" for day in (3, 9)}
    with run.store.transaction() as connection:
        table = articles.articles
        rules = {"headline": "selector", "text": "selector"}
        connection.execute(table.update().where(table.c.id.in_(declared)).values(extracted_by=rules))
    looked = _looked_at(monkeypatch)
    run.extension.finish()
    assert looked == {f"portal/{day}" for day in range(1, 21)} - declared


def _looked_at(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The articles of which a run looks at the first page again, filled as it does."""
    looked: set[str] = set()
    right = VisitReader.first_page

    def first_page(self: VisitReader, visit: Visit, is_wanted: Callable[[ArticlePage], bool]) -> ArticlePage | None:
        looked.add(visit.article)
        return right(self, visit, is_wanted)

    monkeypatch.setattr(VisitReader, "first_page", first_page)
    return looked


@pytest.mark.parametrize(("learned_at", "is_looked_at"), [("2026-11-20T00:00:00Z", False), (_AT + "Z", True)])
def test_what_a_settled_layout_has_read_since_it_was_learned_is_not_looked_back_at(
    run: Run, monkeypatch: pytest.MonkeyPatch, learned_at: str, is_looked_at: bool
) -> None:
    run.read()
    run.extension.spider_closed()  # by now a layout has read all of them
    with run.store.transaction() as connection:
        [layout] = layouts.stored(connection)
        settled = layout.data | {"is_settled": True}
        connection.execute(layouts.layouts.update().values(learned_at=learned_at, data=settled))
    later = LayoutLearning.from_crawler(run.crawler)
    later.spider_opened(Spider("articles"))
    run.report(Article(id="portal/77", pages=1), ArticlePage(b"<p>x</p>", "https://www.example/p/77.html"), 77)
    looked = _looked_at(monkeypatch)
    later.finish()
    assert looked == ({f"portal/{day}" for day in range(1, 21)} if is_looked_at else set())


def test_articles_read_again_are_committed_together(run: Run) -> None:
    run.read()
    commits: list[Connection] = []

    def count(connection: Connection) -> None:
        commits.append(connection)

    event.listen(Engine, "commit", count)
    try:
        run.extension.finish()
    finally:
        event.remove(Engine, "commit", count)
    assert run.headlines() == _RIGHT
    assert len(commits) <= 3  # of the layout, of those that it replaces, and of twenty articles


def test_a_layout_stays_of_which_the_archives_pages_say_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_learning, "MOST_SAMPLES", 20)
    run.read(before=900)  # it is learned from these
    other = _PAGE.replace("class='story'", "class='leaf' id='leaf'").replace("'words'", "'prose'")
    run.read(markup=other.replace("<p class='by'>", "<div class='row'><i class='by'>").replace("复航。", "停航。"))
    run.extension.spider_closed()  # which looks at as many of the other ones first
    names = {layout.name for layout in run.crawler.spider.learned}  # type: ignore[union-attr]
    assert names == {"learned 1", "learned 2"}
    with run.store.reading() as connection:
        assert {row.name for row in layouts.stored(connection)} == names


def test_a_damaged_page_costs_no_other(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    run.read(damaged=1)
    run.extension.spider_closed()
    assert run.headlines() == {*_RIGHT, "误读的标题"} - {f"{_PLACES[0]}渡口复航"}
    [line] = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert "portal/1" in line
    assert run.crawler.stats.get_value("layouts/unknown") == 1


class Broken(ArticlePage):
    """A page that cannot be read for learning."""

    @property
    def lines(self) -> list[object]:  # type: ignore[override]
        """Nothing but an error."""
        raise ValueError("odd")

    head = root = lines  # type: ignore[assignment]


def test_a_page_that_teaches_nothing_is_a_line(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    run.read(odd=Broken(b"<p>x</p>", "https://www.example/p/1.html"))
    assert "teaches no layout: ValueError: odd" in caplog.text
    assert "Traceback" not in caplog.text


def test_where_learning_fails_other_pages_teach_the_layout(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right = learning.learn
    tries: list[int] = []

    def learn(samples: list[object], fewest: int) -> object:
        tries.append(len(samples))
        if len(tries) == 1:
            raise ValueError("odd")
        return right(samples, fewest)  # type: ignore[arg-type]

    monkeypatch.setattr(layout_learning, "learn", learn)
    run.read()
    assert "No layout can be learned from 20 pages" in caplog.text
    for day, place in [*enumerate(_PLACES, 1), *enumerate(_PLACES, 1)]:
        page = ArticlePage(_PAGE.format(place=place, day=day).encode(), f"https://www.example/p/{day}.html")
        run.report(Article(id=f"portal/{day}", pages=1), page, day)
    run.extension.spider_closed()
    assert tries[:2] == [20, 40]  # and at the end, from the archive
    assert run.headlines() == _RIGHT


def test_what_no_layout_reads_is_not_read_at_every_idle_moment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.read()
    run.extension.finish()
    looked: list[str] = []

    def visits_of(id: str, *_: object) -> list[object]:
        looked.append(id)
        return []

    for module in (archived_layouts, amending):
        monkeypatch.setattr(module, "visits_of", visits_of)
    article = Article(id="portal/77", pages=1)
    page = ArticlePage(b"<p>x</p>", "https://www.example/p/77.html")
    run.report(article, page, 77)
    for _ in range(3):
        run.extension.finish()
    assert looked.count("portal/77") == 0  # it was read by the layouts that count now
    assert looked.count("portal/1") == 1


def test_a_doubt_that_the_layout_settles_is_counted_no_more(run: Run) -> None:
    run.read()
    with run.store.transaction() as connection:
        doubts.save(connection, "portal/3", "https://www.example/p/3.html", ["headline"])
    for name in ("doubtful", "doubt/headline"):
        run.crawler.stats.set_value(f"articles/{name}", 1)
    run.extension.finish()
    with run.store.reading() as connection:
        assert doubts.articles(connection) == set()
    assert [run.crawler.stats.get_value(f"articles/{name}") for name in ("doubtful", "doubt/headline")] == [0, 0]
