"""The names that readers know: of channels, papers, kinds, states and outcomes; what has none stays as it is stored."""

from __future__ import annotations

from typing import Final

from zhanjiang.addresses.newspapers import PAPERS

_CHANNELS: Final = {
    "shizheng": "时政", "shehui": "社会", "jingji": "经济", "minsheng": "民生", "xianqu": "县区", "tupian": "图片",
    "shipin": "视频", "-": "未分频道",
}  # fmt: skip
_KINDS: Final = {"pictures": "图集", "video": "视频", "live": "直播", "link": "外链"}
_OUTCOMES: Final = {"finished": "完成", "shutdown": "提前结束", "killed": "被中断", None: "进行中"}
_STATES: Final = {"failed": "抓取失败", "incomplete": "不完整", "quarantined": "无法解析"}
_SPIDERS: Final = {"articles": "文章", "newspaper": "报纸", "frontpage": "头版与排行"}
PERIODS: Final = {"day": "日点击", "week": "周点击", "month": "月点击"}
"""The rankings, in the order in which they are shown."""
COUNTED: Final = {
    "articles/new": "新增", "articles/edited": "修改", "articles/collated": "据另一来源校订",
    "articles/unchanged": "未变", "articles/gone": "已撤",
    "articles/reprint": "转载", "ledger/failed": "抓取失败", "ledger/incomplete": "不完整",
    "ledger/quarantined": "无法解析",
}  # fmt: skip
"""What is shown of each run by its counts."""


def channel(name: str) -> str:
    """The name of a channel.

    >>> channel("shizheng"), channel("kexue")
    ('时政', 'kexue')
    """
    return _CHANNELS.get(name, name)


def place(channel_name: str | None, series: str) -> str:
    """Where an article of a series stands: its channel, or its paper.

    >>> place("shehui", "portal"), place(None, "zjwb/2018-07-17"), place(None, "portal")
    ('社会', '湛江晚报', '')
    """
    return channel(channel_name) if channel_name else PAPERS.get(series.partition("/")[0], "")


def paper(name: str) -> str:
    """The name of a newspaper."""
    return PAPERS.get(name, name)


def kind(name: str | None) -> str:
    """What a list says of an article that is no plain one, else nothing."""
    return _KINDS.get(name or "", "")


def outcome(name: str | None) -> str:
    """How a run ended."""
    return _OUTCOMES.get(name, name or "")


def state(name: str) -> str:
    """Why a page is bad."""
    return _STATES.get(name, name)


def spider(name: str) -> str:
    """What a run was for."""
    return _SPIDERS.get(name, name)


def host(address: str) -> str:
    """The host of an address."""
    return address.partition("://")[2].partition("/")[0] or address
