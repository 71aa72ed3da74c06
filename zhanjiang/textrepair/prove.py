"""Proof: the repaired text, damaged again with the page's own table, is the page."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from zhanjiang.textrepair.forward import cut_before_signs, cut_places, damage, decode_annotated
from zhanjiang.textrepair.tables import Table, narrow

_TRIES: Final = 12


def prove(repaired: str, page: str, table: Table) -> bool:
    """Damage a repaired text again and compare, full-width ASCII signs taken as half-width ones on both sides.

    Before some signs a mirror cuts nothing though a lead byte stands there, and no rule is known: where the first
    difference stands behind such a sign, that sign is kept whole, a few times over.
    """
    shown = narrow(page)
    if shown != page and damage(repaired, table) == page:
        return True
    return any(_comes_out(repaired, shown, table, kept) for kept in _habits(repaired, table))


def _habits(repaired: str, table: Table) -> Iterator[frozenset[int]]:
    """The signs kept by mirrors that cut before all signs, only before those of two characters, or before none."""
    yield frozenset()
    places = cut_places(decode_annotated(repaired, table))
    yield frozenset(number for number, (_, offset) in enumerate(places) if not offset)
    yield frozenset(range(len(places)))


def _comes_out(repaired: str, shown: str, table: Table, kept: frozenset[int]) -> bool:
    """Whether the page comes out; where it does not, each sign before a difference is tried the other way."""
    tried: set[int] = set()
    for _ in range(_TRIES):
        made = damage(repaired, table, halfwidth=True, kept_signs=kept)
        if made == shown:
            return True
        number = _sign_before(repaired, table, kept, _same_length(made, shown))
        if number in tried or number < 0:
            return False
        tried.add(number)
        kept ^= {number}
    return False


def _same_length(made: str, shown: str) -> int:
    """How many characters two texts begin with alike."""
    return bisect_left(range(min(len(made), len(shown))), True, key=lambda at: made[: at + 1] != shown[: at + 1])


def _sign_before(repaired: str, table: Table, kept: frozenset[int], place: int) -> int:
    """The number of the last sign that the mirror met before `place` of the damaged text; -1 before the first."""
    annotated = decode_annotated(repaired, table)
    signs = cut_places(annotated)

    def shown_before(number: int) -> int:
        """How long the damaged text is up to a sign."""
        return len(cut_before_signs(annotated[: signs[number][0]], kept).decode("gbk", "textrepair.private")) - 2

    return bisect_right(range(len(signs)), place, key=shown_before) - 1
