"""What stands after a story in the story's own element, in the markup of many sites, and stories that look alike."""

from __future__ import annotations

import pytest

from zhanjiang.pages.article.page import ArticlePage

_STORY = (
    "硇洲岛的蚝农昨日把蚝排拖到外海，今年的收成比去年好。",
    "镇上的冷库连夜开机，三百多筐海货在当天下午装车，运往广州。",
    "渔业站的技术员提醒，近期海面有雾，小船不要单独出海。",
)
_SAID = (("海边的风", "写得好！"), ("湛江小虾", "盼着早日通车，方便大家出行。"), ("老船长", "家乡变化真大"))
_INFO = "2024-05-01 10:20 来源：湛江日报"
_FRAMES = {
    "declared": f"<article class=article><h1 class=article-title>蚝排下海</h1><time class=date>{_INFO}</time>"
    "<div class=article-content>{}</div></article>",
    "bounded by the page": f"<div class=x><h1>蚝排下海</h1><div>{_INFO}</div><div class=y>{{}}</div></div>"
    "<div><a href=/>首页</a></div>",
    "flat": f"<h1>蚝排下海</h1><p>{_INFO}</p>{{}}",
}
_COMMENTS = {
    "lines": "<p>{name}：{said} {sign}</p>",
    "rows": "<li><b>{name}</b>：{said}<i>{sign}</i></li>",
    "blocks": "<div class=it><div class=u>{name}</div><div class=c>{said}</div><div class=m>{sign}</div></div>",
    "name and time": "<div class=it><div>{name} <span>{sign}</span></div><p>{said}</p></div>",
    "breaks": "<div>{name}<br>{said}<br>{sign}</div>",
    "name last": "<div class=r><div>{said}</div><div>——{name} {sign}</div></div>",
    "portrait": "<section><img src=/user/1.png><div><b>{name}</b><em>{sign}</em></div><div>{said}</div></section>",
    "floors": "<div class=f><div>2楼 {name} {sign}</div><div>{said}</div></div>",
    "cells": "<tr><td>{name}</td><td>{said}</td><td>{sign}</td></tr>",
}
_AROUND = {"rows": "<ul>{}</ul>", "cells": "<table>{}</table>"}


@pytest.fixture(params=_FRAMES)
def frame(request: pytest.FixtureRequest) -> str:
    return _FRAMES[request.param]


def _page(frame: str, inside: str) -> ArticlePage:
    page = f"<html><head><title>蚝排下海</title></head><body>{frame.format(inside)}</body></html>"
    return ArticlePage(page.encode(), "https://www.gdzjdaily.com.cn/p/2665093.html")


def _paragraphs(frame: str, inside: str) -> list[str]:
    return (_page(frame, inside).to_item().text or "").split("\n\n")


