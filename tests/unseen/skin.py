"""The pages: other class names and another nesting than any skin of the replica, built from the stories' truth."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

Truth = dict[str, Any]
CHANNELS = {
    "shizheng": "时政",
    "shehui": "社会",
    "jingji": "经济",
    "minsheng": "民生",
    "xianqu": "县区",
    "tupian": "图片",
    "shipin": "视频",
}
_DIALOG = (
    '<aside class="zz-pop" hidden><form class="zz-pop-in"><h2 class="q">登录湛江云媒账号</h2>'
    '<input placeholder="手机号"><input placeholder="验证码"><button>登录</button></form></aside>'
)
_FOOT = (
    '<footer class="zz-end"><div>湛江日报社主办 版权所有 未经授权不得转载</div><div>备案号：粤ICP备00000000号</div>'
    "<div>举报电话：0759-0000000 更新时间：2026-11-01 08:00</div></footer>"
)
_PADDING = "".join(f".zz-{number}{{margin:{number}px;padding:0}}\n" for number in range(500))


def number_of(truth: Truth) -> int:
    """Return a story's number."""
    return int(truth["id"].removeprefix("portal/"))


def article(truth: Truth, page: int, others: Sequence[Truth]) -> str:
    """Return one page of an article; ``others`` fill the boxes beside it."""
    if truth["kind"] == "link":
        target = f"https://out.example/{truth['id']}"
        return f'<html><head><script>location.href="{target}";</script></head><body></body></html>'
    channel = CHANNELS[truth["channel"]]
    way = f'<a href="/">首页</a> » <a href="/{truth["channel"]}/index.html">{channel}</a> » 正文'
    deck = f'<div class="w3"><em>{escape(truth["subheadline"])}</em></div>' if truth["subheadline"] else ""
    story = _story(truth, page) + _pager(truth, page) + (_credits(truth) if page == truth["pages"] else "")
    head = (
        f'<div class="w1">{way}</div><section class="w0"><div class="w2"><b>{escape(truth["headline"])}</b></div>{deck}'
    )
    main = f'{_info(truth)}<div class="w5"><div>{story}</div></div>{_comments(truth)}</section>'
    side = _box("湛图片", others[:6]) + _box("热点新闻排行", others[6:12]) + _box("相关阅读", others[12:15])
    return document(f"{truth['headline']}-{channel}频道-湛江云媒", head + main + side)


def document(title: str, inside: str) -> str:
    """Return a whole page: the log-in dialog ahead, menu, what is inside, footer."""
    menu = "".join(f'<span><a href="/{name}/index.html">{label}</a></span>' for name, label in CHANNELS.items())
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{_PADDING}</style>"
    top = f'<header class="zz-top"><h1><a href="/"><img src="/l.png" alt="湛江云媒"></a></h1><nav>{menu}</nav></header>'
    return f"<!doctype html><html lang='zh'><head>{head}</head><body>{_DIALOG}{top}{inside}{_FOOT}</body></html>"


def _info(truth: Truth) -> str:
    """Print date, source and author: in a definition list or in spans, by the number; empty ones left out or empty."""
    published = truth["published_at"].replace("T", " ")[:16]
    pairs = [("来源", truth["source"]), ("作者", truth["byline"])]
    if number_of(truth) % 2:
        told = [pair for pair in pairs if pair[1]]
        rows = "".join(f"<dt>{label}：</dt><dd>{escape(value)}</dd>" for label, value in told)
        return f'<dl class="w4"><dt>时间：</dt><dd>{published}</dd>{rows}</dl>'
    spans = "".join(f"<span>{label}：{escape(value or '')}</span> " for label, value in pairs)
    return f'<div class="w4"><span>{published}</span> {spans}</div>'


def _story(truth: Truth, page: int) -> str:
    """Print a page's share of paragraphs and pictures, the captions in an element of their own."""
    paragraphs = truth["text"].split("\n\n") if truth["text"] else []
    blocks = [f"<div class='r'><span>　　{escape(paragraph)}</span></div>" for paragraph in paragraphs]
    share = -(-max(1, len(blocks)) // truth["pages"])
    mine = blocks[(page - 1) * share : page * share]
    pictures = [_picture(image) for image in truth["images"]] if page == 1 else []
    video = '<div class="v"><iframe src="/video/player?id=1"></iframe></div>' if truth["kind"] == "video" else ""
    return "\n".join([video, *mine[:1], *pictures, *mine[1:]])


def _picture(image: dict[str, str | None]) -> str:
    caption = f"<figcaption>{escape(image['caption'])}</figcaption>" if image["caption"] else ""
    return f'<figure class="t"><a><img src="/blank.gif" data-origin-src="{image["url"]}"></a>{caption}</figure>'


def _pager(truth: Truth, page: int) -> str:
    if truth["pages"] == 1:
        return ""
    number = number_of(truth)
    links = [
        f"<i>{other}</i>" if other == page else f'<a href="{number}{f"_{other}" if other > 1 else ""}.html">{other}</a>'
        for other in range(1, truth["pages"] + 1)
    ]
    return f'<div class="f">{"".join(links)}</div>'


def _credits(truth: Truth) -> str:
    roles: dict[str, list[str]] = {}
    for person in truth["credits"]:
        roles.setdefault(person["role"], []).append(person["name"])
    rows = "".join(f"<tr><td>{role}：</td><td>{'、'.join(names)}</td></tr>" for role, names in roles.items())
    return f'<table class="w6">{rows}</table>' if rows else ""


def _comments(truth: Truth) -> str:
    count = truth["comment_count"]
    told = "".join(f"<p>读者{place}</p><p>2026-10-0{place % 9 + 1} 10:00</p><p>写得好</p>" for place in range(count))
    counts = f"<div>评论 <b>{truth['comment_participants']}</b>人参与,<b>{count}</b>条评论</div>"
    return (
        f'<section class="w7"><h4>评论一下</h4>{counts}'
        f"{told or '<p>还没有评论,快来抢沙发吧!</p>'}<h5>最热评论</h5><h5>最新评论</h5></section>"
    )


def _box(heading: str, stories: Sequence[Truth]) -> str:
    rows = "".join(f'<div><a href="{path(story)}">{escape(story["headline"])}</a></div>' for story in stories)
    return f'<aside class="w8"><h4>{heading}</h4><div>{rows}</div></aside>'


def path(truth: Truth) -> str:
    """Return the path by which a story is linked: with and without its channel."""
    number = number_of(truth)
    return f"/p/{number}.html" if number % 3 else f"/{truth['channel']}/p/{number}.html?v=1600000000000"
