"""The repair of a page: take out whole annotations, read the broken spans back, and prove the result."""

import math
import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, islice
from operator import attrgetter
from typing import Final

from zhanjiang.textrepair.annotations import Annotations
from zhanjiang.textrepair.cut_evidence import may_be_cut, shows_cut
from zhanjiang.textrepair.detect import Evidence, evidence
from zhanjiang.textrepair.empty_cells import EmptyCells
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.lattice import Lattice
from zhanjiang.textrepair.lost_characters import lost_characters
from zhanjiang.textrepair.lost_indents import blanked, lost_indents
from zhanjiang.textrepair.markup import without_markup
from zhanjiang.textrepair.prove import prove
from zhanjiang.textrepair.result import GuessedSpan, Hypothesis, RepairConfig, Repaired, Step, replay
from zhanjiang.textrepair.script import is_simplified
from zhanjiang.textrepair.silent import find_silent_breaks, leaves_nonsense, may_be_silent, shows_silence
from zhanjiang.textrepair.spans import DamagedPage, Span, covering, find_breaks, read_span, unread
from zhanjiang.textrepair.swallowed import BARE_TAG
from zhanjiang.textrepair.tables import (
    ANNOTATION,
    SYLLABLE,
    WIDE_MARKS,
    codes_by_pinyin,
    known_table,
    last_byte,
    plausible,
)

_BEFORE: Final = re.compile("([^\x00-\x7f]|[,!?;:()](?=[@-~]))([@-~]?)\\Z")
"""A character before its annotation; or a letter between them, which ends the annotated character that begins with the
last byte of the character before the letter."""
_START: Final = attrgetter("start")
_ANY: Final = re.compile(f"[(?]({SYLLABLE})\\)")
_STRAY: Final = re.compile(f"(?<=[^\x00->@-\x7f])\\?{BARE_TAG.pattern}|(?<=[a-z)])\\({SYLLABLE}\\)")
"""A bare tag, or an annotation that follows no character."""
_WIDE: Final = re.compile("[^\x00-\x7f]{2,}")
_PARAGRAPH: Final = 400
"""How many characters of repaired text before a span are kept for its context. By hand."""
_DAMPED: Final = 0.8
"""The factor on differences of scores before they become probabilities, since the language is too certain. By
measurement: with 0.6 as many wrong spans are guesses, but a third more of the right ones."""
_MOST_WALKED: Final = 10_000
"""How many tokens of a page's broken spans are read, some five seconds' work; the rest stands as it is, and the page is
not proved. A news page has a few hundred. By hand."""
_MOST_PLAIN: Final = 100_000
"""How many whole annotations of a page are taken out, likewise; a news page has a few hundred. By hand."""
_LOOK_BACK: Final = 30
"""How many characters before a span are searched for the one before it: more than an annotation has. By hand."""


def invert(text: str, config: RepairConfig) -> Repaired:
    """Repair a text that passed the gate; it comes back identical where the evidence is not enough.

    Where annotations are too few, a cut can be the evidence; then the repair must be proved, and traditional like the
    text of mirrors.
    """
    indents = list(lost_indents(text))
    page = blanked(text, indents)
    shown = evidence(page)
    if not (shown.damaged or may_be_cut(page, shown)):
        return Repaired(text)
    table = shown.table | _after_letters(page)
    empty_cells = EmptyCells(Lattice(language(config.learned), Annotations(table), config.beam))
    silent, spans = _read(page, shown, empty_cells)
    if not (shown.damaged or shows_cut(page, spans, language(config.learned))):
        return Repaired(text)
    spans = sorted([*spans, *lost_characters(page, spans, empty_cells.lattice)], key=_START)
    steps = sorted([*_plain_steps(page, table, spans), *(_span_step(page, span) for span in spans)])
    table |= _table_of_spans(page, spans, table)
    restored = replay(page, steps)
    unread_left = any(span.is_unread for span in spans)
    proved = not unread_left and prove(*without_markup(page, steps), table, silent=silent)
    if not (shown.damaged or (proved and not is_simplified(restored))):
        return Repaired(text)
    every = _on_page(steps, text, indents, spans) if indents else steps
    return Repaired(
        replay(text, every) if indents else restored,
        len(steps) - len(spans) + sum(len(ANNOTATION.findall(text, span.start, span.end)) for span in spans),
        sum(map(_restored, spans)),
        tuple(_guesses(spans, every, config)),
        proved and not _leaves_damage(restored, empty_cells.lattice),
        tuple(every),
        tuple(table.items()),
    )


def _leaves_damage(restored: str, lattice: Lattice) -> bool:
    """Whether a repaired page still shows damage of either variant."""
    shown = evidence(restored)
    stray = _STRAY.search(restored) is not None
    return shown.damaged or shown.late > 0 or stray or leaves_nonsense(restored, lattice)


def _on_page(steps: list[Step], text: str, indents: list[Step], spans: list[Span]) -> list[Step]:
    """The steps on the text as it came, lost indents included that no span has read as part of its text."""
    is_covered = covering(spans)
    outside = (indent for indent in indents if not is_covered(indent.start))
    return sorted([*(step._replace(shown=text[step.start : step.end]) for step in steps), *outside])


def is_damaged(text: str) -> bool:
    """Whether a text that passed the gate is damaged: by its annotations, or by a cut that only a repair explains."""
    shown = evidence(text)
    return shown.damaged or (may_be_cut(text, shown) and bool(invert(text, RepairConfig()).steps))


