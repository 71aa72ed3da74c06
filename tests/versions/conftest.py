"""A made-up article in three revisions, for the tests of what is told of them."""

from __future__ import annotations

import dataclasses

import pytest

from zhanjiang.items import Article, Image, Person

_TALK = (
    "渔民们说，往年这个时候港里停满了船，如今航道疏浚，出海的日子比从前多了，"
    "家里的收入也跟着涨了起来，孩子们放学后都爱到堤上看船。"
)


@pytest.fixture
def revisions() -> list[Article]:
    """Give revision 1, an edited 2 and a reparsed 3 of one article."""
    first = Article(
        id="portal/2700001",
        url="https://www.example/p/2700001.html",
        headline="硇洲渔港举行开渔活动",
        source="湛江云媒",
        authors=[Person("记者", "温可立")],
        text=f"硇洲渔港昨日开渔。\n\n{_TALK}\n\n活动有一百人参加。",
        images=[Image("https://img.example/a.jpg", "渔船出港。")],
        revision=1,
        content_hash="1" * 64,
        fetched_at="2026-05-01T02:00:00+00:00",
    )
    edited = dataclasses.replace(
        first,
        headline="硇洲渔港举办开渔活动",
        text=first.text and first.text.replace("一百人", "三百人"),
        images=[Image("https://img.example/a.jpg", "渔船出港。温可立 摄")],
        revision=2,
        revision_cause="edited",
        content_hash="2" * 64,
        fetched_at="2026-05-02T02:00:00+00:00",
    )
    reparsed = dataclasses.replace(
        edited,
        authors=[Person("记者", "温可立"), Person("通讯员", "庞小满")],
        revision=3,
        revision_cause="reparsed",
        content_hash="3" * 64,
        fetched_at="2026-05-03T02:00:00+00:00",
    )
    return [first, edited, reparsed]
