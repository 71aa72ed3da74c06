"""Articles of the present site in markup that nobody declared: the order of the text says what each part is."""

from __future__ import annotations

from itertools import product

import pytest

from tests.pages.newspaper.story import HEADLINE, LINES, PARAGRAPHS, TEXT, URL, WRAPPERS, picture, read
from zhanjiang.items import PlaceInNewspaper
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

_TOP = (
    "<div><a href=/>返回报网首页</a> | <a href=n.htm>版面导航</a></div><div>2024年04月20日 星期六</div>"
    "<div>当前版: 3版 <a href=node_1.htm>上一版</a> <a href=node_2.htm>下一版</a> <a href=node_3.htm>上一期</a> "
    "<a href=x>往期</a></div><div><a href=content_1_1.htm>上一篇</a> <a href=content_1_2.htm>下一篇</a></div>"
)
_TITLES = ("", f"<title>{HEADLINE}</title>", f"<title>湛江日报数字报-{HEADLINE}</title>", "<title>湛江日报</title>")
_HEADLINES = (
    "<h1>{}</h1>",
    "<div class=title>{}</div>",
    "<table><tr><td><b>{}</b></td></tr></table>",
    "<p align=center><font size=5>{}</font></p>",
    "<founder-title>{}</founder-title>",
)
_BODIES = (
    *(wrapper.format(PARAGRAPHS) for wrapper in WRAPPERS),
    f"<table><tr><td>{PARAGRAPHS}</td></tr></table>",
    f"<div>{'<br>'.join(f'　　{line}' for line in LINES)}</div>",
)
_CAPTIONED = f"<div>{picture('a')}</div><div>渔船归港。通讯员何平安 摄</div>"
_BYLINES = "<div>文/本报记者周大海</div><div>图/本报记者林小溪</div>"
_TOPS = ("", _CAPTIONED, "<div>□周大海(坡头)</div>", _CAPTIONED + _BYLINES)


@pytest.mark.parametrize("title", _TITLES)
@pytest.mark.parametrize("headline", _HEADLINES)
def test_the_parts_of_an_article(title: str, headline: str) -> None:
    for body, below in product(_BODIES, _TOPS):
        parts = f"{_TOP}{headline.format(HEADLINE)}<p>——新渔季首日见闻</p>{below}{body}<div>版权所有 湛江日报社</div>"
        article = NewspaperArticlePage(f"<head>{title}</head><body>{parts}</body>".encode(), URL).to_item()
        assert (article.headline, article.subheadline, article.text) == (HEADLINE, "——新渔季首日见闻", TEXT)
        assert (article.byline is not None) == ("周大海" in below)
        assert [image.caption for image in article.images] == ["渔船归港。通讯员何平安 摄"] * ("img" in below)
        assert article.newspaper_page == PlaceInNewspaper("3")


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize(
    "lines",
    [
        ["1984", LINES[0], "2024", LINES[1]],
        ["1", LINES[0], "2", LINES[1]],
        [LINES[0], "12345", LINES[1]],
        [LINES[0], "3:2", "100%", LINES[1]],
        ["高山", "流水", "明月照海", "渔火点点"],
        [LINES[0], "联系我们", "主办单位：湛江市渔业协会", LINES[1]],
        [LINES[0], "渔港添新船", f"本报讯（记者周大海）{LINES[1]}", "市场卖新鱼", f"本报讯（记者林小溪）{LINES[2]}"],
    ],
)
def test_lines_that_look_like_something_else_stay_text(wrapper: str, lines: list[str]) -> None:
    assert read(wrapper, "".join(f"<p>{line}</p>" for line in lines)).text == "\n\n".join(lines)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_cells_of_digits_are_text(wrapper: str) -> None:
    rows = (("镇名", "户数", "人口"), ("乾塘", "310", "1208"), ("龙头", "1", "2"))
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    text = read(wrapper, f"<p>{LINES[0]}</p><table>{table}</table><p>{LINES[1]}</p>").text
    assert text == "\n\n".join((LINES[0], *map(" ".join, rows), LINES[1]))
