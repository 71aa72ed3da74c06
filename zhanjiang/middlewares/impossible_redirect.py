"""A redirect to an address that can be none fails in one line, as any other page that is not there."""

from __future__ import annotations

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.site import shown

_REDIRECTS = (301, 302, 303, 307, 308)


class ImpossibleRedirectMiddleware:
    """Raises IgnoreRequest for a redirect that leads to no address of the web, which Scrapy would fall over.

    Such are addresses with an impossible host or port, with a password, of files and scripts. Of a redirect that is a
    visit's the browser has taken care.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, unless it redirects to an address that can be none."""
        location = response.headers.get("Location")
        if location is None or response.status not in _REDIRECTS or request.meta.get("handle_httpstatus_all"):
            return response
        written = location.decode("utf-8", "surrogateescape")
        if absolute_address(request.url, written) is None:
            raise IgnoreRequest(f"redirected to what can be no address: {shown(written)}")
        return response
