"""A page of the newspaper's present site, in the order of text that its pages have, around parts that a test gives."""

from __future__ import annotations

from zhanjiang.items import Article
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

URL = "http://paper.gdzjdaily.com.cn/html/2024-04/20/content_146378_651192.htm"
HEADLINE = "码头迎来头网鱼汛"
LINES = (
    "昨日清晨，霞山码头的渔船陆续归港，渔民们忙着把一筐筐鲜鱼抬上岸。",
    "市渔业协会介绍，今年休渔期结束得早，头一网的收成比往年多了两成。",
    "傍晚时分，海鲜市场里人声鼎沸，买鱼的市民排起了长队。",
)
TEXT = "\n\n".join(LINES)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
WRAPPERS = ("<div id=ozoom><founder-content>{}</founder-content></div>", "<div>{}</div>")
"""The declared body, and one that is known by its text alone."""

_TOP = (
    "<div>返回报网首页 | 版面导航</div><div>2024年04月20日 星期六</div>"
    "<div>当前版: 3版 <a href=1.htm>上一版</a> <a href=2.htm>下一版</a></div><div>放大 缩小 默认</div>"
)


def picture(name: str) -> str:
    """A picture of the story."""
    return f'<img src="../../../res/2024-04/20/03/{name}.jpg">'


def read(wrapper: str, body: str = PARAGRAPHS, below_headline: str = "") -> Article:
    """Read a page whose body stands in a wrapper, with blocks below the headline."""
    story = f"<h1>{HEADLINE}</h1>{below_headline}{wrapper.format(body)}<div>版权所有 湛江日报社</div>"
    html = f"<html><head><title>{HEADLINE}</title></head><body>{_TOP}{story}</body></html>"
    return NewspaperArticlePage(html.encode(), URL).to_item()
