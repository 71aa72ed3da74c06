"""The portal's site: the response of each address. Pages are rendered at their first request, then kept."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from random import Random

from markupsafe import Markup

from zhanjiang.replica import ajax
from zhanjiang.replica.answer import BodyPart, SiteResponse, data, page, script, text
from zhanjiang.replica.content import Content
from zhanjiang.replica.links import LinkedRow, outward_address
from zhanjiang.replica.listings import LOAD_MORE, listing_page, listings, load_more
from zhanjiang.replica.live import Live, LivePage, box_slot, printed_views, views
from zhanjiang.replica.options import ReplicaOptions
from zhanjiang.replica.presentation import dress
from zhanjiang.replica.scripted import SCRIPTED, ScriptedListing
from zhanjiang.replica.sites import Addresses, Request
from zhanjiang.replica.skins import Renderer, View
from zhanjiang.replica.story import CHANNELS, Story
from zhanjiang.replica.validators import Validators, story_validators

ARTICLE = re.compile(r"^(?:/(?P<channel>\w+))?/p/(?P<number>\d+)(?:_(?P<page>\d+))?\.html$")
_LISTING = re.compile(r"^/(?P<channel>\w+)/(?:index(?:_(?P<page>\d+))?\.html)?$")
_HOT = re.compile(r"^/hot/(?P<letter>[mwd])\.(?P<form>html|js)$")
_FRONT_ROWS = 20
_GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")


class Portal:
    """Answers for the portal. ``now`` returns the time in seconds, by which the picture box changes."""

    def __init__(self, options: ReplicaOptions, content: Content, addresses: Addresses) -> None:
        self._options = options
        self._content = content
        self._addresses = addresses
        self.stories = list(content.stories.values())
        self._listings = listings(self.stories, options.seed)
        self.renderer = Renderer(addresses, options.rank_json)
        self._scripted = ScriptedListing(self.renderer, self._listings[SCRIPTED], options.seed)
        self._pages: dict[str, SiteResponse] = {}
        self._articles: dict[tuple[int, int], LivePage] = {}
        self._visits: Counter[int] = Counter()
        self._box = (-1, BodyPart(b""))

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request for a page, a listing, a script's data or a static file."""
        article = ARTICLE.match(request.path)
        if article:
            return self._article(article)
        if request.path.startswith(("/ajax/", "/index/nei/", "/hot/")):
            return self._script_data(request)
        if request.path in ("/", "/index.html"):
            return self._front.answer({Live.PICTURE_BOX: self._picture_box()})
        if request.path not in self._pages:
            self._pages[request.path] = self._page(request.path)
        return self._pages[request.path]

    @property
    def elsewhere(self) -> str:
        """The address of a site that nobody may be sent to."""
        return self._options.elsewhere

    def render_all(self) -> Iterator[None]:
        """Render every article's page before its first visit, one a step."""
        for story in self.stories:
            for number in range(1, len(story.pages) + 1):
                self._rendered(story, number).compress()
                yield

    def view(self, story: Story, number: int) -> View:
        """Return one page of a story as the templates see it."""
        clothes = dress(story, self._options.seed, self._options.skin)
        return View(story, number, clothes, self._addresses, self._related(story))

    def message(self, title: str, words: str, status: int) -> SiteResponse:
        """Return a page of the portal with a message alone."""
        return self.renderer.page("message.html", status, title=title, message=words)

    def endless(self, path: str) -> SiteResponse | None:
        """Return a page of a listing that never ends: after the last page it repeats it, its pager going on."""
        match = _LISTING.match(path)
        if not match or match["channel"] not in CHANNELS:
            return None
        number = int(match["page"] or 1)
        return self._listing_page(match["channel"], number, max(number + 1, self._listings[match["channel"]].pages))

    def channel_of(self, path: str) -> str | None:
        """Return the channel of the article at a path."""
        match = ARTICLE.match(path)
        story = self._content.stories.get(int(match["number"])) if match else None
        return story.channel if story else None

    def _listing_page(self, channel: str, number: int, total: int) -> SiteResponse:
        """Return a page of a listing; ``total`` is how many pages its pager shows."""
        return listing_page(self.renderer, self._listings[channel], number, self._options.skin, total)

    def find(self, match: re.Match[str]) -> tuple[Story, int] | SiteResponse:
        """Find the story and the page that an article's address names, or the response where there is none."""
        number, part = int(match["number"]), int(match["page"] or 1)
        story = self._content.stories.get(number)
        if number in self._content.changes.withdrawn:
            return self.withdrawn(self._content.changes.withdrawn[number])
        known = match["channel"] in (None, *CHANNELS) and match["page"] not in ("0", "1")
        if story is None or not known or part > max(1, len(story.pages)):
            return self.missing()
        return story, part

    def missing(self) -> SiteResponse:
        """Return the response for what does not exist."""
        return self.message("404", "您访问的页面不存在", 404)

    def withdrawn(self, status: int) -> SiteResponse:
        """Return the response for an article that is gone; a status of 200 makes it a soft 404."""
        return self.message("提示", "您访问的页面不存在或已删除", status)

    def _article(self, match: re.Match[str]) -> SiteResponse:
        story_page = self.find(match)
        if isinstance(story_page, SiteResponse):
            return story_page
        return self.visit(story_page[0], self._rendered(*story_page))

    def visit(self, story: Story, page: LivePage) -> SiteResponse:
        """Return a page of a story as it is at this visit: with the present picture box and one view more."""
        self._visits[story.number] += 1
        count = printed_views(self._views_of(story))
        return page.answer({Live.PICTURE_BOX: self._picture_box(), Live.VIEWS: BodyPart(count.encode())})

    def validators(self, story: Story) -> Validators | None:
        """Return the validators of a story's pages; None where the replica sends none."""
        return story_validators(story) if self._options.validators else None

    def _views_of(self, story: Story) -> int:
        return views(story, self._visits[story.number])

    def _rendered(self, story: Story, part: int) -> LivePage:
        key = (story.number, part)
        if key not in self._articles:
            self._articles[key] = LivePage(self._parts(story, part), self.validators(story))
        return self._articles[key]

    def _parts(self, story: Story, part: int) -> list[BodyPart | Live]:
        if story.kind == "link":
            return [*self.renderer.page("stub.html", target=outward_address(story.number)).pieces]
        view = self.view(story, part)
        return self.renderer.article(view, f"skins/{view.dress.skin}.html")

    def _picture_box(self) -> BodyPart:
        slot = box_slot(self._options.picture_box_seconds, time.time())
        if self._box[0] != slot:
            self._box = (slot, BodyPart(self.renderer.picture_box(self.stories, slot).encode()))
        return self._box[1]

    def _related(self, story: Story) -> list[LinkedRow]:
        chosen = Random(story.number).sample(self.stories, min(3, len(self.stories)))
        return self.renderer.rows(chosen, "related")

    def _page(self, path: str) -> SiteResponse:
        """Return the response for any other path of the site."""
        listing = _LISTING.match(path)
        if self._options.load_more_by_script:
            if listing and listing["channel"] == SCRIPTED:
                return self._scripted.page() if listing["page"] is None else self.missing()
            if rows := self._scripted.rows(path):
                return rows
        if listing and listing["channel"] in CHANNELS:
            number, total = int(listing["page"] or 1), self._listings[listing["channel"]].pages
            return self._listing_page(listing["channel"], number, total) if 1 <= number <= total else self.missing()
        if path == "/robots.txt":
            return text(self._robots())
        if path == "/index/login/":
            return self.message("登录", "请登录后继续访问", 200)
        if path == "/video/player":
            return text("a video would play here\n")
        if path.startswith("/static/"):
            return SiteResponse([BodyPart(_GIF)], content_type="image/gif")
        return self.missing()

    @cached_property
    def _front(self) -> LivePage:
        rows = self.renderer.rows
        with_pictures = [story for story in self.stories if story.pictures][:5]
        channels = {name: rows(listing.stories[:6], f"front {name}") for name, listing in self._listings.items()}
        newest = rows(self.stories[:_FRONT_ROWS], "front")
        slider = rows(with_pictures, "slider")
        box = Markup(Live.PICTURE_BOX.value)
        values = {"slider": slider, "newest": newest, "channels": channels, "names": CHANNELS, "picture_box": box}
        return LivePage(self.renderer.live(self.renderer.render("front.html", **values)), None)

    def _robots(self) -> str:
        delay = self._options.crawl_delay
        lines = ["User-agent: *", "Disallow: /admin/", *([f"Crawl-delay: {delay:g}"] if delay is not None else [])]
        return "\n".join([*lines, ""])

    def _script_data(self, request: Request) -> SiteResponse:
        """Answer a script's request for JSON."""
        story = self._content.stories.get(request.number("id") or request.number("contentid"))
        if request.path == "/ajax/user":
            return data(ajax.visitor())
        if ranking := self._ranking(request):
            return ranking
        if request.path == "/index/nei/content" and request.number("id") in LOAD_MORE.values():
            return self.more(request)
        if story and request.path == "/ajax/dynamic":
            return data(ajax.counts(story, self._views_of(story)))
        if story and request.path == "/ajax/comment":
            return self._comments(story, request.number("page", 1))
        return self.missing()

    def more(self, request: Request, page_ignored: bool = False) -> SiteResponse:
        """Return more rows of a load-more listing; always those of the first page where ``page_ignored``."""
        channel = next(name for name, number in LOAD_MORE.items() if number == request.number("id"))
        number = 1 if page_ignored else max(1, request.number("page", 1))
        size = min(50, max(1, request.number("pagesize", 15)))
        return data(load_more(self.renderer, self._listings[channel], number, size))

    def _comments(self, story: Story, page: int) -> SiteResponse:
        """Answer for an article's comments, in the way of the option ``comments``."""
        match self._options.comments:
            case "missing":
                return self.missing()
            case "html":
                return self.message("提示", "评论加载失败，请稍后再试", 200)
            case "page_ignored":
                page = 1
        return data(ajax.comments(story, page))

    def _ranking(self, request: Request) -> SiteResponse | None:
        """Answer for a ranking: JSON, or without that a script's call or HTML at other addresses."""
        by_letter = {kind[0]: kind for kind in ajax.RANKINGS}
        if self._options.rank_json:
            kind = request.argument("type") if request.path == "/ajax/rank" else ""
            return data(ajax.ranking(kind, self._ranked(kind))) if kind in ajax.RANKINGS else None
        asked = _HOT.match(request.path)
        if not asked:
            return None
        kind = by_letter[asked["letter"]]
        if asked["form"] == "html":
            return page(self.renderer.fragment("rankings/rows.html", rows=self._ranked(kind)))
        return script(ajax.ranking_call(request.argument("callback", "callback"), kind, self._ranked(kind)))

    def _ranked(self, kind: str) -> list[LinkedRow]:
        return self.renderer.rows(ajax.ranked(kind, self.stories), f"rank {kind}")
