"""An edit is told from a new reading by the archived pages of both visits, by today's rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.archive.building import PAGE, kept, write
from zhanjiang.archive import ArchiveError
from zhanjiang.crawl import edit_check
from zhanjiang.crawl.edit_check import EditCheck
from zhanjiang.crawl.edits import Edits
from zhanjiang.crawl.visit_reader import VisitReader
from zhanjiang.items import Article
from zhanjiang.store import Store, articles, captures, held_back, open_store
from zhanjiang.textrepair import RepairConfig

_STOCK = (
    "<html><body><div class='menu'><a href='/'>首页</a></div><h1 class='article-title'>赤坎渡口复航</h1>"
    "<div class='date'>2024-05-01 09:20 来源：湛江日报</div><div class='article-content'><p>赤坎渡口昨日复航。</p>"
    "<p>首班船载客四十人，船工说水位正好。</p></div></body></html>"
)
_OTHER = (
    "<html><body><nav class='bar'><a href='/'>首页</a></nav><main class='post'><section class='top'>"
    "<h2 class='t'>赤坎渡口复航</h2><ul class='by'><li>湛江日报</li><li>2024-05-01 09:20</li></ul></section>"
    "<section class='words'><p>赤坎渡口昨日复航。</p><p>首班船载客四十人，船工说水位正好。</p></section></main></body>"
    "</html>"
)
_FIRST, _BETWEEN, _SECOND = "2026-11-25T01:02:03", "2026-11-25T11:02:03", "2026-11-26T01:02:03"


@dataclass
class Visits:
    """Two visits in an archive, and what the first and the second extraction were."""

    store: Store
    folder: Path

    def judged(
        self, first: str, second: str, article: Article | None = None, between: str | None = None
    ) -> tuple[bool, bool, str | None]:
        """Archive the pages, and judge: is it edited, is the markup new, and the layout.

        The page of a visit between them was found unchanged.
        """
        previous = None
        pages = [(_FIRST, first), *([(_BETWEEN, between)] if between else []), (_SECOND, second)]
        for run, (moment, page) in enumerate(pages, 1):
            previous = previous if first == second else None
            of_visit = {"taken_at": f"{moment}.000000Z", "metadata": PAGE | {"run": run}}
            [previous] = write(
                self.folder, kept(body=page.encode(), previous=previous, **of_visit), name=f"articles-run{run}"
            )
            with self.store.transaction() as connection:
                captures.add(connection, [previous])
        stored = Article(id="portal/2665093", kind="article", fetched_at=f"{_FIRST}Z", headline="以前的读法")
        read = article or replace(stored, fetched_at=f"{_SECOND}Z")
        check = EditCheck(self.store, VisitReader(self.folder, RepairConfig()))
        verdict = check.judge(read, stored, f"{_BETWEEN}Z" if between else None)
        return verdict.is_edited, verdict.is_new_markup, verdict.layout


@pytest.fixture
def visits(tmp_path: Path) -> Visits:
    """An empty store and archive."""
    return Visits(open_store(f"sqlite:///{tmp_path}/store.db"), tmp_path / "archive")


def test_what_todays_rules_read_alike_was_not_edited(visits: Visits) -> None:
    assert visits.judged(_STOCK, _STOCK.replace("首页", "回到首页")) == (False, False, "stock")


def test_a_difference_in_the_same_markup_is_an_edit_even_of_one_sign(visits: Visits) -> None:
    assert visits.judged(_STOCK, _STOCK.replace("复航。", "复航！")) == (True, False, "stock")


def test_other_markup_is_no_edit(visits: Visits) -> None:
    assert visits.judged(_STOCK, _OTHER) == (False, True, "")


def test_an_edit_in_other_markup_is_one(visits: Visits) -> None:
    assert visits.judged(_STOCK, _OTHER.replace("四十人", "三十人")) == (True, True, "")


def test_a_page_is_compared_with_the_last_one_that_was_found_unchanged(visits: Visits) -> None:
    noisy = _OTHER.replace("</main>", "<p>责编推荐阅读更多港口消息。</p></main>")
    assert visits.judged(_STOCK, noisy, between=noisy.replace("首页", "回首页")) == (False, False, "")


def test_one_sign_is_an_edit_since_the_last_visit_in_the_new_markup(visits: Visits) -> None:
    assert visits.judged(_STOCK, _OTHER.replace("复航。", "复航！"), between=_OTHER) == (True, False, "")


def test_the_same_bytes_are_no_edit(visits: Visits) -> None:
    assert visits.judged(_STOCK, _STOCK) == (False, False, None)


def test_what_the_archive_lacks_is_an_edit_as_it_seems(visits: Visits) -> None:
    other = Article(id="portal/7", kind="article", fetched_at=f"{_SECOND}Z")
    assert visits.judged(_STOCK, _OTHER, other) == (True, False, None)


def test_a_stub_says_nothing_itself(visits: Visits) -> None:
    stub = Article(id="portal/2665093", kind="link", fetched_at=f"{_SECOND}Z")
    assert visits.judged(_STOCK, _OTHER, stub) == (True, False, None)


def test_without_an_archive_what_was_read_decides(visits: Visits) -> None:
    check = EditCheck(visits.store, None)
    stored = Article(headline="赤坎渡口复航", text="昨日复航。", extracted_by={"text": "selector"})
    moved = replace(stored, text="赤坎渡口复航\n\n昨日复航。", extracted_by={"text": "label"})
    assert not check.judge(moved, stored).is_edited
    assert check.judge(replace(moved, text="前日复航。"), stored).is_edited
    assert check.judge(replace(stored, text="昨日复航！"), stored).is_edited


def test_a_page_that_cannot_be_compared_is_an_edit_as_it_seems(
    visits: Visits, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(edit_check, "differences", fail)
    assert visits.judged(_STOCK, _OTHER.replace("昨日", "前日")) == (True, False, None)
    assert "portal/2665093 cannot be compared" in caplog.text


def test_what_is_held_back_stays_so_where_its_page_cannot_be_read_again(
    visits: Visits, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    check = EditCheck(visits.store, VisitReader(visits.folder, RepairConfig()))
    edits = Edits(visits.store, 1, check, 0.3, 10)
    with visits.store.transaction() as connection:
        for number in (1, 2):
            article = Article(id=f"portal/{number}", headline="赤坎渡口复航", revision=1, content_hash="x")
            articles.save(connection, article)
            held_back.hold(connection, article, 1, "odd")

    def read_again(_: EditCheck, article: Article) -> Article:
        if article.id == "portal/1":
            raise ArchiveError("damaged")
        return article

    monkeypatch.setattr(EditCheck, "read_again", read_again)
    assert [article.id for article in edits.look_again()] == ["portal/2"]
    assert "portal/1 stays held back" in caplog.text
