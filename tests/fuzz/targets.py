"""Pages, answers and typed texts: who reads them, samples of them, and which errors they may cost."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from protego import Protego
from scrapy.settings import Settings

from tests.fuzz.promises import check_article, check_items
from tests.textrepair.news import sample, simplified_article
from zhanjiang import settings as project
from zhanjiang.crawl.settings_check import WrongSetting, check_feed, check_settings
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.particulars import read_particulars
from zhanjiang.pages.base import Page, UnreadablePage, is_cut
from zhanjiang.pages.comments import read_comments
from zhanjiang.pages.listing.boxes import BoxesPage, read_ranking_json
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.more_answers import MoreAnswer, is_answer, next_more
from zhanjiang.pages.newspaper.edition import EditionPage, newest_issue
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.spiders.arguments import ArgumentError, parse_arguments
from zhanjiang.textrepair import is_damaged, repair

_FIXTURES: Final = Path(__file__).parents[1] / "fixtures"
_SITE: Final = "https://www.gdzjdaily.com.cn"
_FETCHED_AT: Final = "2026-11-24T00:00:00Z"


@dataclass(frozen=True)
class Target:
    """A reader of bytes from outside; ``documented`` are the errors that its caller turns into one line."""

    name: str
    samples: Callable[[], Sequence[bytes]]
    read: Callable[[bytes], object]
    documented: tuple[type[Exception], ...] = ()
    cases: int = 100
    setting_up: Callable[[Path], None] = field(default=lambda folder: None)


def is_documented(error: Exception, target: Target) -> bool:
    """Say whether an error is one that the caller expects: such a type itself, or a day that does not exist."""
    if type(error) is ValueError:
        return "input processor" in str(error) and "published_at" in str(error)
    return isinstance(error, target.documented)


def _fixtures(*kinds: str) -> Callable[[], Sequence[bytes]]:
    @cache
    def samples() -> Sequence[bytes]:
        """The pages of the fixtures of some kinds."""
        return [path.read_bytes() for kind in kinds for path in sorted((_FIXTURES / kind).glob("*/page.html"))]

    return samples


def _made(page_type: type[Any], body: bytes, url: str) -> Any:
    """A page, whose content type says what its bytes decide: one of a few charsets."""
    charset = ("", "text/html; charset=utf-8", "text/html; charset=gbk", "text/html;charset=utf-16")[len(body) % 4]
    return page_type(body, url, content_type=charset, fetched_at=_FETCHED_AT)


def _belongs(url: str) -> bool:
    return url.startswith(_SITE)


# --- Pages --------------------------------------------------------------------------------------------------------


def _read_article(body: bytes) -> None:
    is_cut(body)
    page: ArticlePage = _made(ArticlePage, body, f"{_SITE}/p/2665093.html")
    if page.is_gone:
        return
    assert page.next_page is None or page.next_page.startswith("http")
    article = page.to_item()
    check_article(article)
    if particulars := read_particulars(page, article):
        check_items(particulars)


def _data_pages() -> Sequence[bytes]:
    story = "<p>昨日上午，乾塘渔港的新码头启用，三十艘渔船先后靠岸卸货。</p><p>渔民说，今后卸鱼不必再等潮水。</p>"
    news = {"id": 2665093, "title": "乾塘渔港添新码头", "content": story, "ptime": 1654005480, "author": "林小溪"}
    state = json.dumps({"props": {"news": news, "list": [news]}}, ensure_ascii=False)
    linked = json.dumps({"@type": "NewsArticle", "headline": news["title"], "articleBody": story})
    head = f"<html><head><title>{news['title']}</title>"
    return [
        f"{head}<script>window.__STATE__={state};</script></head><body><div id=app></div></body></html>".encode(),
        f'{head}<script type="application/ld+json">{linked}</script></head><body></body></html>'.encode(),
        f"{head}</head><body><textarea hidden>{story}{story}</textarea></body></html>".encode(),
    ]


def _read_listing(body: bytes) -> None:
    page: ListingPage = _made(ListingPage, body, f"{_SITE}/shehui/index.html")
    check_items(*page.articles(_belongs))
    page.ways_on("/shehui/", _belongs, ())
    _ = (page.load_more, page.has_more_button, page.has_pager(_belongs), page.next_page(_belongs))
    front: FrontPage = _made(FrontPage, body, f"{_SITE}/")
    check_items(*front.articles(_belongs), *front.channels(_belongs).items(), front.further_listings(_belongs))
    boxes: BoxesPage = _made(BoxesPage, body, f"{_SITE}/")
    check_items(boxes.has_ranking, *boxes.picture_box())


def _read_newspaper(body: bytes) -> None:
    page: NewspaperArticlePage = _made(
        NewspaperArticlePage, body, "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_2108598.htm"
    )
    edition: EditionPage = _made(EditionPage, body, "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/node_2.htm")
    with contextlib.suppress(UnreadablePage):
        check_items(edition.to_item(), edition.articles, edition.pages, edition.previous_issue, edition.is_gone)
    newest_issue(edition.html, edition.url, "zjrb")
    if not page.is_gone:
        check_article(page.to_item())


# --- Answers in JSON, robots.txt ----------------------------------------------------------------------------------


def _answers() -> Sequence[bytes]:
    comment = {
        "id": 7,
        "nickname": "海风",
        "content": "好",
        "created": "2022-05-31 21:58",
        "digg": "1.2万",
        "reply": [],
    }
    row = {"title": "乾塘渔港添新码头", "url": "/p/2665093.html", "created": 1654005480, "id": 2665093}
    values = [
        {"state": True, "hot": [comment], "new": [comment | {"reply": [comment]}], "total": 2},
        {"code": 0, "data": {"list": [row, row | {"id": "2665094", "url": None}], "next": "/more?page=3", "total": 40}},
        {"data": "<ul><li><a href='/p/2665093.html'>乾塘渔港添新码头</a><span>05-31</span></li></ul>"},
        {"data": [[row], {"month": [row]}]},
    ]
    plain = [json.dumps(value, ensure_ascii=False).encode() for value in values]
    return [*plain, b"jQuery1_2(" + plain[0] + b");", json.dumps(values[0]).encode("utf-16")]


def _read_answer(body: bytes) -> None:
    """Read an answer by each of its readers; one that it is no answer for says so."""
    url = f"{_SITE}/index/nei/content?id=7&page=2&pagesize=15"
    is_answer(body, url)
    readers: tuple[Callable[[], Any], ...] = (
        lambda: read_comments(body, "portal/7", _FETCHED_AT),
        lambda: read_ranking_json(body, _SITE),
        lambda: MoreAnswer(body, url, _belongs),
    )
    for read in readers:
        try:
            result = read()
        except UnreadablePage:
            continue
        if isinstance(result, MoreAnswer):
            assert result.total is None or isinstance(result.total, int)
            result = [*result.rows, result.next, next_more(url, result.rows)]
        check_items(*result)


def _read_robots(body: bytes) -> None:
    rules = Protego.parse(body.decode("utf-8", "ignore"))
    delay = rules.crawl_delay("zhanjiang-news")
    assert isinstance(rules.can_fetch(f"{_SITE}/p/1.html", "zhanjiang-news"), bool)
    assert delay is None or isinstance(delay, float)


_ROBOTS: Final = (
    b"User-agent: *\nDisallow: /ajax/*?$\nCrawl-delay: 5\nSitemap: http://a.example/s.xml\n",
    b"User-agent: zhanjiang-news\nAllow: /p/\nDisallow: /\nRequest-rate: 1/10s\nVisit-time: 0600-0845\n",
)


# --- Damaged text -------------------------------------------------------------------------------------------------


@cache
def _damaged() -> Sequence[bytes]:
    chance = random.Random(15)
    return [sample(chance).damaged[:1500].encode() for _ in range(6)]


def _read_damaged(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    repaired = repair(text)
    repaired.text.encode()
    if not is_damaged(text):
        assert repaired.text == text


@cache
def _undamaged() -> Sequence[bytes]:
    chance = random.Random(15)
    return [line.encode() for _ in range(6) for line in simplified_article(chance, 4).splitlines()]


def _read_undamaged(body: bytes) -> None:
    """Read an undamaged text, whose seed the bytes are: it stays as it is, alone and in a page."""
    chance = random.Random(body)
    text = simplified_article(chance, 3)
    marks = ("!", "？", "?", "…", "(注)", "（éclair）", " C(n) ", "A?B", "1?")
    for _ in range(chance.randint(0, 3)):
        place = chance.randint(0, len(text))
        text = text[:place] + chance.choice(marks[:4] if chance.random() < 0.5 else marks[4:]) + text[place:]
    page = Page(f"<html><body><p>{text}</p></body></html>".encode(), f"{_SITE}/p/1.html")
    assert repair(text).text == text
    assert text in page.html


# --- What is typed ------------------------------------------------------------------------------------------------

_TYPED: Final = (
    "channels=shizheng,shehui&since=2022-05-01&until=2022-05-31&max_articles=100&full=1",
    "ids=2665000-2665999,2690507&via=http://mirror.example",
    "urls=https://www.gdzjdaily.com.cn/p/2665093.html,http://mirror.example/p/1.html?v=1&portal=replica",
    "papers=zjrb,zjwb&since=2018-07-15&urls=http://szb.gdzjdaily.com.cn/zjwb/html/2015-12/01/node_2.htm",
    "portal=live&urls_file=no-such-file.txt",
)


def _read_arguments(body: bytes) -> None:
    given = dict(part.partition("=")[::2] for part in body.decode("utf-8", "surrogateescape").split("&"))
    arguments = parse_arguments(("articles", "frontpage", "newspaper")[len(body) % 3], given)
    list(zip(range(5), arguments.references(), strict=False))
    assert isinstance(arguments.names_pages, bool) and isinstance(arguments.walks, bool)


_SETTINGS: Final = (
    "PORTAL_URL=http://127.0.0.1:8070&STORE_URL=sqlite:///data/z.db&REVISIT=never&CONVERT_SCRIPT_TARGET=hant",
    "STORE_URL=postgresql://user:pass@host:5432/name&DOWNLOAD_DELAY=0.5&RETRY_HTTP_CODES=500,502&RETRY_TIMES=2",
    "REPLICA_OPTIONS=--fault reset=0.1 --articles 5&BROWSER_TIMEOUT=3&CONCURRENT_REQUESTS_PER_DOMAIN=8&IMAGES_STORE=x",
    "CRAWL_DELAY_MAX=60&ROBOTSTXT_OBEY=True&LOG_FILE=crawl.log&ARCHIVE_DIR=a&MASS_EDIT_SHARE=.3&FEED=x.jsonl",
)


def _read_settings(body: bytes) -> None:
    given = dict(part.partition("=")[::2] for part in body.decode("utf-8", "surrogateescape").split("&"))
    settings = Settings()
    settings.setmodule(project, priority="project")
    settings.setdict(given, priority="cmdline")
    check_feed(given.get("FEED", "x.jsonl"))
    check_settings(settings)


def _encoded(texts: Sequence[str]) -> Callable[[], Sequence[bytes]]:
    return lambda: [text.encode() for text in texts]


TARGETS: Final = (
    Target("article_pages", _fixtures("ArticlePage"), _read_article, (UnreadablePage,), 400),
    Target("data_pages", _data_pages, _read_article, (UnreadablePage,), 300),
    Target("listings", _fixtures("ListingPage", "FrontPage"), _read_listing, (UnreadablePage,), 125),
    Target(
        "newspaper_pages", _fixtures("NewspaperArticlePage", "EditionPage"), _read_newspaper, (UnreadablePage,), 500
    ),
    Target("json_answers", _answers, _read_answer, (UnreadablePage,), 2000),
    Target("robots", lambda: _ROBOTS, _read_robots, (), 1500),
    Target("damaged_text", _damaged, _read_damaged, (), 200),
    Target("undamaged_text", _undamaged, _read_undamaged, (), 250),
    Target("arguments", _encoded(_TYPED), _read_arguments, (ArgumentError,), 2000),
    Target("settings", _encoded(_SETTINGS), _read_settings, (WrongSetting,), 250),
)
"""Every reader that needs no files of its own."""
