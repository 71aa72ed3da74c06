"""Where a body ends and what it loses: by the page's structure, and not because a line begins like the page's foot."""

from __future__ import annotations

import pytest
from lxml import etree

from zhanjiang.items import Person
from zhanjiang.pages.article.body import Body, read_body
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.lines import Line, read_lines

_T1, _T2 = "湛江港昨日开通新航线，首航货轮满载启程。", "码头上一片繁忙，工人们清早便开始装船。"
_FRAMES = [
    "<p>{}</p><p>{}</p><p>{}</p>",
    "{}<br>{}<br><br>{}",
    "<p>{}</p><h3>{}</h3><p>{}</p>",
    "<div>{}</div><div>{}</div><div>{}</div>",
    "<section><p>{}</p></section><section><p><b>{}</b></p></section><section><p>{}</p></section>",
]
_LIKE_A_FOOT = [
    *("主办单位：湛江市文化广电旅游体育局", "联系我们", "关于我们", "关于我们的故事", "下一篇章，从海上开始"),
    *("活动吸引300人参与", "评论", "热门推荐", "登录粤省事即可办理", "首页 > 传说", "当前位置很重要", "相关新闻"),
    *("声明：本次活动免费", "扫码入园，凭证登船", "听新闻讲故事", "新闻链接", "1984", "免责声明：本次活动"),
]
_CREDITS = "<p>编辑：林小溪</p>"


def _read(html: str, within: str = "", repeated: str = "") -> Body:
    root = etree.HTML(html)
    [element] = root.xpath(within) if within else [None]
    return read_body(read_lines(root), 0, element, lambda line: bool(repeated) and line.text == repeated)


@pytest.mark.parametrize("within", ["", "//main"])
@pytest.mark.parametrize("frame", _FRAMES)
@pytest.mark.parametrize("line", _LIKE_A_FOOT)
def test_what_stands_between_two_paragraphs_is_text(line: str, frame: str, within: str) -> None:
    body = _read(f"<main>{frame.format(_T1, line, _T2)}{_CREDITS}</main><div>评论一下</div>", within)
    assert (body.paragraphs, body.credits) == ([_T1, line, _T2], [Person("编辑", "林小溪")])


@pytest.mark.parametrize("line", _LIKE_A_FOOT)
def test_nothing_ends_a_bounded_body(line: str) -> None:
    body = _read(f"<div>评论(12)</div><main><p>{line}</p><p>{_T1}</p><p>{line}</p></main><p>{_T2}</p>", "//main")
    assert body.paragraphs == [line, _T1, line]


@pytest.mark.parametrize(
    "furniture",
    [
        *(
            "<p>未经授权不得转载</p>",
            "<p>湛江日报、湛江云媒客户端原创</p><p>未经授权不得转载</p><p>未经授权不得转载</p>",
        ),
        *("<p>点赞 12分享到：微信微博QQ空间</p>", "<p>- END -</p>", "<p>共2页 [1] [2]</p>", "<p>T + -</p>"),
        "<div><h3>相关新闻</h3><ul><li><a href=/p/2.html>插秧</a></li></ul></div>",
        "<ul><li>1</li><li><a href=/p/1_2.html>2</a></li></ul>",
    ],
)
@pytest.mark.parametrize("within", ["", "//main"])
def test_what_is_wholly_furniture_goes_everywhere(furniture: str, within: str) -> None:
    for html in (f"<p>{_T1}</p>{furniture}<p>{_T2}</p>", f"<p>{_T1}</p><p>{_T2}</p>{furniture}"):
        assert _read(f"<main>{html}</main>", within).paragraphs == [_T1, _T2]


@pytest.mark.parametrize("line", ["标签：港口，航线", "关于作者"])
def test_what_follows_the_text_alone_goes_at_its_end(line: str) -> None:
    assert _read(f"<main><p>{_T1}</p><p>{_T2}</p><p>{line}</p></main>", "//main").paragraphs == [_T1, _T2]


def test_what_repeats_on_other_pages_is_no_text() -> None:
    line = "湛江是个好地方，欢迎常来。"
    assert _read(f"<main><p>{_T1}</p><p>{line}</p></main>", "//main", line).paragraphs == [_T1]


@pytest.mark.parametrize("within", ["", "//main"])
def test_numbers_of_a_table_are_text(within: str) -> None:
    rows = "<tr><td>镇名</td><td>户数</td></tr><tr><td>乾塘</td><td>310</td></tr>"
    body = _read(f"<main><p>{_T1}</p><table>{rows}</table></main>", within)
    assert body.paragraphs == [_T1, "镇名 户数", "乾塘 310"]


@pytest.mark.parametrize("within", ["", "//main"])
@pytest.mark.parametrize("address", ["https://gov.example/a.pdf", "/upload/a.docx", "https://gov.example/a"])
def test_a_link_to_an_attachment_is_text(address: str, within: str) -> None:
    body = _read(f"<main><p>{_T1}</p><ul><li><a href={address}>附件1：航线时刻表</a></li></ul></main>", within)
    assert body.paragraphs == [_T1, "附件1：航线时刻表"]


