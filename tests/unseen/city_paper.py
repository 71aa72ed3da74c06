"""A portal in the style of a city paper's: the date, source and people stand below the body, and no date above it.

Captions are figcaptions, rows of listings have a thumbnail and the first lines, older ones stand in folders by month.
"""

from __future__ import annotations

from html import escape

from tests.loopback import Answer
from tests.unseen.report import CHANNELS, Part, Report, Site
from tests.unseen.reporter import House
from tests.unseen.serving import ROBOTS, articles, by_role, links, page_answer, page_name, path, player, table_rows

HOUSE = House(
    seed=404,
    credit_roles=(("编辑", "校对", "审核"), ("编辑", "校对"), ("编辑",)),
    shares={"kicker": 0.1, "deck": 0.3, "video": 0.025},
)
_ON_FIRST = 4


def pages(site: Site) -> dict[str, Answer]:
    """Return every page of the portal by its path."""
    served: dict[str, Answer] = {**ROBOTS, "/": page_answer(_front(site)), **articles(site, _article)}
    for channel, label in CHANNELS.items():
        reports = site.of_channel(channel)
        months = sorted({f"{report.published:%Y%m}" for report in reports}, reverse=True)
        served[f"/{channel}/"] = page_answer(_listing(channel, label, reports[:_ON_FIRST], months))
        for month in months:
            of_month = [report for report in reports if f"{report.published:%Y%m}" == month]
            served[f"/{channel}/{month}/"] = page_answer(_listing(channel, label, of_month, months, month))
    return served


