"""``scrapy maintain``: each option does its work, and says so."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tests.commands.conftest import Scrapy
from zhanjiang.items import Article
from zhanjiang.store import articles, open_store, search
from zhanjiang.store.lock import open_locked


def _fill(folder: Path) -> None:
    store = open_store(f"sqlite:///{folder}/data/zhanjiang.db")
    with store.transaction() as connection:
        for number in (1, 2):
            articles.save(connection, Article(id=f"portal/{number}", headline="码头", revision=1, content_hash="0"))
    store.close()


def test_a_complete_index_is_made_anew(scrapy: Scrapy, tmp_path: Path) -> None:
    _fill(tmp_path)
    done = scrapy("maintain", "--reindex")
    assert (done.returncode, done.stdout) == (0, "2 articles indexed: `scrapy search` finds them\n")
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.reading() as connection:
        assert not search.is_incomplete(connection)
        assert search.count(connection, search.SearchQuery.parse("码")) == 2
    store.close()
    assert len(scrapy("search", "码头", "--json").stdout.splitlines()) == 2


def test_nothing_to_do_is_a_mistake(scrapy: Scrapy) -> None:
    done = scrapy("maintain")
    assert done.returncode == 2
    assert done.stderr == "scrapy maintain: say what to do, as in: scrapy maintain --reindex\n"


def test_a_store_that_is_written_or_missing_is_told(scrapy: Scrapy, tmp_path: Path) -> None:
    assert scrapy("maintain", "--reindex").returncode == 1
    assert not (tmp_path / "data").exists()
    with ExitStack() as stack:
        open_locked(f"sqlite:///{tmp_path}/data/zhanjiang.db", stack)
        done = scrapy("maintain", "--reindex")
    assert done.returncode == 75 and "another run is writing the store" in done.stderr
