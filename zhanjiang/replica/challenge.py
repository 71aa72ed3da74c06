"""The challenge that every new client of the portal gets: a script sets a cookie, which opens the host for an hour."""

from __future__ import annotations

import hashlib
import re
import time
from secrets import token_hex

from zhanjiang.replica.answer import SiteResponse, page
from zhanjiang.replica.sites import Request, Site

_SECONDS = 3600
_COOKIE = re.compile(r"(?:^|;\s*)__jsl_clearance=(?P<issued>\d+)\.\d+\|0\|(?P<sign>[0-9a-f]{24})(?:;|$)")
_SCRIPT = (
    "<html><head><script>(function(){{var a='{letters}',b=[{places}],c='';"
    "for(var i=0;i<b.length;i++){{c+=a.charAt(b[i])}}"
    "document.cookie='__jsl_clearance={issued}.'+(b.length*7)+'|0|'+c+';max-age=3600;path=/';"
    "setTimeout(function(){{location.href=location.pathname+location.search}},50)}})()</script></head><body></body></html>"
)


class ChallengedSite:
    """A site that answers 521 with the script to every request without the cookie, whatever the path."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._secret = token_hex()

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request with a valid cookie; challenge any other."""
        brought = _COOKIE.search(request.cookie)
        if brought and self._is_valid(int(brought["issued"]), brought["sign"]):
            return self._site.answer(request)
        return self._challenge(int(time.time()))

    def _is_valid(self, issued: int, sign: str) -> bool:
        return sign == self._sign(issued) and 0 <= time.time() - issued < _SECONDS

    def _sign(self, issued: int) -> str:
        return hashlib.sha256(f"{self._secret} {issued}".encode()).hexdigest()[:24]

    def _challenge(self, issued: int) -> SiteResponse:
        """Return the page whose script puts the sign together from letters and places."""
        letters = "8f3a6c1e90b7d254"
        places = ",".join(str(letters.index(letter)) for letter in self._sign(issued))
        cookie = f"__jsluid_h={token_hex(16)}; max-age=31536000; path=/; HttpOnly"
        return page(_SCRIPT.format(letters=letters, places=places, issued=issued), 521, [("Set-Cookie", cookie)])
