"""``scrapy export``: the store as JSON lines, whole or by day and channel, complete or not there."""

from __future__ import annotations

import dataclasses
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.commands.terminal import run_on_terminal
from tests.end_to_end.running import clean_environment
from zhanjiang.items import Article, Person
from zhanjiang.store import addresses, articles, open_store


def _article(number: int, **fields: object) -> Article:
    made_up = Article(id=f"portal/{number}", headline=f"第{number}号码头", revision=1, content_hash="0")
    return dataclasses.replace(made_up, published_at=f"2022-05-{number:02}T08:00:00+08:00", **fields)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Fill the store of the working folder with three articles, one of them in two revisions."""
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.transaction() as connection:
        articles.save(connection, _article(10, channel="tiyu"))
        articles.save(connection, _article(9, authors=[Person("记者", "温可")], addresses=["http://b.example/9"]))
        articles.save(connection, _article(2, text="旧"))
        articles.save(connection, _article(2, text="新", revision=2, revision_cause="edited"))
        addresses.record(connection, "portal/9", ["http://a.example/9"])
    store.close()
    return tmp_path


def _ids(text: str) -> list[str]:
    return [json.loads(line)["id"] for line in text.splitlines()]


def test_every_article_once_in_order_and_in_the_form_of_the_feeds(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("export", "-o", "out/all.jsonl")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    lines = (filled / "out/all.jsonl").read_text(encoding="utf-8")
    items = [json.loads(line) for line in lines.splitlines()]
    assert [item["id"] for item in items] == ["portal/2", "portal/9", "portal/10"]
    assert [item["revision"] for item in items] == [2, 1, 1]
    assert sorted(items[1]["addresses"]) == ["http://a.example/9", "http://b.example/9"]
    assert items[1]["authors"] == [{"role": "记者", "name": "温可"}]
    assert list(items[0]) == [field.name for field in dataclasses.fields(Article)]
    assert "号码头" in lines
    assert [path.name for path in (filled / "out").iterdir()] == ["all.jsonl"]


def test_a_terminal_shows_the_lines_alone_and_the_progress_of_a_file(filled: Path) -> None:
    code, shown = run_on_terminal(filled, 80, "export", "-o", "-")
    assert (code, _ids(shown)) == (0, ["portal/2", "portal/9", "portal/10"])
    code, shown = run_on_terminal(filled, 80, "export", "-o", "all.jsonl")
    assert code == 0 and "Exporting  [############] 100%" in shown


def test_a_name_that_ends_in_gz_is_compressed(scrapy: Scrapy, filled: Path) -> None:
    assert scrapy("export", "-o", "all.jsonl.gz").returncode == 0
    with gzip.open(filled / "all.jsonl.gz", "rt", encoding="utf-8") as lines:
        assert _ids(lines.read()) == ["portal/2", "portal/9", "portal/10"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--since", "2022-05-09"], ["portal/9", "portal/10"]),
        (["--until", "2022-05-09"], ["portal/2", "portal/9"]),
        (["--since", "2022-05-03", "--until", "2022-05-09"], ["portal/9"]),
        (["--channel", "tiyu"], ["portal/10"]),
        (["--channel", "none-such"], []),
    ],
)
def test_days_and_channel_choose(scrapy: Scrapy, filled: Path, options: list[str], expected: list[str]) -> None:
    done = scrapy("export", "-o", "-", *options)
    assert done.returncode == 0, done.stderr
    assert _ids(done.stdout) == expected


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "say where to write"),
        (["-o", "x", "--since", "May"], "--since 'May' is no day: give one such as 2022-05-31"),
        (["-o", "x", "--until", "20220531"], "--until '20220531' is no day"),
        (["-o", "x", "y"], "'y' is no option"),
    ],
)
def test_a_mistake_is_told_in_one_line(scrapy: Scrapy, tmp_path: Path, options: list[str], told: str) -> None:
    done = scrapy("export", *options)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_without_a_store_one_line_says_what_to_do(scrapy: Scrapy, tmp_path: Path) -> None:
    done = scrapy("export", "-o", "all.jsonl")
    assert done.returncode == 1
    assert "run `scrapy crawl articles` first" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(scrapy: Scrapy, filled: Path) -> None:
    (filled / "file").touch()
    done = scrapy("export", "-o", "file/all.jsonl")
    assert done.returncode == 74
    assert done.stderr.count("\n") == 1


def test_help_has_an_example(scrapy: Scrapy) -> None:
    told = " ".join(scrapy("export", "--help").stdout.split())
    assert "scrapy export -o data/2022.jsonl.gz --since 2022-01-01" in told


def test_a_full_disk_is_told_and_a_device_stays_what_it_is(scrapy: Scrapy, filled: Path) -> None:
    # Links, so that a mistake costs the machine nothing.
    (filled / "full").symlink_to("/dev/full")
    (filled / "none.gz").symlink_to("/dev/null")
    done = scrapy("export", "-o", "full")
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert "No space left on device" in done.stderr
    assert scrapy("export", "-o", "none.gz").returncode == 0
    assert (filled / "full").is_symlink() and (filled / "none.gz").is_symlink()


def test_standard_output_on_a_full_disk_costs_one_line(filled: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "scrapy", "export", "-o", "-"]
        done = subprocess.run(
            command, cwd=filled, env=clean_environment(), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (74, 1), done.stderr
