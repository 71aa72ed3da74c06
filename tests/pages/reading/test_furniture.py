"""Lines of which every word is furniture, and lines of a story that begin alike."""

from __future__ import annotations

import pytest

from zhanjiang.pages.reading import furniture
from zhanjiang.pages.reading.furniture import furniture_kind
from zhanjiang.processors.text import fold_signs

_KINDS = {
    "share": [
        *(
            "点赞 12分享到：微信微博QQ空间",
            "分享至好友和朋友圈",
            "T + -",
            "A+ A-",
            "小字号",
            "我要分享",
            "【大 中 小】",
        ),
        *(
            "【大 中 小】",
            "字体：大 中 小",
            "评论 收藏 分享",
            "阅读量：3.4万",
            "微信扫一扫分享",
            "赞 12 | 踩 0",
            "举报/反馈",
        ),
    ],
    "notice": [
        *("未经授权不得转载", "湛江日报、湛江云媒客户端原创", "转载请注明来源：湛江云媒", "版权声明"),
        *("（本文系湛江云媒原创，未经授权不得转载，违者必究）", "本作品版权归湛江云媒所有，未经书面许可，请勿转载。"),
        "凡本网注明“来源：湛江日报”的所有作品，均为本网合法拥有版权的作品，未经本网授权不得转载、摘编。",
    ],
    "code": ["扫描二维码关注湛江云媒", "长按识别二维码", "2步打开 媒体云APP", "展开详细", "扫一扫关注我们"],
    "end": ["- END -", "—— 完 ——", "（全文完）", "END"],
    "about": ["关于作者"],
    "pager": ["第 1 页 共 2 页", "共2页 [1] [2]", "1 2 3 下一页", "第1页/共3页", "1/5页"],
    "placeholder": ["图片", "[视频]", "查看原图", "广告", "【广告】"],
}
_STORY = [
    *("经查，当事人未经许可经营烟花爆竹，执法人员当场扣押。", "这批歌曲的版权归市歌舞团所有。", "1984", "12 45"),
    *(
        "分享会现场座无虚席",
        "广告业座谈会",
        "扫码进入预约页面，选择场次",
        "原创歌曲登上舞台",
        "大",
        "下一篇章，从海上开始",
    ),
    *("关于作者的故事", "市图书馆提醒：未经授权不得转载馆藏照片。", "打印店生意红火", "完", "图片展昨日开幕", "我们"),
]


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in _KINDS.items() for line in lines])
def test_all_words_are_of_one_kind(kind: str, line: str) -> None:
    assert furniture_kind(fold_signs(line)) == kind


@pytest.mark.parametrize("line", _STORY)
def test_a_line_with_other_content_is_of_no_kind(line: str) -> None:
    assert furniture_kind(fold_signs(line)) is None


@pytest.mark.parametrize("vocabulary", furniture._VOCABULARIES.values(), ids=furniture._VOCABULARIES)
def test_words_begin_with_a_letter_or_digit(vocabulary: furniture._Vocabulary) -> None:
    """Whether a line's first one begins a word is asked first."""
    signs = [sign for sign in map(chr, range(0x10000)) if not (sign.isalnum() or sign == "_" or sign.isspace())]
    assert [sign for sign in ["", *signs] if vocabulary.words.match(sign)] == []
