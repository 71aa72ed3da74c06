"""``scrapy archive verify``: what is damaged or missing is told, and nothing else."""

from __future__ import annotations

import gzip

from tests.archive.building import BODY, kept, write
from tests.commands.archived import ARCHIVE, CAPTURES, Crawled, archive
from tests.commands.terminal import run_on_terminal
from zhanjiang.store.lock import lock_store


def test_what_a_crawl_keeps_is_sound(crawled: Crawled) -> None:
    [(count,)] = crawled.rows("SELECT count(*) FROM captures")
    assert archive(crawled.folder, "verify") == f"{count} records in 2 files: all sound\n"


def test_a_damaged_record_is_told_with_its_page(copied: Crawled) -> None:
    # The last page to have come whole, and its revisit, cannot be read any more.
    [(file, offset, page, url)] = copied.rows(
        "SELECT file, offset, c.page, c.url FROM captures c JOIN ledger l ON l.page = c.page "
        "WHERE c.run = 1 AND c.status = 200 AND l.state = 'unchanged' AND l.pages = 1 LIMIT 1"
    )
    path = copied.folder / ARCHIVE / file
    data = bytearray(path.read_bytes())
    data[offset + 300] ^= 1
    path.write_bytes(data)
    lines = archive(copied.folder, "verify", code=65).splitlines()
    assert lines[0].startswith(f"{file}  {offset}  its compression is damaged")
    assert f"{page}  {url}  no record of this page can be read" in lines
    assert lines[-1].endswith(": 2 problems")


def test_a_record_with_another_body_is_told(copied: Crawled) -> None:
    [capture] = write(copied.folder / ARCHIVE, kept(), name="articles-run9")
    path = copied.folder / ARCHIVE / capture.file
    text = gzip.decompress(path.read_bytes()).replace("湛江港</h1>".encode(), "廉江港</h1>".encode())
    header = path.read_bytes()[: capture.offset]
    path.write_bytes(header + gzip.compress(text[len(gzip.decompress(header)) :]))
    told = archive(copied.folder, "verify", code=65).splitlines()
    assert told[0] == f"{capture.file}  {capture.offset}  its digest is that of another record"


def test_a_file_that_is_gone_is_told_with_its_pages(copied: Crawled) -> None:
    [(file,)] = copied.rows("SELECT DISTINCT file FROM captures WHERE run = 1")
    (copied.folder / ARCHIVE / file).unlink()
    lines = archive(copied.folder, "verify", code=65).splitlines()
    assert lines[0] == f"{file}  is not in {ARCHIVE}"
    [(unchanged,)] = copied.rows("SELECT count(*) FROM ledger WHERE state IN ('unchanged', 'read') AND pages = 1")
    assert len([line for line in lines if line.endswith("no record of this page can be read")]) >= unchanged > 0


def test_pages_of_a_run_without_an_archive_are_not_missed(copied: Crawled) -> None:
    copied.rows("DELETE FROM captures WHERE run = 2")
    for path in (copied.folder / ARCHIVE).glob("*run2*"):
        path.unlink()
    assert archive(copied.folder, "verify").endswith(": all sound\n")


def test_a_page_that_never_came_into_the_archive_is_told(copied: Crawled) -> None:
    now = "(SELECT started_at FROM crawls WHERE id = 1)"
    copied.rows(
        "INSERT INTO ledger (page, url, kind, state, run, found_in, attempts, first_seen, last_fetched) "
        f"SELECT '/p/1.html', 'http://x/p/1.html', 'article', 'stored', 1, 1, 0, {now}, {now}"
    )
    lines = archive(copied.folder, "verify", code=65).splitlines()
    assert lines[0] == "/p/1.html  http://x/p/1.html  no record of this page can be read"
    assert lines[-1].endswith(": 1 problem")


def test_without_its_store_the_archive_tells_the_same(copied: Crawled) -> None:
    before = sorted(copied.rows(f"{CAPTURES}"))
    (copied.folder / "data/zhanjiang.db").unlink()
    told = archive(copied.folder, "verify")
    assert told == f"{len(before)} records in 2 files, {len(before)} of them noted in the store: all sound\n"
    assert sorted(copied.rows(CAPTURES)) == before


def test_a_torn_file_is_closed_off_first(copied: Crawled) -> None:
    [path] = (copied.folder / ARCHIVE).glob("*run2*")
    torn = path.with_name(f"{path.name}.open")
    torn.write_bytes(path.read_bytes() + gzip.compress(BODY)[:-9])
    path.unlink()
    assert archive(copied.folder, "verify").endswith(": all sound\n")
    assert path.exists() and not torn.exists()


def test_a_run_at_work_is_waited_for(copied: Crawled) -> None:
    with lock_store(f"sqlite:///{copied.folder}/data/zhanjiang.db"):
        assert "another run is writing the store" in archive(copied.folder, "verify", code=75)
        assert "another run is writing the store" in archive(copied.folder, "import", "data/zhanjiang.db", code=75)


def test_progress_is_shown_on_a_terminal(crawled: Crawled) -> None:
    code, shown = run_on_terminal(crawled.folder, 60, "archive", "verify")
    assert code == 0
    assert "Verifying" in shown and "100%" in shown and "all sound" in shown
