"""Bylines that stand in a line of their own at either end of the body, where the page prints none elsewhere."""

from __future__ import annotations

import pytest

from tests.pages.article.plain_page import HEADLINE, PARAGRAPHS, TEXT, read_page
from zhanjiang.items import Article

_INFO = "2024-05-01 10:20 来源：湛江日报"
_PAGES = {
    "declared": '<article><h1 class="article-title">{headline}</h1><div>{info}</div>'
    '<div class="article-content">{body}</div></article>',
    "plain": "<div><h2>{headline}</h2><div>{info}</div><div>{body}</div></div>",
}
_BYLINES = [
    ("◎周大海", [(None, "周大海")]),
    ("◎ 周大海 林小溪", [(None, "周大海"), (None, "林小溪")]),
    ("【周大海】", [(None, "周大海")]),
    ("【作者：周大海】", [(None, "周大海")]),
    ("□周大海", [(None, "周大海")]),
    ("●欧阳大海", [(None, "欧阳大海")]),
    ("◆记者 周大海", [("记者", "周大海")]),
    ("○ 本报记者 周大海 通讯员 林小溪", [("记者", "周大海"), ("通讯员", "林小溪")]),
    ("（周大海）", [(None, "周大海")]),
    ("（周大海、林小溪）", [(None, "周大海"), (None, "林小溪")]),
    ("（记者周大海 通讯员林小溪）", [("记者", "周大海"), ("通讯员", "林小溪")]),
    ("（记者周大海 摄影报道）", [("记者", "周大海")]),
    ("[记者 周大海]", [("记者", "周大海")]),
    ("文/记者周大海", [("文", "周大海")]),
    ("文/周大海 图/林小溪", [("文", "周大海"), ("图", "林小溪")]),
    ("文/周大海 图/受访者提供", [("文", "周大海")]),
    ("文丨周大海", [("文", "周大海")]),
    ("周大海/文", [("文", "周大海")]),
    ("撰文：周大海", [("撰文", "周大海")]),
    ("記者周大海 通訊員林小溪", [("记者", "周大海"), ("通讯员", "林小溪")]),
]


def _read(layout: str, *lines: str, info: str = _INFO) -> Article:
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = _PAGES[layout].format(headline=HEADLINE, info=info, body=body)
    title = f"<html><head><meta charset=utf-8><title>{HEADLINE}_湛江云媒</title></head>"
    return read_page(f"{title}<body>{page}<div><p>评论一下</p></div></body></html>")


@pytest.mark.parametrize("layout", _PAGES)
@pytest.mark.parametrize("where", ["first", "last", "before the credits"])
@pytest.mark.parametrize(("printed", "people"), _BYLINES)
def test_a_byline_in_its_own_line(layout: str, where: str, printed: str, people: list[tuple[str | None, str]]) -> None:
    lines = {
        "first": (printed, *PARAGRAPHS),
        "last": (*PARAGRAPHS, printed),
        "before the credits": (*PARAGRAPHS, printed, "编辑：何平安"),
    }[where]
    article = _read(layout, *lines)
    assert [
        ((person.role or "").replace("記者", "记者").replace("通訊員", "通讯员") or None, person.name)
        for person in article.authors
    ] == people
    assert (article.text, article.subheadline) == (TEXT, None)


@pytest.mark.parametrize("layout", _PAGES)
def test_two_lines_at_the_end(layout: str) -> None:
    article = _read(layout, *PARAGRAPHS, "文/记者周大海", "航拍/记者林小溪")
    assert [(person.role, person.name) for person in article.authors] == [("文", "周大海"), ("航拍", "林小溪")]
    assert article.text == TEXT


@pytest.mark.parametrize("layout", _PAGES)
@pytest.mark.parametrize(
    "line",
    [
        "◎海边人家",
        "【导语】",
        "【大事记】",
        "【时间表】",
        "◎路线图",
        "■安全提示",
        "◎高山",
        "（外一首）",
        "周大海 林小溪",
        "（作者系市作协会员）",
    ],
)
@pytest.mark.parametrize("at", [0, len(PARAGRAPHS)])
def test_a_heading_or_a_remark_is_no_byline(layout: str, line: str, at: int) -> None:
    lines = [*PARAGRAPHS[:at], line, *PARAGRAPHS[at:]]
    article = _read(layout, *lines)
    assert (article.text, article.authors) == ("\n\n".join(lines), [])


@pytest.mark.parametrize("layout", _PAGES)
@pytest.mark.parametrize(
    "lines",
    [
        ("◎周大海", PARAGRAPHS[0], "◎林小溪", PARAGRAPHS[1]),
        ("◎周大海", PARAGRAPHS[0], "◎海边人家", PARAGRAPHS[1]),
        (*PARAGRAPHS, "获奖名单如下：", "记者 周大海", "通讯员 林小溪"),
        (*PARAGRAPHS, "（记者周大海）", "各县也在推进。", "（记者林小溪）", PARAGRAPHS[0][:20] + "。"),
    ],
)
def test_people_that_a_story_lists_stay_in_the_text(layout: str, lines: tuple[str, ...]) -> None:
    article = _read(layout, *lines)
    assert (article.text, article.authors) == ("\n\n".join(lines), [])


@pytest.mark.parametrize("layout", _PAGES)
def test_a_printed_byline_goes_first(layout: str) -> None:
    article = _read(layout, *PARAGRAPHS, "（周大海、林小溪）", info=f"{_INFO} 作者：记者何平安")
    assert [(person.role, person.name) for person in article.authors] == [("记者", "何平安")]
    assert article.text == f"{TEXT}\n\n（周大海、林小溪）"


@pytest.mark.parametrize("layout", _PAGES)
def test_names_without_any_mark_stay(layout: str) -> None:
    article = _read(layout, *PARAGRAPHS, "周大海 林小溪")
    assert article.text == f"{TEXT}\n\n周大海 林小溪"


@pytest.mark.parametrize("layout", _PAGES)
@pytest.mark.parametrize(
    "line",
    ["嘉宾：周大海", "主讲人：周大海", "导演：周大海 编剧：林小溪", "您的朋友：周大海", "值班律师：周大海", "（林中）"],
)
def test_a_word_and_a_colon_before_a_name_is_no_role_of_a_byline(layout: str, line: str) -> None:
    article = _read(layout, *PARAGRAPHS, line)
    assert (article.text, article.authors) == (f"{TEXT}\n\n{line}", [])


@pytest.mark.parametrize("layout", _PAGES)
@pytest.mark.parametrize(
    "printed",
    [
        "（本版图片由本报记者 林小溪 摄）",
        "本文图片由湛江日报记者 林小溪 提供",
        "（照片均为记者 林小溪 拍摄）",
        "（记者 林小溪 摄）",
    ],
)
def test_a_credit_of_pictures_is_no_byline(layout: str, printed: str) -> None:
    first = f"本报讯（记者 周大海）{PARAGRAPHS[0]}"
    article = _read(layout, first, *PARAGRAPHS[1:], printed)
    assert article.byline is None and printed in (article.text or "")
    assert [(person.role, person.name) for person in article.authors] == [("记者", "周大海")]
