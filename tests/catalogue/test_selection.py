"""Parts of the archive: a day, a run or articles, and what it takes to show them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.archive.building import PAGE, URL, as_previous, kept, write
from zhanjiang.archive import Capture
from zhanjiang.catalogue import selection
from zhanjiang.items import Article, Image
from zhanjiang.store import Store, articles, captures

_LATER = "2026-11-25T16:00:00.000000Z"  # the next day on the portal
_PICTURE = "https://img.example/1.jpg"


def _add(store: Store, taken: Iterable[Capture]) -> None:
    with store.transaction() as connection:
        captures.add(connection, taken)


def _save(store: Store) -> None:
    pictures = [Image(_PICTURE, None), Image(None, None)]
    article = Article(id="portal/2665093", headline="新港", text="一。", revision=1, content_hash="1", images=pictures)
    with store.transaction() as connection:
        articles.save(connection, article)


def _selected(store: Store, kind: str, typed: str) -> list[str]:
    with store.reading() as connection:
        return [capture.url for capture in selection.read(kind, typed)(connection)]


def test_a_day_is_the_portals(store: Store, tmp_path: Path) -> None:
    _add(store, write(tmp_path, kept(), kept(f"{URL}?v=1", taken_at=_LATER)))
    assert _selected(store, "day", "2026-11-25") == [URL]
    assert _selected(store, "day", "2026-11-26") == [f"{URL}?v=1"]
    assert _selected(store, "run", "1") == [URL, f"{URL}?v=1"]
    assert _selected(store, "run", "2") == []


@pytest.mark.parametrize("typed", ["2665093", "portal/2665093", "2665000-2665999"])
def test_articles_come_with_their_pictures(store: Store, tmp_path: Path, typed: str) -> None:
    _add(
        store,
        write(tmp_path, kept(), kept(_PICTURE, b"picture", metadata={"run": 1}), kept(f"{URL}x", metadata={"run": 1})),
    )
    _save(store)
    assert _selected(store, "ids", typed) == [URL, _PICTURE]


def test_a_range_selects_only_what_was_fetched(store: Store, tmp_path: Path) -> None:
    _add(store, write(tmp_path, kept()))
    assert _selected(store, "ids", "1-2665092,2665094-2700000") == []


@pytest.mark.parametrize(("kind", "typed"), [("day", "2026-11-31"), ("run", "last"), ("ids", "湛江"), ("ids", "")])
def test_what_cannot_be_read_is_refused_with_what_is_allowed(kind: str, typed: str) -> None:
    with pytest.raises(ValueError, match=f"^--{kind} '{typed}': give "):
        selection.read(kind, typed)


def test_a_revisit_is_shown_with_what_it_refers_to(local_store: Store, tmp_path: Path) -> None:
    [first] = write(tmp_path, kept())
    same, unchanged = write(
        tmp_path,
        kept(taken_at=_LATER, previous=as_previous(first)),
        kept(body=b"", status=304, taken_at=_LATER, previous=as_previous(first)),
        name="articles-run2",
    )
    _add(local_store, [first, same, unchanged])
    with local_store.reading() as connection:
        assert selection.to_show(connection, tmp_path, [same]) == ([first, same], [same])
        assert selection.to_show(connection, tmp_path, [unchanged]) == ([first], [first])
        assert selection.to_show(connection, tmp_path, [first]) == ([first], [first])


def test_pages_are_listed_by_their_stored_headlines_articles_first(local_store: Store, tmp_path: Path) -> None:
    listing = {"run": 1, "page": "/tiyu/index.html", "kind": "listing", "channel": "tiyu"}
    taken = write(
        tmp_path,
        kept("https://www.example/tiyu/", metadata=listing),
        kept(taken_at=_LATER),
        kept(f"{URL}?part=2", metadata=PAGE | {"is_further": True}),
        kept("https://www.example/p/8.html", metadata=PAGE | {"article": "portal/8", "headline": "港口"}),
        kept("https://www.example/p/9.html", status=404, metadata=PAGE | {"article": "portal/9"}),
        kept(_PICTURE, b"picture", metadata={"run": 1}),
    )
    _save(local_store)
    with local_store.reading() as connection:
        pages = selection.pages_of(connection, taken)
    assert [page.title for page in pages] == ["港口", "新港", "https://www.example/tiyu/"]
