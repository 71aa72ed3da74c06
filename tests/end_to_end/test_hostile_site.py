"""A portal where all that a broken or hostile site can send stands beside articles that are as they should be."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from tests.browsing.asking import silent_port
from tests.end_to_end.running import assert_true, crawl, export, run_scrapy
from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.hostile_faults import HOSTILE_FAULTS
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_WITNESSES = 12
_OF_ARTICLES = [*(name for name, fault in HOSTILE_FAULTS.items() if not fault.of_listings), "foreign_redirect"]
_OPTIONS = ReplicaOptions(articles=120, seed=71, comments="missing")
_AT_LISTINGS = tuple(("impossible_links", f"/{channel}/") for channel in ("shizheng", "shehui", "jingji", "shipin"))
_LIMITS = {"ARTICLE_PAGES_MAX": "12", "DOWNLOAD_MAXSIZE": "3000000", "DOWNLOAD_TIMEOUT": "5", "RETRY_TIMES": "1"}


def test_a_hostile_site_costs_what_it_spoils_and_nothing_else(tmp_path: Path) -> None:
    with running_replica(_OPTIONS) as replica:
        numbers = [truth["id"].rpartition("/")[2] for truth in replica.truth() if truth["kind"] == "article"]
    at = tuple((name, f"/p/{number}.html") for name, number in zip(_OF_ARTICLES, numbers, strict=False))
    at += (*_AT_LISTINGS, ("impossible_rows", "/minsheng/"))
    with (
        silent_port() as (elsewhere, came),
        running_replica(replace(_OPTIONS, faults_at=at, elsewhere=elsewhere)) as site,
    ):
        crawled = crawl(tmp_path, site.addresses, **_LIMITS)
        truths = site.truth()
    assert came == []
    assert crawled.code == 65 and "Traceback" not in crawled.log
    limit, monitors = crawled.log.splitlines()[-2:]
    assert "a limit was reached (ARTICLE_PAGES_MAX): the next run goes on from there" in limit
    assert "monitors failed: failed pages (articles)" in monitors
    assert "'addresses/impossible': " in crawled.log
    assert "secret" not in crawled.log
    assert len(truths) >= _WITNESSES
    assert_true(crawled, truths)
    denied = sum(FAULTS[name].denies and not FAULTS[name].heals for name in _OF_ARTICLES)
    [(bad,)] = crawled.rows("SELECT count(*) FROM ledger WHERE state IN ('failed', 'quarantined', 'incomplete')")
    assert bad == denied, crawled.rows("SELECT page, state, reason FROM ledger WHERE reason IS NOT NULL")
    # The archive alone brings the same articles back.
    before = export(tmp_path)
    shutil.copy(tmp_path / "data" / "zhanjiang.db", tmp_path / "lost.db")
    (tmp_path / "data" / "zhanjiang.db").unlink()
    done = run_scrapy(tmp_path, "reparse")
    assert "Traceback" not in done.stderr, done.stderr
    assert export(tmp_path).keys() == before.keys()
