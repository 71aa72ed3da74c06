"""What users of Scrapy are used to, as docs/scrapy.md says it: options, settings and commands, on the replica."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.tiny.site import serving
from tests.end_to_end.running import UNHURRIED, clean_environment, run_scrapy
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_REPLICA = ("crawl", "articles", "-a", "portal=replica", "-s", "REPLICA_OPTIONS=--articles 12")
_ADDON = '{"tests.commands.tiny.addon.TinyAddon": 200}'
# No request leaves this machine where the replica is not started.
_NOWHERE = {"ZHANJIANG_PORTAL_URL": "http://portal.invalid"}
_SPIDER = """
import scrapy

class MineSpider(scrapy.Spider):
    name = "mine"

    async def start(self):
        yield scrapy.Request(self.site)

    def parse(self, response):
        yield {"page": response.json()["page"]}
"""


def _ids(feed: Path) -> list[str]:
    return [json.loads(line)["id"] for line in feed.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("way", ["option", "environment"])
def test_an_add_on_stands_beside_the_projects_own(tmp_path: Path, way: str) -> None:
    option = ("-s", f"ADDONS={_ADDON}") if way == "option" else ()
    given = {} if way == "option" else {"ZHANJIANG_ADDONS": _ADDON}
    done = run_scrapy(tmp_path, *_REPLICA, *option, "-O", "feed.jsonl", **_NOWHERE, **given)
    assert done.returncode == 0, done.stderr
    assert len(_ids(tmp_path / "feed.jsonl")) == 12
    assert (tmp_path / "addon.txt").exists()


@pytest.mark.parametrize("command", [("crawl", "articles"), ("fetch", "http://portal.invalid/")])
def test_an_add_on_that_is_none_is_refused_in_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = run_scrapy(tmp_path, *command, "-s", 'ADDONS={"nothing.here": 1}', **_NOWHERE)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "ADDONS is" in done.stderr and "No module named 'nothing'" in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_a_job_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    # One replica for both runs: another one may get other ports, and what the job has queued names the sites.
    with running_replica(ReplicaOptions(articles=12)) as replica:
        told = {**UNHURRIED, **replica.addresses, "JOBDIR": "job", "CONCURRENT_REQUESTS": "1"}
        options = [part for name, value in told.items() if name != "MIRROR_URL" for part in ("-s", f"{name}={value}")]
        job = ("crawl", "articles", *options, "-o", "feed.jsonl")
        first = run_scrapy(tmp_path, *job, "-s", "CLOSESPIDER_ITEMCOUNT=3")
        assert first.returncode == 0, first.stderr
        assert 3 <= len(_ids(tmp_path / "feed.jsonl")) < 12
        assert (tmp_path / "job/requests.seen").exists()
        second = run_scrapy(tmp_path, *job)
        assert second.returncode == 0, second.stderr
    ids = _ids(tmp_path / "feed.jsonl")
    assert len(ids) == len({*ids}) == 12


@pytest.mark.parametrize("limit", ["CLOSESPIDER_PAGECOUNT=2", "CLOSESPIDER_TIMEOUT=0.5"])
def test_a_limit_ends_a_crawl_well(tmp_path: Path, limit: str) -> None:
    slow = ("-s", "DOWNLOAD_DELAY=0.2") if "TIMEOUT" in limit else ()
    done = run_scrapy(tmp_path, *_REPLICA, "-s", limit, *slow)
    assert done.returncode == 0, done.stderr
    assert f"Spider closed ({limit.partition('=')[0].lower()})" in done.stderr


def test_feeds_are_written_as_their_table_says(tmp_path: Path) -> None:
    feeds = {"%(name)s.csv": {"format": "csv", "fields": ["id", "headline"]}, "all.json": {"format": "json"}}
    done = run_scrapy(tmp_path, *_REPLICA, "-s", f"FEEDS={json.dumps(feeds)}", "-L", "WARNING")
    assert (done.returncode, done.stderr) == (0, "")
    with (tmp_path / "articles.csv").open(encoding="utf-8-sig") as lines:
        header, *rows = csv.reader(lines)
    assert header == ["id", "headline"] and len(rows) == 12
    assert len(json.loads((tmp_path / "all.json").read_text("utf-8"))) == 12


def test_the_log_goes_into_a_file_or_nowhere(tmp_path: Path) -> None:
    few = (*_REPLICA, "-a", "max_articles=2")
    into_a_file = run_scrapy(tmp_path, *few, "--logfile", "crawl.log", "-L", "DEBUG")
    assert (into_a_file.returncode, into_a_file.stderr) == (0, "")
    assert "DEBUG: Crawled (200)" in (tmp_path / "crawl.log").read_text("utf-8")
    nowhere = run_scrapy(tmp_path, *few, "--nolog")
    assert (nowhere.returncode, nowhere.stderr) == (0, "")


@pytest.mark.parametrize(
    ("given", "loop"), [((), "asyncio."), (("-s", "ASYNCIO_EVENT_LOOP=uvloop.Loop"), "uvloop.Loop")]
)
def test_the_event_loop_is_asyncios_or_the_one_that_is_given(tmp_path: Path, given: tuple[str, ...], loop: str) -> None:
    pytest.importorskip("uvloop")
    done = run_scrapy(tmp_path, *_REPLICA, "-a", "max_articles=2", *given, "-L", "DEBUG")
    assert done.returncode == 0, done.stderr
    assert f"Using asyncio event loop: {loop}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_spider_of_ones_own_runs_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(_SPIDER, "utf-8")
    with serving({"/": {"page": 7}}) as site:
        done = run_scrapy(tmp_path, "runspider", "mine.py", "-a", f"site={site.address}/", "-O", "mine.csv")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine.csv").read_text("utf-8-sig").split() == ["page", "7"]
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {"mine.py", "mine.csv"}


def test_pdb_opens_where_a_spider_fails(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(_SPIDER, "utf-8")
    with serving({"/": {}}) as site:
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "runspider", "mine.py", "-a", f"site={site.address}/", "--pdb"],
            cwd=tmp_path,
            env=clean_environment(),
            input="q\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert '-> yield {"page": response.json()["page"]}' in done.stdout and "(Pdb)" in done.stdout, done.stderr


def test_the_benchmark_is_not_held_back_by_our_pauses(tmp_path: Path) -> None:
    done = run_scrapy(tmp_path, "bench", "-s", "CLOSESPIDER_TIMEOUT=2")
    assert done.returncode == 0, done.stderr
    assert " pages/min)" in done.stderr
    [answers] = re.findall(r"'response_received_count': (\d+)", done.stderr)
    assert int(answers) > 20
    assert [*tmp_path.iterdir()] == []


def test_a_page_is_fetched_and_viewed(tmp_path: Path) -> None:
    with serving({"/": {"page": 7}}) as site:
        fetched = run_scrapy(tmp_path, "fetch", "-L", "WARNING", f"{site.address}/", ZHANJIANG_CONTACT="a@b.example")
        viewed = run_scrapy(tmp_path, "view", f"{site.address}/", BROWSER="echo")
    assert (fetched.returncode, fetched.stdout.strip(), fetched.stderr) == (0, '{"page": 7}', "")
    assert viewed.returncode == 0 and "file:///" in viewed.stdout, viewed.stderr


def test_spiders_of_ones_own_are_made_in_the_working_folder_and_listed_where_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = zhanjiang.settings\n", "utf-8")
    made = run_scrapy(tmp_path, "genspider", "mine", "example.org")
    assert made.returncode == 0 and "scrapy runspider mine.py" in made.stdout, made.stderr
    assert 'start_urls = ["https://example.org"]' in (tmp_path / "mine.py").read_text("utf-8")
    assert run_scrapy(tmp_path, "list").stdout.split() == ["articles", "frontpage", "newspaper"]
    (tmp_path / ".env").write_text("ZHANJIANG_SPIDER_MODULES=zhanjiang.spiders,mine\n", "utf-8")
    assert run_scrapy(tmp_path, "list").stdout.split() == ["articles", "frontpage", "mine", "newspaper"]
