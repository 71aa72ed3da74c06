"""The words that set the parts of a page apart, and the sentences of stories that hold the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from zhanjiang.pages.reading.labels import begins_box, can_head, is_end, is_furniture, is_notice
from zhanjiang.pages.reading.lines import Line


def _line(text: str, *, is_link: bool = False) -> Line:
    return Line(text, etree.Element("p"), linked=len(text) if is_link else 0)


_IS: list[tuple[Callable[[Line], bool], list[str], list[str]]] = [
    (
        is_end,
        [
            *(
                "评论一下",
                "評論一下",
                "评论 0人参与,0条评论",
                "最热评论",
                "还没有评论,快来抢沙发吧!",
                "湛图片",
                "热点新闻排行",
            ),
            "月点击 周点击",
        ],
        [
            *("评论员文章：守住底线", "湛图片展昨日开幕。", "活动现场有300人参与。", "数字报告厅启用"),
            "上一篇报道刊出后，反响热烈。",
        ],
    ),
    (
        begins_box,
        ["相关新闻", "【延伸阅读】", "相关阅读：", "推荐阅读 更多>>", "往期回顾"],
        ["相关新闻发布会定于下周举行", "相关部门回应", "更多阅读空间将开放"],
    ),
    (
        is_notice,
        ["湛江云媒客户端原创,未经授权不得转载", "未经授权不得转载", "转载请注明出处", "版权声明"],
        ["“未经许可，谁也不得进入。”", "原创歌曲登上舞台", "他转载了朋友的文章"],
    ),
    (
        is_furniture,
        [
            *(
                "分享到：",
                "扫一扫关注我们",
                "2步打开 媒体云APP",
                "展开详细",
                "图片",
                "[视频]",
                "1 2 3 下一页",
                "阅读 1.2万",
                "登录湛江云媒账号",
            ),
            *("当前位置：首页 > 时政", "湛江云媒客户端", "字号 大 中 小"),
        ],
        ["分享会现场座无虚席", "图片展昨日开幕", "首页刊登了这封信。", "微信群里热闹起来"],
    ),
]
_CASES = [
    (test, text, expected) for test, yes, no in _IS for texts, expected in ((yes, True), (no, False)) for text in texts
]


@pytest.mark.parametrize(("test", "text", "expected"), _CASES, ids=[f"{case[0].__name__}-{case[1]}" for case in _CASES])
def test_words(test: Callable[[Line], bool], text: str, expected: bool) -> None:
    assert test(_line(text)) is expected


@pytest.mark.parametrize("text", ["湛江港昨日开通新航线", "春耕", "“绿色粮仓”——湛江农事观察"])
def test_what_can_stand_on_top(text: str) -> None:
    assert can_head(_line(text)) and not can_head(_line(text, is_link=True))


@pytest.mark.parametrize(
    "text", ["新闻热线：3330000", "来源：", "©原创", "2026年5月1日 星期五", "湛江云媒", "春", "长" * 121, "评论一下"]
)
def test_what_cannot_stand_on_top(text: str) -> None:
    assert not can_head(_line(text))
