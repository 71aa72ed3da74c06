"""The mobile site: the same stories at ``/p/ID.html``, in a page of their own kind."""

from __future__ import annotations

from zhanjiang.replica.answer import BodyPart, SiteResponse, redirect, text
from zhanjiang.replica.links import outward_address
from zhanjiang.replica.live import Live, LivePage
from zhanjiang.replica.portal import ARTICLE, Portal
from zhanjiang.replica.sites import Request
from zhanjiang.replica.story import Story

_NEWEST = 20


class Mobile:
    """Answers for the mobile site, from the portal's stories."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._pages: dict[str, SiteResponse] = {}
        self._articles: dict[tuple[int, int], LivePage] = {}

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request; the portal answers what the mobile site lacks."""
        article = ARTICLE.match(request.path)
        if article and not article["channel"]:
            story_page = self._portal.find(article)
            return story_page if isinstance(story_page, SiteResponse) else self._article(*story_page)
        if request.path not in self._pages:
            self._pages[request.path] = self._page(request)
        return self._pages[request.path]

    def _page(self, request: Request) -> SiteResponse:
        if request.path == "/":
            rows = self._portal.stories[:_NEWEST]
            return self._portal.renderer.page("mobile/front.html", rows=rows)
        if request.path == "/robots.txt":
            return text("User-agent: *\nDisallow: /admin/\n")
        return self._portal.missing()

    def _article(self, story: Story, number: int) -> SiteResponse:
        if story.kind == "link":
            return redirect(outward_address(story.number))
        key = (story.number, number)
        if key not in self._articles:
            self._articles[key] = LivePage(self._parts(story, number), self._portal.validators(story))
        return self._portal.visit(story, self._articles[key])

    def _parts(self, story: Story, number: int) -> list[BodyPart | Live]:
        view = self._portal.view(story, number)
        has_notice = any(block.kind == "notice" for block in view.blocks) or story.number % 2 == 0
        # On some pages source and byline follow the time without labels.
        bare_line = view.dress.bare_mobile_line
        return self._portal.renderer.article(view, "mobile/article.html", has_notice=has_notice, bare_line=bare_line)
