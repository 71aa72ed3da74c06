"""Answers conditional requests: 304 where the client already has the page."""

from __future__ import annotations

from zhanjiang.replica.answer import SiteResponse
from zhanjiang.replica.sites import Request, Site


class ConditionalSite:
    """A site that answers 304 for pages whose validators fit the request's. Others are sent in full."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request; without a body where the client already has the page."""
        answer = self._site.answer(request)
        known = answer.validators
        if known is None or answer.status != 200 or not known.fit(request.if_none_match, request.if_modified_since):
            return answer
        return SiteResponse([], status=304, validators=known)
