"""A portal in the style of a national party paper's: a column with kicker, author row, date and source in one line.

Captions are centred paragraphs of their own, credits stand in brackets after the body, listings go by ``index2.html``.
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
    links,
    page_answer,
    page_name,
    path,
    player,
    sheets,
    table_rows,
)

HOUSE = House(seed=101, credit_roles=(("责编", "责编"), ("责编",)), shares={"kicker": 0.25, "video": 0.025})
_ROWS = 5
_SHARE = (
    '<div class="bshare cf"><p class="paper_num">分享让更多人看到</p><a href="javascript:void(0)" class="wb"></a>'
    '<a href="javascript:void(0)" class="wx"></a></div>'
)


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site)), **articles(site, _article)}
    for channel, label in CHANNELS.items():
        for number, last, reports in sheets(site.of_channel(channel), _ROWS):
            answer = page_answer(_listing(label, number, last, links(reports, _ROW)))
            served[f"/{channel}/index{number}.html"] = answer
            if number == 1:
                served[f"/{channel}/"] = served[f"/{channel}/index.html"] = answer
    return served


_ROW = '<li><a href="{url}" target="_blank">{headline}</a> <em>{day}</em></li>'


def _document(title: str, inside: str) -> str:
    menu = "".join(f'<li><a href="/{name}/" target="_blank">{label}</a></li>' for name, label in CHANNELS.items())
    return f"""<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html;charset=UTF-8"/>
