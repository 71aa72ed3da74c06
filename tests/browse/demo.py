"""A store with some of everything: articles with pictures, edits, comments, damaged mirrors, newspapers, rankings."""

from __future__ import annotations

from collections.abc import Mapping
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
    """A store that crawls of a replica have filled, as settings, and the IDs of articles that are of interest."""

    settings: dict[str, str]
    edited: str
    damaged: str

    @property
    def store_url(self) -> str:
        """The store's address."""
        return self.settings["STORE_URL"]


def make_demo(folder: Path, articles: int = 60, newspaper_days: int = 2) -> Demo:
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
        return Demo(settings, replica.changes()["edited"][0], f"portal/{_NUMBER}")


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
