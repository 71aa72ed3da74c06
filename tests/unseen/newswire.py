"""A portal in the style of a digital-only one: hashed class names by module, people ahead of the date, a row of tools.

Captions are paragraphs with a class of their own, editors and copyright share a block after the body. The page's data
repeat the article for the script. Listings go by ``/CHANNEL/2``.
"""

from __future__ import annotations

import json
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

HOUSE = House(
    seed=808,
    credit_roles=(("责任编辑", "校对"), ("责任编辑",), ("责任编辑", "图片编辑", "校对")),
    shares={"kicker": 0.0, "deck": 0.1, "video": 0.025},
)
_ROWS = 6
_ROW = (
    '<div class="small_card__x3UOy"><a href="{url}" target="_blank" class="small_cardimg__9p2Ik"><img src="/c.jpg"></a>'
    '<a href="{url}" target="_blank" class="index_inherit__A1ImK"><h2>{headline}</h2></a><p class="small_desc__K1p">'
    "<span>{day}</span></p></div>"
)


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site)), **articles(site, _article)}
    for channel, label in CHANNELS.items():
        for number, last, reports in sheets(site.of_channel(channel), _ROWS):
            name = f"/{channel}/" if number == 1 else f"/{channel}/{number}"
            served[name] = page_answer(_listing(channel, label, number, last, links(reports, _ROW)))
            if number == 1:
                served[f"/{channel}"] = served[name]
    return served


def _document(title: str, inside: str, data: object = None) -> str:
    menu = "".join(
        f'<li class="menu_item__dK1Qz"><a href="/{name}/">{label}</a></li>' for name, label in CHANNELS.items()
    )
    text = json.dumps({"props": {"pageProps": data}, "page": "/detail"}, ensure_ascii=False).replace("</", "<\\/")
    return f"""<!DOCTYPE html><html><head><meta charSet="utf-8"/><title>{escape(title)}</title>
<meta name="next-head-count" content="2"/></head><body><div id="__next">
<header class="index_header__2nB5f"><a href="/"><img alt="logo" src="/_next/static/logo.png"/></a>
<ul class="menu_list__H2s">{menu}</ul><div class="index_login__f6">登录</div></header>{inside}
<footer class="index_footer__6aQ1"><ul><li><a href="/about">关于湛江云媒</a></li><li><a href="/join">加入我们</a></li>
<li><a href="/contact">联系我们</a></li></ul>
<p>互联网新闻信息服务许可证：00000000</p><p>© 2014-2026 湛江云媒</p></footer>
</div><script id="__NEXT_DATA__" type="application/json">{text}</script></body></html>"""


def _front(site: Site) -> str:
    return _document("湛江云媒-专注时政与民生", f'<main class="index_main__q8">{links(site.reports[:10], _ROW)}</main>')


def _listing(channel: str, label: str, number: int, last: int, rows: str) -> str:
    items = "".join(
        f'<li class="ant-pagination-item{" ant-pagination-item-active" if other == number else ""}">'
        f'<a href="/{channel}/{other}">{other}</a></li>'
        for other in range(1, last + 1)
    )
    inside = (
        '<main class="index_main__q8">'
        f'<h3 class="index_ttl__4u">{label}</h3>{rows}<ul class="ant-pagination">{items}</ul></main>'
    )
    return _document(f"{label}-湛江云媒", inside)


def _article(site: Site, report: Report, page: int) -> str:
    body = "".join(_part(site, report, part) for part in report.pages[page - 1])
    last = page == len(report.pages)
    left = (
        f'{_head(report)}<div class="index_cententWrap__Jv8jK">{player(report, page)}{body}</div>{_pager(report, page)}'
        f"{_copyright(report, last)}{_below(report)}"
    )
    row = '<li class="index_item__c6"><a href="{url}">{headline}</a></li>'
    hot = (
        '<div class="index_rightcontent__Z5M"><h4>热新闻</h4>'
        f"<ol>{links(site.others(report, 8, 'hot'), row)}</ol></div>"
    )
    related = f'<div class="index_relate__k2"><h4>相关推荐</h4>{links(site.others(report, 4, "related"), _ROW)}</div>'
    inside = (
        f'<main class="index_main__q8"><div class="index_wrapper__L_zqV"><div class="index_leftcontent__wPvsm">{left}'
        f"{related}</div>{hot}</div></main>"
    )
    data = {"contId": report.number, "name": report.headline, "pubTime": f"{report.published:%Y-%m-%d %H:%M}"}
    return _document(
        f"{report.headline}_{CHANNELS[report.channel]}_湛江云媒", inside, {"detailData": {**data, "content": body}}
    )


