"""What is furniture in the bodies of a layout: adverts and what they say, but no line of a story or of its reprints."""

from __future__ import annotations

from zhanjiang.layouts.learning import learn
from zhanjiang.layouts.sample import sample
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.learned import LearnedLayout, fold_line

_ADVERT = "<div class='gg'><img src='/gg/1.jpg'><p>广告</p></div>"
_SAID = "渔政科科长林小溪表示，下一步还要把经验写成手册，推广到九个镇街。"


def _page(number: int, story: str, said: str, advert: str) -> ArticlePage:
    html = (
        f"<html><head><title>第{number}渔港开港</title></head><body><div class='top'>湛江云媒</div>"
        f"<h2 class='t'>第{number}渔港开港</h2><div class='i'>2024-05-{number % 28 + 1:02} 10:20 来源：湛江日报</div>"
        f"<div class='b'><p>{story}</p>{advert}{said}</div><div class='f'>返回首页</div></body></html>"
    )
    return ArticlePage(html.encode(), f"https://www.example/p/{number}.html")


def _story(at: int) -> str:
    port, hour = chr(0x4E00 + 40 * at), chr(0x5E00 + 40 * at)
    first = f"{port}港昨日开港，第一批渔船{hour}时归来，鱼贩子在码头等着过秤，"
    return f"{first}{port}镇的街坊一早就来了，{hour}时还有人排队买鱼，一直卖到天黑，卖完为止。"


def _layout() -> LearnedLayout:
    """Of 24 stories, six with the advert, and of one that three papers print, with the advert as well."""
    pages = [_page(at, _story(at), "", "" if at % 4 else _ADVERT) for at in range(24)]
    again = "蚝农把蚝排拖到外海去过冬，这是今年的第一百次了，码头上的人都来看，"
    again += "连邻村的船工也来了，一直看到天黑才回去，路上还在说这件事。"
    pages += [_page(at, again, f"<p>{_SAID}</p>", _ADVERT) for at in (30, 31, 32)]
    [layout] = learn([sample(page) for page in pages])
    return layout


def test_an_advert_and_its_line_are_furniture() -> None:
    assert {"img:/gg/1.jpg", "广告"} <= _layout().repeats


def test_a_sentence_of_reprints_beside_an_advert_is_none() -> None:
    assert fold_line(_SAID) not in _layout().repeats
