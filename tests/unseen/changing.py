"""A portal that changes its markup between two crawls, edits eight of its reports meanwhile, and publishes six more."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.unseen.report import Part, Report, Site
from tests.unseen.reporter import REPORTS, House, write_site
from zhanjiang.replica.story import PrintedPerson

HOUSE = House(
    seed=707,
    credit_roles=(("编辑", "值班主任"), ("编辑", "编辑", "值班主任")),
    shares={"kicker": 0.0, "source": 1.0, "credits": 1.0, "long": 0.08},
)
"""What every skin prints alike, so that only the markup differs."""

REDESIGNS = (("party_paper", "phone"), ("tables", "gateway"), ("phone", "city_paper"))
"""The skin before and the one after."""

ADDED = 6


@dataclass(frozen=True, slots=True)
class Changed:
    """The portal before and after, what was edited in which report, and the numbers of the new ones."""

    before: Site
    after: Site
    edits: dict[int, str]
    added: set[int]


def changed_site(seed: int = 0) -> Changed:
    """Write the portal, and edit each of eight reports in its own way."""
    reports = write_site(replace(HOUSE, seed=HOUSE.seed + seed), REPORTS + ADDED).reports
    known = reports[ADDED:]
    chance = Random("edits")
    edited: dict[int, Report] = {}
    edits: dict[int, str] = {}
    for name, edit in _EDITS.items():
        able = [(report, after) for report in known if report.number not in edits and (after := edit(report))]
        report, after = chance.choice(able)
        edits[report.number], edited[report.number] = name, after
    after_all = Site([edited.get(report.number, report) for report in reports])
    return Changed(Site(known), after_all, edits, {report.number for report in reports[:ADDED]})


def _headline(report: Report) -> Report:
    return replace(report, headline=f"最新｜{report.headline}")


def _added(report: Report) -> Report | None:
    line = Part("paragraph", "记者再次来到现场时，施工围挡已经拆除，附近的商户说，客人比上个月多了三成。")
    return _with_page(report, lambda parts: [*parts[:2], line, *parts[2:]]) if len(report.parts) > 3 else None


def _removed(report: Report) -> Report | None:
    places = [at for at, part in enumerate(report.pages[0]) if part.kind == "paragraph" and not part.centred]
    if len(places) < 4:
        return None
    return _with_page(report, lambda parts: [part for at, part in enumerate(parts) if at != places[2]])


def _word(report: Report) -> Report | None:
    """Correct a figure in one paragraph."""
    for at, part in enumerate(report.pages[0]):
        if at and part.kind == "paragraph" and (figure := re.search(r"\d{2,}", part.text)):
            corrected = part.text[: figure.start()] + str(int(figure[0]) + 1) + part.text[figure.end() :]
            return _with_part(report, at, replace(part, text=corrected))
    return None


def _caption(report: Report) -> Report | None:
    for at, part in enumerate(report.pages[0]):
        if report.kind == "article" and part.caption:
            return _with_part(report, at, replace(part, caption="渔民在码头分拣刚上岸的海虾。记者莫小满 摄"))
    return None


def _credits(report: Report) -> Report:
    first, *others = report.credits
    return replace(report, credits=(first, PrintedPerson(first.role, "许海澜"), *others))


def _source(report: Report) -> Report | None:
    return replace(report, source="湛江晚报") if report.source == "湛江日报" else None


def _deck(report: Report) -> Report | None:
    return replace(report, deck="服务窗口延时至晚八点") if report.deck is None else None


def _with_part(report: Report, at: int, part: Part) -> Report:
    return _with_page(report, lambda parts: [*parts[:at], part, *parts[at + 1 :]])


def _with_page(report: Report, edit: Callable[[list[Part]], list[Part]]) -> Report:
    """Return a report with its first page edited."""
    first, *others = report.pages
    return replace(report, pages=(tuple(edit(list(first))), *others))


_EDITS: dict[str, Callable[[Report], Report | None]] = {
    "headline": _headline,
    "paragraph added": _added,
    "paragraph removed": _removed,
    "word": _word,
    "caption": _caption,
    "credits": _credits,
    "source": _source,
    "deck": _deck,
}
