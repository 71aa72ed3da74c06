"""Text as a reader sees it: white space, full-width punctuation marks, and what makes two lines the same."""

from __future__ import annotations

import re
import unicodedata

# What no reader sees: controls, zero-width spaces, marks of direction, and private characters, which are a font's own
# icons. A joiner within an emoji is seen.
_EMOJI = "[\U0001f000-\U0001faff\u2190-\u2bff\ufe0f]"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff]"
    f"|(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})"
)
_NOT_LETTERS = re.compile(r"[\W_]+")
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
_SIGNS = str.maketrans(f"：／＼｜丨︱│∣（），；＆\u3000\xa0{_TRADITIONAL}", f":/\\|||||(),;&  {_SIMPLIFIED}")


def clean_line(text: str) -> str:
    """Collapse white space (also nbsp and the full-width space), drop invisible characters, strip both ends.

    >>> clean_line("\\u3000\\u3000湛江港 \\xa0 新航线\\u200b\\n")
    '湛江港 新航线'
    """
    text = " ".join(text.split())
    return text if text.isprintable() else _INVISIBLE.sub("", text).strip()


def fold_signs(text: str) -> str:
    """Make full-width punctuation marks half-width and the characters of labels simplified, one for one.

    >>> fold_signs("来源：湛江日报（霞山）")
    '来源:湛江日报(霞山)'
    >>> fold_signs("來源：湛江雲媒")
    '来源:湛江云媒'
    """
    return text.translate(_SIGNS)


def letters(text: str) -> str:
    """The letters and digits alone, NFKC-folded, in lower case: what two prints of one headline share.

    >>> letters("报小拍 | 清零！") == letters("报小拍｜清零!")
    True
    """
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()
