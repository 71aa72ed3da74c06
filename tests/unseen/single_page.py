"""A portal of one script: an article's page is an empty shell, and all it shows stands in ``__INITIAL_STATE__``.

Listings are sent with their first rows; the script loads the rest as JSON from an address of its own. Captions are
attributes of the pictures, or stand beside them in a picture set's list.
"""

from __future__ import annotations

import json
from datetime import timedelta, timezone
from html import escape
from itertools import permutations
from typing import Any

from tests.loopback import Answer
from tests.unseen.report import CHANNELS, Part, Report, Site
from tests.unseen.reporter import House
from tests.unseen.serving import ROBOTS, articles, links, page_answer, path, sheets, table_rows

HOUSE = House(
    seed=505,
    credit_roles=(("责编", "审核"), ("责编", "责编", "审核"), ("责编",)),
    shares={"long": 0.0, "kicker": 0.1, "video": 0.025},
)
_ROWS = 5
_ROW = (
    '<a class="news-item" href="{url}"><div class="news-title">{headline}</div><div class="news-meta">{day}</div></a>'
)
_CHINA = timezone(timedelta(hours=8))


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path, and every answer of its interface."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site)), **articles(site, _article)}
    for code, channel in enumerate(CHANNELS, 11):
        for number, last, reports in sheets(site.of_channel(channel), _ROWS):
            if number == 1:
                served[f"/{channel}"] = served[f"/{channel}/"] = page_answer(_listing(channel, code, reports, last))
            served.update(_more(code, number, last, reports))
        served.update(_more(code, last + 1, last, []))
    return served


def _more(code: int, number: int, last: int, reports: Any) -> dict[str, Answer]:
    """Return a page of the interface by its address, in whatever order its parameters stand."""
    given = [f"channelId={code}", f"pageNo={number}", f"pageSize={_ROWS}"]
    data = {"pageNo": number, "pages": last, "list": [_brief(report) for report in reports]}
    text = json.dumps({"code": 200, "msg": "success", "data": data}, ensure_ascii=False)
    answer: Answer = (200, {"Content-Type": "application/json;charset=UTF-8"}, text.encode())
    return {f"/api/v2/article/list?{'&'.join(order)}": answer for order in permutations(given)}


def _document(title: str, inside: str, state: dict[str, Any], description: str = "湛江云媒") -> str:
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>/":
        text = text.replace(sign, f"\\u{ord(sign):04X}")
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="description" content="{escape(description)}"><meta name="viewport" content="width=device-width">
<link rel="preload" href="/static/js/chunk-vendors.8c1f0a2e.js" as="script"></head><body>
<noscript><strong>请开启JavaScript后浏览本网站</strong></noscript>
<div id="app" data-server-rendered="true">{inside}</div>
<script>window.__INITIAL_STATE__={text};(function(){{var s;
(s=document.currentScript||document.scripts[document.scripts.length-1])
.parentNode.removeChild(s);}}());</script><script src="/static/js/app.5d27b1c9.js" defer></script></body></html>"""


def _menu() -> str:
    items = "".join(f'<a class="nav-item" href="/{name}/">{label}</a>' for name, label in CHANNELS.items())
    return f'<div class="nav-bar"><a class="nav-item" href="/">推荐</a>{items}</div>'


def _front(site: Site) -> str:
    rows = links(site.reports[:10], _ROW)
    return _document("湛江云媒", f'{_menu()}<div class="news-list">{rows}</div>', {"user": None, "home": {"tab": 0}})


def _listing(channel: str, code: int, reports: Any, last: int) -> str:
    more = (
        '<div class="load-more" role="button">点击加载更多</div>'
        if last > 1
        else '<div class="no-more">没有更多了</div>'
    )
    asked = {"api": "/api/v2/article/list", "params": {"channelId": code, "pageNo": 1, "pageSize": _ROWS}}
    state = {"user": None, "list": {**asked, "pages": last, "rows": [_brief(report) for report in reports]}}
    inside = f'{_menu()}<div class="news-list" data-channel="{code}">{links(reports, _ROW)}</div>{more}'
    return _document(f"{CHANNELS[channel]}-湛江云媒", inside, state)


def _brief(report: Report) -> dict[str, Any]:
    return {
        "articleId": report.number,
        "title": report.headline,
        "linkUrl": path(report),
        "cover": f"/t/{report.number}.jpg",
        "publishTime": _milliseconds(report),
    }


def _milliseconds(report: Report) -> int:
    return round(report.published.replace(tzinfo=_CHINA).timestamp() * 1000)


def _article(site: Site, report: Report, page: int) -> str:
    shell = f'{_menu()}<div class="detail-page"><div class="skeleton"><i></i><i></i><i></i></div></div>'
    state = {
        "user": None,
        "config": {"siteName": "湛江云媒", "icp": "粤ICP备00000000号", "download": "/app/download"},
        "detail": {"loading": False, "article": _detail(site, report)},
        "aside": {
            "hot": [_brief(other) for other in site.others(report, 8, "hot")],
            "recommend": [_brief(other) for other in site.others(report, 5, "recommend")],
        },
        "comment": {"total": 0, "list": []},
    }
    return _document(f"{report.headline}-湛江云媒", shell, state, report.summary)


def _detail(site: Site, report: Report) -> dict[str, Any]:
    """Return an article as its interface gives it; a picture set's pictures stand beside the text."""
    beside = [part for part in report.parts if part.kind == "picture"] if report.kind == "pictures" else []
    told = [part for part in report.parts if part not in beside]
    return {
        "articleId": report.number,
        "type": {"article": 1, "pictures": 2, "video": 3}[report.kind],
        "title": report.headline,
        "introTitle": report.kicker or "",
        "subTitle": report.deck or "",
        "channel": {"code": report.channel, "name": CHANNELS[report.channel]},
        "source": report.source or "",
        "author": report.byline or "",
        "publishTime": _milliseconds(report),
        "summary": report.summary,
        "content": "".join(_part(site, report, part) for part in told),
        "images": [{"url": part.path, "desc": part.caption or ""} for part in beside],
        "video": {"src": f"/v/{report.number}.mp4", "poster": f"/t/{report.number}.jpg"}
        if report.kind == "video"
        else None,
        "editors": [{"duty": person.role, "name": person.name} for person in report.credits],
        "tags": [CHANNELS[report.channel], "湛江"],
        "readCount": report.number % 977,
        "copyright": "湛江云媒版权所有，未经授权不得转载",
    }


def _part(site: Site, report: Report, part: Part) -> str:
    if part.kind == "picture":
        caption = f' data-caption="{escape(part.caption)}"' if part.caption else ""
        return f'<p class="pic"><img src="{part.path}"{caption}></p>'
    if part.kind == "box":
        rows = links(site.others(report, 2, "inside"), '<p><a href="{url}">{headline}</a></p>')
        return f'<div class="relate-card"><p class="relate-title">相关阅读</p>{rows}</div>'
    if part.kind == "advert":
        return '<div class="ad-slot"><a href="https://ad.example/12"><img src="/ad/12.webp" alt="广告"></a></div>'
    if part.kind == "code":
        return '<div class="qrcode-box"><img src="/static/qrcode.png"><p>长按识别二维码，下载湛江云媒</p></div>'
    if part.kind == "table":
        return f"<table><tbody>{table_rows(part.lines)}</tbody></table>"
    if part.kind == "verse":
        return f"<p>{'<br>'.join(escape(line[0]) for line in part.lines)}</p>"
    return f"<h3>{escape(part.text)}</h3>" if part.kind == "heading" else f"<p>{escape(part.text)}</p>"
