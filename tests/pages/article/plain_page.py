"""Articles in plain markup, which no layout declares, for the tests of the head."""

from __future__ import annotations

from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage

HEADLINE = "春耕时节话蚝乡"
INFO = "<p>2024-05-01 10:20 来源：湛江日报 作者：记者林小溪</p>"
PUBLISHED_AT = "2024-05-01T10:20:00+08:00"
PARAGRAPHS = (
    "湛江港昨日开通新航线，首航货轮满载启程，港口一片繁忙。",
    "据介绍，航线每周一班，主要运送海鲜和水果，三天可到对岸。",
    "下一步，港口还将增开两条航线，方便货主就近出货。",
)
BODY = f"<div>{''.join(f'<p>{paragraph}</p>' for paragraph in PARAGRAPHS)}</div>"
TEXT = "\n\n".join(PARAGRAPHS)
_FOOT = (
    "<div><p>评论一下</p><p>还没有评论,快来抢沙发吧!</p><div>湛图片</div>"
    "<ul><li><a href=/p/9.html>别的稿件</a></li></ul></div>"
)


def read(html: str, title: str = f"{HEADLINE}_湛江云媒") -> Article:
    """Read an article from the inside of its block; ``title`` is the page's."""
    page = (
        f"<html><head><title>{title}</title></head><body><h3>登录湛江云媒账号</h3>"
        f"<div>{html}</div>{_FOOT}</body></html>"
    )
    return read_page(page)


def read_page(html: str) -> Article:
    """Read an article from a whole page."""
    url = "http://www.gdzjdaily.com.cn/p/10001.html"
    return ArticlePage(html.encode(), url, content_type="text/html; charset=utf-8").to_item()
