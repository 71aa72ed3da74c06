"""A site that goes down, or begins to challenge us, ends the run early; bad pages alone do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.end_to_end.running import Crawled, assert_true, crawl
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_OPTIONS = ReplicaOptions(articles=150, seed=47)


def test_a_site_that_goes_down_ends_the_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with running_replica(replace(_OPTIONS, die_after=80)) as replica:
        port = replica.port
        crawled = crawl(tmp_path, replica.addresses, RETRY_TIMES="1")
    assert crawled.code == 69, crawled.log[-2000:]
    assert "Traceback" not in crawled.log
    assert "cannot be reached: the crawl ends here" in crawled.log
    assert crawled.rows("SELECT outcome, exit_code FROM crawls") == [("site_down", 69)]
    # Those that failed are a few, the others were not asked for.
    assert len(crawled.rows("SELECT page FROM ledger WHERE state = 'failed'")) < 40
    assert len(crawled.rows("SELECT page FROM ledger WHERE state = 'queued'")) > 10
    with running_replica(replace(_OPTIONS, port=port)) as replica:
        again = crawl(tmp_path, replica.addresses)
        assert again.code == 0, again.log[-2000:]
        fed = {item["id"]: item for item in [*crawled.lines, *again.lines]}
        assert_true(Crawled(0, "", list(fed.values()), tmp_path), replica.truth())


def test_a_site_that_begins_to_challenge_us_ends_the_run(tmp_path: Path) -> None:
    with running_replica(replace(_OPTIONS, challenge_after=60)) as replica:
        crawled = crawl(tmp_path, replica.addresses)
    assert crawled.code == 69
    assert "answers its front page with status 521: the crawl ends here" in crawled.log
    assert crawled.rows("SELECT outcome FROM crawls") == [("challenged",)]


def test_bad_pages_in_a_row_are_no_site_that_is_down(tmp_path: Path) -> None:
    with running_replica(replace(_OPTIONS, faults=(("unavailable", 0.3),), heal="never")) as replica:
        crawled = crawl(tmp_path, replica.addresses, RETRY_TIMES="1", SITE_DOWN_AFTER="5")
        truths = replica.truth()
    assert crawled.code == 65
    assert_true(crawled, truths)
    assert len(crawled.rows("SELECT page FROM ledger WHERE state = 'failed'")) > 20
