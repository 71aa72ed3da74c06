"""What readers see: the words that tell the parts of a page apart, whatever its tags and classes.

All patterns are matched against ``Line.folded`` (half-width signs, simplified labels).
"""

from __future__ import annotations

import re

from zhanjiang.pages.reading.furniture import LONGEST, furniture_kind, is_of_kind
from zhanjiang.pages.reading.lines import Line

SHORTEST_HEADLINE = 8
"""A link of so many characters is a headline; buttons have fewer."""

# The article is over where its comments, the picture box, the rankings or the page's foot begin: no story has such a
# line.
_SURE_END = re.compile(
    r"^(?:评论一下$|湛图片$|热点新闻排行|(?:月|周|日)点击(?:$|\s)|还没有评论|最[新热]评论$|上一篇\s*(?:[:>»]|$)|下一篇\s*(?:[:>»]|$)"
    r"|(?:[一-鿿]{2,12}\s*)?版权所有(?![人者权])|copyright|.{0,30}ICP备|.{0,12}公网安备)",
    re.IGNORECASE,
)
# What a notice about copying says besides whose the rights are.
_FORBIDS = re.compile(r"转载|摘编|授权|许可")
# So it is where one of these stands, unless the story goes on after it.
_POSSIBLE_END = re.compile(
    r"^(?:发表评论|(?:网友|最新|最热|热门|全部|精彩)?评论(?:区|列表)?\s*(?:$|\(\d*\)$)|\d+\s*条评论$|已有\s*\d+\s*人"
    r"|(?:评论\s*)?\d+\s*人\s*参与(?:$|[,\s]*(?:\d+\s*条评论|点击|评论))"
    r"|(?:我要|参与|查看|网友)评论$|跟[贴帖]\s*\d*$"
    r"|数字报$|友情链接|返回(?:首页|顶部)|热门(?:推荐|新闻|文章)|猜你喜欢|客户端下载)",
    re.IGNORECASE,
)
# The page's foot has these lines, and the notice of an event may have them.
_FOOT = re.compile(r"^(?:主办(?:单位)?\s*:|(?:关于|联系)我们(?:$|[\s|/·-]))")
# A box inside the body begins with one of these; its rows are links.
_BOX = re.compile(
    r"^[【\[■●▶>]*(?:相关(?:新闻|阅读|链接|报道|推荐|专题|文章|稿件)|延伸阅读|推荐阅读|更多(?:新闻|精彩|阅读|推荐)|往期(?:回顾|精彩)"
    r"|编辑推荐|精彩推荐|大家都在看|新闻链接|热门(?:推荐|新闻|文章)|猜你喜欢|为你推荐)[】\]]*\s*[:>》]*\s*(?:更多\s*>*)?$"
)
# Single lines that are no part of the story.
_FURNITURE = re.compile(
    r"^(?:分享(?:到|至)?\s*(?:$|[:]|微信|微博|朋友圈|QQ)|分享$|微信扫一扫|.{0,12}(?:扫一扫|扫码|扫描).{0,10}(?:二维码|关注|下载|识别|进入|查看|阅读|观看|分享|加入|微信|手机|本文)|扫一扫$|长按.{0,6}(?:识别|二维码)"
    r"|.{0,6}打开.{0,4}(?:媒体云|云媒|客户端).{0,3}APP|\d步打开|展开(?:详细|全文|阅读全文)|收起(?:全文)?$|阅读全文$|点击(?:进入|查看).{0,12}$"
    r"|临时链接,仅用于预览|图片$|\[?字\s?[号体]|[【\[(]?\s*大\s+中\s+小|听新闻|语音播报|打印(?:本页|本文)?$|收藏(?:本文)?$|点赞$|举报$|复制链接$|微信$|微博$|QQ空间$|朋友圈$"
    r"|(?:阅读|浏览|点击)(?:量|数)?\s*:?\s*[\d.]+\s*万?\+?$|当前位置|您(?:的)?(?:当前)?(?:所在)?位置|首页\s*(?:[>»/-]|$)|登录|注册$|登录湛江云媒账号"
    r"|.{0,20}\s*>\s*正文$|正文$|搜索$|上一[页张]|下一[页张]|首页$|尾页$|末页$|\d+\s*/\s*\d+$|查看原图|全屏|网友评论仅供|特别声明\s*:|免责声明\s*:|声明\s*:本)",
    re.IGNORECASE,
)
_TAGS = re.compile(r"(?:文章|新闻)?(?:标签|关键[词字]|tags?)\s*:", re.IGNORECASE)
_CLAUSES = re.compile(r"^(?=.{15}).*\w[，；！？。]")
_NAVIGATION = re.compile(r"(?:首页|当前位置|位置)\s*:?.{0,30}[>»]|[>»]\s*(?:正文|详情|内容)")
_BARE_LABEL = re.compile(r"^(?:(?:发布|发表|更新|来源|作者|时间|日期|编辑)(?:时间|日期)?\s*:?|[©Ⓒ]?\s*(?:原创|转载))$")
_HOTLINE = re.compile(
    r"(?:新闻)?(?:热线|电话|邮箱|投稿)\s*:?\s*[\d(]|今天是|星期[一二三四五六日天]\s*$|^欢迎(?:您|访问)"
)
_SITE_NAME = re.compile(
    r"^(?:湛江(?:云媒|雲媒|日报|晚报|新闻网?|日报社?数字报|发布)|媒体云|中国湛江|湛江云媒网|gdzjdaily)(?:客户端|网|官网|首页|APP)?$",
    re.IGNORECASE,
)
_BARE_DIGITS = re.compile(r"^(?:共?\s*+\d++\s*+页?|\.{2,3}|…|[<>«»‹›]|\s)++$")
LOG_IN = re.compile(r"登[录錄](?:湛江)?(?:云媒|雲媒)?[账帳賬][号號]|^登[录錄]$")


