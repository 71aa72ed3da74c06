"""Stories that a page withholds: it shows their beginning or nothing, and asks for a log-in, an app or payment.

How short a text is, how it ends and what else the page shows come first; words only say what a line asks for. A story
about an app or a log-in has such words too: it shares others with its headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from zhanjiang.processors.text import fold_signs

_GATE: Final = "登[录陆]|注册|会员|付费|支付|购买|订阅|解锁|开通|试读|权限|专享"
_APP: Final = "扫码|扫描|扫一扫|二维码|长按|下载|客户端|APP|公众号|小程序|微信"
_REST: Final = "全文|全部|完整|剩余|余下|其余|继续阅读|部分内容|以下内容|畅读"
_SEEN: Final = "阅读|查看|浏览|观看|收看|可见|开放|链接|正文|内容|此文"
_ASKS: Final = re.compile(rf"(?=.*(?:{_GATE}|{_APP})).*(?:{_REST}|{_SEEN})", re.IGNORECASE)
_ASKS_FOR_REST: Final = re.compile(rf"(?=.*(?:{_GATE}|{_APP})).*(?:{_REST})", re.IGNORECASE)
_GATE_TO_REST: Final = re.compile(rf"(?=.*(?:{_GATE})).*(?:{_REST})")
_IS_REST: Final = re.compile("以下|剩余|余下|试读")
_WORDS: Final = re.compile(f"{_GATE}|{_APP}|{_REST}|{_SEEN}", re.IGNORECASE)
# A newsroom speaks to its reader, or of this very text.
_ADDRESSED: Final = re.compile(
    "^(?:您好[,，])?(?:请|打开|下载|扫码|继续阅读|未登录)|[本此该]文|[本此该]内容|试读|剩余|余下|以下"
)
_CUT: Final = ("…", "...")
_LONGEST_ASK: Final = 48
_LITTLE: Final = 72
_BEGINNING: Final = 280
"""In characters: a line that asks, a text that is little besides, and what may be no more than a story's beginning."""


def withholds(headline: str, text: str) -> bool:
    """Say whether a text ends in a line that asks for something before it shows the story, or is such a line.

    >>> withholds("港口开通新航线", "请登录后阅读全文。")
    True
    >>> withholds("港口开通新航线", "新航线昨日开通……\\n\\n下载APP查看全文")
    True
    >>> withholds("图书馆推出付费内容", "图书馆昨日推出付费内容，读者登录后可阅读全文。")
    False
    """
    *before, last = text.split("\n\n")
    if not before or len(text) <= _LITTLE:
        return any(_asks(paragraph, _ASKS, headline) for paragraph in (*before, last))
    if not _asks(last, _ASKS_FOR_REST, headline):
        return False
    return len(text) - len(last) < _BEGINNING or before[-1].endswith(_CUT) or bool(_IS_REST.search(last))


def may_be_beginning(text: str) -> bool:
    """Say whether a text may be the beginning of a story: it is short, or breaks off."""
    return len(text) < _BEGINNING or text.endswith(_CUT)


def may_ask(html: str) -> bool:
    """Say whether a page's source has a word for the rest of a text; cheap, where most have none."""
    return any(word in html for word in _REST.split("|"))


def asks_for_rest(headline: str, text: str, lines: Iterable[str]) -> bool:
    """Say whether lines of a page, which buttons may have, ask for something before they show the rest of a text."""
    pattern = _ASKS_FOR_REST if text.endswith(_CUT) else _GATE_TO_REST
    return any(_asks(line, pattern, headline) for line in lines)


def _asks(line: str, pattern: re.Pattern[str], headline: str) -> bool:
    """Say whether a line asks for something, and is no sentence of a story about it."""
    if len(line) > _LONGEST_ASK or not pattern.match(folded := fold_signs(line)):
        return False
    return bool(_ADDRESSED.search(folded)) or not _pairs(_WORDS.sub(" ", folded)) & _pairs(fold_signs(headline))


def _pairs(text: str) -> set[str]:
    """The pairs of letters that stand side by side."""
    return {f"{one}{other}" for one, other in pairwise(text) if one.isalnum() and other.isalnum()}
