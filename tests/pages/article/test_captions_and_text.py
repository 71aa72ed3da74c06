"""Texts beside pictures that are the story's own, and captions that take nothing of the story with them."""

from __future__ import annotations

import pytest
from lxml import etree

from zhanjiang.pages.article.body import read_body
from zhanjiang.pages.reading.lines import read_lines

_T1, _T2 = "湛江港昨日开通新航线，首航货轮满载启程。", "码头上一片繁忙，工人们清早便开始装船。"
_T3 = "市民陈先生说，家门口的变化看得见。"
_A, _B = "<img src=/a.jpg>", "<img src=/b.jpg>"
_CREDITED = "花海一角。记者林小溪 摄"
_VERSE = ["海风轻轻吹过渔港", "灯塔照着归航的船", "潮水退去又涌来", "故乡的名字写在浪上"]


def _centred(*lines: str) -> str:
    return "".join(f"<p style='text-align:center'>{line}</p>" for line in lines)


def _read(html: str) -> tuple[list[str], list[str | None]]:
    body = read_body(read_lines(etree.HTML(f"<main>{html}</main>")), 0)
    return body.paragraphs, [caption for _, caption in body.pictures]


@pytest.mark.parametrize(
    "html",
    [
        *(f"<div><p>{_A}</p><p>{_T1}</p></div>", f"<p>{_T1}</p><p>{_A}</p>", f"<div>{_A}<br>{_T1}</div>"),
        *(f"<p>{_A}{_T1}</p>", f"<section>{_A}<p>{_T1}</p></section>", f"{_T1}<br>{_A}", f"<center>{_A}{_T1}</center>"),
        f"<table><tr><td>{_A}</td></tr><tr><td>{_T1}</td></tr></table>",
    ],
)
def test_the_only_paragraph_is_no_caption(html: str) -> None:
    assert _read(html) == ([_T1], [None])


@pytest.mark.parametrize("html", ["<div>{}<br><br>{}<br><br>{}</div>", "<p>{}<br>{}<br>{}</p>", "<p>{}</p><p>{}</p>{}"])
def test_two_paragraphs_in_the_block_of_a_picture_are_text(html: str) -> None:
    assert _read(html.format(_A, _T1, _T2)) == ([_T1, _T2], [None])


@pytest.mark.parametrize(
    "lines",
    [
        [_T1, _A, _CREDITED, _T2, _B, _T3],
        [*_VERSE[:2], _A, _CREDITED, *_VERSE[2:], _B, _T2, _T3],
        [_A, _CREDITED, *_VERSE, _B, _T1],
    ],
)
@pytest.mark.parametrize("frame", ["p", "center", "div"])
def test_of_a_post_of_centred_lines_the_credited_alone_are_captions(lines: list[str], frame: str) -> None:
    blocks = {"p": _centred(*lines), "center": f"<center>{'<br>'.join(lines)}</center>"}
    blocks["div"] = f"<div align=center>{''.join(f'<p>{line}</p>' for line in lines)}</div>"
    assert _read(blocks[frame]) == ([line for line in lines if line not in (_A, _B, _CREDITED)], [_CREDITED, None])


@pytest.mark.parametrize(
    ("html", "texts", "caption"),
    [
        (_centred(_A, *_VERSE), _VERSE, None),
        (_centred(_A, "<br>".join(_VERSE)), _VERSE, None),
        (_centred(_A, _CREDITED, "<b>海上春潮</b>"), ["海上春潮"], _CREDITED),
        (_centred("<b>海上春潮</b>", _A), ["海上春潮"], None),
        (_centred("一、海上春潮", _A), ["一、海上春潮"], None),
        (_centred("货轮启航", "通讯员供图", _A), [], "货轮启航 通讯员供图"),
    ],
)
def test_centred_lines_beside_a_picture(html: str, texts: list[str], caption: str | None) -> None:
    assert _read(f"<p>{_T1}</p>{html}<p>{_T2}</p>") == ([_T1, *texts, _T2], [caption])


@pytest.mark.parametrize(
    "paragraph",
    [
        *(f"{_T1[:-1]}（如图，记者林小溪 摄）。", f"{_T1[:-1]}（图为装船现场，受访者供图）。"),
        *("所有展品由市博物馆提供。", "这些画面由无人机航拍。", "上图书馆看书的人多了。", "照片背后写着年月。"),
    ],
)
@pytest.mark.parametrize(
    "frame", ["<p>{0}</p><p>{1}</p><p>{2}</p>", "<p>{1}</p><p>{0}</p><p>{2}</p>", "{1}<br>{0}<br>{2}"]
)
def test_a_sentence_about_pictures_is_text(paragraph: str, frame: str) -> None:
    assert _read(frame.format(paragraph, _A, _T2)) == ([paragraph, _T2], [None])


@pytest.mark.parametrize(
    "caption",
    [
        *(
            _CREDITED,
            "蚝农在收蚝。（记者林小溪 摄）",
            "蚝农在收蚝（受访者供图）",
            "▲蚝农在收蚝。",
            "上图：蚝农在收蚝。",
        ),
        *(
            "蚝农在收蚝。图/林小溪",
            "蚝农在收蚝。新华社发（林小溪 摄）",
            "拍摄点：南三岛。通讯员林小溪 摄",
            "记者林小溪 摄",
        ),
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        *("{0}<br>{1}<br>{2}<br>{3}", "<p>{0}<br>{1}<br>{2}<br>{3}</p>", "<p>{0}</p><p>{1}<br>{2}<br>{3}</p>"),
        *("<p>{0}</p><p>{1}</p><p>{2}</p><p>{3}</p>", "<p>{0}</p><p>{2}</p><p>{1}</p><p>{3}</p>"),
    ],
)
def test_a_caption_ends_with_its_credit(caption: str, frame: str) -> None:
    assert _read(frame.format(_T1, _A, caption, _T2)) == ([_T1, _T2], [caption])
