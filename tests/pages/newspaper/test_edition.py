"""A page of a newspaper's day: its label, articles with areas, other pages, the day before, picture and PDF."""

from __future__ import annotations

import pytest

from zhanjiang.items import ArticleArea
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.newspaper.edition import EditionPage, newest_issue
from zhanjiang.pages.newspaper.label import PageLabel, read_label

_URL = "http://szb.example/zjrb/html/2018-07/17/node_3.htm"
_HTML = """<HTML><HEAD><TITLE>湛江日报数字报</TITLE></HEAD><BODY><TABLE><TR><TD>第A02版：本地</TD>
<TD><A href=node_2.htm>上一版</A> <A href=node_4.htm>下一版</A> <A href=../../2018-07/13/node_2.htm>上一期</A>
<A href=../../2018-07/18/node_2.htm>下一期</A></TD></TR></TABLE>
<IMG useMap=#PagePicMap src="../../../page/1/2018-07-17/A02/18071700000000001.jpg" style="width:300px;height:400px">
<MAP NAME="pagepicmap"><Area coords="30,40,150,40,150,200,30,200" shape="polygon" href="content_7.htm">
<Area coords="30,220,270,380" shape="rect" href="content_8.htm"><Area coords="150,40,160,40,160,44" shape="polygon"
href="content_7.htm"></MAP><A href="../../../page/1/2018-07-17/A02/1807170201.PDF"><IMG src=/images/pdf.gif></A>
<UL><LI><A href=content_7.htm>开海第一网</A><LI><A href=content_8.htm>公益广告</A>
<LI><A href=content_9.htm>简讯</A></UL><SELECT><OPTION value=node_2.htm>第A01版：要闻</OPTION>
<OPTION value=node_5.htm>第A04版：体育</OPTION></SELECT></BODY></HTML>"""


def _page(html: str = _HTML, encoding: str = "gbk") -> EditionPage:
    return EditionPage(html.encode(encoding), _URL)


def test_the_item() -> None:
    item = _page().to_item()
    assert (item.paper, item.day, item.number, item.name) == ("zjrb", "2018-07-17", "A02", "本地")
    folder = "http://szb.example/zjrb/page/1/2018-07-17/A02"
    assert (item.scan, item.pdf) == (f"{folder}/18071700000000001.jpg", f"{folder}/1807170201.PDF")
    assert item.articles == [
        ArticleArea("zjrb/2018-07-17/7", [[10.0, 10.0], [50.0, 10.0], [50.0, 50.0], [10.0, 50.0]]),
        ArticleArea("zjrb/2018-07-17/8", [[10.0, 55.0], [90.0, 55.0], [90.0, 95.0], [10.0, 95.0]]),
        ArticleArea("zjrb/2018-07-17/9", []),
    ]


def test_links() -> None:
    page = _page()
    first = page.articles[0]
    assert (first.reference.name, first.text) == ("7", "开海第一网")
    assert {link.reference.name for link in page.pages} == {"node_2", "node_4", "node_5"}
    assert page.previous_issue and page.previous_issue.reference.day == "2018-07-13"


def test_a_map_without_the_size_of_its_picture_gives_no_areas() -> None:
    item = _page(_HTML.replace("height:400px", "")).to_item()
    assert [article.area for article in item.articles] == [[], [], []]


def test_a_link_to_a_later_day_or_to_another_paper_is_no_previous_issue() -> None:
    assert _page(_HTML.replace("2018-07/13", "2018-07/19")).previous_issue is None
    assert _page(_HTML.replace("../../2018-07/13", "/zjwb/html/2018-07/13")).previous_issue is None


def test_what_is_no_page_of_a_newspaper_is_told() -> None:
    with pytest.raises(UnreadablePage, match="neither articles nor pages"):
        _page("<html><body><p>维护中</p></body></html>").to_item()
    assert _page("<html><body>您访问的页面不存在或已删除</body></html>").is_gone


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第A02版:新闻", PageLabel("A02", "新闻")),
        ("第 A02 版 ： 新闻+ 本地", PageLabel("A02", "新闻+ 本地")),
        ("当前版：第03版：要闻 2018年07月17日", PageLabel("03", "要闻")),
        ("2018年07月17日第B01版 经济 上一版", PageLabel("B01", "经济")),
        ("第一版：要闻", PageLabel("一", "要闻")),
        ("A12版", PageLabel("A12")),
        ("2018年07月17日", None),
        ("12:30开幕", None),
        ("18岁的记者站", None),
    ],
)
def test_labels_of_pages(text: str, label: PageLabel | None) -> None:
    assert read_label(text) == label


def test_the_newest_issue_is_told_by_a_script_as_well() -> None:
    script = "<script>location='html/2018-07/16/node_2.htm'</script><a href=html/2018-07/17/node_3.htm>第A02版</a>"
    found = newest_issue(script + "<a href=html/2018-07/17/node_2.htm>第A01版</a>", "http://szb.example/zjrb/", "zjrb")
    assert found and found.url == "http://szb.example/zjrb/html/2018-07/17/node_2.htm"
    assert newest_issue(script, "http://szb.example/zjrb/", "zjwb") is None
