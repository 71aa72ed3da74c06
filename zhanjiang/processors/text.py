"""Text as a reader sees it: white space, full-width punctuation marks, and what makes two lines the same."""

from __future__ import annotations

import re
import unicodedata

# What no reader sees: controls, blanks without width, marks of direction, letters without ink, characters that are none
# or private (a font's own icons). An emoji may have some within it: joiners, and the tags of a flag.
_EMOJI = "[\U0001f000-\U0001faff\u2190-\u2bff\ufe0f]"
_VARIANT = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_UNSEEN = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    f"|(?<={_EMOJI})\u200d(?={_EMOJI})"
    "|(?P<unseen>[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    f"\U000e0000-\U000e00ff\U000e01f0-\U0010ffff]|(?:(?<={_VARIANT})|(?<=\\s)|^){_VARIANT})"
)
# The characters of nearly all lines: a search for others is quick, and needless work is saved.
_UNUSUAL = re.compile(
    "[^ -~\xa1-\xac\xae-\u033f\u2010-\u2027\u2030-\u205e\u2190-\u27ff\u3000-\u3163\u3165-\ud7ff\uff00-\uff9f]"
)
_BREAK = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NOT_LETTERS = re.compile(r"[\W_]+")
# A text of nothing else has the same letters in NFKC: nearly all have, and to normalise one takes most of the time.
_NORMAL = re.compile(
    "[ -~\n\xb7\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u3000-\u3002\u3007-\u3011\u3014-\u3017"
    "\u3400-\u4dbf\u4e00-\u9fff！（），：；？]*"
)
# Punctuation marks that mirrors and typists print full- or half-width at will, and the traditional forms of the
# characters in labels and roles: a grammar reads them as one. Every pair is one for one, so offsets stay valid.
_TRADITIONAL = (
    "來編輯責審輪總監評論參與條還沒關聞熱點擊圖數報記訊員實習見視頻攝導時間發佈閱讀覽體號應載權經許轉"
    "標題頁鏈訪問為裡萬專嚴臨爲舉書於雲僅們會傳內冊寫劃創別辦務區醫華協單廳臺後聽團國聲處備復學對廣開"
    "張歸當錄戶掃機檢歡氣瀏電畫碼稅籌籤糾約線細終繪絡絕統維綜網聯腳薦觀計設識詞話詳請謝賬資贊進郵採銀"
    "錯鍵鏡長門隊頂須顧預領館"
)
_SIMPLIFIED = (
    "来编辑责审轮总监评论参与条还没关闻热点击图数报记讯员实习见视频摄导时间发布阅读览体号应载权经许转"
    "标题页链访问为里万专严临为举书于云仅们会传内册写划创别办务区医华协单厅台后听团国声处备复学对广开"
    "张归当录户扫机检欢气浏电画码税筹签纠约线细终绘络绝统维综网联脚荐观计设识词话详请谢账资赞进邮采银"
    "错键镜长门队顶须顾预领馆"
)
_SIGNS = str.maketrans(f"：／＼｜丨︱│∣（）［］，；＆\u3000\xa0{_TRADITIONAL}", f":/\\|||||()[],;&  {_SIMPLIFIED}")
# By code, what each character becomes: a dictionary takes twice as long, since it raises an error for all others.
_FOLDED: list[int] = [*range(0x10000)]
for _code, _sign in _SIGNS.items():
    _FOLDED[_code] = _sign


def clean_line(text: str) -> str:
    """Collapse white space (also nbsp and the full-width space), drop invisible characters, strip both ends.

    >>> clean_line("\\u3000\\u3000湛江港 \\xa0 新航线\\u200b\\n")
    '湛江港 新航线'
    """
    text = " ".join(text.split())
    return " ".join(_as_seen(text).split()) if _UNUSUAL.search(text) else text


def clean_lines(text: str) -> str:
    """A text of several lines as it was written, with plain line breaks and without invisible characters.

    Every database takes it, and every line of it can be shown.

    >>> clean_lines("湛江\\r\\n\\x1b[2J港\\u2028 \\u3000好\\u202e\\0")
    '湛江\\n[2J港\\n \\u3000好'
    """
    return _as_seen(_BREAK.sub("\n", text))


def plain_line(text: str) -> str:
    """A text as one line that steers no terminal: pages, servers and users say what they like.

    A blank stands for each break and each invisible character, so that both can be seen; all others stay.

    >>> plain_line("failed  http://a.example/p/1.html  \\x1b[2J\\n湛江\\u3000港")
    'failed  http://a.example/p/1.html   [2J 湛江\\u3000港'
    """
    return _UNSEEN.sub(lambda match: _seen(match, " "), text.replace("\t", " ").replace("\n", " "))


def marked_text(text: str) -> str:
    """A text of several lines that steers no terminal: a mark stands for each invisible character.

    It is as long as the text, so that places in it stay valid.

    >>> marked_text("湛江\\x1b[2J\\r\\n港")
    '湛江\ufffd[2J \\n港'
    """
    return _UNSEEN.sub(lambda match: _seen(match, "\ufffd"), text.replace("\r\n", " \n"))


def _as_seen(text: str) -> str:
    """A text without what no reader sees, also where that is so only once its neighbours are gone."""
    while (seen := _UNSEEN.sub(_seen, text)) != text:
        text = seen
    return text


def _seen(match: re.Match[str], instead: str = "") -> str:
    """What stands for a match: nothing, or a sign, for what no reader sees; emoji stay."""
    return match[0] if match["unseen"] is None else instead


def fold_signs(text: str) -> str:
    """Make full-width punctuation marks half-width and the characters of labels simplified, one for one.

    >>> fold_signs("来源：湛江日报（霞山）")
    '来源:湛江日报(霞山)'
    >>> fold_signs("來源：湛江雲媒")
    '来源:湛江云媒'
    """
    return text.translate(_FOLDED)


def letters(text: str) -> str:
    """The letters and digits alone, NFKC-folded, in lower case: what two prints of one headline share.

    >>> letters("报小拍 | 清零！") == letters("报小拍｜清零!")
    True
    """
    normal = text if _NORMAL.fullmatch(text) else unicodedata.normalize("NFKC", text)
    return _NOT_LETTERS.sub("", normal).lower()
