"""Tables in a story: a row is a paragraph with its cells apart; what lays a page out stays in its own lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage

_ABOVE = "湛江市昨日公布了各县区的环境评分，霞山区名列第一，市民对结果表示欢迎，评分每季度公布一次。"
_BELOW = "有关部门表示，下一季度将继续评分，并把结果与年度考核挂钩，希望各县区再接再厉，保护好环境。"
_TABLE = [("名次", "县区", "得分"), ("1", "霞山区", "98.5"), ("2", "赤坎区", "97")]
_ROWS = ["名次 县区 得分", "1 霞山区 98.5", "2 赤坎区 97"]


def _rows(rows: Iterable[Sequence[str]], cell: str = "<td>{}</td>") -> str:
    return "".join(f"<tr>{''.join(map(cell.format, row))}</tr>" for row in rows)


def _read(story: str) -> Article:
    html = (
        "<html><head><title>各县区环境评分公布_湛江新闻</title></head><body><div><h1>各县区环境评分公布</h1>"
        f"<div>2026-10-07 10:20 来源：湛江日报</div><div class='text'>{story}</div></div></body></html>"
    )
    return ArticlePage(html.encode(), "http://www.example.com/a/1.html").to_item()


def _paragraphs(table: str, *, above: str = _ABOVE, below: str = _BELOW) -> list[str]:
    around = (f"<p>{text}</p>" if text else "" for text in (above, below))
    return (_read(table.join(around)).text or "").split("\n\n")


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{_rows(_TABLE)}</table>",
        f"<table><thead>{_rows(_TABLE[:1], '<th>{}</th>')}</thead><tbody>{_rows(_TABLE[1:])}</tbody></table>",
        f"<div><table>{_rows(_TABLE, '<td class=c><p>{}</p></td>')}</table></div>",
        f"<table>{_rows(_TABLE, '<td><div><span>{}</span></div></td>')}</table>",
        f"<table><tr><td><table>{_rows(_TABLE)}</table></td></tr></table>",
    ],
)
def test_a_row_is_a_paragraph(table: str) -> None:
    assert _paragraphs(table) == [_ABOVE, *_ROWS, _BELOW]
    assert _paragraphs(table, below=_BELOW, above=_ABOVE + _BELOW[:-1]) == [_ABOVE + _BELOW[:-1], *_ROWS, _BELOW]
    assert _paragraphs(table, below="")[1:] == _ROWS


def test_caption_wide_cells_and_empty_ones() -> None:
    rows = f"<caption>评分表</caption><tr><td colspan=3>第三季度</td></tr>{_rows([*_TABLE, ('3', '', '96')])}"
    assert _paragraphs(f"<table>{rows}</table>")[1:-1] == ["评分表", "第三季度", *_ROWS, "3 96"]


def test_a_cell_of_several_lines() -> None:
    rows = _rows([("单位", "地址<br>电话"), ("医院", "人民大道<br>2280000")])
    assert _paragraphs(f"<table>{rows}</table>")[1:-1] == ["单位 地址 电话", "医院 人民大道 2280000"]


def test_people_numbers_and_the_words_of_furniture_in_a_table_are_the_storys() -> None:
    rows = _rows([("姓名", "职务", "微信"), ("林小溪", "主任", "1"), ("周大海", "编辑", "2"), ("陈一", "记者", "评论")])
    article = _read(f"<p>{_ABOVE}</p><table>{rows}</table><p>{_BELOW}</p>")
    assert (article.text or "").split("\n\n")[1:] == [
        "姓名 职务 微信",
        "林小溪 主任 1",
        "周大海 编辑 2",
        "陈一 记者 评论",
        _BELOW,
    ]
    assert article.credits == []


def test_credits_set_as_a_table_are_credits() -> None:
    article = _read(f"<p>{_ABOVE}</p><p>{_BELOW}</p><table>{_rows([('编辑', '周大海'), ('校对', '林小溪')])}</table>")
    assert [(person.role, person.name) for person in article.credits] == [("编辑", "周大海"), ("校对", "林小溪")]
    assert (article.text or "").split("\n\n") == [_ABOVE, _BELOW]


def test_pictures_with_captions_in_cells_stay_pictures() -> None:
    pictures = [f"<img src='/2026/10/07/{name}.jpg'>" for name in "ab"]
    article = _read(f"<p>{_ABOVE}</p><table>{_rows([pictures, ('码头一景', '港区一景')])}</table><p>{_BELOW}</p>")
    assert len(article.images) == 2
    assert "码头一景 港区一景" not in (article.text or "")


def test_one_column_is_no_table() -> None:
    assert _paragraphs(f"<table>{_rows([['第一项已经完成'], ['第二项正在推进']])}</table>")[1:-1] == [
        "第一项已经完成",
        "第二项正在推进",
    ]


def test_rows_of_links_to_other_pages_stay_out() -> None:
    links = _rows([(f"<a href='/p/266509{n}.html'>渔船归航码头繁忙 {n}</a>", "10-07") for n in range(3)])
    assert "繁忙 0 10-07" not in (_read(f"<p>{_ABOVE}</p><p>{_BELOW}</p><table>{links}</table>").text or "")


def test_tables_that_lay_out_a_whole_page_stay_as_they_are() -> None:
    story = "".join(f"<p>{text}</p>" for text in (_ABOVE, _BELOW))
    html = (
        "<html><head><title>各县区环境评分公布_湛江新闻</title></head><body><table><tr><td>首页</td><td>新闻</td></tr>"
        "<tr><td colspan=2><table><tr><td>各县区环境评分公布</td></tr><tr><td>2026-10-07 10:20</td>"
        f"<td>来源：湛江日报</td><td>作者：林小溪</td></tr><tr><td colspan=3>{story}</td></tr>"
        "<tr><td>责任编辑</td><td>周大海</td></tr></table></td></tr></table></body></html>"
    )
    article = ArticlePage(html.encode(), "http://www.example.com/a/1.html").to_item()
    assert (article.headline, article.source, article.byline) == ("各县区环境评分公布", "湛江日报", "林小溪")
    assert (article.published_at, article.text) == ("2026-10-07T10:20:00+08:00", f"{_ABOVE}\n\n{_BELOW}")
    assert [person.name for person in article.credits] == ["周大海"]