def _document(title: str, inside: str) -> str:
    menu = "".join(f'<li class="g-nav__item"><a href="/{name}/">{label}</a></li>' for name, label in CHANNELS.items())
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width"></head><body>
<header class="g-head"><a class="g-logo" href="/"><img src="/static/logo.svg" alt="湛江云媒"></a>
<form class="g-search" action="/s"><input name="wd" placeholder="请输入关键词"><button>搜索</button></form></header>
<nav class="g-nav"><ul><li class="g-nav__item"><a href="/">首页</a></li>{menu}</ul></nav>
<section class="g-main">{inside}</section>
<footer class="g-foot"><p><a href="/about">本网简介</a><a href="/law">法律声明</a><a href="/contact">联系我们</a></p>
<p>湛江日报社主办 违法和不良信息举报电话：0759-0000000</p><p>粤公网安备 44080000000000号</p></footer></body></html>"""


def _front(site: Site) -> str:
    slides = "".join(
        f'<div class="swiper-slide"><a href="{path(report)}"><img src="/t/{report.number}.jpg">'
        f"<p>{escape(report.headline)}</p></a></div>"
        for report in site.reports[:4]
    )
    rows = links(site.reports[4:14], '<li><a href="{url}">{headline}</a></li>')
    return _document("湛江云媒 - 湛江新闻门户", f'<div class="swiper">{slides}</div><ul class="m-newest">{rows}</ul>')


def _listing(channel: str, label: str, reports: list[Report], months: list[str], month: str = "") -> str:
    rows = "".join(map(_row, reports))
    folders = "".join(
        f'<a href="/{channel}/{other}/"{" class=on" if other == month else ""}>{other[:4]}年{int(other[4:])}月</a>'
        for other in months
    )
    inside = (
        f'<h2 class="m-title">{label}</h2><div class="m-list">{rows}</div>'
        f'<div class="m-archive"><h3>往期新闻</h3>{folders}</div>'
    )
    return _document(f"{label}_湛江云媒", inside)


def _row(report: Report) -> str:
    return (
        f'<div class="m-list__item"><a class="pic" href="{path(report)}"><img src="/t/{report.number}.jpg" alt=""></a>'
        f'<div class="txt"><h3><a href="{path(report)}">{escape(report.headline)}</a></h3>'
        f'<p class="brief">{escape(report.summary)}…</p>'
        f'<span class="t">{report.published:%m-%d %H:%M}</span></div></div>'
    )


def _article(site: Site, report: Report, page: int) -> str:
    label = CHANNELS[report.channel]
    body = "\n".join(_part(site, report, part) for part in report.pages[page - 1])
    tags = "".join(f'<a href="/tag/{word}">{word}</a>' for word in (label, "湛江", report.headline[:2]))
    article = (
        f'{_head(report)}<div class="content" id="content">{player(report, page)}{body}</div>{_pager(report, page)}'
        f'{_info(report)}<div class="m-tags"><i></i>标签：{tags}</div>{_SHARE}'
    )
    row = '<div class="m-rec__item"><a href="{url}"><h4>{headline}</h4></a><span>{day}</span></div>'
    recommended = f'<section class="m-rec"><h3>推荐阅读</h3>{links(site.others(report, 6, "rec"), row)}</section>'
    hot = links(site.others(report, 8, "hot"), '<li><a href="{url}">{headline}</a></li>')
    inside = (
        f'<div class="m-crumbs"><a href="/">首页</a><em>/</em><a href="/{report.channel}/">{label}</a></div>'
        '<div class="m-wrap">'
        f'<article class="m-article" data-id="{report.number}">{article}</article>{recommended}</div>'
        f'<aside class="m-side"><h3>24小时热文</h3><ol>{hot}</ol></aside>'
    )
    return _document(f"{report.headline}_{label}_湛江云媒", inside)


_SHARE = (
    '<div class="m-share"><span>分享到</span><a class="wx" title="微信">微信</a><a class="wb" title="微博">微博</a>'
    '<a class="qz">QQ空间</a><a class="zan">点赞 <b>0</b></a></div>'
)


def _head(report: Report) -> str:
    kicker = f'<p class="m-article__pre">{escape(report.kicker)}</p>' if report.kicker else ""
    deck = f'<p class="m-article__sub">{escape(report.deck)}</p>' if report.deck else ""
    return f'<div class="m-article__hd">{kicker}<h2 id="article_title">{escape(report.headline)}</h2>{deck}</div>'


def _info(report: Report) -> str:
    """Print the information, on every page of an article alike."""
    source = f'<span class="source">来源：{escape(report.source)}</span>' if report.source else ""
    author = f'<span class="author">作者：{escape(report.byline)}</span>' if report.byline else ""
    people = "".join(f"<span>{role}：{'、'.join(names)}</span>" for role, names in by_role(report).items())
    date = f'<span class="pub_time">发布时间：{report.published:%Y-%m-%d %H:%M}</span>'
    return f'<div class="m-article__ft">{source}{author}{date}{people}</div>'


def _part(site: Site, report: Report, part: Part) -> str:
    if part.kind == "picture":
        caption = f"<figcaption>{escape(part.caption)}</figcaption>" if part.caption else ""
        return f'<figure class="image"><img data-src="{part.path}" src="/static/lazy.png">{caption}</figure>'
    if part.kind == "box":
        rows = links(site.others(report, 2, "inside"), '<a class="u-link" href="{url}">{headline}</a>')
        return f'<div class="u-read"><span class="u-read__t">往期报道</span>{rows}</div>'
    if part.kind == "advert":
        return (
            '<div class="u-gg" data-slot="3"><a href="https://gg.example/3"><img src="/gg/3.jpg"></a><i>广告</i></div>'
        )
    if part.kind == "code":
        return '<figure class="u-qr"><img src="/static/qr.png"><figcaption>扫码下载湛江云媒客户端</figcaption></figure>'
    if part.kind == "table":
        return f"<div class='table-wrap'><table>{table_rows(part.lines)}</table></div>"
    if part.kind == "verse":
        return "".join(f"<p>{escape(line[0])}</p>" for line in part.lines)
    return f"<h3>{escape(part.text)}</h3>" if part.kind == "heading" else f"<p>{escape(part.text)}</p>"


def _pager(report: Report, page: int) -> str:
    numbers = range(1, len(report.pages) + 1)
    digits = "".join(
        f"<b>{other}</b>" if other == page else f'<a href="{page_name(report, other)}">{other}</a>' for other in numbers
    )
    return f'<div class="u-page">{digits}</div>' if len(numbers) > 1 else ""