def _set(lines: tuple[str, ...] | list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _comments(form: str, sign: str = "") -> str:
    rows = "".join(_COMMENTS[form].format(name=name, said=said, sign=sign) for name, said in _SAID)
    return _AROUND.get(form, "{}").format(rows)


@pytest.mark.parametrize(
    "heading", ["<p>网友评论</p>", "<div>评论（12）</div>", "<strong>热门评论</strong>", "<h3>评论区</h3>"]
)
@pytest.mark.parametrize("sign", ["", "2024-05-02 09:13", "赞 3 回复"])
@pytest.mark.parametrize("form", _COMMENTS)
def test_comments_after_a_heading_are_no_text(frame: str, form: str, sign: str, heading: str) -> None:
    for box in (f"{heading}{_comments(form, sign)}", f"<div class=pl>{heading}{_comments(form, sign)}</div>"):
        article = _page(frame, f"{_set(_STORY)}{box}").to_item()
        assert ((article.text or "").split("\n\n"), article.images) == ([*_STORY], [])


def test_credits_after_comments_are_read() -> None:
    box = f"<p>网友评论</p>{_comments('blocks', '赞 3')}<p>编辑：林小溪</p>"
    article = _page(_FRAMES["declared"], _set(_STORY) + box).to_item()
    assert [person.name for person in article.credits] == ["林小溪"]


@pytest.mark.parametrize("sign", ["3小时前", "赞(3) 回复", "举报 回复", "05-02 09:13 赞 3"])
@pytest.mark.parametrize("form", _COMMENTS)
def test_what_software_prints_beside_names_tells_comments_without_a_heading(frame: str, form: str, sign: str) -> None:
    for box in (_comments(form, sign), f"<div class=list>{_comments(form, sign)}</div>"):
        assert _paragraphs(frame, _set(_STORY) + box) == [*_STORY]


@pytest.mark.parametrize("form", _COMMENTS)
def test_a_poem_and_an_interview_end_before_comments(form: str) -> None:
    poem = ["海风吹过渔港的早晨", "渔船静静地靠着岸", "谁在码头边唱歌"]
    interview = [_STORY[0], "问：停电了找谁？", "答：拨打95598，二十四小时有人接听。"]
    for story in (poem, interview):
        for box in ("<p>最新评论</p>" + _comments(form), _comments(form, "3小时前 赞(2)")):
            assert _paragraphs(_FRAMES["declared"], _set(story) + box) == story


@pytest.mark.parametrize(
    "entries",
    [
        "<p>{}</p><p>{}</p><p>{}</p>",
        "<ul><li>· {}</li><li>· {}</li><li>· {}</li></ul>",
        "<ul><li>{} 2024-04-01</li><li>{} 2024-04-02</li><li>{} 2024-04-03</li></ul>",
        "<p>{}<br>{}<br>{}</p>",
    ],
)
@pytest.mark.parametrize("heading", ["<p>相关阅读</p>", "<p><b>【延伸阅读】</b></p>", "<div>推荐阅读：</div>"])
def test_headlines_of_other_articles_without_links_are_no_text(frame: str, heading: str, entries: str) -> None:
    titles = ("廉江红橙喜获丰收", "徐闻菠萝上市 价格上涨", "赤坎老街：一条街的百年")
    article = _page(frame, f"{_set(_STORY)}{heading}{entries.format(*titles)}<p>编辑：林小溪</p>").to_item()
    assert (article.text or "").split("\n\n") == [*_STORY]
    assert [person.name for person in article.credits] == ["林小溪"]


@pytest.mark.parametrize(
    "foot",
    [
        ["湛江日报社版权所有 新闻热线：0759-3336666"],
        ["本网站所有内容未经授权不得转载"],
        ["本报所有自采新闻（含图片）独家授权湛江新闻网发布，未经允许不得转载或镜像"],
        ["新闻热线：0759-3336666", "湛江日报社版权所有"],
        ["版权所有：湛江日报社", "粤ICP备12345678号-1", "地址：湛江市赤坎区康宁路17号 邮编：524000"],
        ["粤公网安备44080202000123号 互联网新闻信息服务许可证编号：44120190001"],
        ["©2024 湛江日报社 违法和不良信息举报电话：0759-3338888"],
    ],
)
def test_the_foot_of_a_page_is_no_text(frame: str, foot: list[str]) -> None:
    assert _paragraphs(frame, _set(_STORY) + _set(foot)) == [*_STORY]
    assert _paragraphs(frame, f"{_set(_STORY)}<p>{'<br>'.join(foot)}</p>") == [*_STORY]


def test_boxes_follow_each_other() -> None:
    boxes = f"<p>相关阅读</p><p>廉江红橙喜获丰收</p><p>网友评论</p>{_comments('lines')}<p>湛江日报社版权所有</p>"
    assert _paragraphs(_FRAMES["declared"], _set(_STORY) + boxes) == [*_STORY]


_LIKE_BOXES: dict[str, list[str]] = {
    "quoted comments": ["网友评论", "“希望航线越来越多。”网友海边的风说。", "网友湛江小虾则建议，船票再优惠一些。"],
    "comments of experts": ["评论", "林小溪（湛江大学教授）：航线开通意义重大。", "周大海（研究员）：还要做好配套。"],
    "a section of messages": ["毕业留言", "林小溪：愿友谊长存", "周子琪：前程似锦"],
    "answers": [
        "海边的风：路灯何时修好？",
        "回复",
        "已修复，感谢监督。",
        "湛江小虾：站牌倒了。",
        "回复",
        "站牌已立好。",
    ],
    "an interview": ["林小溪：课堂要把时间还给学生。", "周大海：我赞成", "岑川：家长也要参与进来，陪伴孩子成长。"],
    "results": ["海边的风 1024赞", "湛江小虾 988赞", "一叶轻舟 756赞"],
    "results with works": ["海边的风：《归港》 1024赞", "湛江小虾：《晨曦》 988赞", "一叶轻舟：《赶海》 756赞"],
    "a missing person": ["失踪时间：3天前", "最后出现：2天前", "联系电话：0759-3331234"],
    "dates": ["林小溪 2021年5月1日", "周子琪 2022年5月1日", "岑川 2023年5月1日"],
    "events": ["读书会 5月1日 09:00", "地点：一楼报告厅", "朗诵会 5月2日 09:00", "地点：二楼阅览室"],
    "letters": ["海边的风：副刊越办越好了。 2024-04-01", "湛江小虾：希望多登老照片。 2024-04-03"],
    "books": ["推荐阅读", "《雷州半岛史话》", "《渔港春秋》", "《红树林的秘密》"],
    "an event": ["更多精彩", "时间：5月1日", "地点：金沙湾广场", "票价：免费"],
    "a background": ["新闻链接", "湛江港始建于1956年", "现有泊位39个", "年吞吐量超2亿吨"],
    "telephones": ["赤坎：0759-3331111", "新闻热线：0759-3331234", "地址：湛江市赤坎区康宁路17号"],
    "a hotline": ["举报网站：www.zjwxb.example", "湛江市违法和不良信息举报电话：0759-3338888"],
    "rights": ["林律师表示，未经许可不得转载他人照片。"],
    "a notice on rights": ["未经授权不得转载时政新闻，是这次通知的重点，违者将被约谈。"],
    "closed sites": ["某某游戏网（粤ICP备12345号）", "某某影视网（粤ICP备12346号）"],
}


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("name", _LIKE_BOXES)
def test_a_story_that_ends_alike_loses_nothing(name: str, tag: str) -> None:
    story = [_STORY[0], *_LIKE_BOXES[name]]
    inside = "".join(f"<{tag}>{line}</{tag}>" for line in story)
    assert _paragraphs(_FRAMES["declared"], inside) == story


@pytest.mark.parametrize("heading", ["【网友评论】", "<h4>网友评论</h4>"])
def test_a_heading_set_as_those_of_sections_before_it_is_the_storys(heading: str) -> None:
    section = heading.replace("网友评论", "记者手记")
    inside = (
        f"<p>{_STORY[0]}</p>{section}<p>{_STORY[1]}</p>{heading}<p>林小溪：航线多了。</p><p>岑川：船票也便宜了。</p>"
    )
    assert _paragraphs(_FRAMES["declared"], inside)[-2:] == ["林小溪：航线多了。", "岑川：船票也便宜了。"]


@pytest.mark.parametrize(
    "box",
    [
        "<p>网友评论</p>" + _comments("lines"),
        "<p>相关阅读</p><p>廉江红橙喜获丰收</p><p>徐闻菠萝上市</p>",
        "<p>粤ICP备12345678号</p>",
    ],
)
def test_what_the_story_goes_on_after_is_the_storys(box: str) -> None:
    paragraphs = _paragraphs(_FRAMES["declared"], _set(_STORY[:2]) + box + _set(_STORY[2:]))
    assert len(paragraphs) == len(_STORY) + box.count("<p>")
    assert paragraphs[-1] == _STORY[-1]


@pytest.mark.parametrize("heading", ["<p>网友评论</p>", "<p><b>热门评论</b></p>", "<p>评论</p>"])
@pytest.mark.parametrize("likes", [" 赞 532", "（点赞532）"])
def test_a_story_that_quotes_comments_and_ends_with_a_paragraph_loses_nothing(heading: str, likes: str) -> None:
    said = [f"海边的风：栈道修好了，太方便了！{likes}", f"湛江小虾：希望多装几盏路灯。{likes}"]
    inside = _set(_STORY[:2]) + heading + _set([*said, "市政部门昨日回应，路灯将在下月全部装好。"])
    assert len(_paragraphs(_FRAMES["declared"], inside)) == 6


@pytest.mark.parametrize("lead", ["提要：三位老师谈教育，观点鲜明。", "分享"])
def test_a_link_to_the_comments_above_an_interview_takes_none_of_it(lead: str) -> None:
    interview = [
        "林小溪：课堂要把时间还给学生，让他们自己动手做。",
        "周大海：我赞成，作业量也要减下来，让孩子多睡一会儿。",
        "岑川：家长也要参与进来，一起陪伴孩子成长，共同进步。",
    ]
    assert _paragraphs(_FRAMES["declared"], _set([lead, "评论（12）", *interview]))[-3:] == interview
