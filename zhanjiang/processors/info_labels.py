"""The words of an info line: labels before values, and what else programs put beside them (counts, tools, places)."""

from __future__ import annotations

from zhanjiang.processors.dates import AGO
from zhanjiang.processors.lazy_pattern import lazy_pattern
from zhanjiang.processors.names import SURNAMES
from zhanjiang.processors.roles import MEDIA, TITLE_WORDS

_SIGN = r"\s*(?:[:|/]|\s[·•-]\s)"
_SOURCE = r"(?:文章|信息|稿件|新闻|本文|原文|内容|消息|转载)?(?:来\s{0,4}源(?:媒体|网站|于)?|稿源|出处|来自|转自|摘自)"
_BYLINE = r"(?:(?:文章|本文|原文)?作\s{0,4}者(?:姓名)?|采写)"
_WHEN = r"(?:时\s{0,4}间|日\s{0,4}期)"
_PUBLISHED = r"发布|发表|刊发|见报|采编|首发|发稿|发文|上线|上传|出版"
_CHANGED = r"更新|修改|编辑|审核|采集|创建|整理|校对|抓取|最后更新|最近更新"
_PROVINCE = (
    r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南"
    r"|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古|香港|澳门|台湾)"
)
_NAME = rf"[{''.join(sorted(SURNAMES))}][一-鿿]{{1,2}}(?:\s|$|\|)"
_PAPER = r"[一-鿿]{2,8}(?:报|网|台|社|云媒|客户端|发布)(?:\s|$|\|)"
_COUNTED = r"阅读|浏览|点击|访问|播放|评论|点赞|收藏|转发|分享|人气|热度|跟贴|留言|参与"
_TOOL = (
    r"纠错|复制链接|朗读|听新闻|收听|语音播报|繁体|简体|大|中|小|[AT]\s?[+-]|[AT]|举报|投诉|收藏|打印|分享|转发|关注|评论|点赞|留言|跟贴"
    r"|时间|日期|微信好友|微信|新浪微博|腾讯微博|微博|朋友圈|QQ空间|QQ好友|QQ|抖音|我要分享|我要评论|我有话说\s*\(?|发表评论|更多|\[大|\[|[+-]"
)
# The labels that readers see before a value. The name of the group is the kind of the label.
LABEL = lazy_pattern(
    rf"(?P<source>[\[【]?{_SOURCE}{_SIGN}|[\[【]\s*{_SOURCE}\s*[\]】]\s*:?)"
    rf"|(?P<byline>[\[【]?{_BYLINE}{_SIGN}|[\[【]\s*{_BYLINE}\s*[\]】]\s*:?)"
    r"|(?P<credit>(?:(?:责\s*任|值\s*班|见\s*习)?\s*编\s{0,4}辑|责\s{0,4}编|校\s{0,4}对|审\s{0,4}核|值班(?:主任|编委|总编辑?|领导)"
    r"|[一二三初复终]审)\s*:)"
    rf"|(?P<date>(?:{_PUBLISHED}|{_CHANGED})?{_WHEN}\s*:|(?:{_PUBLISHED}|{_CHANGED})于\s*:?|(?:{_PUBLISHED}|{_CHANGED})\s*:(?=\s*$))"
    rf"|(?P<other>(?:{_COUNTED})(?:量|数|次数)?\s*[:(]?\s*[\d.]+\s*[万wWkK]?\+?\s*[次人条]?\)?"
    rf"|(?<![\d.])[\d.]+\s*万?\+?\s*(?:人|次|条)?\s*(?:{_COUNTED})"
    r"|(?:阅读|浏览|点击|访问|播放)(?:量|数|次数)?\s*(?::|$)"
    r"|[\[【(]?字\s?[号体](?:大小)?\s*:?|分享(?:到|至)\s*:?|打印(?:本页|本文)?|收藏(?:本文)?|关注我们|评论\s*:|关键词\s*:|标签\s*:"
    rf"|(?:IP\s*)?(?:归)?属地\s*:?\s*{_PROVINCE}?|发[布表]于\s*{_PROVINCE}"
    rf"|(?:^|(?<=[\s:|【\[(]))(?:{_TOOL})(?=\s|$|[\]】|]))"
)
# Beside these, any word before a colon is a label whose value is neither source nor people; 来源 and 作者 need no sign.
PART = lazy_pattern(
    # A label needs no blank before it: where dates were blanked out, each blank would be tried as all of them.
    r"(?!\s)(?:"
    + LABEL.pattern.replace(r"(?P<other>", rf"(?P<place>(?:^|(?<=\s)){_PROVINCE}(?:省|湛江市?)?(?=\s|$))|(?P<other>", 1)
    + rf"|(?:^|(?<=[\s|]))(?P<blank_source>{_SOURCE})(?:\s+(?=\S)|(?={_PAPER}|[A-Za-z]))"
    + rf"|(?:^|(?<=[\s|]))(?P<blank_byline>{_BYLINE})(?:\s+(?=\S)|(?={TITLE_WORDS}|{_NAME}))"
    + rf"|(?:^|(?<=[\s|]))(?P<unknown>(?!(?:{MEDIA}|{TITLE_WORDS})\s*:)"
    + rf"(?![一-鿿]*(?:{_SOURCE}|{_BYLINE}|{_WHEN}|编辑|审核)\s*:)[一-鿿]{{2,6}}\s*:))"
)
BARE_LABEL = lazy_pattern(
    rf"[\[【]?(?:{_SOURCE}|{_BYLINE}|(?:{_PUBLISHED})?{_WHEN}|{_PUBLISHED}|(?:责任|值班)?编\s{{0,4}}辑|责编|校对|审核)[\]】]?\s*:?"
)
"""A label that stands alone in its block or cell, its value in the next."""
LABEL_ALONE = lazy_pattern(rf"[\[【]?(?:{_SOURCE}|{_BYLINE}|{MEDIA}|{TITLE_WORDS})[\]】]?")
"""A label or a role in an element of its own, its value in the next or after it, with no sign between."""
SOURCE = lazy_pattern(_SOURCE)
"""The label of a source, with or without a sign after it."""
CHANGED = lazy_pattern(rf"(?:{_CHANGED})(?:于|{_WHEN})?\s*[:|]?\s*$")
"""What stands before a date that is not the publication's."""
CHANGED_AFTER = lazy_pattern(rf"\s*(?:{_CHANGED})(?!\s*:|\s*于|\s*{_WHEN})")
"""What stands after one."""
PUBLISHED_AFTER = lazy_pattern(rf"\s*(?:{_PUBLISHED})(?!\s*:|\s*于|\s*{_WHEN})")
"""What stands after the publication's date."""
PUBLISHED = lazy_pattern(rf"(?:(?:{_PUBLISHED})(?:于|{_WHEN})?|{_WHEN})\s*[:|]?\s*$")
"""What stands before the publication's date."""
MARKS = lazy_pattern(
    r"[©Ⓒ]\s*(?:原创|转载)?|\[?(?:原创|转载)\]?(?=\s|\d)"
    rf"|(?:(?<![一-鿿])(?:发布|发表|更新)|(?<!\d){AGO}(?:发布|发表|更新)?)(?=\s|$|[|/)])"
)
"""What stands in an info line without being its date, its source or its people."""
TOOL = lazy_pattern(r"微博|微信|QQ|空间|字[号体]|收藏|分享|[AT][+-]|评论|举报")
"""What no source's name has."""
CHANNEL = lazy_pattern(r"(?:新闻|要闻|频道|栏目|资讯)$")
"""What a channel's name ends in, after a source's."""
EDGES = " |/·,、丨｜-—–>[]【】\n\t•∙‧"
BREAK = lazy_pattern(r"\s*[|\n]\s*|\s+[·•∙‧/—–-]+\s+|·(?=\S{2,5}:)")
"""What parts one value of an info line from the next."""
