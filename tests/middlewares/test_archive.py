"""The archive in real crawls: whatever came is kept, and where nothing can be kept nothing is asked for."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.building import warcio_check
from tests.browsing import needs_chromium
from tests.browsing.guarded import Gate, portal
from tests.end_to_end.running import Crawled, crawl, export, run_scrapy
from tests.loopback import serving
from zhanjiang.archive.reader import files_of, read_at, records_of
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_OPTIONS = ReplicaOptions(articles=30, seed=41)
_SETTINGS = {"RETRY_TIMES": "1", "RETRY_AFTER_MAX": "0.1", "BROWSER_ENABLED": "False", "IMAGES_STORE": "pictures"}
_FAULTS = ("channel_redirect", "missing", "unavailable", "login_redirect", "empty_body", "truncated_gzip")
_STATUS = "downloader/response_status_count/"


@pytest.fixture(scope="module")
def replica() -> Iterator[RunningReplica]:
    """A replica without faults."""
    with running_replica(_OPTIONS) as running:
        yield running


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory, replica: RunningReplica) -> Iterator[Crawled]:
    """Two crawls of a portal of which some articles lead elsewhere, fail, or come broken."""
    numbers = [truth["id"].removeprefix("portal/") for truth in replica.truth() if truth["kind"] == "article"]
    faults = tuple((name, f"/p/{number}.html") for name, number in zip(_FAULTS, numbers, strict=False))
    folder = tmp_path_factory.mktemp("faulty")
    options = ReplicaOptions(articles=30, seed=41, faults_at=faults, heal="never")
    with running_replica(options) as running:
        crawl(folder, running.addresses, **_SETTINGS)
        yield crawl(folder, running.addresses, REVISIT="all", **_SETTINGS)


def _files(crawled: Crawled) -> list[Path]:
    return files_of(crawled.folder / "data/archive")


def _answers(crawled: Crawled) -> Counter[int]:
    """Return how many answers of each status the downloader counted, in all runs."""
    counted: Counter[int] = Counter()
    query = f"SELECT key, value FROM crawls, json_each(counts) WHERE key LIKE '{_STATUS}%'"
    for name, count in crawled.rows(query):
        counted[int(name.removeprefix(_STATUS))] += count
    return counted


def test_every_answer_is_kept(faulty: Crawled) -> None:
    kept = Counter(status for (status,) in faulty.rows("SELECT status FROM captures"))
    assert kept == _answers(faulty)
    assert {200, 301, 302, 304, 404} <= kept.keys()
    assert kept.keys() & {502, 503, 504}
    assert "Traceback" not in faulty.log


def test_every_file_is_sound_and_tells_what_the_store_knows(faulty: Crawled) -> None:
    assert len(_files(faulty)) == 2
    assert warcio_check(*_files(faulty))[0] == 0
    reported = [record.capture for path in _files(faulty) for record in records_of(path)]
    names = list(reported[0].__slots__)
    rows = faulty.rows(f"SELECT {', '.join(names)} FROM captures ORDER BY file, offset")
    assert [tuple(getattr(capture, name) for name in names) for capture in reported] == rows


def test_pictures_are_kept_and_robots(faulty: Crawled) -> None:
    pictures = faulty.rows("SELECT count(*) FROM captures c JOIN images i ON i.url = c.url WHERE c.status = 200")
    assert pictures == faulty.rows("SELECT count(*) FROM images") != [(0,)]
    assert faulty.rows("SELECT count(*) > 0 FROM captures WHERE url LIKE '%/robots.txt'") == [(1,)]


def test_an_answer_tells_what_was_requested(faulty: Crawled) -> None:
    [redirected] = faulty.rows("SELECT page, article, kind FROM captures WHERE status = 301 AND run = 1")
    led_to = faulty.rows("SELECT url, status FROM captures WHERE run = 1 AND page = '" + redirected[0] + "'")
    assert redirected[1:] == (redirected[0].replace("/p/", "portal/").removesuffix(".html"), "article")
    assert [status for _, status in led_to] == [301, 200]
    further = faulty.rows("SELECT url, page FROM captures WHERE is_further")
    assert further and all("_" in url and "_" not in page for url, page in further)


def test_what_has_not_changed_refers_to_the_page_and_not_to_an_error(faulty: Crawled) -> None:
    pages = faulty.rows("SELECT file, offset FROM captures WHERE status = 304")
    assert pages
    for place in pages:
        record = read_at(faulty.folder / "data/archive", *place)
        assert record.refers_to
        url, taken_at = record.refers_to
        [(status, digest)] = faulty.rows(
            f"SELECT status, digest FROM captures WHERE url = '{url}' AND taken_at = '{taken_at}'"
        )
        assert (status, digest) == (200, record.capture.digest)


def test_an_article_tells_the_moment_of_its_record(faulty: Crawled) -> None:
    moments = {f"{taken_at[:19]}Z" for (taken_at,) in faulty.rows("SELECT taken_at FROM captures WHERE status = 200")}
    articles = faulty.rows("SELECT fetched_at FROM articles")
    assert articles and {fetched_at for (fetched_at,) in articles} <= moments


@needs_chromium
def test_a_visit_of_the_browser_is_a_resource(tmp_path: Path) -> None:
    with serving(portal(6), guard=Gate(status=521)) as site:
        crawled = crawl(tmp_path, {"PORTAL_URL": site, "PORTAL_MOBILE_URL": site})
    assert crawled.code == 0, crawled.log
    [(file, offset)] = crawled.rows("SELECT file, offset FROM captures WHERE type = 'resource'")
    record = read_at(tmp_path / "data/archive", file, offset)
    assert (record.capture.status, record.content_type) == (None, "text/html; charset=utf-8")
    assert b"<html" in record.body
    assert warcio_check(*_files(crawled))[0] == 0


def test_a_file_is_ended_at_its_size(tmp_path: Path, replica: RunningReplica) -> None:
    crawled = crawl(tmp_path, replica.addresses, ARCHIVE_MAX_BYTES="100000")
    assert crawled.code == 0
    assert len(_files(crawled)) > 2
    assert all(path.stat().st_size <= 100_000 for path in _files(crawled))
    assert warcio_check(*_files(crawled))[0] == 0


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory, replica: RunningReplica) -> Crawled:
    """A crawl without an archive."""
    crawled = crawl(tmp_path_factory.mktemp("without"), replica.addresses, ARCHIVE_ENABLED="False")
    assert crawled.code == 0
    return crawled


def test_without_an_archive_a_crawl_brings_the_same(tmp_path: Path, replica: RunningReplica, without: Crawled) -> None:
    assert crawl(tmp_path, replica.addresses).code == 0
    assert export(without.folder) == export(tmp_path)
    assert without.rows("SELECT count(*) FROM captures") == [(0,)]
    assert not (without.folder / "data/archive").exists()


def test_what_was_crawled_without_an_archive_comes_into_it_whole(
    tmp_path: Path, replica: RunningReplica, without: Crawled
) -> None:
    shutil.copytree(without.folder, tmp_path, dirs_exist_ok=True)
    again = crawl(tmp_path, replica.addresses, REVISIT="all")
    assert (again.code, again.lines) == (0, [])
    assert again.rows("SELECT count(*) FROM captures WHERE status = 304") == [(0,)]
    assert run_scrapy(tmp_path, "archive", "verify").returncode == 0
    third = crawl(tmp_path, replica.addresses, REVISIT="all")
    assert third.rows("SELECT count(*) > 10 FROM captures WHERE status = 304") == [(1,)]


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_requested(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    asked: list[str] = []
    with serving({}, asked=asked) as site:
        done = run_scrapy(
            tmp_path, "crawl", "articles", "-s", f"PORTAL_URL={site}", "-s", "ARCHIVE_DIR=file/archive", "-L", "ERROR"
        )
    assert done.returncode == 74
    assert done.stderr.startswith("scrapy crawl: the archive file/archive cannot be written (Not a directory): ")
    assert done.stderr.count("\n") == 1
    assert asked == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that a crawl fills in its middle."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_fills_ends_the_run_and_the_next_goes_on(
    tmp_path: Path, small_disk: Path, replica: RunningReplica
) -> None:
    settings = {"IMAGES_STORE": str(tmp_path / "pictures")}
    cut_off = crawl(tmp_path, replica.addresses, ARCHIVE_DIR=str(small_disk), **settings)
    assert cut_off.code == 74
    assert "Traceback" not in cut_off.log
    assert cut_off.log.count("The crawl ends: the archive ") == 1
    assert cut_off.rows("SELECT count(*) FROM ledger WHERE state IN ('failed', 'quarantined', 'incomplete')") == [(0,)]
    assert cut_off.rows("SELECT count(*) FROM quarantine") == [(0,)]
    assert 0 < len(cut_off.lines) < _OPTIONS.articles
    assert warcio_check(*files_of(small_disk))[0] == 0
    shutil.copytree(small_disk, tmp_path / "data/archive")
    last = crawl(tmp_path, replica.addresses, **settings)
    assert last.code == 0, last.log
    exported = export(tmp_path)
    assert exported.keys() == {truth["id"] for truth in replica.truth()}
    lacking = [item["id"] for item in exported.values() if any(image["path"] is None for image in item["images"])]
    assert lacking == []
    assert run_scrapy(tmp_path, "archive", "verify").returncode == 0
