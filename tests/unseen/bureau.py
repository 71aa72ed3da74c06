"""A portal on a content system that public bureaus use: data in ``meta`` elements, a labelled row of information.

The body comes from an editor with inline styles, its last paragraph holds the credits in brackets, captions are centred
lines in a smaller font. Listings count from 0 (``index_1.html`` is the second) and a script writes their pager.
"""

from __future__ import annotations

from html import escape

from tests.loopback import Answer
from tests.unseen.report import CHANNELS, Part, Report, Site
from tests.unseen.reporter import House
from tests.unseen.serving import ROBOTS, articles, by_role, links, page_answer, page_name, player, sheets, table_rows

HOUSE = House(
    seed=909,
    credit_roles=(("编辑", "审核"), ("编辑", "一审", "二审"), ("编辑",)),
    shares={"kicker": 0.2, "deck": 0.25, "table": 0.15, "advert": 0.1},
)
_ROWS = 5
_ROW = '<li><a href="{url}" title="{headline}" target="_blank">{headline}</a><span class="date">{day}</span></li>'


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site)), **articles(site, _article)}
    for channel, label in CHANNELS.items():
        for number, last, reports in sheets(site.of_channel(channel), _ROWS):
            answer = page_answer(_listing(label, number, last, links(reports, _ROW)))
            if number == 1:
                served[f"/{channel}/"] = served[f"/{channel}/index.html"] = answer
            else:
                served[f"/{channel}/index_{number - 1}.html"] = answer
    return served


