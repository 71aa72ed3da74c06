"""What others fetched comes into the archive once, with the pages that it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.building import BODY, TAKEN_AT, URL, kept, write, writer
from zhanjiang.addresses.newspapers import NewspaperSites
from zhanjiang.addresses.portal import Sites
from zhanjiang.archive.reader import read_at
from zhanjiang.archive.recognition import Recogniser
from zhanjiang.catalogue.importing import Import
from zhanjiang.store import Store, captures

_OURS = Recogniser(Sites("https://www.example", "https://m.example"), NewspaperSites("http://szb.example", "", ""))
_PICTURE = "https://www.example/1.jpg"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A file of another project: a page of an article, and a picture."""
    taken = write(tmp_path / "theirs", kept(metadata={}), kept(_PICTURE, b"picture", metadata={}), name="theirs")
    return tmp_path / "theirs" / taken[0].file


def _import(store: Store, folder: Path, path: Path) -> tuple[Import, list[str]]:
    ours = writer(folder, name="import")
    taking = Import(store, ours, _OURS)
    lines = [*taking.read(path)]
    ours.close()
    return taking, lines


def test_answers_are_written_and_noted(local_store: Store, tmp_path: Path, theirs: Path) -> None:
    taking, lines = _import(local_store, tmp_path / "archive", theirs)
    page, picture = taking.taken
    assert (lines, taking.known, taking.pages) == ([], 0, [page])
    assert (page.page, page.kind, page.article, page.run) == ("/p/2665093.html", "article", "portal/2665093", None)
    assert (picture.url, picture.page) == (_PICTURE, None)
    record = read_at(tmp_path / "archive", page.file, page.offset)
    assert (record.capture, record.raw, page.taken_at) == (page, BODY, TAKEN_AT)
    with local_store.reading() as connection:
        assert captures.of_urls(connection, [URL, _PICTURE]) == [page, picture]


def test_what_is_there_already_is_left_out(local_store: Store, tmp_path: Path, theirs: Path) -> None:
    _import(local_store, tmp_path / "archive", theirs)
    taking, _ = _import(local_store, tmp_path / "archive", theirs)
    assert (taking.taken, taking.known) == ([], 2)
    assert len([*(tmp_path / "archive").iterdir()]) == 1


def test_what_a_crawl_of_ours_wrote_of_a_page_stays(local_store: Store, tmp_path: Path) -> None:
    """Its channel and headline stay, which the address does not say; its run is another store's."""
    written = {"run": 5, "page": "/p/1.html", "channel": "tiyu", "headline": "湛江港"}
    taken = write(tmp_path / "theirs", kept(metadata=written), kept(_PICTURE, b"picture", metadata=written))
    taking, _ = _import(local_store, tmp_path / "archive", tmp_path / "theirs" / taken[0].file)
    page, picture = taking.taken
    assert (page.run, page.page, page.channel, page.headline) == (None, "/p/2665093.html", "tiyu", "湛江港")
    assert (picture.run, picture.page, picture.channel) == (None, None, None)


def test_damage_is_reported_and_the_rest_taken(local_store: Store, tmp_path: Path, theirs: Path) -> None:
    theirs.write_bytes(theirs.read_bytes()[:-3])
    taking, [line] = _import(local_store, tmp_path / "archive", theirs)
    assert "ends in the middle of a record" in line
    assert len(taking.taken) == 2
