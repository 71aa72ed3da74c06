"""What text repair did to an article's pages, in terms of the article: the field of each guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhanjiang.items import Article, Guess, RepairReport, fields_of
from zhanjiang.textrepair import Repaired

_TAGS = re.compile(r"<[^>]*>")
# How many characters around a guess are searched in the fields: enough to match once.
_CONTEXT = 8


def report_repair(repairs: Sequence[Repaired], article: Article) -> RepairReport | None:
    """Report the repair of an article's pages; None where none was damaged."""
    if not repairs:
        return None
    return RepairReport(
        readings=sum(repaired.readings for repaired in repairs),
        restored=sum(repaired.restored for repaired in repairs),
        guessed=[guess for repaired in repairs for guess in _guesses(repaired, article)],
        proved=all(repaired.proved for repaired in repairs),
    )


def _guesses(repaired: Repaired, article: Article) -> Iterator[Guess]:
    """Yield the guesses that stand in a field of the article; guesses in menus and boxes concern nobody."""
    for guess in repaired.guesses:
        before = _TAGS.split(repaired.text[max(0, guess.start - _CONTEXT) : guess.start])[-1]
        after = _TAGS.split(repaired.text[guess.end : guess.end + _CONTEXT])[0]
        shown = f"{before}{guess.text}{after}".strip()
        names = sorted(fields_of("prose", form="text", item=type(article)), key=_importance)
        field = next((name for name in names if shown in (getattr(article, name) or "")), None)
        if field:
            yield Guess(field, guess.text, [alternative.text for alternative in guess.alternatives])


def _importance(name: str) -> tuple[bool, bool]:
    """The headline comes first, the source right after what names people: a short guess may stand in several fields."""
    return name != "headline", name in ("source", "text")
