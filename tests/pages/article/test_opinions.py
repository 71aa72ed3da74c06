"""Second opinions: a doubtful reading is replaced by one that is better supported, and by no other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lxml.etree import XPath

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.selectors import Layout

_HEADLINE = "乾塘渔港添新码头"
_TEXTS = [
    "昨日上午，乾塘渔港的新码头启用，三十艘渔船先后靠岸卸货。",
    "码头长二百米，一次可停靠六艘渔船，冷库与冰厂就在岸边。",
    "渔民说，今后卸鱼不必再等潮水，鱼货当天就能运到市区。",
]
_STORY = "".join(f"<p>{text}</p>" for text in _TEXTS)
_TEXT = "\n\n".join(_TEXTS)
_INFO = "<div>2022-05-31 21:58 来源：湛江日报</div>"
_PICTURE = '<p><img src="/a/1.jpg"></p>'
_DESCRIPTION = f'<meta name="description" content="{"".join(_TEXTS)[:50]}">'
_LAYOUT = Layout("moved", b"", XPath("//h1"), XPath("//div[@class='body']"))


def _page(body: str, head: str = "", layouts: Sequence[Layout] = (_LAYOUT,)) -> ArticlePage:
    title = f"<title>{_HEADLINE}_湛江云媒</title>"
    html = f"<html><head><meta charset='utf-8'>{title}{head}</head><body>{body}</body></html>"
    page = ArticlePage(html.encode(), "https://www.gdzjdaily.com.cn/p/2665093.html")
    page.layouts = layouts
    return page


def test_labels_read_a_story_that_the_layout_no_longer_holds() -> None:
    page = _page(f"<div><h1>{_HEADLINE}</h1>{_INFO}<div class='body'></div>{_STORY}</div>", _DESCRIPTION)
    article = page.to_item()
    assert (article.text, page.doubts) == (_TEXT, [])
    assert (article.extracted_by or {})["text"] == "label"


def test_labels_read_a_headline_that_the_layout_takes_for_another() -> None:
    wrong = Layout("wrong", b"", XPath("//h3"), XPath("//div[@class='body']"))
    body = f"<h3>登录湛江云媒账号密码</h3><div><h1>{_HEADLINE}</h1>{_INFO}<div class='body'>{_STORY}</div></div>"
    page = _page(body, layouts=[wrong])
    article = page.to_item()
    assert (article.headline, article.text, page.doubts) == (_HEADLINE, _TEXT, [])
    assert article.source == "湛江日报"


def test_a_picture_alone_stays_one_beside_what_nothing_supports() -> None:
    body = f"<div><h1>{_HEADLINE}</h1>{_INFO}<div class='body'>{_PICTURE}</div></div><div><p>本站声明的文字。</p></div>"
    page = _page(body)
    article = page.to_item()
    assert (article.text, page.doubts) == (None, ["no_text"])
    assert len(article.images) == 1


def test_a_picture_stays_with_the_text_that_another_rule_reads() -> None:
    body = f"<div><h1>{_HEADLINE}</h1>{_INFO}<div class='body'>{_PICTURE}</div><div>{_STORY}</div></div>"
    page = _page(body, _DESCRIPTION)
    article = page.to_item()
    assert (article.text, page.doubts) == (_TEXT, [])
    assert [image.url for image in article.images] == ["https://www.gdzjdaily.com.cn/a/1.jpg"]


def test_data_give_the_story_of_a_page_that_shows_a_shell() -> None:
    state = f'{{"title": "{_HEADLINE}", "html": "{_STORY}", "time": "2022-05-31 21:58"}}'
    shell = (
        f"<div><h1>{_HEADLINE}</h1><div>2022-05-31 21:58</div><div class='body'></div></div><p>页面加载中，请稍候。</p>"
    )
    page = _page(f"{shell}<script>window.S={state};</script>")
    article = page.to_item()
    assert (article.text, page.doubts) == (_TEXT, [])
    assert (article.extracted_by or {})["text"] == "data"


@pytest.mark.parametrize("further", ["", "<script>var S={}</script>"])
def test_an_article_without_a_doubt_is_read_once(further: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise AssertionError("a second opinion")

    monkeypatch.setattr("zhanjiang.pages.article.opinions._others", fail)
    page = _page(f"<div><h1>{_HEADLINE}</h1>{_INFO}<div class='body'>{_STORY}</div></div>{further}", _DESCRIPTION)
    assert page.to_item().text == _TEXT


def test_a_story_that_was_taken_for_a_sub_headline_is_text() -> None:
    head = f"<div><h1>{_HEADLINE}</h1></div><div><p>{_TEXTS[0]}{_TEXTS[1]}{_TEXTS[2]}</p></div>"
    page = _page(f"{head}<div>{_INFO}<p>打印本页</p></div>", _DESCRIPTION)
    article = page.to_item()
    assert (article.subheadline, article.text) == (None, "".join(_TEXTS))
    assert page.doubts == []


def test_what_labels_read_elsewhere_fills_no_field_of_the_better_article() -> None:
    article = f"<div><h1>{_HEADLINE}</h1><div>2022-05-31 21:58</div><div class='body'>{_PICTURE}</div></div>"
    page = _page(f"{article}<p>来源：本站会员</p>")
    assert (page.to_item().source, page.doubts) == (None, ["no_text"])


@pytest.mark.parametrize("deck", [None, "三十艘渔船昨日靠岸"])
@pytest.mark.parametrize("story", [_STORY, f"<p>{_TEXTS[0]}</p>"])
def test_the_story_above_the_info_line_is_text_and_the_deck_stays(deck: str | None, story: str) -> None:
    above = f"<div>{deck}</div>" if deck else ""
    page = _page(f"<div><h1>{_HEADLINE}</h1>{above}<div>{story}</div>{_INFO}</div>", layouts=[])
    article = page.to_item()
    assert (article.text or "").split("\n\n") == (_TEXTS if story.count(">") > 2 else _TEXTS[:1])
    assert (article.subheadline, article.source, page.doubts) == (deck, "湛江日报", [])
