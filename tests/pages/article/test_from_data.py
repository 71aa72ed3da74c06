"""Pages whose article stands in the data of their source: whatever its form, the same article is read."""

from __future__ import annotations

import html
import json
from typing import Any
from urllib.parse import quote

import pytest

from zhanjiang.items import Article, Image, Person
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading import data_islands

_ADDRESS = "https://www.gdzjdaily.com.cn/p/2665093.html"
_HEADLINE = "乾塘渔港添新码头"
_TEXTS = [
    "昨日上午，乾塘渔港的新码头启用，三十艘渔船先后靠岸卸货。",
    "码头长二百米，一次可停靠六艘渔船。",
    "渔民说，今后卸鱼不必再等潮水。",
]
_HTML = f"<p>{_TEXTS[0]}</p><p>{_TEXTS[1]}</p><p>{_TEXTS[2]}</p>"
_OTHERS = [
    {
        "id": number,
        "title": f"别处的新闻第{number}则",
        "summary": "别处的新闻说的是别处的事，与渔港没有关系。" * 9,
        "url": f"/p/{number}.html",
    }
    for number in range(20, 26)
]
_STATE = {"id": 2665093, "title": _HEADLINE, "content": _HTML, "publishTime": "2022-05-31 21:58", "source": "湛江日报"}
_INITIAL = {"user": None, "detail": _STATE, "recommend": _OTHERS}


def _page(
    script: str, body: str = '<div id="app"></div>', title: str = f"{_HEADLINE}_湛江云媒", more: str = ""
) -> bytes:
    head = f'<head><meta charset="utf-8"><title>{title}</title>{more}</head>'
    return f"<!DOCTYPE html><html>{head}<body>{body}{script}</body></html>".encode()


def _read(page: bytes) -> Article:
    return ArticlePage(page, _ADDRESS).to_item()


def _dumped(value: Any, *, ascii_only: bool = False) -> str:
    return json.dumps(value, ensure_ascii=ascii_only)


def _ld(**fields: Any) -> str:
    article = {"@type": "NewsArticle", "headline": _HEADLINE, "articleBody": "\n".join(_TEXTS)}
    return _dumped(article | {"datePublished": "2022-05-31T13:58:00Z", "source": "湛江日报"} | fields)


_NUXT = (
    'window.__NUXT__=(function(a,b,c){return {layout:"default",data:[{detail:{id:2665093,title:a,content:b,'
    f'source:c,publishTime:"2022-05-31 21:58"}}}}],error:null,}}}}({_dumped(_HEADLINE)},{_dumped(_HTML)},"湛江日报"));'
)
_FLIGHT = "".join(
    f"<script>self.__next_f.push({_dumped([1, piece])})</script>"
    for piece in ('1:HL["/a.css"]\n5:', _dumped(["$", "div", None, {"article": _STATE}]) + "\n", "6:null\n")
)


def _script(code: str, attributes: str = "") -> str:
    return f"<script {attributes}>{code}</script>"


def _with_content(content: Any) -> str:
    return _script(f"window.S={_dumped(_STATE | {'content': content})}")


def _of_type(code: str) -> str:
    return _script(code, 'type="application/ld+json"')


def _paragraph(text: str) -> dict[str, Any]:
    """A paragraph of an editor's document, in two runs."""
    return {"type": "paragraph", "content": [{"type": "text", "text": part} for part in (text[:9], text[9:])]}


