"""The portals by name, each in a skin of its own, and their pages on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.loopback import Answer, serving
from tests.unseen import city_paper, gateway, party_paper, tables
from tests.unseen.report import Site, truth_of
from tests.unseen.reporter import House, write_site


@dataclass(frozen=True, slots=True)
class Skin:
    """What a portal prints, and how."""

    house: House
    pages: Callable[[Site], dict[str, Answer]]


SKINS: dict[str, Skin] = {
    "party_paper": Skin(party_paper.HOUSE, party_paper.pages),
    "gateway": Skin(gateway.HOUSE, gateway.pages),
    "tables": Skin(tables.HOUSE, tables.pages),
    "city_paper": Skin(city_paper.HOUSE, city_paper.pages),
}


@contextmanager
def portal(name: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve a portal while the block runs; give its address and the truth about its reports."""
    skin = SKINS[name]
    site = write_site(skin.house)
    with serving(skin.pages(site)) as address:
        yield address, [truth_of(report, address) for report in site.reports]