<title>{escape(title)}</title><link href="/img/page.css" rel="stylesheet" type="text/css"/></head><body>
<div class="header"><div class="layout"><div class="logo fl">
<a href="/"><img src="/img/logo.png" alt="湛江云媒"></a></div>
<div class="login fr"><a href="/login">登录</a><a href="/register">注册</a></div></div></div>
<div class="nav"><ul class="layout cf"><li><a href="/">首页</a></li>{menu}</ul></div>{inside}
<div class="copyright"><p><a href="/about/1.html">关于我们</a> | <a href="/about/2.html">招聘英才</a> |
<a href="/about/3.html">联系我们</a> | 服务邮箱：<a href="mailto:kf@zj.example">kf@zj.example</a></p>
<p>互联网新闻信息服务许可证00000000 | 增值电信业务经营许可证粤B0-00000000</p>
<p>湛江云媒版权所有，未经书面授权禁止使用<br/>Copyright &copy; 2011-2026 all rights reserved</p></div></body></html>"""


def _front(site: Site) -> str:
    blocks = "".join(
        f'<div class="box"><h2><a href="/{name}/">{label}</a></h2>'
        f"<ul>{links(site.of_channel(name)[:4], _ROW)}</ul></div>"
        for name, label in CHANNELS.items()
    )
    top = site.reports[0]
    focus = f'<div class="focus"><h1><a href="{path(top)}">{escape(top.headline)}</a></h1></div>'
    return _document("湛江云媒_网上的湛江", f'<div class="layout">{focus}{blocks}</div>')


def _listing(label: str, number: int, last: int, rows: str) -> str:
    digits = "".join(
        f'<a class="common_current_page">{other}</a>' if other == number else f'<a href="index{other}.html">{other}</a>'
        for other in range(1, last + 1)
    )
    before = f'<a href="index{number - 1}.html">上一页</a>' if number > 1 else ""
    after = f'<a href="index{number + 1}.html">下一页</a>' if number < last else ""
    path_row = f'<div class="path"><a href="/">湛江云媒</a> &gt;&gt; {label}</div>'
    pager = f'<div class="page_n cf">{before}{digits}{after}</div>'
    inside = f'<div class="layout p2_con">{path_row}<ul class="list_16 mt10">{rows}</ul>{pager}</div>'
    return _document(f"{label}--湛江云媒", inside)


def _article(site: Site, report: Report, page: int) -> str:
    label = CHANNELS[report.channel]
    way = f'<a href="/" class="clink">湛江云媒</a>&gt;&gt;<a href="/{report.channel}/" class="clink">{label}</a>'
    body = "\n".join(_part(site, report, part) for part in report.pages[page - 1])
    below = f"{_pager(report, page)}{_credits(report, page)}{_SHARE}"
    content = f'<div class="rm_txt_con cf">{_VOICE}{player(report, page)}{body}{below}</div>'
    related = links(site.others(report, 4, "related"), '<li><a href="{url}">{headline}</a></li>')
    left = f'{_head(report)}{content}<div class="rm_relevant cf"><h2>相关新闻</h2><ul>{related}</ul></div>{_MESSAGE}'
    ranked = links(site.others(report, 8, "ranking"), '<li><a href="{url}" title="{headline}">{headline}</a></li>')
    right = f'<div class="rm_ranking cf"><h2>热门排行</h2><ol>{ranked}</ol></div>'
    inside = (
        f'<div class="path"><div class="layout cf">{way}</div></div><div class="layout rm_txt cf">'
        f'<div class="col col-1 fl">{left}</div><div class="col col-2 fr">{right}</div></div>'
    )
    return _document(f"{report.headline}--{label}--湛江云媒", inside)


_VOICE = '<div class="bza"><div style="display:none" id="p_title"></div></div>'
_MESSAGE = (
    '<div class="message cf"><h2>我要留言</h2><textarea></textarea>'
    "<p>进入讨论区 论坛</p><p>文明上网，理性发言</p></div>"
)


def _head(report: Report) -> str:
    kicker = f'<h3 class="pre">{escape(report.kicker)}</h3>' if report.kicker else '<h3 class="pre"></h3>'
    deck = f'<h4 class="sub">{escape(report.deck)}</h4>' if report.deck else ""
    author = f'<div class="author cf">{escape(report.byline or "")}</div>'
    source = f'<a href="/" target="_blank">{escape(report.source or "")}</a>'
    date = f"{report.published:%Y年%m月%d日%H:%M}"
    tools = (
        '<div class="col-1-2 fr"><span id="fontSize">小字号</span><div class="message"><a href="#liuyan">'
        "点击播报本文</a></div></div>"
    )
    row = f'<div class="channel cf"><div class="col-1-1 fl">{date} | 来源：{source}</div>{tools}</div>'
    return f"{kicker}<h1>{escape(report.headline)}</h1>{deck}{author}{row}"


def _part(site: Site, report: Report, part: Part) -> str:
    if part.kind == "picture":
        caption = f'<p style="text-align: center;" class="desc">{escape(part.caption)}</p>' if part.caption else ""
        return f'<p style="text-align: center;"><img alt="" src="{part.path}" width="600" height="400" /></p>{caption}'
    if part.kind == "box":
        rows = links(site.others(report, 3, "inside"), '<p><a href="{url}" target="_blank">{headline}</a></p>')
        return f'<div class="otitle_box"><p><strong>延伸阅读</strong></p>{rows}</div>'
    if part.kind == "code":
        return '<div class="gzh"><img src="/img/qrcode.jpg" alt="二维码"/><p>关注公众号：湛江云媒</p></div>'
    if part.kind == "advert":
        return (
            '<div class="ad_tl"><a href="https://ad.example/7">'
            '<img src="/img/ad/7.gif" width="660" height="90"/></a></div>'
        )
    if part.kind == "table":
        return f'<table border="1" cellspacing="0" align="center"><tbody>{table_rows(part.lines)}</tbody></table>'
    if part.kind == "verse":
        return "".join(f'<p style="text-indent: 2em;">{escape(line[0])}</p>' for line in part.lines)
    text = f"<strong>{escape(part.text)}</strong>" if part.kind == "heading" else escape(part.text)
    return f'<p style="text-indent: 2em;">\n\t{text}</p>'


def _pager(report: Report, page: int) -> str:
    last = len(report.pages)
    if last == 1:
        return '<div class="zdfy clearfix"></div>'
    around = {"上一页": page - 1, **{str(other): other for other in range(1, last + 1)}, "下一页": page + 1}
    shown = "".join(
        f'<span class="cur">{label}</span>' if other == page else f'<a href="{page_name(report, other)}">{label}</a>'
        for label, other in around.items()
        if 1 <= other <= last
    )
    return f'<div class="zdfy clearfix">{shown}</div>'


def _credits(report: Report, page: int) -> str:
    if page < len(report.pages) or not report.credits:
        return '<div class="edit cf"></div>'
    told = " ".join(f"{role}：{'、'.join(names)}" for role, names in by_role(report).items())
    return f'<center></center><div class="edit cf">({told})</div>'
