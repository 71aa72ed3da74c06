"""A crawl in an event loop that runs already, as a cell of a notebook awaits it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.end_to_end.running import clean_environment

# The example of docs/notebooks.md, of which two cells are run, one after the other.
_CELLS = """
import asyncio, sys
async def cell(spider):
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.utils.project import get_project_settings
    settings = get_project_settings()
    settings.set("REPLICA_OPTIONS", "--articles 12")
    settings.set("FEEDS", {{spider + ".jsonl": {{"format": "jsonl"}}}})
    {more}
    await AsyncCrawlerRunner(settings).crawl(spider, portal="replica")

async def notebook():
    await cell("articles")
    await cell("frontpage")
    print("twisted.internet.reactor" in sys.modules)

asyncio.run(notebook())
"""


def _run(folder: Path, more: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CELLS.format(more=more)],
        cwd=folder,
        env=clean_environment(ZHANJIANG_PORTAL_URL="http://portal.invalid"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_cells_of_a_notebook_crawl_one_after_the_other(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr[-3000:]
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    items = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()]
    assert len(items) == 12 and all(item["text"] for item in items if item["kind"] == "article")
    assert (tmp_path / "frontpage.jsonl").stat().st_size > 0
    with closing(sqlite3.connect(tmp_path / "data/replica/zhanjiang.db")) as store:
        ends = store.execute("SELECT spider, outcome, exit_code FROM crawls ORDER BY id").fetchall()
        assert store.execute("SELECT count(*) FROM captures").fetchone()[0] > 12
    assert ends == [("articles", "finished", 0), ("frontpage", "finished", 0)]


def test_a_reactor_that_is_asked_for_is_asked_for(tmp_path: Path) -> None:
    done = _run(tmp_path, 'settings.set("TWISTED_REACTOR_ENABLED", True)')
    assert done.returncode == 1 and "RuntimeError: We expected a Twisted reactor" in done.stderr
    assert [*tmp_path.iterdir()] == []
