"""The repair of a page: take out plain readings, read the broken places back, and prove the whole."""

import math
import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Final

from zhanjiang.textrepair.cut_evidence import may_be_cut, shows_cut
from zhanjiang.textrepair.detect import evidence
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.prove import prove
from zhanjiang.textrepair.result import Alternative, Guess, RepairConfig, Repaired, Step, replay
from zhanjiang.textrepair.script import is_simplified
from zhanjiang.textrepair.spans import Page, Place, find_breaks, read_place
from zhanjiang.textrepair.tables import READING, SYLLABLE, WIDE_SIGNS, characters_by_reading, known_table, last_byte

_PLAIN: Final = re.compile(f"([^\x00-\x7f]|[,!?;:()](?=[@-~]))([@-~]?)\\(({SYLLABLE})\\)")
"""A character and its reading, or a letter that ends what is so read with the second byte of what is before it."""
_ANY: Final = re.compile(f"[(?]({SYLLABLE})\\)")
_WIDE: Final = re.compile("[^\x00-\x7f]{2,}")
_PARAGRAPH: Final = 400
_DAMPED: Final = 0.6


def invert(text: str, config: RepairConfig) -> Repaired:
    """Repair a text that passed the gate; it comes back identical where the evidence is not enough.

    Without readings enough a cut must do, and then the whole repair must be proved, and traditional as mirrors are.
    """
    found = evidence(text)
    if not (found.damaged or may_be_cut(text, found)):
        return Repaired(text)
    table = found.table | _behind_letters(text)
    places = list(_places(text, table, config))
    if not (found.damaged or shows_cut(text, places, language(config.learned))):
        return Repaired(text)
    steps = sorted([*_plain_steps(text, table, places), *(_place_step(text, place) for place in places)])
    repaired = replay(text, steps)
    table |= _table_of_places(text, places, table)
    proved = prove(repaired, text, table)
    if not (found.damaged or (proved and not is_simplified(repaired))):
        return Repaired(text)
    return Repaired(
        repaired,
        len(steps) - len(places) + sum(len(READING.findall(text, place.start, place.end)) for place in places),
        sum(map(_restored, places)),
        tuple(_guesses(places, steps, config)),
        proved,
        tuple(steps),
        tuple(table.items()),
    )


def is_damaged(text: str) -> bool:
    """Whether a text that passed the gate is damaged: by its readings, or by a cut that only a repair explains."""
    found = evidence(text)
    return found.damaged or (may_be_cut(text, found) and bool(invert(text, RepairConfig()).steps))


def _places(text: str, table: dict[str, str], config: RepairConfig) -> Iterator[Place]:
    """Read every broken place; one that begins within another is part of it."""
    breaks = list(find_breaks(text))
    if not breaks:
        return
    from zhanjiang.textrepair.annotations import Readings
    from zhanjiang.textrepair.empty_cells import LatticeWithGaps

    lattice = LatticeWithGaps(language(config.learned), Readings(table), config.beam)
    page = Page(text, "\0".join(_WIDE.findall(READING.sub("", text))))
    before, done = "", 0
    for start in breaks:
        if start >= done:
            before = (before + READING.sub("", text[done:start]))[-_PARAGRAPH:]
            place = read_place(lattice, page, start, before) or Place(start, start + 1, [("?", 0.0)], odd=True)
            done = place.end
            before += place.texts[0][0]
            yield place


def _table_of_places(text: str, places: list[Place], table: dict[str, str]) -> dict[str, str]:
    """The characters that the readings in broken places stand on, where the page shows them nowhere else."""
    found: dict[str, str] = {}
    for place in places:
        before = READING.sub("", text[max(0, place.start - 30) : place.start])[-1:]
        behind = (before + place.texts[0][0]).translate(WIDE_SIGNS).encode("gbk", "replace")
        for reading in _ANY.findall(text, place.start, place.end):
            codes = [code.decode("gbk") for code in characters_by_reading().get(reading, ()) if code in behind]
            if not any(table.get(character) == reading for character in codes):
                usual = [character for character in codes if known_table().get(character) == reading]
                found |= dict.fromkeys(usual or codes, reading)
    return found


def _plain_steps(text: str, table: dict[str, str], places: list[Place]) -> Iterator[Step]:
    waiting = iter(places)
    place = next(waiting, None)
    for match in _PLAIN.finditer(text):
        while place and place.end <= match.start() + 1:
            place = next(waiting, None)
        before, letter, reading = match.groups()
        character = _character_of(before, letter) if letter else before
        start, end = match.end() - len(reading) - 2, match.end()
        if reading in (table.get(character), known_table().get(character)) and not (place and place.start <= start):
            yield Step(start, end, f"({reading})", "", *_taken_out(character))


def _behind_letters(text: str) -> dict[str, str]:
    """The known characters with their readings that the page shows behind letters alone."""
    found = {_character_of(before, letter): reading for before, letter, reading in _PLAIN.findall(text) if letter}
    return {
        character: reading
        for character, reading in found.items()
        if known_table().get(character) == reading and character not in text
    }


def _character_of(before: str, letter: str) -> str:
    """The character whose first byte ends the one `before` and whose second is the letter: of 皖A it is 預, EE 41."""
    return bytes((last_byte(before), ord(letter))).decode("gbk", "ignore")


@cache
def _taken_out(character: str) -> tuple[str, str]:
    return character.encode("gbk").hex(), f"the reading of {character}"


def _place_step(text: str, place: Place) -> Step:
    became = place.texts[0][0]
    shown = text[place.start : place.end]
    reason = "the likeliest text behind these bytes" if len(place.texts) > 1 else "the only text behind these bytes"
    return Step(place.start, place.end, shown, became, became.encode("gbk", "replace").hex(), reason)


def _restored(place: Place) -> int:
    return sum(not character.isascii() for character in place.texts[0][0])


def _guesses(places: list[Place], steps: list[Step], config: RepairConfig) -> Iterator[Guess]:
    """The places that the bytes do not settle, where they stand in the repaired text."""
    if not places:
        return
    moved = {step.start: len(step.became) - len(step.shown) for step in steps}
    shifts = dict(zip(moved, accumulate(moved.values(), initial=0), strict=False))
    for place in places:
        best, chances = place.texts[0][0], _chances(place)
        if chances[0] < config.guess_below or place.odd:
            start = place.start + shifts[place.start]
            others = [Alternative(text, chance) for (text, _), chance in zip(place.texts[1:], chances[1:], strict=True)]
            yield Guess(start, start + len(best), best, tuple(others[: config.alternatives]))


def _chances(place: Place) -> list[float]:
    """The probability of each text of a place, the words' certainty damped as measured."""
    weights = [math.exp((score - place.texts[0][1]) * _DAMPED) for _, score in place.texts]
    return [weight / sum(weights) for weight in weights]
