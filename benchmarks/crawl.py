"""A crawl against bare Scrapy downloading the same pages, start-up, store and feed included on our side.

Bare Scrapy is what one would begin with instead: it keeps nothing. The archive keeps each answer as it came.
"""

from __future__ import annotations

import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figure import ROOT, Figure, Options, a_second, interleaved, run
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_SEED = 7
UNHURRIED = {
    "CONCURRENT_REQUESTS": "32",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "32",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "LOG_LEVEL": "ERROR",
    "COMMENTS_ENABLED": "False",
}
"""Settings of a crawl that nothing holds back, of the same pages that bare Scrapy fetches."""
_VARIANTS = {
    "archive off": {"ARCHIVE_ENABLED": "False"},
    "archive off, READERS=1": {"ARCHIVE_ENABLED": "False", "READERS": "1"},
    "archive on": {},
    "archive on, READERS=1": {"READERS": "1"},
}


@dataclass(frozen=True, slots=True)
class Pages:
    """Articles of one page that a replica serves: their addresses in a file, and the replica's sites as settings."""

    listed: Path
    count: int
    sites: dict[str, str]

    def crawl(self, settings: dict[str, str]) -> float:
        """Crawl them into a new store and feed; return the seconds. SystemExit where the feed lacks one."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            places = {"STORE_URL": f"sqlite:///{folder}/store.db", "ARCHIVE_DIR": f"{folder}/archive"}
            given = {**UNHURRIED, **self.sites, **places, **settings}
            command = [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", f"urls_file={self.listed}"]
            command += [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
            seconds = run([*command, "-O", f"{folder}/articles.jsonl"])
            fed = (folder / "articles.jsonl").read_bytes().count(b"\n")
        if fed != self.count:
            raise SystemExit(f"the feed has {fed} of {self.count} articles: the rate would mean nothing")
        return seconds

    def download(self) -> float:
        """Download them with bare Scrapy; return the seconds."""
        return run([sys.executable, "-m", "benchmarks.bare_scrapy", str(self.listed)], ROOT)


def figures(options: Options) -> Iterator[Figure]:
    """Measure a crawl with and without archive and a reader process."""
    # Not every story of the replica is an article of one page, so it publishes twice as many.
    with (
        running_replica(ReplicaOptions(articles=options.articles * 2, seed=_SEED)) as replica,
        tempfile.TemporaryDirectory() as folder,
    ):
        pages = _single_pages(replica, Path(folder), options.articles)
        subjects = {name: lambda settings=settings: pages.crawl(settings) for name, settings in _VARIANTS.items()}
        for name, ratio, bare, ours in interleaved(pages.download, subjects, options.rounds):
            rates = a_second(pages.count, ours, "articles"), a_second(pages.count, bare, "pages")
            yield Figure("crawl", f"crawl, {name}", "bare Scrapy", ratio, *rates)


def _single_pages(replica: RunningReplica, folder: Path, count: int) -> Pages:
    stories = [story["url"] for story in replica.truth() if story["kind"] == "article" and story["pages"] == 1]
    addresses = stories[:count]
    for address in addresses:  # renders each page once, for both
        urllib.request.urlopen(address).read()
    listed = folder / "addresses.txt"
    listed.write_text("\n".join(addresses), "utf-8")
    sites = {name: address for name, address in replica.addresses.items() if name != "MIRROR_URL"}
    return Pages(listed, len(addresses), sites)
