"""What only some kinds have on its way into the store: added, replaced by what a later visit shows, nothing else."""

from __future__ import annotations

from dataclasses import replace

from tests.store.conftest import postgresql_url, store, store_url
from zhanjiang.items import Article, LiveEntry, Particulars
from zhanjiang.pipelines.store_particulars import StoreParticularsPipeline
from zhanjiang.store import Store, particulars

__all__ = ["postgresql_url", "store", "store_url"]

_FIRST = Particulars(
    article="portal/7",
    player="https://www.example/video/player?id=7",
    entries=[LiveEntry("10:05", "开桨。")],
    fetched_at="2022-05-31T14:03:00Z",
)


def test_a_later_visit_replaces_what_is_known(store: Store) -> None:
    pipeline = StoreParticularsPipeline(store)
    later = replace(_FIRST, player=None, entries=[LiveEntry("10:20", "冲线！"), *_FIRST.entries])
    for told in (_FIRST, later):
        assert pipeline.process_item(told) is told
    with store.transaction() as connection:
        assert particulars.of_article(connection, "portal/7") == later
        assert particulars.of_article(connection, "portal/8") is None


def test_an_article_passes(store: Store) -> None:
    article = Article("portal/7")
    assert StoreParticularsPipeline(store).process_item(article) is article