def _document(title: str, metas: dict[str, str], inside: str) -> str:
    menu = "".join(f'<li><a href="/{name}/">{label}</a></li>' for name, label in CHANNELS.items())
    named = "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in metas.items())
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{escape(title)}</title>
<meta name="SiteName" content="湛江云媒">
{named}</head><body><div class="top w1200"><a href="/"><img src="/images/top.jpg" /></a>
<div class="search"><input type="text" value="请输入关键字" /></div></div>
<div class="menu"><ul>{menu}</ul></div>{inside}
<div class="foot"><p><a href="/gywm/">关于我们</a> | <a href="/wzdt/">网站地图</a> | <a href="/lxwm/">联系我们</a></p>
<p>主办单位：湛江日报社 承办单位：云媒技术部</p>
<p>网站标识码：4408000000 粤公网安备44080000000000号</p></div></body></html>"""


def _front(site: Site) -> str:
    blocks = "".join(
        f'<div class="block fl"><div class="tit"><a href="/{name}/">{label}</a>'
        f'<a class="more" href="/{name}/">更多&gt;&gt;</a>'
        f"</div><ul>{links(site.of_channel(name)[:4], _ROW)}</ul></div>"
        for name, label in CHANNELS.items()
    )
    return _document("湛江云媒", {}, f'<div class="w1200">{blocks}</div>')


def _listing(label: str, number: int, last: int, rows: str) -> str:
    script = f'<script>createPageHTML({last}, {number - 1}, "index", "html");</script>'
    inside = (
        f'<div class="w1200"><div class="wz">当前位置：<a href="/">首页</a> &gt; {label}</div>'
        f'<ul class="gl_list">{rows}</ul>'
        f'<div class="page">{script}</div></div>'
    )
    return _document(f"{label}_湛江云媒", {"ColumnName": label}, inside)


def _article(site: Site, report: Report, page: int) -> str:
    label = CHANNELS[report.channel]
    metas = {
        "ColumnName": label,
        "ArticleTitle": report.headline,
        "PubDate": f"{report.published:%Y-%m-%d %H:%M}",
        "ContentSource": report.source or "",
        "Keywords": "",
        "Description": report.summary,
    }
    body = "\n".join(_part(site, report, part) for part in report.pages[page - 1])
    editor = (
        f'<div class="view TRS_UEDITOR trs_paper_default">{player(report, page)}{body}{_credits(report, page)}</div>'
    )
    before, after = site.others(report, 2, "neighbours")
    near = links([before], '<p>上一篇：<a href="{url}">{headline}</a></p>') + links(
        [after], '<p>下一篇：<a href="{url}">{headline}</a></p>'
    )
    tools = (
        '<div class="ewm"><img src="/images/m.png" /><p>扫一扫在手机打开当前页</p></div><div class="dy"><a>'
        "打印本页</a><a>关闭窗口</a></div>"
    )
    related = f'<div class="xgxw"><h4>相关信息</h4><ul>{links(site.others(report, 4, "related"), _ROW)}</ul></div>'
    inside = (
        '<div class="w1200"><div class="wz">当前位置：<a href="/">首页</a>'
        f' &gt; <a href="/{report.channel}/">{label}</a></div>'
        f'<div class="xl">{_head(report)}{editor}{_pager(report, page)}{tools}'
        f'<div class="sxp">{near}</div>{related}</div></div>'
    )
    return _document(f"{report.headline}_{label}_湛江云媒", metas, inside)


def _head(report: Report) -> str:
    kicker = f'<p class="yt">{escape(report.kicker)}</p>' if report.kicker else ""
    deck = f'<p class="ft">{escape(report.deck)}</p>' if report.deck else ""
    told = [("发布时间", f"{report.published:%Y-%m-%d %H:%M}"), ("信息来源", report.source), ("作者", report.byline)]
    row = "".join(f"<span>{label}：{escape(value)}</span>" for label, value in told if value)
    tools = (
        '<span>浏览次数：<b id="hits">-</b>次</span><span class="zh">字号：[<a>大</a>] [<a>中</a>] [<a>小</a>]</span>'
    )
    return (
        f'<div class="xl_tit">{kicker}<h1>{escape(report.headline)}</h1>{deck}</div>'
        f'<div class="xl_info">{row}{tools}</div>'
    )


def _part(site: Site, report: Report, part: Part) -> str:
    centre = '<p style="text-align: center;">{}</p>'.format
    if part.kind == "picture":
        small = f'<span style="font-size: 14px; font-family: 楷体;">{escape(part.caption or "")}</span>'
        return centre(f'<img src="{part.path}" OLDSRC="{part.path.rpartition("/")[2]}" />') + (
            centre(small) if part.caption else ""
        )
    if part.kind == "box":
        rows = links(
            site.others(report, 2, "inside"), '<p style="text-indent: 2em;">▶<a href="{url}">{headline}</a></p>'
        )
        return f'<p style="text-indent: 2em;"><strong>相关阅读：</strong></p>{rows}'
    if part.kind == "advert":
        return '<div class="pf"><a href="http://gg.example/zt/2"><img src="/images/zt2.jpg" /></a></div>'
    if part.kind == "code":
        return centre('<img src="/images/gzh.jpg" />') + centre("微信扫码关注“湛江云媒”")
    if part.kind == "table":
        cell = '<td style="border: 1px solid;"><p style="text-align:center">{}</p></td>'
        return f'<table border="1" width="554"><tbody>{table_rows(part.lines, cell)}</tbody></table>'
    if part.kind == "verse":
        return "".join(centre(escape(line[0])) for line in part.lines)
    text = f"<strong>{escape(part.text)}</strong>" if part.kind == "heading" else escape(part.text)
    return f'<p style="text-indent: 2em; line-height: 2;"><span style="font-family: 宋体;">{text}</span></p>'


def _pager(report: Report, page: int) -> str:
    last = len(report.pages)
    before = f'<a href="{page_name(report, page - 1)}">上一页</a>' if page > 1 else ""
    after = f'<a href="{page_name(report, page + 1)}">下一页</a>' if page < last else ""
    return f'<div class="fy">{before}<span>第{page}页/共{last}页</span>{after}</div>' if last > 1 else ""


def _credits(report: Report, page: int) -> str:
    if page < len(report.pages) or not report.credits:
        return ""
    told = "　".join(f"{role}：{'、'.join(names)}" for role, names in by_role(report).items())
    return f'<p style="text-align: right;">（{told}）</p>'
