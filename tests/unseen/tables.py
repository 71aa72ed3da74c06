"""A portal as they were made in 2006: tables and fonts without a class, in GBK, paragraphs parted by line breaks.

A caption is the cell below its picture, credits are cells of a row, listings go by ``list_2.html``.
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
    player,
    sheets,
    table_rows,
)

HOUSE = House(seed=303, credit_roles=(("编辑", "审核"), ("编辑",), ("编辑", "编辑", "审核")), shares={"table": 0.05})
_ROWS = 5
_ENCODING = "gb18030"
_INDENT = "&nbsp;&nbsp;&nbsp;&nbsp;"
_ROW = (
    '<TR><TD height=24><FONT size=2>·<A href="{url}" target=_blank>{headline}</A></FONT></TD>'
    "<TD width=90>{day}</TD></TR>"
)


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site), _ENCODING)}
    served.update(articles(site, _article, _ENCODING))
    for channel, label in CHANNELS.items():
        for number, last, reports in sheets(site.of_channel(channel), _ROWS):
            name = f"/{channel}/" if number == 1 else f"/{channel}/list_{number}.html"
            served[name] = page_answer(_listing(label, number, last, links(reports, _ROW)), _ENCODING)
    return served


def _document(title: str, inside: str) -> str:
    menu = " | ".join(f'<A href="/{name}/"><FONT color=#ffffff>{label}</FONT></A>' for name, label in CHANNELS.items())
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312">
<TITLE>{escape(title)}</TITLE></HEAD><BODY leftMargin=0 topMargin=0 bgColor=#ffffff>
<TABLE width=960 align=center border=0 cellspacing=0><TR><TD width=240>
<A href="/"><IMG src="/images/logo.gif" border=0></A></TD>
<TD align=right><FONT size=2>2026年11月3日 星期二 <A href="/login.asp">会员登录</A>
<A href="#">设为首页</A> <A href="#">加入收藏</A></FONT>
</TD></TR></TABLE>
<TABLE width=960 align=center bgcolor=#003399><TR><TD align=center>
<FONT size=2><A href="/">首页</A> | {menu}</FONT></TD></TR></TABLE>
{inside}
<HR width=960 color=#003399 size=1><CENTER><FONT size=2><A href="/about.htm">关于我们</A> |
<A href="/ad.htm">广告服务</A> |
<A href="/link.htm">友情链接</A> | <A href="/contact.htm">联系我们</A><BR>
主办单位：湛江日报社 技术支持：云媒网络中心<BR>
版权所有 未经授权 不得转载 粤ICP备00000000号</FONT></CENTER></BODY></HTML>"""


def _front(site: Site) -> str:
    cells = "".join(
        f"<TD valign=top width=192><B><A href='/{name}/'>{label}</A></B><TABLE>"
        f"{links(site.of_channel(name)[:3], _ROW)}</TABLE></TD>"
        for name, label in CHANNELS.items()
    )
    return _document("湛江云媒", f"<TABLE width=960 align=center><TR>{cells}</TR></TABLE>")


def _listing(label: str, number: int, last: int, rows: str) -> str:
    def name(page: int) -> str:
        return f"list_{page}.html" if page > 1 else "./"

    turns = {"首页": 1, "上一页": number - 1, "下一页": number + 1, "尾页": last}
    pager = " ".join(
        f'[<A href="{name(page)}">{word}</A>]' if 1 <= page <= last and page != number else f"[{word}]"
        for word, page in turns.items()
    )
    inside = (
        f"<TABLE width=960 align=center><TR><TD><FONT size=2>您的位置：<A href='/'>首页</A> → {label}</FONT></TD></TR>"
        f"<TR><TD><TABLE width=100%>{rows}</TABLE></TD></TR>"
        f"<TR><TD align=center><FONT size=2>共{last}页 第{number}页 {pager}</FONT></TD></TR></TABLE>"
    )
    return _document(f"{label} - 湛江云媒", inside)


def _article(site: Site, report: Report, page: int) -> str:
    label = CHANNELS[report.channel]
    body = _body(site, report, page)
    rows = [
        f"<FONT size=2>您的位置：<A href='/'>首页</A> → <A href='/{report.channel}/'>{label}</A> → 正文</FONT>",
        *_head(report),
        f'<FONT size=3 style="line-height:180%">{player(report, page)}{body}</FONT>',
        _pager(report, page),
        _credits(report, page),
        "<FONT size=2>【<A href='javascript:window.print()'>打印本页</A>】"
        "【<A href='javascript:window.close()'>关闭窗口</A>】"
        "【<A href='/send.asp'>推荐给好友</A>】</FONT>",
        f"<FONT size=2 color=#003399><B>相关新闻</B></FONT>"
        f"<TABLE>{links(site.others(report, 4, 'related'), _ROW)}</TABLE>",
        _FORM,
    ]
    left = "".join(f"<TR><TD align={_ALIGNED.get(at, 'left')}>{row}</TD></TR>" for at, row in enumerate(rows) if row)
    ranked = links(
        site.others(report, 8, "hot"), '<TR><TD><FONT size=2><A href="{url}">{headline}</A></FONT></TD></TR>'
    )
    inside = (
        "<TABLE width=960 align=center><TR><TD width=700 valign=top>"
        f"<TABLE width=100% cellpadding=4>{left}</TABLE></TD>"
        "<TD width=250 valign=top><TABLE><TR><TD bgcolor=#eeeeee><FONT size=2>热点排行</FONT></TD>"
        f"</TR>{ranked}</TABLE>"
        "</TD></TR></TABLE>"
    )
    return _document(f"{report.headline} - {label} - 湛江云媒", inside)


