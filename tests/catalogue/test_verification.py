"""The archive checked against the store: what is damaged, unknown, missing or lost."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.archive.building import URL, kept, write
from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import Capture
from zhanjiang.catalogue.verification import Verification
from zhanjiang.store import Store, captures, crawls, ledger
from zhanjiang.times import moment


def _verify(store: Store, folder: Path) -> tuple[Verification, list[str]]:
    verification = Verification(store, folder, lambda _bytes: None)
    return verification, [*verification.problems()]


def _add(store: Store, taken: Iterable[Capture]) -> None:
    with store.transaction() as connection:
        captures.add(connection, taken)


def _store_page(store: Store, number: int) -> None:
    """A page that a run with an archive stored."""
    name = f"/p/{number}.html"
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {}, {})
        ledger.add(connection, [PageRef(name, f"https://www.example{name}", "article")], run, "stored")
        ledger.write(connection, name, {"last_fetched": moment()})


def test_a_sound_archive_has_no_problem_and_every_byte_is_read(store: Store, tmp_path: Path) -> None:
    taken = write(tmp_path, kept(), kept(f"{URL}?v=1"))
    _add(store, taken)
    read: list[int] = []
    verification = Verification(store, tmp_path, read.append)
    assert [*verification.problems()] == []
    assert (verification.records, verification.noted) == (2, 0)
    assert read == sorted(read) and read[-1] == (tmp_path / taken[0].file).stat().st_size


def test_what_the_store_does_not_know_is_noted(store: Store, tmp_path: Path) -> None:
    taken = write(tmp_path, kept(), kept(f"{URL}?v=1"))
    verification, problems = _verify(store, tmp_path)
    assert (problems, verification.records, verification.noted) == ([], 2, 2)
    with store.reading() as connection:
        assert captures.of_run(connection, 1) == taken


def test_damage_and_the_page_that_it_costs_are_named(local_store: Store, tmp_path: Path) -> None:
    first, second = write(tmp_path, kept(), kept(f"{URL}?v=1"))
    _add(local_store, [first, second])
    _store_page(local_store, 2665093)
    path = tmp_path / first.file
    data = bytearray(path.read_bytes())
    for capture in (first, second):
        data[capture.offset + 40] ^= 0xFF
    path.write_bytes(data)
    verification, problems = _verify(local_store, tmp_path)
    damage = f"{path.name}  {first.offset}  its compression is damaged"
    assert problems[0].startswith(damage) and verification.records == 0
    assert problems[-1] == f"/p/2665093.html  {URL}  no record of this page can be read"


def test_a_record_that_is_another_than_the_store_knows(local_store: Store, tmp_path: Path) -> None:
    taken = write(tmp_path, kept(), kept(f"{URL}?v=1"))
    path = tmp_path / taken[0].file
    with local_store.transaction() as connection:
        captures.add(connection, taken)
        connection.execute(captures.captures.update().values(digest="sha1:ANOTHER"))
    _, problems = _verify(local_store, tmp_path)
    assert problems == [f"{path.name}  {one.offset}  the store knows another record there" for one in taken]


def test_a_record_that_is_not_there_any_more(local_store: Store, tmp_path: Path) -> None:
    first, second = write(tmp_path, kept(), kept(f"{URL}?v=1"))
    _add(local_store, [first, second])
    path = tmp_path / first.file
    path.write_bytes(path.read_bytes()[: second.offset])
    _, problems = _verify(local_store, tmp_path)
    assert problems == [f"{path.name}  {second.offset}  the store knows a record there, which cannot be read"]


def test_a_lost_file_and_its_pages_are_named(local_store: Store, tmp_path: Path) -> None:
    [capture] = write(tmp_path, kept())
    _add(local_store, [capture])
    _store_page(local_store, 2665093)
    (tmp_path / capture.file).unlink()
    _, problems = _verify(local_store, tmp_path)
    assert problems == [
        f"{capture.file}  is not in {tmp_path}",
        f"/p/2665093.html  {URL}  no record of this page can be read",
    ]