_APART = {"article": {**_STATE, "content": None}, "text": {"html": _HTML}, "list": _OTHERS}
_LITERAL = (
    f"var news = {{ id: 2665093, // the article\n title: '{_HEADLINE}', ptime: 1654005480, "
    f"origin: {{name: '湛江日报'}}, body: '{_HTML}', }};\n init(news);"
)
_SCRIPTS = {
    "initial state": _script(f"window.__INITIAL_STATE__={_dumped(_INITIAL)};(function(){{var s;s=1}}());"),
    "escaped state": _script(f"window.__INITIAL_STATE__ = {_dumped(_INITIAL, ascii_only=True)}"),
    "next": _script(_dumped({"props": {"pageProps": _INITIAL}}), 'id="__NEXT_DATA__" type="application/json"'),
    "nuxt": _script(_NUXT),
    "flight": _FLIGHT,
    "parsed": _script(f"var d = JSON.parse({_dumped(_dumped(_INITIAL))});"),
    "parsed, single quotes": _script(f"var d = JSON.parse('{_dumped(_STATE)}');"),
    "encoded": _script(f'window.A=JSON.parse(decodeURIComponent("{quote(_dumped(_INITIAL))}"))'),
    "literal": _script(_LITERAL),
    "milliseconds": _script(f"render({_dumped(_STATE | {'publishTime': 1654005480000})})"),
    "JSON in JSON": _script(f"window.S={_dumped({'data': _dumped(_INITIAL)})}"),
    "escaped HTML": _with_content(html.escape(_HTML)),
    "paragraphs": _with_content(_TEXTS),
    "blocks": _with_content([{"type": "p", "text": text} for text in _TEXTS]),
    "editor's document": _with_content({"type": "doc", "content": [_paragraph(text) for text in _TEXTS]}),
    "insertions": _with_content({"ops": [{"insert": f"{text}\n"} for text in _TEXTS]}),
    "title and body apart": _script(f"window.S={_dumped(_APART)}"),
    "attribute": f"<div id=\"app\" data-page='{html.escape(_dumped(_INITIAL))}'></div>",
    "text field": f'<textarea style="display:none">{html.escape(_dumped(_STATE))}</textarea>',
    "JSON-LD": _of_type(_ld()),
    "JSON-LD graph": _of_type(f'{{"@graph":[{{"@type":"WebSite","name":"湛江云媒"}},{_ld()}]}}'),
    "JSON-LD list": _of_type(f"[{_ld()}]"),
    "JSON-LD, comma": _of_type(f"{_ld()[:-1]},}}"),
    "JSON-LD, line breaks": _of_type(_ld().replace("\\n", "\n")),
    "JSON-LD, CDATA": _of_type(f"//<![CDATA[\n{_ld()}\n//]]>"),
    "JSON-LD, in a comment": _of_type(f"<!-- {_ld()} -->"),
}


@pytest.mark.parametrize("script", _SCRIPTS.values(), ids=_SCRIPTS.keys())
def test_an_article_in_the_data_of_an_empty_page_is_read(script: str) -> None:
    article = _read(_page(script))
    assert (article.headline, article.text) == (_HEADLINE, "\n\n".join(_TEXTS))
    assert (article.published_at, article.source) == ("2022-05-31T21:58:00+08:00", "湛江日报")
    assert {*(article.extracted_by or {}).values()} == {"data"}


@pytest.mark.parametrize("title", ["湛江云媒", "", "新闻详情", "湛江日报社官方新闻网站"])
def test_the_number_in_the_address_names_the_article_where_the_title_does_not(title: str) -> None:
    longer = [other | {"content": "<p>别处的新闻。</p>" * 99} for other in _OTHERS]
    script = f"<script>window.S={_dumped({'list': longer, 'detail': _STATE})}</script>"
    article = _read(_page(script, title=title))
    assert (article.headline, article.text) == (_HEADLINE, "\n\n".join(_TEXTS))


def test_an_unnamed_article_is_read_if_it_is_the_only_one() -> None:
    own = {key: value for key, value in _STATE.items() if key != "id"}
    article = _read(_page(f"<script>window.S={_dumped({'detail': own})}</script>", title="湛江云媒"))
    assert (article.headline, article.text) == (_HEADLINE, "\n\n".join(_TEXTS))


@pytest.mark.parametrize("tag", ["textarea", "noscript", "template", "script type='text/template'"])
def test_a_story_in_hidden_html_is_read(tag: str) -> None:
    story = f"<h1>{_HEADLINE}</h1><p>2022-05-31 21:58 来源：湛江日报</p>{_HTML}"
    article = _read(_page(f"<{tag}>{story}</{tag.split()[0]}>"))
    assert (article.headline, article.text) == (_HEADLINE, "\n\n".join(_TEXTS))
    assert (article.published_at, article.source) == ("2022-05-31T21:58:00+08:00", "湛江日报")


def test_people_pictures_and_headlines_of_data_are_read() -> None:
    state = _STATE | {
        "introTitle": "渔港换新颜",
        "subTitle": "三十艘渔船昨日靠岸",
        "author": [{"name": "周大海"}, {"name": "林小溪"}],
        "editor": "陈一帆",
        "images": [{"url": "//img.gdzjdaily.com.cn/a/1.jpg", "desc": "新码头一角。周大海 摄"}],
    }
    article = _read(_page(f"<script>window.S={_dumped({'detail': state})}</script>"))
    assert (article.kicker, article.subheadline) == ("渔港换新颜", "三十艘渔船昨日靠岸")
    assert [person.name for person in article.authors] == ["周大海", "林小溪"]
    assert article.credits == [Person("编辑", "陈一帆")]
    assert article.images == [Image("https://img.gdzjdaily.com.cn/a/1.jpg", "新码头一角。周大海 摄")]


