"""A portal made for phones: hashed classes, the information without labels, many stories in short centred lines.

Captions are emphasised lines in the picture's block, credits stand with bars, listings go by ``?page=2``.
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
    path,
    player,
    sheets,
    table_rows,
)

HOUSE = House(
    seed=606,
    credit_roles=(("编辑", "值班主任", "值班编委"), ("编辑", "编辑", "值班主任"), ("编辑", "值班主任")),
    shares={"lined": 0.4, "kicker": 0.0, "deck": 0.15, "source": 1.0, "video": 0.025},
)
_ROWS = 5
_ROW = (
    '<a class="css-1wnowod" href="{url}"><div class="css-1qd26p"><p class="css-7y6ht0">{headline}</p>'
    '<span class="css-13xl3lk">{day}</span></div></a>'
)


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site)), **articles(site, _article)}
    for channel, label in CHANNELS.items():
        for number, last, reports in sheets(site.of_channel(channel), _ROWS):
            answer = page_answer(_listing(channel, label, number, last, links(reports, _ROW)))
            served[f"/{channel}/?page={number}"] = answer
            if number == 1:
                served[f"/{channel}/"] = answer
    return served


def _document(title: str, head: str, inside: str) -> str:
    menu = "".join(f'<a class="css-ey1kdn" href="/{name}/">{label}</a>' for name, label in CHANNELS.items())
    return f"""<!DOCTYPE html><html lang="zh-Hans"><head><meta charSet="utf-8"/><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1,user-scalable=no"/>{head}
<style data-emotion="css 1x2y3z k008qs">.css-1x2y3z{{max-width:640px;margin:0 auto}}.css-k008qs{{display:flex}}
.css-1y2jb9r{{text-align:center}}</style></head>
<body><div id="__next"><div class="css-1x2y3z">
<div class="css-1u8qly9" style="display:none">临时链接,仅用于预览,将在12小时内失效</div>
<div class="css-k008qs"><a href="/">
<img class="css-1phd9a0" src="/_next/logo.png" alt=""/></a><a class="css-19g6v4b" href="/app">打开APP</a>
</div><nav class="css-1bkh2nx">{menu}</nav>{inside}
<div class="css-qxhm5v"><a href="/about">关于湛江云媒</a><a href="/contact">联系我们</a>
<p>湛江日报社 粤ICP备00000000号</p></div>
</div></div></body></html>"""


def _front(site: Site) -> str:
    return _document("湛江云媒", "", f'<main class="css-1hb7zxy">{links(site.reports[:12], _ROW)}</main>')


def _listing(channel: str, label: str, number: int, last: int, rows: str) -> str:
    more = (
        f'<a class="css-1oezttv" href="/{channel}/?page={number + 1}">查看更多</a>'
        if number < last
        else "<p>没有更多了</p>"
    )
    inside = f'<main class="css-1hb7zxy"><h2 class="css-o9x2vs">{label}</h2>{rows}{more}</main>'
    return _document(f"{label} | 湛江云媒", "", inside)


def _article(site: Site, report: Report, page: int) -> str:
    body = "\n".join(_part(site, report, part) for part in report.pages[page - 1])
    end = _pager(report, page) + (_credits(report) if page == len(report.pages) else "")
    deck = f'<p class="css-8v2nfa">{escape(report.deck)}</p>' if report.deck else ""
    article = (
        f'<article class="css-11qjisw"><h1 class="css-1vr3q0w">{escape(report.headline)}</h1>{deck}{_info(report)}'
        f'<section class="css-2b5fdy">{player(report, page)}{body}{end}</section>{_BUTTONS}</article>'
    )
    related = (
        '<div class="css-1n2mv2k"><h3 class="css-o9x2vs">'
        f"相关阅读</h3>{links(site.others(report, 5, 'more'), _ROW)}</div>"
    )
    data = {
        "@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld",
        "@id": path(report),
        "title": report.headline,
        "images": [],
        "pubDate": f"{report.published:%Y-%m-%dT%H:%M:%S}",
    }
    head = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    return _document(report.headline, head, f'<main class="css-1hb7zxy">{article}{related}{_COMMENTS}</main>')


_BUTTONS = (
    '<div class="css-1yuhvjn"><button class="css-9fk2xx">赞 0</button><button class="css-9fk2xx">收藏</button>'
    '<button class="css-9fk2xx">分享</button></div><div class="css-abx0q1">展开全文</div>'
)
_COMMENTS = (
    '<div class="css-1dbjc4n"><h3 class="css-o9x2vs">0 条评论</h3><p class="css-zk3qop">来说两句吧。。。</p>'
    '<a class="css-19g6v4b" href="/app">打开APP，查看精彩评论</a></div>'
)


def _info(report: Report) -> str:
    author = f'<span class="css-bjn8wh">{escape(report.byline)}</span>' if report.byline else ""
    return (
        f'<div class="css-gmuwbf"><img class="css-r1ocyt" src="/_next/head.png" alt=""/><div class="css-1ko5gvl">'
        f'<span class="css-bjn8wh">{escape(report.source or "")}</span>{author}'
        f'<time class="css-1kq6fl9">{report.published:%Y-%m-%d %H:%M}</time><em class="css-p3hxan">广东</em>'
        "</div></div>"
    )


def _part(site: Site, report: Report, part: Part) -> str:
    if part.kind == "picture":
        caption = f'<em class="css-1c0ztjx">{escape(part.caption)}</em>' if part.caption else ""
        return (
            '<div class="css-1cka9qj">'
            f'<img data-src="{part.path}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="/>{caption}</div>'
        )
    if part.kind == "box":
        return f'<div class="css-17zb1i6">{links(site.others(report, 1, "inside"), _ROW)}</div>'
    if part.kind == "advert":
        return '<div class="css-4w1ivq"><a href="https://ad.example/5"><img data-src="/ad/5.jpg"/><i>广告</i></a></div>'
    if part.kind == "code":
        return '<p class="css-1y2jb9r"><img data-src="/_next/qr.jpg"/></p><p class="css-1y2jb9r">长按二维码关注我们</p>'
    if part.kind == "table":
        return f'<div class="css-bq0d2a"><table>{table_rows(part.lines)}</table></div>'
    if part.kind == "verse":
        return "".join(f'<p class="css-1y2jb9r">{escape(line[0])}</p>' for line in part.lines)
    if part.kind == "heading":
        return f'<p class="css-1y2jb9r"><strong>{escape(part.text)}</strong></p>'
    return f'<p class="{"css-1y2jb9r" if part.centred else "css-xdn9x5"}">{escape(part.text)}</p>'


def _pager(report: Report, page: int) -> str:
    if page == len(report.pages):
        return ""
    return f'<a class="css-1oezttv" href="{page_name(report, page + 1)}">下一页（{page}/{len(report.pages)}）</a>'


def _credits(report: Report) -> str:
    lines = (f"{role} | {' '.join(names)}" for role, names in by_role(report).items())
    return "".join(f'<p class="css-kw2l4c">{line}</p>' for line in lines)
