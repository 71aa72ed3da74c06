"""What makes an article doubtful, and what does not: forms of articles that are rare and right."""

from __future__ import annotations

import pytest

from zhanjiang.items import Article, Image
from zhanjiang.pages.article.doubt import PageEvidence, doubts
from zhanjiang.pages.article.doubt_reasons import Doubt, explain
from zhanjiang.pages.article.page import ArticlePage

_HEADLINE = "乾塘渔港添新码头"
_TEXTS = [
    "昨日上午，乾塘渔港的新码头启用，三十艘渔船先后靠岸卸货。",
    "码头长二百米，一次可停靠六艘渔船，冷库与冰厂就在岸边。",
    "渔民说，今后卸鱼不必再等潮水，鱼货当天就能运到市区。",
]
_LONG = "渔港负责人介绍，码头旁还建有冷库和冰厂，渔获上岸后可以就地分拣、速冻和装车，比从前快了两个小时。"
_CAPTION = "新码头一角，渔民正把刚到港的鱼货搬上岸。周大海 摄"


def _article(text: str | None = "\n\n".join(_TEXTS), **fields: object) -> Article:
    article = Article(kind="article", headline=_HEADLINE, text=text)
    for name, value in fields.items():
        setattr(article, name, value)
    return article


def _captioned(*captions: str | None) -> list[Image]:
    return [Image(f"https://a.example/{number}.jpg", caption) for number, caption in enumerate(captions)]


_FORMS: dict[str, tuple[Article, list[Doubt]]] = {
    "nothing": (_article(None), ["no_text"]),
    "a picture alone": (_article(None, images=_captioned(None)), ["no_text"]),
    "an article that is a caption": (_article(None, images=_captioned(_CAPTION)), ["no_text"]),
    "a set without captions": (_article(None, kind="pictures", images=_captioned(None, None)), ["no_text"]),
    "one short line": (_article("点击查看"), ["one_line"]),
    "less than a caption": (_article("新码头启用了。", images=_captioned(_CAPTION)), ["short_text"]),
    "a story for a deck": (_article("编者按。", subheadline=_LONG + _LONG), ["long_deck"]),
    "an ordinary one": (_article(), []),
    "a set with captions": (_article(None, kind="pictures", images=_captioned(_CAPTION, _CAPTION)), []),
    "a set with a line": (_article("新码头启用", kind="pictures", images=_captioned(_CAPTION)), []),
    "a video": (_article(None, kind="video"), []),
    "a live page": (_article(None, kind="live"), []),
    "a link": (Article(kind="link"), []),
    "one sentence": (_article("昨日，台风过境。"), []),
    "one longer line": (_article("乾塘渔港新码头昨日启用，三十艘渔船靠岸卸货"), []),
    "a verse": (_article("潮来\n\n潮去\n\n船归"), []),
    "a long deck above longer paragraphs": (_article(_LONG * 3, subheadline=_LONG + _LONG), []),
    "a longer text beside a caption": (_article(images=_captioned(_CAPTION)), []),
}


@pytest.mark.parametrize(("article", "expected"), _FORMS.values(), ids=_FORMS.keys())
def test_the_form_of_an_article(article: Article, expected: list[Doubt]) -> None:
    assert doubts(article) == expected


def _evidence(
    shown: str, *, title: str = f"{_HEADLINE}_湛江云媒", described: str = "", name: str = "name"
) -> PageEvidence:
    meta = f"<meta {name}='description' content=\"{described}\">" if described else ""
    page = f"<html><head><title>{title}</title>{meta}</head><body>{shown}</body></html>"
    return PageEvidence(ArticlePage(page.encode(), "https://www.gdzjdaily.com.cn/p/1.html"))


_SHOWN = f"<h1>{_HEADLINE}</h1>" + "".join(f"<p>{text}</p>" for text in _TEXTS)
_FOOT = "湛江云媒是本市的新闻门户，报道全市各地的新闻，欢迎投稿。"


@pytest.mark.parametrize("name", ["name", "property='og:description' data-n", "property"])
def test_a_description_that_the_page_shows_is_in_the_text(name: str) -> None:
    evidence = _evidence(_SHOWN, described="".join(_TEXTS)[:60], name=name)
    assert doubts(_article(), evidence) == []
    if name != "property":
        assert doubts(_article(_LONG * 4), evidence) == ["description"]


@pytest.mark.parametrize(
    "described",
    [
        f"{_TEXTS[0]}...",
        f"本报讯（记者 周大海）{_TEXTS[0][:20]}",
        f"{_HEADLINE}，{_TEXTS[1]}",
        _FOOT,  # the site's own
        "渔港新闻",
        "记者探访新落成的渔业码头，看它给渔村生活带来哪些改变与期待",  # written for the purpose, and nowhere shown
    ],
)
def test_no_description_of_a_usual_kind_is_a_doubt(described: str) -> None:
    article = _article("\n\n".join([*_TEXTS, _LONG, _LONG]))
    assert doubts(article, _evidence(_SHOWN + f"<p>{_LONG}</p>", described=described)) == []


def test_a_text_of_one_line_that_lacks_what_is_described_is_doubtful() -> None:
    evidence = _evidence("<p>请打开脚本后再阅读本页的内容。</p>", described=_TEXTS[0])
    assert doubts(_article("请打开脚本后再阅读本页的内容。"), evidence) == ["description"]


@pytest.mark.parametrize(
    "title", [_HEADLINE, f"{_HEADLINE}-时政-湛江云媒", "渔港添码头", "湛江云媒", "", "乾塘渔港新码头启用"]
)
def test_a_headline_that_the_title_allows_for(title: str) -> None:
    assert doubts(_article(), _evidence(_SHOWN, title=title)) == []


def test_a_headline_beside_the_one_that_the_title_names_is_doubtful() -> None:
    shown = f"<h2>登录湛江云媒账号密码</h2>{_SHOWN}"
    assert doubts(_article(headline="登录湛江云媒账号密码"), _evidence(shown)) == ["headline"]


def test_a_text_with_few_of_the_pages_sentences_is_doubtful() -> None:
    shown = _SHOWN + f"<p>{_LONG}</p><p>渔民们说，{_LONG}</p><p>镇上的人说，{_LONG}</p><p>船主们说，{_LONG}</p>"
    assert doubts(_article(_TEXTS[0]), _evidence(shown)) == ["sentences"]
    assert doubts(_article(_TEXTS[0]), _evidence(_SHOWN)) == []


def test_sentences_in_links_belong_to_other_articles() -> None:
    rows = "".join(f"<li><a href='/p/{number}.html'>别处说，{_LONG}</a></li>" for number in range(9))
    assert doubts(_article(_TEXTS[0]), _evidence(f"{_SHOWN}<ul>{rows}</ul>")) == []


def test_reasons_are_explained() -> None:
    assert explain(["one_line", "of_another_version"]) == "its text is one short line; of_another_version"