@pytest.mark.parametrize("row", ["<ul><li><a href='#c'>评论</a></li></ul>", "<div>评论(12)</div>", "<p>12人参与</p>"])
def test_a_link_to_the_comments_above_the_text_ends_nothing(row: str) -> None:
    assert _read(f"{row}<main><p>{_T1}</p><p>{_T2}</p></main>").paragraphs == [_T1, _T2]


def test_the_foot_ends_a_story_that_does_not_go_on() -> None:
    body = _read(f"<main><p>{_T1}</p></main><div>主办单位：湛江日报社</div><div>粤字第1号</div>")
    assert (body.paragraphs, body.end) == ([_T1], 1)


def test_lines_are_asked_for_repeats_once_each() -> None:
    asked: list[Line] = []
    lines = read_lines(etree.HTML(f"<p>{_T1}</p><p>{_T2}</p>"))
    read_body(lines, 0, None, lambda line: bool(asked.append(line)))
    assert asked == lines


@pytest.mark.parametrize(
    "line", ["主办单位：湛江市图书馆", "联系我们", "登录湛江政务网即可报名", "1984", "声明：本次活动免费"]
)
def test_the_last_line_of_a_story_is_text_where_it_is_set_as_the_others(line: str) -> None:
    body = _read(f"<main><p>{_T1}</p><p>{_T2}</p><p>{line}</p>{_CREDITS}</main><div>评论一下</div>")
    assert (body.paragraphs, body.credits) == ([_T1, _T2, line], [Person("编辑", "林小溪")])


def test_a_bounded_story_goes_on_after_credits_but_not_with_its_second_printing() -> None:
    html = f"<main><p>{_T1}</p>{_CREDITS}<p>{_T2}</p>{_CREDITS}<p>更多精彩内容，请关注湛江云媒。</p></main>"
    assert _read(html, "//main").paragraphs == [_T1, _T2]
    twice = f"<main><p>{_T1}</p><p>{_T2}</p>{_CREDITS}<p>{_T1}</p><p>{_T2}</p></main>"
    assert _read(twice, "//main").paragraphs == [_T1, _T2]


def test_the_first_line_of_a_short_declared_body_is_no_part_of_the_info() -> None:
    verse = ["海风轻轻吹过渔港", "联系我们", "潮水退去又涌来"]
    info = "<div><time>2024-05-01 10:20</time> <span>来源：湛江日报</span></div>"
    body = "".join(f"<p>{line}</p>" for line in verse)
    html = f"<article><h1 class=article-title>渔港</h1>{info}<div class=article-content>{body}</div></article>"
    article = ArticlePage(html.encode(), "http://www.gdzjdaily.com.cn/p/10001.html").to_item()
    assert (article.text or "").split("\n\n") == verse


@pytest.mark.parametrize(
    "picture",
    ["<picture><source srcset='/a/logo.jpg 1x'></picture>", "<img src=/a/logo.jpg>", "<img srcset=/a/logo.jpg>"],
)
@pytest.mark.parametrize("within", ["", "//main"])
def test_a_picture_set_as_a_paragraph_is_the_storys(picture: str, within: str) -> None:
    body = _read(f"<main><p>{picture}</p><p>{_T1}</p><p>{_T2}</p></main>", within)
    assert (body.paragraphs, body.pictures) == ([_T1, _T2], [("/a/logo.jpg", None)])


def test_a_pager_below_the_body_takes_no_cell_of_a_table() -> None:
    table = "<table><tr><td>镇名</td><td>户数</td></tr><tr><td>乾塘</td><td>310</td></tr></table>"
    page = (
        "<html><head><title>蚝排下海</title></head><body><article class='article'>"
        "<h1 class='article-title'>蚝排下海</h1><time class='date'>2024-05-01 10:20</time>"
        f"<div class='article-content'><p>蚝农昨日把蚝排拖到外海。</p>{table}</div>"
        "<div class='pages'>第1页/共2页</div></article></body></html>"
    )
    article = ArticlePage(page.encode(), "https://www.gdzjdaily.com.cn/p/2665093.html").to_item()
    assert (article.text or "").split("\n\n")[-1] == "乾塘 310"


def test_a_code_that_repeats_takes_no_picture_of_the_story_with_it() -> None:
    html = (
        "<div><p>蚝农昨日把蚝排拖到外海，今年的收成比去年好。</p><p><img src='/s/qr.png'></p><p>扫码下载客户端</p>"
        "<p><img src='/a/202405/1.jpg'></p><p>蚝农在收蚝。记者林小溪 摄</p><p>蚝排要在外海过冬。</p></div>"
    )
    root = etree.fromstring(html, etree.HTMLParser())
    body = read_body(read_lines(root), 0, root, lambda line: line.element.get("src") == "/s/qr.png")
    assert body.pictures == [("/a/202405/1.jpg", "蚝农在收蚝。记者林小溪 摄")]
    assert body.paragraphs == ["蚝农昨日把蚝排拖到外海，今年的收成比去年好。", "蚝排要在外海过冬。"]
