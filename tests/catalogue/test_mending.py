"""The archive mended: what cannot be read any more is fetched again, all of it and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.archive.building import kept, write
from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import Capture
from zhanjiang.archive.records import Exchange
from zhanjiang.catalogue.mending import Mending
from zhanjiang.catalogue.verification import Verification
from zhanjiang.store import Store, captures, crawls, ledger
from zhanjiang.times import moment

_LATER = "2999-01-01T00:00:00Z"
_TOLD = "2026-11-25T01:02:{:02}.000000Z"


def _url(number: int) -> str:
    return f"https://www.example/p/{number}.html"


def _visit(number: int, second: int, body: bytes | None = None, **more: object) -> Exchange:
    """A visit of an article's page, at a second of one minute."""
    metadata = {"run": 1, "page": f"/p/{number}.html", "kind": "article", "article": f"portal/{number}"}
    text = body or f"<html><body><h1>赤坎老街{number}</h1></body></html>".encode()
    return kept(_url(number), text, taken_at=_TOLD.format(second), metadata=metadata, **more)  # type: ignore[arg-type]


def _archive(store: Store, folder: Path, *visits: Exchange, name: str = "articles-run1") -> list[Capture]:
    taken = write(folder, *visits, name=name)
    with store.transaction() as connection:
        captures.add(connection, taken)
    return taken


def _store_pages(store: Store, *numbers: int) -> None:
    """Pages that a run with an archive stored, and that are not due for long."""
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {}, {})
        for name, url in ((f"/p/{number}.html", _url(number)) for number in numbers):
            ledger.add(connection, [PageRef(name, url, "article")], run, "stored")
            ledger.write(connection, name, {"last_fetched": moment(), "due": _LATER, "etag": '"7"'})


def _mend(store: Store, folder: Path) -> tuple[list[str], set[str], set[str]]:
    """What mending reports, the pages that it says are fetched again, and those that are due now."""
    mending = Mending(store, folder)
    lines = [*mending.mend()]
    with store.reading() as connection:
        rows = ledger.rows_of(connection, [f"/p/{number}.html" for number in range(10)])
    due = {name for name, row in rows.items() if row.due != _LATER}
    assert all(rows[name].etag is None for name in due)
    return lines, mending.pages, due


def _problems(store: Store, folder: Path) -> list[str]:
    return [*Verification(store, folder, lambda _bytes: None).problems()]


def _damage(path: Path, offsets: Sequence[int]) -> None:
    data = bytearray(path.read_bytes())
    for offset in offsets:
        data[offset + 40] ^= 0xFF
    path.write_bytes(data)


def test_all_pages_of_a_missing_file_are_fetched_again(store: Store, tmp_path: Path) -> None:
    [first, *_] = _archive(store, tmp_path, *(_visit(number, number) for number in range(4)))
    _store_pages(store, *range(4))
    (tmp_path / first.file).unlink()
    lines, told, due = _mend(store, tmp_path)
    assert lines == [f"{first.file}  is not in {tmp_path}: forgotten"]
    assert told == due == {f"/p/{number}.html" for number in range(4)}


def test_of_a_missing_file_only_the_latest_visits_are_fetched_again(store: Store, tmp_path: Path) -> None:
    old = _archive(store, tmp_path, _visit(1, 1), _visit(2, 2), _visit(3, 3), name="articles-run1")
    lost = _archive(
        store,
        tmp_path,
        _visit(1, 11, b"<p>changed</p>"),  # the stored text is of this visit
        _visit(2, 12, b"<p>changed</p>"),  # and here of the one after it
        _visit(4, 14),  # of which the next says that nothing has changed
        _visit(5, 15),  # which is gone by now
        _visit(6, 16),  # which a server's error hides since then
        name="articles-run2",
    )
    unchanged = _visit(4, 24, previous=lost[2])
    again = (_visit(2, 22), unchanged, _visit(5, 25, b"404", status=404), _visit(6, 26, b"500", status=500))
    _archive(store, tmp_path, *again, name="articles-run3")
    _store_pages(store, *range(1, 7))
    with store.transaction() as connection:
        ledger.write(connection, "/p/5.html", {"state": "gone"})
    assert old[0].file != lost[0].file
    (tmp_path / lost[0].file).unlink()
    _, told, due = _mend(store, tmp_path)
    assert told == due == {"/p/1.html", "/p/4.html", "/p/6.html"}


def test_one_damaged_record_costs_its_own_page_alone(store: Store, tmp_path: Path) -> None:
    taken = _archive(store, tmp_path, *(_visit(number, number) for number in range(6)))
    _store_pages(store, *range(6))
    path = tmp_path / taken[0].file
    _damage(path, [taken[1].offset])
    lines, told, due = _mend(store, tmp_path)
    assert len(lines) == 1 and lines[0].endswith(": taken out")
    assert told == due == {"/p/1.html"}
    with store.reading() as connection:
        assert [one.article for one in captures.of_run(connection, 1)] == [f"portal/{n}" for n in (0, 2, 3, 4, 5)]
    assert _problems(store, tmp_path) == [f"/p/1.html  {_url(1)}  no record of this page can be read"]


def test_a_damaged_request_costs_no_page(store: Store, tmp_path: Path) -> None:
    taken = _archive(store, tmp_path, *(_visit(number, number) for number in range(3)))
    _store_pages(store, *range(3))
    path = tmp_path / taken[0].file
    _damage(path, [taken[0].offset + taken[0].length])
    lines, told, due = _mend(store, tmp_path)
    assert (len(lines), told, due) == (1, set(), set())
    assert _problems(store, tmp_path) == []


def test_a_file_that_was_emptied_or_cut_is_told_record_by_record(store: Store, tmp_path: Path) -> None:
    taken = _archive(store, tmp_path, *(_visit(number, number) for number in range(3)))
    _store_pages(store, *range(3))
    path = tmp_path / taken[0].file
    path.write_bytes(path.read_bytes()[: taken[1].offset])
    lines, told, due = _mend(store, tmp_path)
    end = "the store knew a record there, which cannot be read: forgotten"
    assert lines == [f"{path.name}  {one.offset}  {end}" for one in taken[1:]]
    assert told == due == {"/p/1.html", "/p/2.html"}
    path.write_bytes(b"")
    lines, told, due = _mend(store, tmp_path)
    assert lines == [f"{path.name}  {taken[0].offset}  {end}"]
    assert "/p/0.html" in told and due == {"/p/0.html", "/p/1.html", "/p/2.html"}


def test_a_sound_archive_has_nothing_to_mend(store: Store, tmp_path: Path) -> None:
    _archive(store, tmp_path, *(_visit(number, number) for number in range(3)))
    _store_pages(store, *range(3))
    assert _mend(store, tmp_path) == ([], set(), set())
