"""A store with some of everything: articles with pictures, edits, comments, damaged mirrors, newspapers, rankings."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from tests.end_to_end.running import UNHURRIED, run_scrapy
from tests.loopback import serving
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.textrepair import damage

_NUMBER = 2600007
_STORY = (
    "湛江日報訊 昨日清晨，角尾鹽場的第一批新鹽裝車外運，鹽田邊一片繁忙。",
    "據鹽工介紹，今年雨水較少，產量比去年增長兩成，價格也有所上漲，大家對下半年的生產充滿信心。",
    "場長梁啓釗指出，要提升曬鹽品質，堤長一公里。鎮裡將繼續做好鹽田保護，推進鹽業文化館建設，讓鹽民增收。",
    "“這幾年變化真大！”老鹽工說，道路修好了，倉庫建起來了，運輸也方便了許多。",
)
_READINGS = {"報": "bào", "場": "chǎng", "鹽": "yán", "業": "yè", "護": "hù", "長": "zhǎng", "請": "qǐng", "簡": "jiǎn"}


@dataclass(frozen=True)
class Demo:
    """A store that crawls of a replica have filled, as settings, and what is of interest in it.

    Articles by ID: one that was edited, one with pictures, one read from a damaged mirror, one with comments, a
    reprint. ``day`` has articles of the portal; ``issue`` is a paper's day with areas on its pages, ``newer_issue`` one
    without.
    """

    settings: dict[str, str]
    edited: str
    pictured: str
    damaged: str
    commented: str
    reprint: str
    day: str
    issue: str
    newer_issue: str

    @property
    def store_url(self) -> str:
        """The store's address."""
        return self.settings["STORE_URL"]


def make_demo(folder: Path, articles: int = 24, newspaper_days: int = 1) -> Demo:
    """Crawl a replica into a folder: all of it, then what only its mirror has, then its second generation."""
    settings = {
        "STORE_URL": f"sqlite:///{folder}/zhanjiang.db",
        "ARCHIVE_DIR": f"{folder}/archive",
        "IMAGES_STORE": f"{folder}/pictures",
    }
    options = ReplicaOptions(articles=articles, seed=4, newspaper_days=newspaper_days, picture_box_seconds=0)
    with running_replica(options) as replica:
        for spider in ("articles", "frontpage", "newspaper"):
            _crawl(folder, replica, settings, spider)
        port = replica.port
    with running_replica(replace(options, generation=2, port=port, edited=3, added=2, withdrawn=1)) as replica:
        _crawl(folder, replica, settings, "articles", REVISIT="all")
        _crawl(folder, replica, settings, "frontpage")
        with serving({f"/p/{_NUMBER}.html": _damaged_page()}) as mirror:
            _crawl(folder, replica, settings, "articles", f"urls={mirror}/p/{_NUMBER}.html")
        return Demo(settings, damaged=f"portal/{_NUMBER}", **_of_interest(folder / "zhanjiang.db"))


def _of_interest(file: Path) -> dict[str, str]:
    questions = {
        "edited": "SELECT id FROM articles WHERE revision = 2 LIMIT 1",
        "pictured": "SELECT id FROM articles WHERE kind = 'article' AND images LIKE '%.jpg%' AND text > '' LIMIT 1",
        "commented": "SELECT article FROM comments LIMIT 1",
        "reprint": "SELECT id FROM articles WHERE duplicate_of IS NOT NULL AND superseded_by IS NULL LIMIT 1",
        "day": "SELECT substr(max(published_at), 1, 10) FROM articles WHERE channel = 'shehui'",
        "issue": "SELECT paper || '/' || day FROM newspaper_pages WHERE articles LIKE '%\"area\":[[%' LIMIT 1",
        "newer_issue": "SELECT paper || '/' || day FROM newspaper_pages WHERE articles LIKE '%\"area\":[]%' LIMIT 1",
    }
    with closing(sqlite3.connect(file)) as store:
        return {name: store.execute(question).fetchone()[0] for name, question in questions.items()}


def _damaged_page() -> bytes:
    """What a mirror shows of an article: in traditional script, with readings spliced in and bytes lost."""
    head = "<html><head><meta charset='utf-8'><title>角尾鹽場新鹽外運</title></head><body><h1>角尾鹽場新鹽外運</h1>"
    line = "<div>2022-03-20 19:08 來源：湛江日報</div>"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in _STORY)
    return damage(f"{head}{line}<div class='article-content'>{body}</div></body></html>", _READINGS).encode()


def _crawl(
    folder: Path, replica: RunningReplica, settings: Mapping[str, str], spider: str, *arguments: str, **more: str
) -> None:
    given = {**UNHURRIED, **{name: url for name, url in replica.addresses.items() if name != "MIRROR_URL"}}
    options = [part for name, value in {**given, **settings, **more}.items() for part in ("-s", f"{name}={value}")]
    options += [part for argument in arguments for part in ("-a", argument)]
    done = run_scrapy(folder, "crawl", spider, *options)
    assert done.returncode == 0, done.stderr