_ALIGNED = {1: "center", 2: "center", 3: "center", 4: "center"}
_FORM = (
    "<FORM action=/post.asp><FONT size=2>发表评论 用户名：<INPUT name=u size=8> <INPUT type=checkbox> 匿名<BR>"
    "<TEXTAREA rows=4 cols=60></TEXTAREA><BR><INPUT type=submit value=提交> 网友评论仅供其表达个人看法</FONT></FORM>"
)


def _head(report: Report) -> list[str]:
    """Return the rows of kicker, headline, deck and information; those without content are empty."""
    kicker = f"<FONT size=3 color=#666666>{escape(report.kicker)}</FONT>" if report.kicker else ""
    deck = f"<FONT size=3 color=#333399><B>{escape(report.deck)}</B></FONT>" if report.deck else ""
    byline = f"　作者：{escape(report.byline)}" if report.byline else ""
    told = f"{report.published:%Y-%m-%d %H:%M}　来源：{escape(report.source or '')}{byline}"
    sizes = "【字体：<A href='#'>大</A> <A href='#'>中</A> <A href='#'>小</A>】"
    return [
        kicker,
        f"<FONT size=5 color=#cc0000><B>{escape(report.headline)}</B></FONT>",
        deck,
        f"<FONT size=2>{told}　　{sizes}</FONT>",
    ]


def _body(site: Site, report: Report, page: int) -> str:
    return "\n".join(_part(site, report, part) for part in report.pages[page - 1])


def _part(site: Site, report: Report, part: Part) -> str:
    if part.kind == "picture":
        caption = (
            f"<TR><TD align=center><FONT size=2 color=#0000ff>{escape(part.caption)}</FONT></TD></TR>"
            if part.caption
            else ""
        )
        return f"<TABLE align=center><TR><TD><IMG src='{part.path}' border=0></TD></TR>{caption}</TABLE><BR>"
    if part.kind == "box":
        rows = links(
            site.others(report, 3, "inside"), "<TR><TD><FONT size=2>·<A href='{url}'>{headline}</A></FONT></TD></TR>"
        )
        return f"<TABLE width=260 align=right border=1><TR><TD><B>相关链接</B></TD></TR>{rows}</TABLE>"
    if part.kind == "advert":
        return (
            "<TABLE align=left><TR><TD><A href='http://ad.example/36'>"
            "<IMG src='/ad/pip360.gif' width=360 height=300></A></TD></TR></TABLE>"
        )
    if part.kind == "code":
        return (
            "<TABLE align=center><TR><TD><IMG src='/images/wap.gif' width=90></TD><TD><FONT size=2>"
            "手机上湛江云媒</FONT></TD></TR></TABLE>"
        )
    if part.kind == "table":
        return (
            f"<TABLE border=1 align=center width=80%>{table_rows(part.lines, '<TD align=center>{}</TD>')}</TABLE><BR>"
        )
    if part.kind == "verse":
        return "".join(f"{_INDENT}{escape(line[0])}<BR>" for line in part.lines) + "<BR>"
    text = f"<B>{escape(part.text)}</B>" if part.kind == "heading" else escape(part.text)
    return f"{_INDENT}{text}<BR><BR>"


def _pager(report: Report, page: int) -> str:
    last = len(report.pages)
    if last == 1:
        return ""
    turns = {"上一页": page - 1, **{str(other): other for other in range(1, last + 1)}, "下一页": page + 1}
    shown = " ".join(
        f"[{word}]" if other == page else f"[<A href='/p/{page_name(report, other)}'>{word}</A>]"
        for word, other in turns.items()
        if 1 <= other <= last
    )
    return f"<FONT size=2>{shown}</FONT>"


def _credits(report: Report, page: int) -> str:
    if page < len(report.pages) or not report.credits:
        return ""
    cells = "".join(f"<TD>{role}：</TD><TD>{' '.join(names)}</TD>" for role, names in by_role(report).items())
    return f"<TABLE align=right><TR>{cells}</TR></TABLE>"
