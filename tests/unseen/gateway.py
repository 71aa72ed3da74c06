"""A portal in the style of a big commercial one: a sticky bar under the headline, with the comments' link in its row.

Captions are spans in the picture's frame, adverts stand between the paragraphs, the editor's line stands inside the
body's element, articles are linked with their channel, and a long one has a link to its full text.
"""

from __future__ import annotations

from html import escape

from tests.loopback import Answer
from tests.unseen.report import CHANNELS, Part, Report, Site
from tests.unseen.reporter import House
from tests.unseen.serving import (
    ROBOTS,
    articles,
    by_role,
    channel_path,
    links,
    page_answer,
    page_name,
    player,
    sheets,
    table_rows,
)

HOUSE = House(
    seed=202,
    credit_roles=(("责任编辑",),),
    shares={"kicker": 0.0, "deck": 0.15, "advert": 0.6, "box": 0.3, "video": 0.025},
)
_ROWS = 6
_ROW = '<li><a href="{url}" target="_blank">{headline}</a><span>({day})</span></li>'


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site)), **articles(site, _article)}
    for report in site.reports:
        if len(report.pages) > 1:
            served[f"{channel_path(report)}?all=1"] = page_answer(_article(site, report, 0))
    for channel, label in CHANNELS.items():
        for number, last, reports in sheets(site.of_channel(channel), _ROWS):
            name = f"/{channel}/" if number == 1 else f"/{channel}/index_{number}.shtml"
            served[name] = page_answer(_listing(channel, label, number, last, links(reports, _ROW, channel_path)))
    return served


def _document(title: str, head: str, inside: str) -> str:
    menu = "".join(f'<a href="/{name}/">{label}</a>|' for name, label in CHANNELS.items())
    return f"""<!DOCTYPE html>
<!-- [ published at 2026-11-02 08:00:00 ] -->
<html><head><meta charset="utf-8"/><title>{escape(title)}</title>{head}</head><body>
<div class="sina-header" id="sina-header"><div class="sina15-top-bar-wrap"><div class="sina15-nav">
<a href="/">湛江首页</a>
{menu}<a href="/app">移动客户端</a></div><div class="sina15-user">
<a class="sina15-login" href="#">登录</a></div></div></div>
{inside}<div class="footer"><p><a href="/intro">简介</a>┊<a href="/ads">广告服务</a>┊<a href="/contact">联系我们</a>┊
<a href="/help">产品答疑</a></p><p>举报电话：0759-0000000 举报邮箱：jubao@zj.example</p>
<p>Copyright © 2009-2026 ZJYM All Rights Reserved 湛江云媒 版权所有</p></div>
<div class="side-btns-wrap"><a class="side-btn" href="javascript:;"><span>语音播报</span>
<span>返回顶部</span></a></div>
</body></html>"""


def _front(site: Site) -> str:
    row = '<li><a target="_blank" href="{url}">{headline}</a></li>'
    news = "".join(
        f'<ul class="list-a news_top">{links(site.reports[at : at + 5], row, channel_path)}</ul>' for at in (0, 5, 10)
    )
    return _document("湛江云媒首页", "", f'<div class="top-banner"></div><div class="part-a clearfix">{news}</div>')


def _listing(channel: str, label: str, number: int, last: int, rows: str) -> str:
    after = f'<span class="pagebox_next"><a href="/{channel}/index_{number + 1}.shtml">下一页</a></span>'
    before = "index_" + str(number - 1) + ".shtml" if number > 2 else ""
    pager = (f'<span class="pagebox_pre"><a href="/{channel}/{before}">上一页</a></span>' if number > 1 else "") + (
        after if number < last else ""
    )
    inside = (
        f'<div class="listBlk"><h2>{label}滚动</h2><ul class="list_009">{rows}</ul>'
        f'<div class="pagebox">{pager}</div></div>'
    )
    return _document(f"{label}_湛江云媒", "", inside)


def _article(site: Site, report: Report, page: int) -> str:
    """Return a page of an article; page 0 is its full text."""
    label = CHANNELS[report.channel]
    told = report.parts if page == 0 else report.pages[page - 1]
    last = page in (0, len(report.pages))
    body = "\n".join(_part(site, report, part) for part in told)
    editor = "".join(
        f'<p class="show_author">{role}：{" ".join(names)} </p>' for role, names in by_role(report).items()
    )
    end = _pager(report, page) + (editor if last else "")
    article = f'<div class="article" id="article">{player(report, page)}{body}{end}</div>'
    left = f'<div class="article-content-left">{article}{_bottom(report)}{_below(site, report)}</div>'
    row = '<li><a href="{url}">{headline}</a></li>'
    hot = f'<ul class="blk-hotlist">{links(site.others(report, 10, "hot"), row, channel_path)}</ul>'
    right = f'<div class="article-content-right"><div class="right-title"><span>新闻热榜</span></div>{hot}</div>'
    main = f"{_head(report, label)}<div class='article-content clearfix' id='article_content'>{left}{right}</div>"
    head = (
        f'<meta property="og:type" content="news"/><meta property="og:title" content="{escape(report.headline)}"/>'
        f'<meta name="description" content="{escape(report.summary)}"/>'
    )
    return _document(f"{report.headline}_湛江云媒", head, f'<div class="main-content w1240">{main}</div>')


