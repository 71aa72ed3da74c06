"""The element that holds a story, found on the single page."""

from __future__ import annotations

import pytest
from lxml import etree

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.container import StoryBounds, find_story
from zhanjiang.pages.reading.lines import read_lines

_SENTENCES = (
    "硇洲岛的渔民昨日凌晨出海，天亮前带回了第一网墨鱼，码头上的收购商早已等候。",
    "老船长庞大海说，今年的水温比往年高，鱼群来得早，但是个头也小一些。",
    "镇上的冷库连夜开机，三百多筐海货在当天下午装车，运往广州和南宁。",
    "渔业站的技术员提醒，近期海面有雾，小船不要单独出海，归港时要报平安。",
)
_STORY = "".join(f"<p>{sentence}</p>" for sentence in _SENTENCES)
_COMMENTS = "".join(
    f"<li><div class=cmt><p>坡头网友{number}号说，这个消息我昨天就听说了，希望大家都能买到便宜的海货。</p></div></li>"
    for number in range(12)
)
_HEAD = "<h1>硇洲渔民开网首日满载而归</h1><div>2024-05-01 10:20 来源：湛江日报</div>"


def _story(html: str) -> StoryBounds | None:
    return find_story(read_lines(etree.HTML(f"<div id=page>{html}</div>")), 0)


def _page(html: str) -> ArticlePage:
    page = f"<html><head><title>硇洲渔民开网首日满载而归</title></head><body>{html}</body></html>"
    return ArticlePage(page.encode(), "https://www.gdzjdaily.com.cn/p/2665093.html")


@pytest.mark.parametrize(
    "html",
    [
        f"<div id=own>{_STORY}</div><ul>{_COMMENTS}</ul>",
        f"<div id=own>{_STORY}</div><div hidden>{_STORY}</div><div class=copy>{_STORY}</div>",
        f"<div id=own>{''.join(f'<section>{part}</section>' for part in _STORY.split('</p>'))}</div>",
        f"<div id=own>{'<br>'.join(_SENTENCES)}</div><p class=foot>湛江市某某路1号</p>",
        f"<div id=own><div class=lead>{_SENTENCES[0]}</div><div class=rest>{_STORY.split('</p>', 1)[1]}</div></div>",
        f"<div id=own>{''.join(f'<div class=box>{part}</p></div>' for part in _STORY.split('</p>'))}</div>",
        f"<table><tr><td id=own>{_STORY}</td></tr><tr><td><a href=/>返回</a></td></tr></table>",
    ],
)
def test_the_innermost_element_of_all_sentences_is_the_storys(html: str) -> None:
    story = _story(html)
    assert story is not None
    assert story.element.get("id") == "own"


@pytest.mark.parametrize(
    "html",
    [
        f"<div><p>{_SENTENCES[0]}</p></div>",
        f"<div class=a>{_STORY[:130]}</div><div class=b>{_STORY[130:]}</div>",
        f"<div class=text>{_STORY}</div><div class=end><p>归港的汽笛在傍晚六点响起，孩子们跑向栈桥。</p></div>",
        f"<div><img src=/a/1.jpg><p>满载的渔船。</p></div><div class=text>{_STORY}</div>",
        f"<div class=all>{_STORY}<p>版权所有 湛江日报社</p></div>",
        "",
    ],
)
def test_where_a_doubt_is_left_no_element_is_the_storys(html: str) -> None:
    assert _story(html) is None


def test_lines_set_apart_after_the_last_paragraph_are_none_of_the_story() -> None:
    buttons = (
        "<div class=like>+1</div><div class=more>图集</div><div class=app>请下载海鸥阅读</div><div>编辑：周子琪</div>"
    )
    story = _story(f"<div id=own>{_STORY}<p>（记者 岑川）</p>{buttons}</div>")
    assert story is not None
    assert [line.text for line in story.others] == ["+1", "图集", "请下载海鸥阅读"]


@pytest.mark.parametrize("line", ["<p class=end>渔歌声声</p>", "<div>渔歌声声</div>", "<h3>渔歌声声</h3>"])
def test_a_plain_last_line_stays_however_it_is_set(line: str) -> None:
    assert _page(f"{_HEAD}<div class=t>{_STORY}{line}</div>").body.paragraphs == [*_SENTENCES, "渔歌声声"]


@pytest.mark.parametrize(
    "line",
    [
        "<div class=rel><a href=/news/7.html>吴川月饼上市</a></div>",
        "<p class=note>（原标题：墨鱼回来了）</p>",
        "<p>原标题：墨鱼回来了 船队归港</p>",
        "<p>（原题为《墨鱼回来了》）</p>",
        "<a href=/v/7.html><div class=clip>视频-墨鱼归港</div></a>",
    ],
)
def test_links_and_notes_of_another_headline_in_the_story_are_none_of_it(line: str) -> None:
    first, rest = _STORY.split("</p>", 1)
    assert _page(f"{_HEAD}<div class=t>{first}</p>{line}{rest}</div>").body.paragraphs == [*_SENTENCES]


@pytest.mark.parametrize(
    "line",
    [
        "<h3><a name=part1>老船长的日记</a></h3>",
        "<p class=file><a href=https://gov.example/a.pdf>附件1：渔船名单</a></p>",
        "<p>原标题党的文章不算</p>",
        "<div class=lead>原题目是什么没人记得。</div>",
    ],
)
def test_other_lines_in_the_story_stay_however_they_are_set(line: str) -> None:
    first, rest = _STORY.split("</p>", 1)
    assert len(_page(f"{_HEAD}<div class=t>{first}</p>{line}{rest}</div>").body.paragraphs) == len(_SENTENCES) + 1


def test_a_sentence_printed_twice_before_the_story_is_no_lead() -> None:
    hint = "<div>请先同意本站的隐私条款，才能收听这篇新闻。</div>"
    page = _page(f"{_HEAD}<div>{hint}{hint}<div class=t>{_STORY}</div></div>")
    assert page.body.paragraphs == [*_SENTENCES]


def test_a_bounded_story_ends_at_no_word_and_takes_nothing_from_around_it() -> None:
    story = _STORY.replace("</p><p>", "</p><p>联系我们</p><p>", 1)
    page = _page(
        f"{_HEAD}<p class=tip>大字体浏览</p><div class=t>{story}<div class=k>+1</div></div><ul>{_COMMENTS}</ul>"
    )
    paragraphs = [_SENTENCES[0], "联系我们", *_SENTENCES[1:]]
    assert page.body.paragraphs == paragraphs


def test_credits_and_captions_around_and_in_the_story_count() -> None:
    caption = "<p><img src=/a/1.jpg></p><p>归港的渔船。记者岑川 摄</p>"
    page = _page(f"{_HEAD}<div class=t>{_STORY}{caption}<div>值班主任：莫松萌</div></div><p>编辑：周子琪</p>")
    assert page.body.paragraphs == [*_SENTENCES]
    assert page.body.pictures == [("/a/1.jpg", "归港的渔船。记者岑川 摄")]
    assert [person.name for person in page.body.credits] == ["莫松萌", "周子琪"]


def test_paragraphs_that_are_all_set_in_another_way_are_one_story() -> None:
    blocks = ("p", "div", "pre", "h3", "h4", "blockquote", "center", "section")
    story = "".join(f"<{tag}>{tag}：{sentence}</{tag}>" for tag, sentence in zip(blocks, _SENTENCES * 2, strict=True))
    assert len(_page(f"{_HEAD}<div class=t>{story}</div>").body.paragraphs) == len(blocks)
