"""An edit is known from a new reading: what both pages show was not edited, whichever field it was read into."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhanjiang.items import Article, Image, Person
from zhanjiang.layouts.comparison import Shown, differences, is_same_markup
from zhanjiang.pages.article.page import ArticlePage

_TEXT = ("赤坎渡口昨日复航，首班船载客四十人。", "渡口停航两年，码头已加固。船工说，水位正好。")
_ARTICLE = Article(
    kind="article",
    headline="赤坎渡口复航",
    subheadline="首班船坐满",
    published_at="2024-05-01T09:20:00+08:00",
    source="湛江日报",
    byline="记者简竹湾",
    text="\n\n".join(_TEXT),
    images=[Image("https://img.example/a/ferry.jpg", "渡船靠岸。")],
    credits=[Person("编辑", "岑川渡"), Person("值班主任", "莫塘")],
)
_OLD = """<html><body><div class="top"><a href="/">首页</a> 湛江日报 湛江晚报</div>
<h1 class="article-title">赤坎渡口复航</h1>
<p>首班船坐满</p><div class="date">2024-05-01 09:20 来源：湛江日报 作者：记者简竹湾</div><div class="article-content">
<p>赤坎渡口昨日复航，首班船载客四十人。</p><p><img src="https://img.example/a/ferry.jpg"></p><p>渡船靠岸。</p>
<p>渡口停航两年，码头已加固。船工说，水位正好。</p></div><p>编辑：岑川渡</p>
<p>值班主任：莫塘</p></body></html>"""
_NEW = """<html><body><ul class="menu"><li>湛江日报</li><li>湛江晚报</li></ul>
<section class="post"><h2>赤坎渡口复航</h2>
<h3>首班船坐满</h3><figure><img data-src="//cdn.example/b/ferry.jpg"><figcaption>渡船靠岸。</figcaption></figure>
<div class="words">　　赤坎渡口昨日复航，首班船载客四十人。<br>　　渡口停航两年，码头已加固。<br>船工说，水位正好。
</div><footer>湛江日报 | 记者简竹湾 | 2024年5月1日 上午9时20分 （岑川渡 编辑 值班主任 莫塘）</footer>
</section></body></html>"""
_MISREAD = replace(
    _ARTICLE,
    subheadline=None,
    byline="湛江日报 记者简竹湾",
    source=None,
    text="首班船坐满\n\n渡船靠岸。\n\n赤坎渡口昨日复航，首班船载客四十人。\n\n渡口停航两年，码头已加固。\n\n船工说，水位正好。",
    images=[Image("//cdn.example/b/ferry.jpg")],
    credits=[Person("值班主任", "莫塘")],
)


def _page(html: str) -> ArticlePage:
    return ArticlePage(html.encode(), "https://www.example/p/7.html")


def _between(new_html: str, read: Article) -> set[str]:
    return {one.field for one in differences(Shown(_ARTICLE, [_page(_OLD)]), Shown(read, [_page(new_html)]))}


def test_the_same_story_in_other_markup_is_no_edit_however_it_is_read() -> None:
    assert _between(_NEW, _ARTICLE) == set()
    assert _between(_NEW, _MISREAD) == set()


_EDITS = {
    "headline": ("headline", "赤坎渡口复航", "赤坎渡口今复航"),
    "deck": ("subheadline", "首班船坐满", "首班船满座"),
    "word": ("text", "四十人", "四十一人"),
    "sentence removed": ("text", "船工说，水位正好。", ""),
    "paragraph removed": ("text", "　　赤坎渡口昨日复航，首班船载客四十人。<br>", ""),
    "paragraph added": ("text", "船工说，水位正好。", "船工说，水位正好。<br>班次每日六趟。"),
    "caption": ("images", "渡船靠岸。", "首班渡船靠岸。"),
    "source": ("source", "<footer>湛江日报", "<footer>湛江晚报"),
    "byline": ("byline", "记者简竹湾", "记者简竹海"),
    "credit": ("credits", "岑川渡", "岑一渡"),
    "date": ("published_at", "9时20分", "9时50分"),
    "picture": ("images", "ferry.jpg", "pier.jpg"),
}


@pytest.mark.parametrize("edit", _EDITS)
def test_an_edit_is_found_in_other_markup(edit: str) -> None:
    field, old, new = _EDITS[edit]
    assert old in _NEW
    assert _between(_NEW.replace(old, new), _edited(_plain(old), _plain(new))) == {field}


def _plain(html: str) -> str:
    return html.replace("<footer>", "").replace("　　", "").replace("<br>", "\n\n")


def _edited(old: str, new: str) -> Article:
    def of(value: str | None) -> str | None:
        changed = (value or "").replace(old, new)
        return changed.replace("T09:20", "T09:50") if old == "9时20分" else changed

    images = [Image(of(image.url), of(image.caption)) for image in _ARTICLE.images]
    credits = [Person(of(person.role), of(person.name)) for person in _ARTICLE.credits]
    names = ("headline", "subheadline", "published_at", "source", "byline", "text")
    fields = {name: of(getattr(_ARTICLE, name)) for name in names}
    return replace(_ARTICLE, **fields, images=images, credits=credits)


def test_without_pages_what_was_read_is_compared() -> None:
    old = Shown(_ARTICLE)
    assert not differences(old, Shown(replace(_MISREAD, images=_ARTICLE.images, credits=_ARTICLE.credits)))
    assert {one.field for one in differences(old, Shown(_edited("四十人", "三十人")))} == {"text"}


def test_markup_is_the_same_where_boxes_come_and_go_and_the_same_layout_reads() -> None:
    assert is_same_markup(_page(_OLD), _page(_OLD.replace("昨日", "前日")))
    assert not is_same_markup(_page(_OLD), _page(_NEW))
    assert not is_same_markup(_page(_OLD), _page(_OLD.replace("article-title", "article-name")))