def _head(report: Report, label: str) -> str:
    way = (
        f'<div class="path"><div class="channel-path"><a href="/{report.channel}/">{label}</a>&gt;<span>'
        "正文</span></div></div>"
    )
    source = f'<a href="/" class="source" rel="nofollow">{escape(report.source)}</a>' if report.source else ""
    author = f'<span class="author">作者：{escape(report.byline)}</span>' if report.byline else ""
    row = (
        f'<div class="date-source"><span class="date">{report.published:%Y年%m月%d日 %H:%M}</span>\n{source}{author}\n'
        f'<a class="comment-link" href="#comment">评论</a></div>'
    )
    tools = (
        '<div class="page-tools"><span class="icon"><a href="javascript:;">微博</a></span><span>微信</span><span>'
        '空间</span><a href="javascript:;">A+</a></div>'
    )
    deck = f'<p class="article-subtitle">{escape(report.deck)}</p>' if report.deck else ""
    bar = f'<div class="second-title">{escape(report.headline)}</div>{row}{tools}'
    return (
        f'{way}<h1 class="main-title">{escape(report.headline)}</h1>{deck}'
        '<div class="top-bar-wrap"><div class="top-bar ani">'
        f'<div class="top-bar-inner clearfix">{bar}</div></div></div>'
    )


def _part(site: Site, report: Report, part: Part) -> str:
    if part.kind == "picture":
        caption = f'<span class="img_descr">{escape(part.caption)}</span>' if part.caption else ""
        return (
            '<div class="img_wrapper">'
            f'<img src="{part.path}" alt="{escape(part.caption or report.headline)}">{caption}</div>'
        )
    if part.kind == "box":
        rows = links(
            site.others(report, 2, "inside"), '<a href="{url}" target="_blank">{headline}</a><br>', channel_path
        )
        return f'<div class="article-inner-news"><span>相关报道：</span><br>{rows}</div>'
    if part.kind == "advert":
        return (
            '<div id="ad_44086" class="sinaads"><a href="https://ad.example/1"><span>广告</span>'
            '<img src="/ads/300.gif"></a></div>'
        )
    if part.kind == "code":
        return '<div class="ct_app"><p>打开湛江云媒APP，看更多热点</p><img src="/i/app_qr.png" width="120"></div>'
    if part.kind == "table":
        return f"<table><tbody>{table_rows(part.lines, '<td><p>{}</p></td>')}</tbody></table>"
    if part.kind == "verse":
        return f'<p cms-style="font-L">{"<br/>".join(f"　　{escape(line[0])}" for line in part.lines)}</p>'
    text = (
        f'<font cms-style="font-L strong-Bold">{escape(part.text)}</font>'
        if part.kind == "heading"
        else escape(part.text)
    )
    return f'<p cms-style="font-L">　　{text}</p>'


def _pager(report: Report, page: int) -> str:
    last = len(report.pages)
    if last == 1 or page == 0:
        return ""
    before = f'<a href="{page_name(report, page - 1)}">上一页</a>' if page > 1 else "<span>上一页</span>"
    after = f'<a href="{page_name(report, page + 1)}">下一页</a>' if page < last else "<span>下一页</span>"
    digits = "".join(
        f'<span class="on">{other}</span>' if other == page else f'<a href="{page_name(report, other)}">{other}</a>'
        for other in range(1, last + 1)
    )
    return f'<div class="page">{before}{digits}{after}<a href="{report.number}.html?all=1">阅读全文</a></div>'


def _bottom(report: Report) -> str:
    words = "".join(
        f'<a href="/tag/{word}">{word}</a>' for word in (CHANNELS[report.channel], "湛江", report.source or "粤西")
    )
    keywords = f'<div class="keywords" id="keywords"><span>文章关键词：</span>{words}</div>'
    return (
        f'<div class="article-bottom clearfix">{keywords}<div class="feedback"><a href="#">我要反馈</a><a href="#">'
        "保存网页</a></div></div>"
    )


def _below(site: Site, report: Report) -> str:
    comments = (
        '<div class="blk-comment" id="comment"><div class="hd"><span>评论</span><em>0</em>条评论|<em>0</em>'
        '人参与网友评论</div><div class="bd"><textarea></textarea><a>登录</a>|<a>注册</a><a>发布</a></div></div>'
    )
    rows = links(
        site.others(report, 5, "feed"),
        '<div class="feed-card-item"><h2><a href="{url}">{headline}</a></h2><div>{day}</div></div>',
        channel_path,
    )
    return f"{comments}<div class='feed-card'><h3>相关新闻</h3>{rows}<div>加载中<i></i></div></div>"
