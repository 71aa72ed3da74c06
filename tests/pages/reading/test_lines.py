"""A page as the lines that a reader sees."""

from __future__ import annotations

import pytest
from lxml import etree

from zhanjiang.pages.reading.lines import Line, blocks_after, read_lines


def _read(html: str, *, spans_break: bool = False) -> list[Line]:
    return read_lines(etree.HTML(f"<div>{html}</div>"), spans_break)


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("湛<b>江</b>港<p>一</p>二", ["湛江港", "一", "二"]),
        ("一<br>二<br><br>三", ["一", "二", "三"]),
        ("<span>一</span><span>二</span>", ["一二"]),
        ("一<!-- 注 -->二<script>三</script><style>四</style>", ["一二"]),
        ("<p>\u3000\u3000一\xa0 二\u200b</p>", ["一 二"]),
        ("<p style='display: none'>藏</p><p hidden>藏</p><p style='visibility:hidden'>藏</p>见", ["见"]),
        ("<p>湛江<mark id=x8k2p>垃圾</mark>港</p>", ["湛江港"]),
        ("<p>湛江<mark id=highlight>新</mark>港</p>", ["湛江新港"]),
        ("<select><option>一</select><textarea>二</textarea><button>三</button>四", ["四"]),
        ("<p> </p>", []),
        ("<pre>春风\n吹过 <b>海</b>港\n\n</pre><p>一\n二</p>", ["春风", "吹过 海港", "一 二"]),
        ("<div style='white-space: pre-wrap'>春风\n<p>吹过\r\n海港</p></div>三\n四", ["春风", "吹过", "海港", "三 四"]),
        ("<pre>一\n二<p style='white-space: normal'>三\n四</p></pre>", ["一", "二", "三 四"]),
        ("<p style='white-space: nowrap'>一\n二</p>", ["一 二"]),
    ],
)
def test_text_of_lines(html: str, texts: list[str]) -> None:
    assert [line.text for line in _read(html)] == texts


def test_preformatted_text_that_is_broken_at_one_width_is_its_paragraphs() -> None:
    wrapped = "\n".join(
        (
            "　　湛江港昨日开通新航线，首班船载着海鲜离港，港区一片",
            "繁忙，工人们说今年的货比往年多，码头上的货柜堆得整整齐",
            "齐，等候装船。",
            "　　据了解，新航线每周三班，往返湛江和海口之间，单程约八个",
            "小时，市民可以在网上订票，也可以到码头的售票处买。",
        )
    )
    assert [(line.text[:4], line.text[-4:]) for line in _read(f"<pre>{wrapped}</pre>")] == [
        ("湛江港昨", "候装船。"),
        ("据了解，", "票处买。"),
    ]


def test_the_lines_of_a_list_are_no_broken_text() -> None:
    rows = "\n".join(f"{number}. 第{number}号码头昨日起停靠开往硇洲岛和东海岛的客船" for number in range(1, 5))
    assert [line.text[0] for line in _read(f"<pre>{rows}</pre>")] == ["1", "2", "3", "4"]


def test_spans_are_lines_where_a_skin_is_made_of_them() -> None:
    assert [line.text for line in _read("<span>一</span><span>二</span>", spans_break=True)] == ["一", "二"]


def test_pictures_and_players_are_lines_of_their_own() -> None:
    lines = _read("前<img src=a.jpg>后<video src=a.mp4></video>")
    assert [(line.text, line.media) for line in lines] == [("前", None), ("", "img"), ("后", None), ("", "video")]


def test_the_element_is_the_innermost_block() -> None:
    [line] = _read("<section><p class=a><b>一</b></p></section>")
    assert (line.element.tag, line.element.get("class")) == ("p", "a")


@pytest.mark.parametrize(
    ("html", "is_link"),
    [
        ("<a>更多</a>", True),
        ("<a>一</a> | <a>二</a>", True),
        ("见<a>本报</a>昨日的报道", False),
        ("一", False),
        ("<a>老渡口复航首日迎来三千街坊</a> 2024-05-01", True),
        ("2024-05-01 10:20 <a>湛江日报</a>", False),
        ("2024-05-01 <a>老渡口复航首日迎来三千街坊</a>，记者在现场看到", False),
    ],
)
def test_a_line_that_is_nearly_all_links(html: str, is_link: bool) -> None:
    [line] = _read(html)
    assert line.is_link is is_link


def test_styles_set_neighbours_apart_but_no_single_character() -> None:
    [info] = _read("<p><i>湛江</i><i>记者某</i></p>")
    assert (info.text, info.spaced) == ("湛江记者某", "湛江 记者某")
    [name] = _read("<p><i>林小</i><i>溪</i></p>")
    assert name.spaced == "林小溪"


def test_indents_are_noticed() -> None:
    assert [line.is_indented for line in _read("<p>\u3000\u3000一</p><p>二</p><p> 三</p>")] == [True, False, False]


def test_folding_leaves_every_character_in_its_place() -> None:
    line = Line("來源：湛江雲媒（霞山）", etree.Element("p"))
    assert line.folded == "来源:湛江云媒(霞山)"
    assert len(line.folded) == len(line.text)


def test_blocks_after_an_element_are_read_one_by_one() -> None:
    root = etree.HTML(
        "<div><p id=a>一</p><p>二</p><p>三</p></div><script>无</script><p hidden>无</p><div>四<br>五</div>"
    )
    [element] = root.xpath("//*[@id='a']")
    blocks = blocks_after(element)
    assert [line.text for line in next(blocks)] == ["二"]
    assert [[line.text for line in block] for block in blocks] == [["三"], ["四", "五"]]


@pytest.mark.parametrize("style", ["DISPLAY: none", "display :NONE;", "color:red;Visibility: Hidden"])
@pytest.mark.parametrize("tag", ["span", "p"])
def test_what_styles_hide_is_no_text(tag: str, style: str) -> None:
    assert [line.text for line in _read(f"<div>湛江<{tag} style='{style}'>无</{tag}></div>")] == ["湛江"]


@pytest.mark.parametrize(
    "ruby",
    [
        "<ruby>硇<rp>(</rp><rt>náo</rt><rp>)</rp></ruby>",
        "<ruby>硇<rt>náo</ruby>",
        "<ruby><rb>硇</rb><rtc><rt>náo</rt></rtc></ruby>",
    ],
)
def test_the_reading_above_a_character_is_no_text(ruby: str) -> None:
    assert [line.text for line in _read(f"<p>{ruby}洲岛</p>")] == ["硇洲岛"]
