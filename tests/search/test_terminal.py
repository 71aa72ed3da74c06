"""The hits of a search as lines."""

from __future__ import annotations

from zhanjiang.processors.search_query import SearchQuery
from zhanjiang.search.terminal import lines
from zhanjiang.store.search import Hit


def _hit(**fields: str | None) -> Hit:
    usual = dict.fromkeys(("url", "kind", "channel", "source", "headline", "published_at", "passage"))
    return Hit(**{"id": "portal/1", **usual, **fields})  # type: ignore[arg-type]


def test_a_hit_is_two_lines_with_its_words_marked() -> None:
    passage = f"{'前' * 60}，新碼頭與舊码头{'後' * 60}"
    hit = _hit(headline="码头启用", channel="shizheng", published_at="2022-05-31T21:58:00+08:00", passage=passage)
    first, second = lines([hit, _hit(id="zjrb/2018-07-17/2108598", headline="码头")][:1], SearchQuery.parse("码头"))
    assert first == [("aside", "portal/1  2022-05-31  shizheng  "), ("hit", "码头"), ("heading", "启用")]
    assert [text for style, text in second if style == "hit"] == ["碼頭", "码头"]
    assert "".join(text for _, text in second) == f"    …{'前' * 16}，新碼頭與舊码头{'後' * 14}…"


def test_what_an_article_has_not_is_left_out_and_nothing_steers_the_terminal() -> None:
    shown = ["".join(text for _, text in line) for line in lines([_hit(headline="\x1b[2J港")], SearchQuery.parse("港"))]
    assert shown == ["portal/1  -           -  \ufffd[2J港"]
    assert [*lines([], SearchQuery.parse("港"))] == []
    [[_, no_headline]] = lines([_hit()], SearchQuery.parse("港"))
    assert no_headline == ("heading", "(no headline)")
