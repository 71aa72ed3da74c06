"""The result of a repair and its configuration: plain frozen data."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """How to repair. The defaults are the measured best.

    `learned`: a file of counts from clean articles (`learn`); it is mapped, and
    ValueError where it is no such file, or one of an older version.
    `beam`: how many hypotheses of a damaged span are followed at once; time grows in proportion, below 8 quality falls.
    `guess_below`: a span whose best hypothesis is less probable than this (0 to 1) is reported as a guess; higher
    values report more spans, right ones too.
    `alternatives`: how many other hypotheses of a guess are reported at most; free.
    """

    learned: Path | None = None
    beam: int = 8
    guess_below: float = 0.99
    alternatives: int = 5


class Step(NamedTuple):
    """One change: `shown`, at `start` to `end` of the damaged text, became `became`.

    `code`: the repaired span as GBK bytes in hexadecimal; where only an annotation was taken out, the character before
    it. `reason`: a phrase for people.
    """

    start: int
    end: int
    shown: str
    became: str
    code: str
    reason: str


class Hypothesis(NamedTuple):
    """Another text of a guessed span, with its probability (0 to 1) among all texts tried."""

    text: str
    score: float


class GuessedSpan(NamedTuple):
    """A span of the repaired text that the bytes leave open, `start` to `end`, and its other hypotheses."""

    start: int
    end: int
    text: str
    alternatives: tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text, in the script it came in.

    `readings`: how many whole annotations were taken out. `restored`: how many characters, not readable on the page,
    were brought back from bytes. `proved`: the text, damaged again with the page's own table, is the page, full-width
    and half-width marks taken as one; True for a text that is not damaged. `table`: the page's own, as pairs.
    """

    text: str
    readings: int = 0
    restored: int = 0
    guesses: tuple[GuessedSpan, ...] = ()
    proved: bool = True
    steps: tuple[Step, ...] = ()
    table: tuple[tuple[str, str], ...] = ()


def replay(text: str, steps: Iterable[Step]) -> str:
    """Apply the steps of a repair to the damaged text again; the result is the repaired text.

    >>> replay("會(huì)議", [Step(1, 6, "(huì)", "", "", "the annotation of 會")])
    '會議'
    """
    parts: list[str] = []
    done = 0
    for step in steps:
        if text[step.start : step.end] != step.shown:
            raise ValueError(f"step at {step.start} expects {step.shown!r}: give the text that was repaired")
        parts += text[done : step.start], step.became
        done = step.end
    return "".join([*parts, text[done:]])