def is_end(line: Line) -> bool:
    """Say whether the article's own text may be over here: comments, boxes and the page's foot follow."""
    if len(line.text) > 80 or is_sentence(line):
        return False
    return bool(_SURE_END.match(line.folded) or _POSSIBLE_END.match(line.folded) or _FOOT.match(line.folded))


def is_foot(line: Line) -> bool:
    """Say whether a line is one that the page's foot and stories share."""
    return bool(_FOOT.match(line.folded))


def is_sure_end(line: Line) -> bool:
    """Say whether the article is over here whatever follows; a notice about copying may stand above a story too."""
    return len(line.text) <= 80 and not is_sentence(line) and bool(_SURE_END.match(line.folded)) and not _forbids(line)


def _forbids(line: Line) -> bool:
    return bool(_FORBIDS.search(line.folded)) and is_notice(line)


def is_sentence(line: Line) -> bool:
    """Say whether a line ends as sentences of a story do; labels, buttons and the page's foot have no full stop."""
    return line.text.endswith(("。", "。”", "！”", "？”"))


def is_like_a_story(line: Line) -> bool:
    """Say whether a line reads as a paragraph of a story does: a sentence, or clauses parted by punctuation marks."""
    if line.media or line.is_link or not (is_sentence(line) or _CLAUSES.search(line.text)):
        return False
    return not is_notice(line)


def is_headline_link(line: Line) -> bool:
    """Say whether a line is the link to an article, by its length."""
    return line.is_link and len(line.text) >= SHORTEST_HEADLINE


def begins_box(line: Line) -> bool:
    """Say whether a box of links (相关新闻 …) begins here."""
    return bool(_BOX.match(line.folded))


def is_notice(line: Line) -> bool:
    """Say whether the line is nothing but a notice about copying, such as 未经授权不得转载."""
    # A longer line is not even folded.
    return len(line.text) <= LONGEST and not line.text.startswith("“") and is_of_kind(line.folded, "notice")


def is_site_name(line: Line) -> bool:
    """Say whether the line is the name of the site or of one of its papers alone."""
    return bool(_SITE_NAME.match(line.folded))


def is_furniture(line: Line) -> bool:
    """Say whether the line begins as those do that belong to the page and not to the story; a sentence does not."""
    folded = line.folded
    if len(folded) > 60 or is_sentence(line):
        return False
    return bool(
        furniture_kind(folded)
        or is_site_name(line)
        or _FURNITURE.match(folded)
        or _BARE_DIGITS.match(folded)
        or LOG_IN.search(folded)
        or _NAVIGATION.search(folded)
        or _TAGS.match(folded)
    )


def is_tag_row(line: Line) -> bool:
    """Say whether the line names the article's keywords (标签：港口，航线)."""
    return len(line.text) <= 60 and not is_sentence(line) and bool(_TAGS.match(line.folded))


def can_head(line: Line) -> bool:
    """Say whether the line can stand on top of an article: a kicker, a headline or a deck, not what surrounds them."""
    text = line.folded
    if line.media or line.is_link or not 2 <= len(text) <= 120:
        return False
    return not (
        is_furniture(line) or is_notice(line) or is_end(line) or _HOTLINE.search(text) or _BARE_LABEL.match(text)
    )