def _head(report: Report) -> str:
    deck = f'<p class="index_summary__t7">{escape(report.deck)}</p>' if report.deck else ""
    author = f"<div>{escape(report.byline)}</div>" if report.byline else ""
    source = f'<div class="ant-space-item"><span>来源：{escape(report.source)}</span></div>' if report.source else ""
    date = f'<div class="ant-space-item"><span>{report.published:%Y-%m-%d %H:%M}</span></div>'
    sizes = "".join(f'<li class="ant-dropdown-menu-item">{size}</li>' for size in ("超大", "大", "标准", "小"))
    tools = (
        f'<a href="/{report.channel}/">{CHANNELS[report.channel]}</a><span class="index_arrow__3s">&gt;</span>'
        f'<div class="index_size__yy"><span>字号</span><ul class="ant-dropdown-menu">{sizes}</ul></div>'
    )
    return (
        f'<h1 class="index_title__B8mhI">{escape(report.headline)}</h1>{deck}<div class="index_headerContent__sASF4">'
        f'<div class="index_left__LfzyH">{author}<div class="ant-space">{date}{source}</div></div>'
        f'<div class="index_right__3Jm">{tools}</div></div>'
    )


def _part(site: Site, report: Report, part: Part) -> str:
    if part.kind == "picture":
        caption = f'<p class="image_desc">{escape(part.caption)}</p>' if part.caption else ""
        return f'<p><img src="{part.path}" alt="" width="1000"/></p>{caption}'
    if part.kind == "box":
        rows = links(site.others(report, 2, "inside"), '<a href="{url}"><span>{headline}</span></a>')
        return f'<div class="cont_relate"><b>此前报道</b>{rows}</div>'
    if part.kind == "advert":
        return '<div class="adv_box"><a href="https://adv.example/88"><img src="/adv/88.png"/></a></div>'
    if part.kind == "code":
        return '<p><img src="/_next/static/code.png" alt=""/></p><p class="image_desc">扫码关注湛江云媒视频号</p>'
    if part.kind == "table":
        return f"<table><tbody>{table_rows(part.lines)}</tbody></table>"
    if part.kind == "verse":
        return "".join(f"<p>{escape(line[0])}</p>" for line in part.lines)
    return f"<p><strong>{escape(part.text)}</strong></p>" if part.kind == "heading" else f"<p>{escape(part.text)}</p>"


def _pager(report: Report, page: int) -> str:
    items = "".join(
        f'<li class="ant-pagination-item"><a href="/p/{page_name(report, other)}">{other}</a></li>'
        for other in range(1, len(report.pages) + 1)
    )
    return f'<ul class="ant-pagination">{items}</ul>' if len(report.pages) > 1 else ""


def _copyright(report: Report, last: bool) -> str:
    people = "".join(f"<div>{role}：{' '.join(names)}</div>" for role, names in by_role(report).items()) if last else ""
    return (
        f'<div class="index_copyright__rD_dq">{people}<div>湛江云媒报料：0759-0000000 zj@zj.example</div>'
        "<div>湛江云媒，未经授权不得转载</div></div>"
    )


def _below(report: Report) -> str:
    return (
        '<div class="index_praise__e6"><span>+1</span><span>收藏</span><a href="#">我要举报</a></div>'
        f'<div class="index_tags__q1"><a href="/tag/1">#{CHANNELS[report.channel]}</a><a href="/tag/2">#湛江</a></div>'
        '<div class="index_comment__w3"><h4>评论（<span>0</span>）</h4><textarea placeholder="说说你的看法"></textarea>'
        "<button>发表</button></div>"
    )
