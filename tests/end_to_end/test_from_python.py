"""A crawl that a program starts, as Scrapy's documentation says."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_PROCESS = """
from scrapy.crawler import {process}
from scrapy.utils.project import get_project_settings

process = {process}(get_project_settings())
process.crawl("articles", portal="replica", max_articles=3)
process.start()
"""


@pytest.mark.parametrize("process", ["CrawlerProcess", "AsyncCrawlerProcess"])
def test_a_program_crawls_the_replica_as_the_command_does(tmp_path: Path, process: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHANJIANG_")}
    environment |= {"PYTHONPATH": str(_ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"}
    environment["ZHANJIANG_REPLICA_OPTIONS"] = "--articles 12"
    script = _PROCESS.format(process=process)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0 and "gdzjdaily" not in done.stderr, done.stderr
    with closing(sqlite3.connect(tmp_path / "data/replica/zhanjiang.db")) as store:
        assert store.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        hosts = {url.split("/")[2].partition(":")[0] for (url,) in store.execute("SELECT url FROM captures")}
    assert hosts == {"127.0.0.1"}
