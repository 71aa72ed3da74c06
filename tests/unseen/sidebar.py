"""A portal with the date in a bar at the left: year, day and time in elements of their own, the source below them.

The time stands in a ``meta`` element too. Captions are the last line of the picture's paragraph, the editor's name
closes the body in a paragraph like any other. Listings go on by ``?start=6``.
"""

from __future__ import annotations

from html import escape

from tests.loopback import Answer
from tests.unseen.report import CHANNELS, Part, Report, Site
from tests.unseen.reporter import House
from tests.unseen.serving import ROBOTS, articles, by_role, links, page_answer, page_name, player, sheets, table_rows

HOUSE = House(
    seed=1010,
    credit_roles=(("责任编辑",), ("编辑", "责任编辑")),
    shares={"kicker": 0.0, "deck": 0.0, "source": 1.0, "video": 0.05},
)
_ROWS = 6
_ROW = (
    '<li class="item cf itme-ls"><a class="picture" href="{url}"><img src="/cover.jpg" alt=""></a>'
    '<div class="detail"><h3><a href="{url}" target="_blank">{headline}</a></h3>'
    '<div class="binfo cf">{day}</div></div></li>'
)


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site)), **articles(site, _article)}
    for channel, label in CHANNELS.items():
        for number, last, reports in sheets(site.of_channel(channel), _ROWS):
            name = f"/{channel}/" if number == 1 else f"/{channel}/?start={_ROWS * (number - 1)}"
            served[name] = page_answer(_listing(channel, label, number, last, links(reports, _ROW)))
    return served


def _document(title: str, head: str, inside: str) -> str:
    menu = "".join(f'<li class="nav-item"><a href="/{name}/">{label}</a></li>' for name, label in CHANNELS.items())
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>
<body><div id="TopNav"><ul class="nav">{menu}</ul><div class="login">登录</div></div>{inside}
<div id="Foot"><div class="copyright"><a href="/law">法律声明</a> | <a href="/about">关于湛江云媒</a> | 广告服务 |
客服中心
<p>Copyright © 1998 - 2026 ZJYM. All Rights Reserved</p></div></div></body></html>"""


def _front(site: Site) -> str:
    return _document("湛江云媒", "", f'<div class="channel"><ul id="List">{links(site.reports[:9], _ROW)}</ul></div>')


def _listing(channel: str, label: str, number: int, last: int, rows: str) -> str:
    more = f'<a class="load" href="/{channel}/?start={_ROWS * number}">加载更多</a>' if number < last else ""
    return _document(
        f"{label}_湛江云媒", "", f'<div class="channel"><h2>{label}</h2><ul id="List">{rows}</ul>{more}</div>'
    )


def _article(site: Site, report: Report, page: int) -> str:
    body = "".join(_part(site, report, part) for part in report.pages[page - 1])
    end = _credits(report) if page == len(report.pages) else ""
    hot = links(site.others(report, 6, "hot"), '<li><a href="{url}">{headline}</a></li>')
    more = links(site.others(report, 5, "more"), _ROW)
    inside = (
        f'<div class="qq_conent clearfix"><div class="LEFT"><h1>{escape(report.headline)}</h1>'
        f'<div class="content clearfix">{_bar(report)}<div class="content-article">{player(report, page)}{body}{end}'
        f'<div id="Status"></div></div></div>{_pager(report, page)}{_END}<ul class="more">{more}</ul></div>'
        f'<div class="RIGHT"><h3>今日热闻</h3><ul>{hot}</ul></div></div>'
    )
    head = f'<meta property="article:published_time" content="{report.published:%Y-%m-%d %H:%M:%S}">'
    return _document(f"{report.headline}_湛江云媒", head, inside)


_END = (
    '<div class="report">免责声明：本文来自湛江云媒客户端自媒体，不代表本网的观点和立场。</div>'
    '<div class="comment-box"><span>网友评论</span><p>文明上网理性发言</p></div><h3>为你推荐</h3>'
)


def _bar(report: Report) -> str:
    author = f'<div class="author">{escape(report.byline)}</div>' if report.byline else ""
    return (
        f'<div id="LeftTool" class="LeftTool"><div class="year"><span>{report.published:%Y}</span></div>'
        f'<div class="md">{report.published:%m/%d}</div><div class="time">{report.published:%H:%M}</div>'
        f'<div class="from"><a href="/">{escape(report.source or "")}</a></div>{author}'
        '<div class="share"><span>分享</span></div><div class="cmt"><a href="#c">评论<i>0</i></a></div></div>'
    )


def _part(site: Site, report: Report, part: Part) -> str:
    if part.kind == "picture":
        caption = f"<br/>{escape(part.caption)}" if part.caption else ""
        return f'<p class="one-p" align="center"><img class="content-picture" src="{part.path}">{caption}</p>'
    if part.kind == "box":
        return links(site.others(report, 1, "inside"), '<p class="one-p"><a href="{url}">点击查看：{headline}</a></p>')
    if part.kind == "advert":
        return '<div class="rv-ad"><a href="https://e.example/q"><img src="/e/banner.jpg"></a><em>广告</em></div>'
    if part.kind == "code":
        return (
            '<p class="one-p" align="center"><img src="/code.jpg"></p><p class="one-p" align="center">'
            "湛江云媒微信公众号</p>"
        )
    if part.kind == "table":
        return f"<table>{table_rows(part.lines)}</table>"
    if part.kind == "verse":
        return "".join(f'<p class="one-p">{escape(line[0])}</p>' for line in part.lines)
    text = f"<strong>{escape(part.text)}</strong>" if part.kind == "heading" else escape(part.text)
    return f'<p class="one-p">{text}</p>'


def _pager(report: Report, page: int) -> str:
    digits = "".join(
        f"<strong>{other}</strong>" if other == page else f'<a href="{page_name(report, other)}">{other}</a>'
        for other in range(1, len(report.pages) + 1)
    )
    return f'<div class="pages">{digits}</div>' if len(report.pages) > 1 else ""


def _credits(report: Report) -> str:
    told = " ".join(f"{role}：{'、'.join(names)}" for role, names in by_role(report).items())
    return f'<p class="one-p">{told}</p>' if told else ""
