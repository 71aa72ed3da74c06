"""Names beside a date without a label: people made the article, and a source is what a newsroom is called."""

from __future__ import annotations

import pytest

from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.processors.meta_line import read_meta_line

_STORY = "".join(f"<p>湛江港{day}号码头昨日开通新航线，首班船载着海鲜离港，港区一片繁忙。</p>" for day in range(1, 6))


def _read(info: str, *, site: str = "湛江新闻", after: str = "") -> Article:
    html = (
        f"<html><head><title>湛江港开通新航线_{site}</title></head><body><div><h1>湛江港开通新航线</h1>"
        f"<div class='info'>{info}</div><div class='text'>{_STORY}</div>{after}</div></body></html>"
    )
    return ArticlePage(html.encode(), "http://www.example.com/a/1.html").to_item()


@pytest.mark.parametrize(
    ("info", "byline"),
    [
        ("林小溪　2026年10月7日", "林小溪"),
        ("2026年10月7日　林小溪", "林小溪"),
        ("林小溪 2026-10-07 10:20 阅读 123", "林小溪"),
        ("2026-10-07 10:20 | 林小溪", "林小溪"),
        ("<span>2026-10-07</span><span>林小溪</span>", "林小溪"),
        ("林小溪 周大海 2026-10-07", "林小溪 周大海"),
        ("2026-10-07 林小溪、周大海", "林小溪、周大海"),
        ("陈 一 2026-10-07", "陈 一"),
        ("2026-10-07 林小溪(霞山)", "林小溪(霞山)"),
        ("（林小溪） 2026-10-07", "（林小溪）"),
        ("◎林小溪 2026-10-07", "◎林小溪"),
        ("2026-10-07 欧阳小溪", "欧阳小溪"),
        ("2026-10-07 林小溪 摄", "林小溪 摄"),
        ("林小溪 发布时间：2026-10-07", "林小溪"),
        ("by 林小溪 2026-10-07", "林小溪"),
    ],
)
def test_names_without_a_label_are_the_byline_and_no_source(info: str, byline: str) -> None:
    article = _read(info)
    assert (article.published_at or "")[:10] == "2026-10-07"
    assert (article.source, article.byline) == (None, byline)
    assert [person.name for person in article.authors] in (
        ["林小溪"],
        ["林小溪", "周大海"],
        ["陈一"],
        ["欧阳小溪"],
    )


@pytest.mark.parametrize(
    "info",
    [
        "湛江日报 林小溪 2026-10-07",
        "林小溪 2026-10-07 湛江日报",
        "林小溪 2026-10-07 来源：湛江日报",
        "来源：湛江日报 2026-10-07 林小溪",
        "来源：湛江日报 林小溪 2026-10-07",
    ],
)
def test_a_name_beside_a_source_is_none_of_its(info: str) -> None:
    article = _read(info)
    assert (article.source, article.byline) == ("湛江日报", "林小溪")


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("2026-10-07 湛江日报", "湛江日报"),
        ("2026-10-07 碧海银沙", "碧海银沙"),
        ("2026-10-07 海岸线", "海岸线"),
        ("2026-10-07 高山流水", "高山流水"),
        ("2026-10-07 吴川", "吴川"),
        ("2026-10-07 高新区", "高新区"),
        ("2026-10-07 高州发布", "高州发布"),
        ("2026-10-07 羊城派", "羊城派"),
        ("2026-10-07 华商", "华商"),
        ("文汇 2026-10-07 阅读 123", "文汇"),
        ("来源：林小溪 2026-10-07", "林小溪"),
    ],
)
def test_what_no_person_is_called_stays_the_source(info: str, source: str) -> None:
    article = _read(info)
    assert (article.source, article.byline) == (source, None)


def test_the_sites_own_name_is_its_source() -> None:
    assert _read("2026-10-07 向阳湖", site="向阳湖网").source == "向阳湖"
    assert _read("2026-10-07 向阳湖").byline == "向阳湖"


def test_an_account_is_nobodys_name() -> None:
    assert _read("admin 2026-10-07").source is None


def test_a_reader_with_a_name_gives_no_date() -> None:
    comments = "".join(f"<li><p>林小溪 2026-10-0{day} 10:20</p><p>写得好，明天去看看</p></li>" for day in range(1, 4))
    article = _read("来源：湛江日报", after=f"<ul>{comments}</ul>")
    assert (article.published_at, article.source, article.byline) == (None, "湛江日报", None)
    article = _read("来源：湛江日报", after="<div><p>林小溪 2026-10-01 10:20</p><p>写得好，明天去看看</p></div>")
    assert (article.published_at, article.byline) == (None, None)


@pytest.mark.parametrize("said", ["3天前发布", "3天前 发布", "2026-10-07 发布", "发布 2026-10-07"])
def test_the_word_beside_a_time_is_no_source(said: str) -> None:
    assert read_meta_line(said).source is None