def _read(text: str, shown: Evidence, empty_cells: EmptyCells) -> tuple[bool, list[Span]]:
    """Whether a page shows the silent variant, and its broken spans."""
    if may_be_silent(text, shown):
        spans = list(_spans(DamagedPage(text, "", silent=True), empty_cells))
        if shows_silence(text, shown, spans, empty_cells.lattice):
            return True, spans
        empty_cells.lattice.walked = 0
    return False, list(_spans(DamagedPage(text, "\0".join(_WIDE.findall(ANNOTATION.sub("", text)))), empty_cells))


def _spans(page: DamagedPage, empty_cells: EmptyCells) -> Iterator[Span]:
    """Read every broken span; one that begins within another is part of it."""
    text = page.shown
    before, done = "", 0
    for start in find_silent_breaks(text) if page.silent else find_breaks(text):
        if empty_cells.lattice.walked > _MOST_WALKED:
            yield unread(start)
            return
        if start >= done:
            before = (before + ANNOTATION.sub("", text[done:start]))[-_PARAGRAPH:]
            done = start
            span = read_span(empty_cells, page, start, before)
            if page.silent and not span:
                continue
            span = span or unread(start)
            done = span.end
            before += span.texts[0][0]
            yield span


def _table_of_spans(text: str, spans: list[Span], table: dict[str, str]) -> dict[str, str]:
    """The characters annotated in broken spans, with their annotations, where the page shows them nowhere else."""
    hidden: dict[str, str] = {}
    for span in spans:
        before = ANNOTATION.sub("", text[max(0, span.start - _LOOK_BACK) : span.start])[-1:]
        after = (before + span.texts[0][0]).translate(WIDE_MARKS).encode("gbk", "replace")
        for annotation in _ANY.findall(text, span.start, span.end):
            codes = [code.decode("gbk") for code in codes_by_pinyin().get(annotation, ()) if code in after]
            if not any(table.get(character) == annotation for character in codes):
                usual = [character for character in codes if known_table().get(character) == annotation]
                hidden |= dict.fromkeys(usual or codes, annotation)
    return hidden


def _plain(text: str) -> Iterator[tuple[str, str, str, int, int]]:
    """The whole annotations of a text that belong to a character: this, a letter after it, the pinyin, and where."""
    done = 0
    for match in ANNOTATION.finditer(text):
        start, end = match.span()
        before = _BEFORE.search(text, max(done, start - 2), start)
        if before:
            yield before[1], before[2], match[1], start, end
            done = end


def _plain_steps(text: str, table: dict[str, str], spans: list[Span]) -> Iterator[Step]:
    waiting = iter(spans)
    span = next(waiting, None)
    for before, letter, annotation, start, end in islice(_plain(text), _MOST_PLAIN):
        while span and span.end <= start - len(letter):
            span = next(waiting, None)
        character = _character_of(before, letter) if letter else before
        if annotation in (table.get(character), known_table().get(character)) and not (span and span.start <= start):
            yield Step(start, end, f"({annotation})", "", *_removal_reason(character))


def _after_letters(text: str) -> dict[str, str]:
    """The characters that the page annotates only after letters, with their annotations."""
    lettered = {
        _character_of(before, letter): annotation
        for before, letter, annotation, _, _ in islice(_plain(text), _MOST_PLAIN)
        if letter
    }
    return {
        character: annotation
        for character, annotation in lettered.items()
        if plausible(character, annotation) and character not in text
    }


def _character_of(before: str, letter: str) -> str:
    """The character whose first byte ends the one `before` and whose second is the letter: for 皖A it is 預, EE 41."""
    return bytes((last_byte(before), ord(letter))).decode("gbk", "ignore")


@cache
def _removal_reason(character: str) -> tuple[str, str]:
    return character.encode("gbk").hex(), f"the annotation of {character}"


def _span_step(text: str, span: Span) -> Step:
    became = span.texts[0][0]
    shown = text[span.start : span.end]
    return Step(span.start, span.end, shown, became, became.encode("gbk", "replace").hex(), _span_reason(span))


def _span_reason(span: Span) -> str:
    if span.is_unread:
        return "no text explains it"
    return "the likeliest text for these bytes" if len(span.texts) > 1 else "the only text for these bytes"


def _restored(span: Span) -> int:
    return sum(not character.isascii() for character in span.texts[0][0])


def _guesses(spans: list[Span], steps: list[Step], config: RepairConfig) -> Iterator[GuessedSpan]:
    """The spans that the bytes leave open, at their positions in the repaired text."""
    if not spans:
        return
    moved = {step.start: len(step.became) - len(step.shown) for step in steps}
    shifts = dict(zip(moved, accumulate(moved.values(), initial=0), strict=False))
    for span in spans:
        best, chances = span.texts[0][0], _chances(span)
        if chances[0] < config.guess_below or span.implausible:
            start = span.start + shifts[span.start]
            others = [Hypothesis(text, chance) for (text, _), chance in zip(span.texts[1:], chances[1:], strict=True)]
            yield GuessedSpan(start, start + len(best), best, tuple(others[: config.alternatives]))


def _chances(span: Span) -> list[float]:
    """The probability of each text of a span, the certainty of words damped."""
    weights = [math.exp((score - span.texts[0][1]) * _DAMPED) for _, score in span.texts]
    return [weight / sum(weights) for weight in weights]
