"""What the spiders promise of a page, as ``scrapy check`` tries it on the site that is set."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from scrapy.contracts import Contract
from scrapy.exceptions import ContractFail
from scrapy.http import Response

_OK: Final = 200


class PortalPageContract(Contract):
    """``@portal_page PATH``: the page of the portal (``PORTAL_URL``) on which a callback is tried."""

    name = "portal_page"
    portal: ClassVar[str] = ""
    """The portal's address, which ``scrapy check`` sets."""

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """Request the page."""
        return {**args, "url": f"{self.portal.rstrip('/')}{self.args[0]}"}

    def pre_process(self, response: Response) -> None:
        """Fail where the site has no such page: a callback may make the best of that."""
        if response.status != _OK:
            raise ContractFail(f"{response.url} answers with status {response.status}: check PORTAL_URL")
