"""Bylines of newspapers below the headline, at the head of the body, after captions there, and at its end."""

from __future__ import annotations

import pytest

from tests.pages.newspaper.story import LINES, PARAGRAPHS, TEXT, WRAPPERS, picture, read

_BYLINES = [
    ("□周大海(坡头)", [(None, "周大海")]),
    ("刘小溪(雷州)", [(None, "刘小溪")]),
    ("■ 刘小溪 （雷州）", [(None, "刘小溪")]),
    ("(雷州)刘小溪", [(None, "刘小溪")]),
    ("周大海 林小溪(徐闻)", [(None, "周大海"), (None, "林小溪")]),
    ("周大海(市渔业局)", [(None, "周大海")]),
    ("周 大 海（赤坎）", [(None, "周大海")]),
    ("●欧阳大海（遂溪）", [(None, "欧阳大海")]),
    ("□ 周大海", [(None, "周大海")]),
    ("□ 周大海 （ 坡头 ）", [(None, "周大海")]),
    ("（作者：周大海）", [(None, "周大海")]),
    ("作者 周大海", [(None, "周大海")]),
    ("周大海 摄影报道", [(None, "周大海")]),
    ("□通讯员周大海(吴川)", [("通讯员", "周大海")]),
    ("文/本报记者周大海", [("文", "周大海")]),
    ("周大海/文 林小溪/图", [("文", "周大海"), ("图", "林小溪")]),
    ("（记者周大海 通讯员林小溪 摄影报道）", [("记者", "周大海"), ("通讯员", "林小溪")]),
]


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize(("printed", "people"), _BYLINES)
@pytest.mark.parametrize("where", ["below the headline", "first line", "last line", "before the credits"])
def test_a_byline(wrapper: str, printed: str, people: list[tuple[str | None, str]], where: str) -> None:
    pages = {
        "below the headline": ("", PARAGRAPHS),
        "first line": ("", f"<p>{printed}</p>{PARAGRAPHS}"),
        "last line": ("", f"{PARAGRAPHS}<p>{printed}</p>"),
        "before the credits": ("", f"{PARAGRAPHS}<p>{printed}</p><p>责编：何平安</p>"),
    }
    below, body = pages[where]
    article = read(wrapper, body, below or (f"<div>{printed}</div>" if where == "below the headline" else ""))
    assert (article.byline, article.text, article.subheadline) == (printed, TEXT, None)
    assert [(person.role, person.name) for person in article.authors] == people


@pytest.mark.parametrize(("printed", "names"), [("□ 阿 强", ["阿强"]), ("□本报综合", []), ("□渔火", ["渔火"])])
def test_a_box_below_the_headline_sets_off_a_pen_name(printed: str, names: list[str]) -> None:
    article = read(WRAPPERS[0], below_headline=f"<div>{printed}</div>")
    assert (article.byline, [person.name for person in article.authors]) == (printed, names)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_two_bylines_after_the_captions(wrapper: str) -> None:
    captioned = f"<p>{picture('a')}</p><p>渔船归港。何平安 摄</p>"
    article = read(wrapper, f"{captioned}<p>文/本报记者周大海</p><p>图/本报记者林小溪</p>{PARAGRAPHS}")
    assert (article.byline, article.text) == ("文/本报记者周大海 图/本报记者林小溪", TEXT)
    assert [image.caption for image in article.images] == ["渔船归港。何平安 摄"]


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_byline_below_the_last_picture(wrapper: str) -> None:
    article = read(wrapper, f"{PARAGRAPHS}<p>{picture('a')}</p><p>图/本报记者林小溪</p>")
    assert (article.byline, article.text) == ("图/本报记者林小溪", TEXT)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_bylines_of_several_stories_stay_text(wrapper: str) -> None:
    one, two, _ = LINES
    lines = ["本报记者 周大海", one, "市场卖新鱼", "本报记者 林小溪", two]
    article = read(wrapper, "".join(f"<p>{line}</p>" for line in lines))
    assert (article.byline, article.text) == (None, "\n\n".join(lines))


@pytest.mark.parametrize("first", ["高山", "金秋(外一首)", "关山月（组诗）", "花开时", "方圆"])
def test_a_verse_that_could_be_a_name_stays_text(first: str) -> None:
    lines = [first, "风从海上来", "明月照着归港的船", "渔火点点连成线", first]
    article = read(WRAPPERS[0], "".join(f"<p>{line}</p>" for line in lines))
    assert (article.byline, article.text) == (None, "\n\n".join(lines))


_DATELINE = "本报讯（记者 何平安）昨日清晨，霞山码头的渔船陆续归港，渔民们忙着把鲜鱼抬上岸。"
_PICTURES_BY = [
    "（本版图片由本报记者 林小溪 摄）",
    "（本版图片由本报记者 林小溪 摄）。",
    "本文图片由本报记者 林小溪 拍摄",
    "（题图由本报记者 林小溪 提供）",
    "图片由湛江日报记者林小溪提供",
    "（本组照片均为本报记者 林小溪 所摄）",
    "视频由记者 林小溪 拍摄",
    "（本报记者 林小溪 摄）",
    "本报记者 林小溪 摄",
]


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("printed", _PICTURES_BY)
def test_a_credit_of_pictures_is_no_byline(wrapper: str, printed: str) -> None:
    for dateline, people in ((_DATELINE, [("记者", "何平安")]), (LINES[0], [])):
        lines = [dateline, *LINES[1:], printed]
        article = read(wrapper, "".join(f"<p>{line}</p>" for line in lines))
        assert (article.byline, article.text) == (None, "\n\n".join(lines))
        assert [(person.role, person.name) for person in article.authors] == people


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("图/本报记者林小溪", [("记者", "何平安"), ("图", "林小溪")]),
        ("（摄影：本报记者 林小溪）", [("记者", "何平安"), ("摄影", "林小溪")]),
        ("（图/本报记者何平安）", [("记者", "何平安")]),
        ("文图/本报记者林小溪", [("文图", "林小溪")]),
        ("文图由本报记者 林小溪 采写", [("记者", "林小溪")]),
        ("（文/林小溪 图/周大海 摄）", [("文", "林小溪"), ("图", "周大海")]),
    ],
)
def test_who_made_the_pictures_is_not_the_only_author(
    wrapper: str, printed: str, people: list[tuple[str, str]]
) -> None:
    lines = [_DATELINE, *LINES[1:]]
    article = read(wrapper, "".join(f"<p>{line}</p>" for line in [*lines, printed]))
    assert (article.byline, article.text) == (printed, "\n\n".join(lines))
    assert [(person.role, person.name) for person in article.authors] == people
