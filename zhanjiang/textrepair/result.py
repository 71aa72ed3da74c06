"""What a repair gives back, and what may be asked of it: plain frozen data."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """How to repair. The defaults are the measured best; each option tells what it costs.

    `learned`: a file of counts from clean articles (`learn`); it is read once a process, about 0.1 s for a megabyte.
    `beam`: how many readings of a damaged place are followed at once; time grows in proportion, below 8 quality falls.
    `guess_below`: a place whose best reading is less probable than this (0 to 1) is told as a guess; higher values tell
    more places, right ones too.
    `alternatives`: at most so many other readings of a guess are told; free.
    """

    learned: Path | None = None
    beam: int = 8
    guess_below: float = 0.99
    alternatives: int = 5


class Step(NamedTuple):
    """One change: `shown`, at `start` to `end` of the damaged text, became `became`.

    `code` is the repaired place as GBK bytes in hexadecimal; where just a reading was taken out, it is the character
    that the reading stood behind. `reason` is a sentence for people.
    """

    start: int
    end: int
    shown: str
    became: str
    code: str
    reason: str


class Alternative(NamedTuple):
    """Another reading of a guessed place, with its probability among all readings tried (0 to 1)."""

    text: str
    score: float


class Guess(NamedTuple):
    """A place of the repaired text that the bytes do not settle, `start` to `end`, and what else it can be."""

    start: int
    end: int
    text: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text, in the script it came in.

    `readings`: whole `(reading)`s taken out. `restored`: characters brought back from bytes, that is, those that could
    not be read on the page. `proved`: the text, damaged again with the page's own table, is the page, full-width and
    half-width signs taken as one; True for a text that is not damaged. `table`: the page's own.
    """

    text: str
    readings: int = 0
    restored: int = 0
    guesses: tuple[Guess, ...] = ()
    proved: bool = True
    steps: tuple[Step, ...] = ()
    table: tuple[tuple[str, str], ...] = ()


def replay(text: str, steps: Iterable[Step]) -> str:
    """Apply the steps of a repair to the damaged text again; the result is the repaired text.

    >>> replay("會(huì)議", [Step(1, 6, "(huì)", "", "", "the reading of 會")])
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
