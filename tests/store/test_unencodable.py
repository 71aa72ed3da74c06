"""What no database takes is replaced wherever it comes from: a header, a page's script, an address."""

from __future__ import annotations

from zhanjiang.addresses.page import PageRef
from zhanjiang.items import Article, Image, Person
from zhanjiang.pipelines.replace_unencodable import ReplaceUnencodablePipeline
from zhanjiang.store import Store, articles, held_back, ledger, quarantine, similar
from zhanjiang.store.quarantine import QuarantinedPage

_ODD = "港\0区\ud83d"
_WHOLE = "港\ufffd区\ufffd"


def test_texts_and_json_are_written_and_found_again(store: Store) -> None:
    article = Article(
        id="portal/1",
        url=f"https://www.example/{_ODD}",
        addresses=[f"https://www.example/{_ODD}"],
        kind="article",
        headline=_ODD,
        text=_ODD,
        authors=[Person(_ODD, _ODD)],
        images=[Image(_ODD, _ODD)],
        extracted_by={"headline": "data"},
        content_hash="1",
        revision=1,
    )
    page = PageRef(f"/p/{_ODD}", f"https://www.example/{_ODD}", "article", "portal/1", None, _ODD)
    with store.transaction() as connection:
        run = 1
        ledger.add(connection, [page], run, "queued")
        ledger.write(connection, page.page, {"state": "quarantined", "reason": _ODD, "etag": _ODD})
        similar.save(connection, article)
        held_back.hold(connection, article, run, _ODD)
        quarantine.keep(connection, QuarantinedPage(page.url, "read", _ODD, f"Traceback {_ODD}", b"\0", _ODD))
        quarantine.keep(connection, QuarantinedPage(page.url, "read", _ODD, None, b"\0", _ODD))
    with store.reading() as connection:
        [stored] = articles.revisions(connection, "portal/1")
        [kept] = quarantine.kept(connection)
        row = ledger.rows_of(connection, [page.page])[f"/p/{_WHOLE}"]
    assert (stored.headline, stored.text, stored.authors[0].name, stored.images[0].url) == (_WHOLE,) * 4
    assert stored.addresses == [f"https://www.example/{_WHOLE}"]
    assert (row.state, row.reason, row.etag) == ("quarantined", _WHOLE, _WHOLE)
    assert (kept.reason, kept.content_type, kept.body) == (_WHOLE, _WHOLE, b"\0")


def test_an_item_is_what_the_store_will_have() -> None:
    item = ReplaceUnencodablePipeline().process_item(Article(headline=_ODD, authors=[Person("文", _ODD)], pages=2))
    assert item == Article(headline=_WHOLE, authors=[Person("文", _WHOLE)], pages=2)
