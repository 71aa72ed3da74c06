"""Proof: the repaired text, damaged again with the page's own table, is the page."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from zhanjiang.textrepair.forward import cut_before_signs, cut_places, decode_annotated, shown_of
from zhanjiang.textrepair.tables import WIDE_SIGNS, Table, narrow

_TRIES: Final = 12


def prove(repaired: str, page: str, table: Table) -> bool:
    """Damage a repaired text again and compare, full-width ASCII signs taken as half-width ones on both sides.

    Before some signs a mirror cuts nothing though a lead byte stands there, and no rule is known: where the first
    difference stands behind such a sign, that sign is kept whole, a few times over. A page that shows half-width signs
    mostly had full-width ones, whose bytes count.
    """
    shown = narrow(page)
    if _is_damaged_to(repaired, page, shown, table):
        return True
    return shown == page and _is_damaged_to(repaired.translate(WIDE_SIGNS), page, shown, table)


def _is_damaged_to(repaired: str, page: str, shown: str, table: Table) -> bool:
    """Whether a text comes out as the page, which is `shown` with half-width signs, by one of the habits."""
    made = decode_annotated(repaired, table)
    if shown != page and shown_of(made, repaired, halfwidth=False, kept_signs=frozenset()) == page:
        return True
    return any(_comes_out(made, repaired, shown, kept) for kept in _habits(made))


def _habits(made: str) -> Iterator[frozenset[int]]:
    """The signs kept by mirrors that cut before all signs, only before those of two characters, or before none."""
    yield frozenset()
    places = cut_places(made)
    yield frozenset(number for number, (_, offset) in enumerate(places) if not offset)
    yield frozenset(range(len(places)))


def _comes_out(made: str, repaired: str, shown: str, kept: frozenset[int]) -> bool:
    """Whether the page comes out of the first pass's; where it does not, the sign before each difference is tried."""
    done = -1
    for _ in range(_TRIES):
        again = shown_of(made, repaired, halfwidth=True, kept_signs=kept)
        again = again if "€" in shown else again.replace("€", "")
        if again == shown:
            return True
        place = _same_length(again, shown)
        number = _sign_before(made, kept, place)
        if place <= done or number < 0:
            return False
        done = place
        kept ^= {number}
    return False


def _same_length(made: str, shown: str) -> int:
    """How many characters two texts begin with alike."""
    return bisect_left(range(min(len(made), len(shown))), True, key=lambda at: made[: at + 1] != shown[: at + 1])


def _sign_before(made: str, kept: frozenset[int], place: int) -> int:
    """The number of the last sign that the mirror met before `place` of the damaged text; -1 before the first."""
    signs = cut_places(made)

    def shown_before(number: int) -> int:
        """How long the damaged text is up to a sign."""
        return len(cut_before_signs(made[: signs[number][0]], kept).decode("gbk", "textrepair.private")) - 2

    return bisect_right(range(len(signs)), place, key=shown_before) - 1
