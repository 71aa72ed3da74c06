"""A store made again of the archive alone: what crawls had recorded of articles that changed, went and came back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.archive.building import kept, write
from tests.commands.archived import ARCHIVE, rows
from tests.end_to_end.running import run_scrapy
from zhanjiang.archive import Capture
from zhanjiang.archive.digests import digest_of

_STATES = "SELECT page, url, state, reason, last_fetched FROM ledger ORDER BY page"
_GONE = b"<html><body><h1>404 Not Found</h1></body></html>"


def _page(number: int, word: str = "") -> bytes:
    """An article's page, with a word in its text by which its versions differ."""
    story = "".join(
        f"<p>　　{part}</p>"
        for part in (
            f"本报讯（记者沈一鸣）寸金路{number}号的旧书店{word}昨日重新开门，店主向街坊介绍了修缮的经过和今后的打算。",
            "据了解，修缮从春天开始，前后有二十多名木匠参与，书架和楼梯都按原样做好。",
            "下一步，书店还将办读书会，欢迎市民报名参加。",
        )
    )
    return (
        f'<html><head><meta charset="utf-8"><title>旧书店{number}重新开门_湛江云媒</title></head><body><article>'
        f'<h1 class="article-title">旧书店{number}重新开门</h1><div class="info">'
        '<time class="date">2026-11-12 10:01</time><span>来源：湛江日报</span></div>'
        f'<div class="article-content">{story}</div></article></body></html>'
    ).encode()


class _Crawls:
    """Writes what crawls fetched, as they write it: a body that came before is a revisit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / ARCHIVE
        self.taken: list[Capture] = []
        self.run = 0

    def crawl(self, *answers: tuple[int, int, bytes, int]) -> None:
        """One run: requested number, number of the address that answered, body, status."""
        self.run += 1
        exchanges = []
        for second, (number, at, body, status) in enumerate(answers):
            url = f"https://www.example/p/{at}.html"
            fields = {"run": self.run, "page": f"/p/{number}.html", "kind": "article", "article": f"portal/{number}"}
            moment = f"2026-11-2{self.run}T08:00:{second:02}.000000Z"
            whole = Capture("", 0, 0, "response", url, status, digest_of(body), moment)
            same = [one for one in self.taken if (one.url, one.digest) == (url, whole.digest)]
            exchanges.append(kept(url, body, status, moment, same[0] if same else None, fields))
            self.taken.append(replace(whole, type="revisit") if same else whole)
        write(self.folder, *exchanges, name=f"articles-run{self.run}-2026112{self.run}T080000000000")


def _reparse(folder: Path, *options: str) -> list[str]:
    done = run_scrapy(folder, "reparse", "-s", "PORTAL_URL=https://www.example", *options)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr + done.stdout
    return done.stdout.splitlines()


def _revisions(folder: Path, number: int) -> list[tuple[int, str | None, str]]:
    query = f"SELECT revision, revision_cause, fetched_at FROM articles WHERE id = 'portal/{number}' ORDER BY 1"
    return [(revision, cause, moment[8:10]) for revision, cause, moment in rows(folder, query)]


def _withdrawn(folder: Path) -> Sequence[tuple[str, str]]:
    return rows(folder, "SELECT article, withdrawn_at FROM withdrawals ORDER BY 1")


def test_a_text_that_came_back_is_the_latest_revision(tmp_path: Path) -> None:
    crawls = _Crawls(tmp_path)
    for word in ("", "（二期）", "", ""):
        crawls.crawl((7, 7, _page(7, word), 200))
    assert [one.type for one in crawls.taken] == ["response", "response", "revisit", "revisit"]
    _reparse(tmp_path)
    assert _revisions(tmp_path, 7) == [(1, None, "21"), (2, "edited", "22"), (3, "edited", "23")]
    texts = [text for (text,) in rows(tmp_path, "SELECT text FROM articles ORDER BY revision")]
    assert texts[0] == texts[2] != texts[1]
    [told] = _reparse(tmp_path)
    assert told.startswith("1 visits: 0 new articles, 0 edited by the newsroom, 0 read otherwise, 1 as they were")


def test_an_article_is_withdrawn_since_it_was_gone(tmp_path: Path) -> None:
    crawls = _Crawls(tmp_path)
    crawls.crawl((7, 7, _page(7), 200), (8, 8, _page(8), 200), (9, 9, _GONE, 404))
    crawls.crawl((7, 7, _GONE, 404), (8, 8, _GONE, 404), (9, 9, _GONE + b" ", 404))
    crawls.crawl((7, 7, _GONE + b" ", 404), (8, 8, _page(8), 200))
    _reparse(tmp_path)
    assert _withdrawn(tmp_path) == [("portal/7", "2026-11-22T08:00:00Z")]
    states = {page: (state, moment) for page, _, state, _, moment in rows(tmp_path, _STATES)}
    assert states == {
        "/p/7.html": ("gone", "2026-11-23T08:00:00Z"),
        "/p/8.html": ("unchanged", "2026-11-23T08:00:01Z"),
        "/p/9.html": ("gone", "2026-11-22T08:00:02Z"),
    }
    assert _revisions(tmp_path, 8) == [(1, None, "21")]


def test_what_a_crawl_has_recorded_since_stays(tmp_path: Path) -> None:
    """The same, with a store that a crawl has gone on with."""
    crawls = _Crawls(tmp_path)
    crawls.crawl((7, 7, _page(7), 200))
    crawls.crawl((7, 7, _GONE, 404))
    _reparse(tmp_path)
    rows(tmp_path, "UPDATE ledger SET state = 'unchanged'")  # a later visit, which the archive has not
    _reparse(tmp_path)
    assert _withdrawn(tmp_path) == []
    assert [state for _, _, state, *_ in rows(tmp_path, _STATES)] == ["unchanged"]


def test_the_article_that_another_redirects_to_is_read(tmp_path: Path) -> None:
    crawls = _Crawls(tmp_path)
    crawls.crawl((6, 6, _page(6), 200))
    crawls.crawl((6, 6, b"moved", 302), (6, 16, _page(6), 200), (16, 16, _page(6), 200))
    assert [one.type for one in crawls.taken[-2:]] == ["response", "revisit"]
    told = _reparse(tmp_path)
    assert "2 new articles" in told[-1] and "1 gone" in told[-1]
    assert (_revisions(tmp_path, 6), _revisions(tmp_path, 16)) == ([(1, None, "21")], [(1, None, "22")])
    assert [row[:3] for row in rows(tmp_path, _STATES)] == [
        ("/p/16.html", "https://www.example/p/16.html", "stored"),
        ("/p/6.html", "https://www.example/p/6.html", "gone"),
    ]
    before = rows(tmp_path, _STATES)
    assert "0 new articles" in _reparse(tmp_path)[-1]
    assert rows(tmp_path, _STATES) == before


def test_a_rebuild_that_was_killed_goes_on(tmp_path: Path) -> None:
    crawls = _Crawls(tmp_path)
    crawls.crawl((7, 7, _page(7), 200))
    _reparse(tmp_path)
    rows(tmp_path, "UPDATE crawls SET outcome = NULL")  # as a kill leaves it, before the next visit
    crawls.crawl((7, 7, _GONE, 404))
    _reparse(tmp_path)
    assert _withdrawn(tmp_path) == [("portal/7", "2026-11-22T08:00:00Z")]
    assert json.loads(run_scrapy(tmp_path, "status", "--json").stdout)
