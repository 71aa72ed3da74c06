"""Proof: the repaired text, damaged again with the page's own table, is the page."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from zhanjiang.textrepair.forward import commas, cut_before_marks, cut_positions, decode_annotated, decoded, shown_of
from zhanjiang.textrepair.tables import WIDE_MARKS, Table, narrow

_TRIES: Final = 12
"""How many marks are taken for uncut, one by one, before the proof is given up. By hand."""

_LONGEST: Final = 500_000
"""How many characters a text has at most that is proved, which takes some seconds where it fails. By hand."""


def prove(repaired: str, page: str, table: Table, *, silent: bool = False) -> bool:
    """Damage a repaired text again and compare, full-width ASCII taken as half-width on both sides.

    Before some punctuation marks a mirror cuts nothing though a lead byte stands there, and no rule is known: where
    the first difference follows such a mark, the mark is taken for uncut, a few times over. A page that shows
    half-width marks mostly had full-width ones, whose bytes count. `silent`: the variant that the page shows. A very
    long text is not proved.
    """
    shown = narrow(page)
    if len(repaired) > _LONGEST:
        return False
    if _is_damaged_to(repaired, page, shown, table, silent=silent):
        return True
    return shown == page and _is_damaged_to(repaired.translate(WIDE_MARKS), page, shown, table, silent=silent)


def _is_damaged_to(repaired: str, page: str, shown: str, table: Table, *, silent: bool) -> bool:
    """Whether a text gives the page, `shown` being the page with half-width marks, by one of the habits."""
    made = decode_annotated(repaired, table, silent=silent)
    usual = commas(made)
    if shown != page and shown_of(made, repaired, halfwidth=False, uncut_marks=usual, silent=silent) == page:
        return True
    return any(_comes_out(made, repaired, shown, uncut, silent=silent) for uncut in _habits(made))


def _habits(made: str) -> Iterator[frozenset[int]]:
    """The marks left uncut by mirrors that cut before all, only before those of two characters, before none, or before
    、 too.
    """
    yield (usual := commas(made))
    positions = cut_positions(made)
    yield frozenset(number for number, (_, offset) in enumerate(positions) if not offset)
    yield frozenset(range(len(positions)))
    if usual:
        yield frozenset()


def _comes_out(made: str, repaired: str, shown: str, uncut: frozenset[int], *, silent: bool) -> bool:
    """Whether the first pass's result gives the page; the mark before each difference is tried uncut."""
    done = -1
    for _ in range(_TRIES):
        again = shown_of(made, repaired, halfwidth=True, uncut_marks=uncut, silent=silent)
        again = again if "€" in shown else again.replace("€", "")
        if again == shown:
            return True
        position = _same_length(again, shown)
        number = _mark_before(made, uncut, position, silent=silent)
        if position <= done or number < 0:
            return False
        done = position
        uncut ^= {number}
    return False


def _same_length(made: str, shown: str) -> int:
    """How many characters two texts begin with alike."""
    return bisect_left(range(min(len(made), len(shown))), True, key=lambda at: made[: at + 1] != shown[: at + 1])


def _mark_before(made: str, uncut: frozenset[int], position: int, *, silent: bool) -> int:
    """The number of the last mark that the mirror met before `position` of the damaged text; -1 before the first."""
    marks = cut_positions(made)

    def shown_before(number: int) -> int:
        """The length of the damaged text up to a mark."""
        return len(decoded(cut_before_marks(made[: marks[number][0]], uncut), silent=silent)) - 2

    return bisect_right(range(len(marks)), position, key=shown_before) - 1
