"""Pages in every charset that Chinese sites use, declared rightly, wrongly or not at all, and with damaged bytes."""

from __future__ import annotations

import pytest

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.base import Page
from zhanjiang.pages.charset import decode, mend_characters

_STORY = "湛江日报讯 昨日清晨，霞山码头的渔船陆续归港。硇洲岛的灯塔旁，游客络绎不绝。“开渔了！”船老大笑着说。"
_TRADITIONAL = "湛江日報訊 昨日清晨，霞山碼頭的漁船陸續歸港。島上的燈塔旁，遊客絡繹不絕。「開漁了！」船老大笑著說。"
_HEADERS = (None, "text/html", *(f"text/html; charset={name}" for name in ("utf-8", "gbk", "big5", "latin-1", "none")))
_DECLARED = ("", "utf-8", "gb2312", "big5", "iso-8859-1", "utf-16")


def _page(story: str, declared: str = "", times: int = 1) -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>霞山</title></head><body>{f'<p>{story}</p>' * times}</body></html>"


@pytest.mark.parametrize("header", _HEADERS)
@pytest.mark.parametrize("declared", _DECLARED)
@pytest.mark.parametrize("times", [1, 40])
def test_the_bytes_decide_where_header_and_page_are_wrong(header: str | None, declared: str, times: int) -> None:
    page = _page(_STORY, declared, times)
    for charset in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert decode(page.encode(charset), header) == page, charset
    page = _page(_TRADITIONAL, declared, times)
    for charset in ("big5", "big5hkscs", "utf-8"):
        assert decode(page.encode(charset), header) == page, charset


@pytest.mark.parametrize("words", ["湛江", "聯通", "頭條", "徐聞", "漁", "記者"])
def test_a_page_of_a_word_is_read_as_declared(words: str) -> None:
    assert decode(f"<p>{words}</p>".encode("big5"), "text/html; charset=big5") == f"<p>{words}</p>"
    assert decode(f"<p>{words}</p>".encode("gbk"), "text/html; charset=gb2312") == f"<p>{words}</p>"
    assert decode(f'<meta charset="big5"><p>{words}</p>'.encode("big5")) == f'<meta charset="big5"><p>{words}</p>'


@pytest.mark.parametrize(("charset", "declared"), [("gbk", "utf-8"), ("gbk", "gbk"), ("utf-8", "gbk"), ("utf-8", None)])
@pytest.mark.parametrize("bad", [1, 3, 10, 40])
def test_a_few_bad_bytes_anywhere(charset: str, declared: str | None, bad: int) -> None:
    parts = [f"<p>{_STORY}</p>"] * 60
    damaged = b"".join(part.encode(charset) + b"\xff" * (at < bad) for at, part in enumerate(parts))
    text = decode(damaged, declared and f"text/html; charset={declared}")
    assert text.replace("\ufffd", "") == "".join(parts)
    assert text.count("\ufffd") == bad


def test_a_page_cut_within_a_character() -> None:
    assert decode(_page(_STORY).encode()[:-20]).startswith(_page(_STORY)[:60])


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"\xa3\xa0\xa3\xa0" + _STORY.encode("gbk"), f"\u3000\u3000{_STORY}"),
        (b"\x80100" + _STORY.encode("gbk"), f"€100{_STORY}"),
        (_STORY.encode("gbk") + b"\xfe\x59", f"{_STORY}\u9fb4"),
        ("海边".encode() + b"\xed\xa0\xbd\xed\xb8\x80", "海边😀"),
        (b"\xed\xa0\xbd\xed\xb8\x80", "😀"),
        ("海\0边".encode(), "海边"),
        ("海\0边日出东方".encode("gbk"), "海边日出东方"),
        ('<meta charset="hz-gb-2312">海边'.encode("hz"), '<meta charset="hz-gb-2312">海边'),
        ("湛江海边".encode("hz"), "湛江海边"),
        (b"<script>a='~{b~}';</script>", "<script>a='~{b~}';</script>"),
        ("café".encode(), "café"),
        (b"", ""),
    ],
)
def test_peculiar_bytes(body: bytes, text: str) -> None:
    assert decode(body) == text


def test_a_european_page_is_read_as_declared() -> None:
    assert decode("café".encode("latin-1"), "text/html; charset=iso-8859-1") == "café"


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("&#55357;&#56832;", "😀"),
        ("&#xD83D;&#xde00;", "😀"),
        ("&#55357;&#xDE00;", "😀"),
        ("&#55357;&#38;", "&#55357;&#38;"),
        ("湛江\ue5e5港", "湛江\u3000港"),
    ],
)
def test_references_to_surrogates_and_the_private_blank(html: str, mended: str) -> None:
    assert mend_characters(html) == mended


def test_references_in_an_article() -> None:
    story = "<p>2022-05-31 21:58 来源：湛江云媒</p><p>渔港&#150;灯塔&#55357;&#56832;，昨日清晨渔船陆续归港。</p>"
    page = ArticlePage(f"<h1>开渔</h1>{story}".encode(), "https://www.example/p/1.html")
    assert page.to_item().text == "渔港–灯塔😀，昨日清晨渔船陆续归港。"


def test_icons_of_a_font_are_no_text() -> None:
    story = (
        "<p>2022-05-31 21:58 来源：湛江云媒</p><p>\uf0d8 昨日清晨<i>&#xe617;</i>，渔船陆续归港，渔民忙着抬鱼上岸。</p>"
    )
    page = ArticlePage(f"<h1>开渔</h1>{story}".encode(), "https://www.example/p/1.html")
    assert page.to_item().text == "昨日清晨，渔船陆续归港，渔民忙着抬鱼上岸。"


def test_references_in_a_title() -> None:
    assert Page("<title>&ldquo;开渔&rdquo;&amp;归港</title><p>湛</p>".encode(), "").titles == ["“开渔”&归港"]


@pytest.mark.parametrize(
    "name", ["base64", "zlib", "rot13", "hex", "quopri", "undefined", "idna", "punycode", "klingon"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_charset_that_is_none_is_none(name: str, encoding: str) -> None:
    page = f"<meta charset={name}><p>湛江港区新航线昨日开通，渔民们忙着卸货。</p>"
    assert decode(page.encode(encoding), f"text/html; charset={name}") == page