def test_a_picture_stands_where_its_mark_is() -> None:
    body = f"<p>{_TEXTS[0]}</p><!--IMG#0--><p>{_TEXTS[1]}</p>"
    pictures = [{"ref": "<!--IMG#0-->", "src": "https://img.gdzjdaily.com.cn/a/1.jpg", "alt": "新码头一角"}]
    article = _read(_page(f"<script>window.S={_dumped(_STATE | {'content': body, 'img': pictures})}</script>"))
    assert article.images == [Image("https://img.gdzjdaily.com.cn/a/1.jpg", "新码头一角")]
    assert article.text == "\n\n".join(_TEXTS[:2])


def test_a_summary_that_is_all_of_the_text_is_not_the_body() -> None:
    content = f'<p>{_TEXTS[0]}</p><p><img src="https://img.gdzjdaily.com.cn/a/1.jpg"></p>'
    state = {"id": 2665093, "title": _HEADLINE, "summary": _TEXTS[0], "content": content}
    article = _read(_page(_script(f"window.S={_dumped(state)}")))
    assert (article.text, [image.url for image in article.images]) == (
        _TEXTS[0],
        ["https://img.gdzjdaily.com.cn/a/1.jpg"],
    )


def _visible(info: str) -> str:
    return f"<div><h1>{_HEADLINE}</h1><div>{info}</div><div>{_HTML}</div></div>"


def test_data_give_what_a_visible_article_lacks() -> None:
    article = _read(_page(f'<script type="application/ld+json">{_ld()}</script>', _visible("2022-05-31 21:58")))
    rules = article.extracted_by or {}
    assert (article.text, article.source) == ("\n\n".join(_TEXTS), "湛江日报")
    assert (rules["text"], rules["source"]) == ("label", "data")


_NAMED = {"title": _HEADLINE, "content": _HTML, "source": "湛江日报"}


@pytest.mark.parametrize(
    "script",
    [
        f"<script>window.S={_dumped(_NAMED)}</script>",
        f"<script>window.S={_dumped(_NAMED, ascii_only=True)}</script>",
        f"<script>window.S={_dumped(_dumped(_NAMED, ascii_only=True))}</script>",
        f"<script>window.S=JSON.parse(decodeURIComponent('{quote(_dumped(_NAMED))}'))</script>",
        f"<script>window.S={_dumped(_NAMED | {'title': '「乾塘渔港」添新码头'})}</script>",
        f"<script>window.S={_dumped(_STATE | {'title': '新码头'})}</script>",
        f'<script type="application/json">{html.escape(_dumped(_NAMED))}</script>',
    ],
)
def test_a_script_that_names_the_article_is_read_however_it_spells_it(script: str) -> None:
    assert _read(_page(script, _visible("2022-05-31 21:58"))).source == "湛江日报"


def test_a_script_that_names_no_article_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(data_islands, "script_values", lambda code: read.append(code) or iter(()))
    scripts = "".join(f"<script>{code}</script>" for code in ("menu=[{n:'时政'}]", f"share={{t:'{_HEADLINE}'}}"))
    assert _read(_page(scripts, _visible("2022-05-31 21:58"))).source is None
    assert read == [f"share={{t:'{_HEADLINE}'}}"]


def test_data_give_the_caption_of_a_visible_picture() -> None:
    pictures = [{"url": "https://img.gdzjdaily.com.cn/a/1.jpg", "caption": "新码头一角"}]
    shown = _visible("2022-05-31 21:58") + '<p><img src="//img.gdzjdaily.com.cn/a/1.jpg"></p>'
    article = _read(_page(_of_type(_ld(image=pictures)), f"<div>{shown}</div>"))
    assert article.images == [Image("https://img.gdzjdaily.com.cn/a/1.jpg", "新码头一角")]


def test_data_of_another_article_give_nothing() -> None:
    other = _ld(headline="别处的新闻说的是别处的事")
    article = _read(_page(f'<script type="application/ld+json">{other}</script>', _visible("2022-05-31 21:58")))
    assert article.source is None
    assert "data" not in (article.extracted_by or {}).values()


def test_a_page_whose_script_says_that_nothing_was_found_is_not_gone() -> None:
    script = f"<script>var text='内容不存在';window.S={_dumped(_INITIAL)}</script>"
    page = ArticlePage(_page(script), _ADDRESS)
    assert not page.is_gone
    assert ArticlePage(_page("<p>内容不存在</p>", title="湛江云媒"), _ADDRESS).is_gone
