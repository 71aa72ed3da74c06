"""What hostile pages and servers say, in a real crawl: stored, fed, logged and printed without harm."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.end_to_end.running import UNHURRIED, run_scrapy
from tests.loopback import serving
from zhanjiang.processors.text import clean_lines

_FORGED = "2026-01-01 00:00:00 [zhanjiang] ERROR: forged"
_STEERING = "\x1b[2J\x9b31m\u202e\u2066\u200e\u061c\u200b\u3164\U000e0041"
_STORY = "<p>昨日上午，乾塘渔港的新码头启用，三十艘渔船先后靠岸卸货。</p><p>渔民说，今后卸鱼不必再等潮水。</p>"
_PICTURES = "".join(
    f'<p><img src="{address}"></p>'
    for address in ("javascript:alert(1)//a.jpg", "file:///etc/a.jpg", "vbscript:a.jpg", "/upload/2022/0531/a.jpg")
)


def _page(headline: str, body: str, head: str = "") -> bytes:
    text = f"<html><head><meta charset='utf-8'><title>{headline}</title>{head}</head><body><div><h1>{headline}</h1>"
    return f"{text}<div>2022-05-31 21:58 来源：湛江日报</div><div>{body}</div></div></body></html>".encode()


def test_what_is_shown_of_hostile_pages_harms_nobody(tmp_path: Path) -> None:
    headline = f'=HYPERLINK("http://a.example/","乾塘渔港\u2028{_FORGED}{_STEERING}添新码头")'
    answers = {
        "/p/2665001.html": _page(headline, _STORY + _PICTURES + f"<p>👨\u200d👩\u200d👧一家{_STEERING}也来了。</p>"),
        "/p/2665002.html": _page(
            "乾塘渔港开渔节开幕", _STORY, '<link rel="canonical" href="https://a.example/p/2665009.html">'
        ),
        "/p/2665003.html": _page("乾塘渔港夜色", "<p>（记者 林小溪）</p><p>责任编辑：周大海</p>"),
        "/p/2665004.html": (302, {"Location": "/x\x1b[2J\x85.html"}, b""),
        "/p/2665005.html": (200, {"Content-Encoding": "\x1b[2Jx"}, _page("乾塘渔港", _STORY)),
    }
    with serving(answers) as site:
        settings = UNHURRIED | {"PORTAL_URL": site, "PORTAL_MOBILE_URL": site, "ROBOTSTXT_OBEY": "False"}
        settings |= {"RETRY_TIMES": "0", "COMMENTS_ENABLED": "False"}
        given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        urls = ",".join(site + path for path in answers)
        feeds = ("-O", "feed.jsonl", "-O", "feed.csv")
        done = run_scrapy(tmp_path, "crawl", "articles", "-a", f"urls={urls}", *given, *feeds)
    assert done.returncode == 65, done.stderr
    _check_articles(tmp_path, site)
    _check_lines(done.stderr, site)
    shown = run_scrapy(tmp_path, "status", "--failed", *given)
    quarantined = f"quarantined  {site}/p/2665003.html  text: neither text nor pictures were found"
    assert any(line.startswith(quarantined) for line in shown.stdout.splitlines()), shown.stdout
    assert f"doubtful  {site}/p/2665002.html  the page names another article as its own" in shown.stdout.splitlines()
    assert clean_lines(shown.stdout) == shown.stdout
    page = run_scrapy(tmp_path, "versions", "2665001", "--html", "versions.html")
    assert page.returncode == 0 and clean_lines(html := (tmp_path / "versions.html").read_text("utf-8")) == html


def _check_articles(folder: Path, site: str) -> None:
    feed = {line["id"]: line for line in map(json.loads, (folder / "feed.jsonl").read_text("utf-8").splitlines())}
    assert feed.keys() == {"portal/2665001", "portal/2665002", "portal/2665005"}
    hostile = feed["portal/2665001"]
    assert hostile["headline"] == f'=HYPERLINK("http://a.example/","乾塘渔港 {_FORGED}[2J31m添新码头")'
    assert hostile["text"].endswith("👨\u200d👩\u200d👧一家[2J31m也来了。")
    assert [image["url"] for image in hostile["images"]] == [f"{site}/upload/2022/0531/a.jpg"]
    with (folder / "feed.csv").open(newline="", encoding="utf-8-sig") as file:
        cells = {row["id"]: row["headline"] for row in csv.DictReader(file)}
    assert cells["portal/2665001"] == "'" + hostile["headline"]
    assert (cells["portal/2665002"], len(cells)) == ("乾塘渔港开渔节开幕", 3)


def _check_lines(log: str, site: str) -> None:
    assert not any(line.startswith(_FORGED[:19]) for line in log.splitlines())
    assert [line for line in log.splitlines() if clean_lines(line) != line] == []
    assert f"Doubtful: {site}/p/2665002.html: the page names another article as its own" in log
