"""The mobile site: the same stories at ``/p/ID.html``, in a page of their own kind."""

from __future__ import annotations

from zhanjiang.replica.answer import Answer, redirect, text
from zhanjiang.replica.portal import ARTICLE, Portal
from zhanjiang.replica.sites import Request
from zhanjiang.replica.story import Story

_NEWEST = 20


class Mobile:
    """Answers for the mobile site, from the portal's stories."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._pages: dict[str, Answer] = {}

    def answer(self, request: Request) -> Answer:
        """Answer a request; what the mobile site has none of is asked of the portal."""
        if request.path not in self._pages:
            self._pages[request.path] = self._page(request)
        return self._pages[request.path]

    def _page(self, request: Request) -> Answer:
        article = ARTICLE.match(request.path)
        if article and not article["channel"]:
            found = self._portal.find(article)
            return found if isinstance(found, Answer) else self._article(*found)
        if request.path == "/":
            rows = self._portal.stories[:_NEWEST]
            return self._portal.renderer.page("mobile/front.html", rows=rows)
        if request.path == "/robots.txt":
            return text("User-agent: *\nDisallow: /admin/\n")
        return self._portal.missing()

    def _article(self, story: Story, number: int) -> Answer:
        view = self._portal.view(story, number)
        if story.kind == "link":
            return redirect(f"https://mp.outward.example/s/{story.number}")
        has_notice = any(block.kind == "notice" for block in view.blocks) or story.number % 2 == 0
        return self._portal.renderer.page(
            "mobile/article.html",
            view=view,
            story=story,
            has_notice=has_notice,
            # On some pages source and byline follow the time without labels.
            bare_line=view.dress.bare_mobile_line,
        )
