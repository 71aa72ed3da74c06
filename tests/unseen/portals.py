"""The portals by name, each in a skin of its own, and their pages on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from tests.loopback import Answer, serving
from tests.unseen import bureau, city_paper, gateway, newswire, party_paper, phone, sidebar, single_page, tables
from tests.unseen.changing import changed_site
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
    "single_page": Skin(single_page.HOUSE, single_page.pages),
    "phone": Skin(phone.HOUSE, phone.pages),
    "sidebar": Skin(sidebar.HOUSE, sidebar.pages),
    "newswire": Skin(newswire.HOUSE, newswire.pages),
    "bureau": Skin(bureau.HOUSE, bureau.pages),
}


@dataclass(frozen=True, slots=True)
class Redesign:
    """A portal under change: its address, the truth before and after, and ``redesign``, which puts the change live."""

    address: str
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]
    edits: dict[str, str]
    added: set[str]
    redesign: Callable[[], None]


@contextmanager
def changing_portal(before: str, after: str, seed: int = 0) -> Iterator[Redesign]:
    """Serve a portal in one skin, until its ``redesign`` is called, then edited and in another one."""
    changed = changed_site(seed)
    answers = dict(SKINS[before].pages(changed.before))

    def redesign() -> None:
        answers.clear()
        answers.update(SKINS[after].pages(changed.after))

    with serving(answers) as address:
        yield Redesign(
            address,
            [truth_of(report, address) for report in changed.before.reports],
            [truth_of(report, address) for report in changed.after.reports],
            {f"portal/{number}": edit for number, edit in changed.edits.items()},
            {f"portal/{number}" for number in changed.added},
            redesign,
        )


@contextmanager
def portal(name: str, seed: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve a portal while the block runs; give its address and the truth about its reports.

    Each ``seed`` gives the same markup other reports.
    """
    skin = SKINS[name]
    site = write_site(replace(skin.house, seed=skin.house.seed + seed))
    with serving(skin.pages(site)) as address:
        yield address, [truth_of(report, address) for report in site.reports]
