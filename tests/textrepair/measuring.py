"""Compare repaired pages with their originals: characters, sentences with damaged bytes, guesses."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from tests.textrepair.news import Sample, sentences
from zhanjiang.textrepair import RepairConfig, repair
from zhanjiang.textrepair.tables import ANNOTATION, narrow

Difference = tuple[int, int, int, int]
DEFAULT = RepairConfig()


@dataclass
class Measure:
    """Counts over pages. `hit`: sentences that removing annotations does not restore; `right`: of these."""

    characters: int = 0
    wrong_characters: int = 0
    hit: int = 0
    right: int = 0
    wrong_sentences: int = 0
    flagged: int = 0
    pages: int = 0
    proved: int = 0

    @property
    def accuracy(self) -> float:
        """The share of characters that are right."""
        return 1 - self.wrong_characters / max(1, self.characters)

    @property
    def sentences_right(self) -> float:
        """The share of the sentences hit that are right as a whole."""
        return self.right / max(1, self.hit)

    @property
    def wrong_flagged(self) -> float:
        """The share of the wrong sentences that hold a guess; 1 where none is wrong."""
        return self.flagged / self.wrong_sentences if self.wrong_sentences else 1.0


def differences(one: str, other: str) -> list[Difference]:
    """Where two texts differ, as positions in both: start and end in one, start and end in the other."""
    if one == other:
        return []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [places for tag, *places in matcher.get_opcodes() if tag != "equal"]  # type: ignore[misc]


def _touches(difference: Difference, start: int, end: int) -> bool:
    return (difference[0] < end and difference[1] > start) or difference[0] == difference[1] == start


def measure(samples: Iterable[Sample], config: RepairConfig = DEFAULT) -> Measure:
    """Repair damaged pages and count what is right."""
    counts = Measure()
    for original, _, damaged in samples:
        repaired = repair(damaged, config)
        true, got = narrow(original), narrow(repaired.text)
        plain, wrong = differences(true, narrow(ANNOTATION.sub("", damaged))), differences(true, got)
        counts.pages += 1
        counts.proved += repaired.proved
        counts.characters += len(true)
        counts.wrong_characters += sum(max(b - a, d - c) for a, b, c, d in wrong)
        for start, end in sentences(true):
            here = [difference for difference in wrong if _touches(difference, start, end)]
            if any(_touches(difference, start, end) for difference in plain):
                counts.hit += 1
                counts.right += not here
            counts.wrong_sentences += bool(here)
            counts.flagged += any(g.start <= d and g.end >= c for _, _, c, d in here for g in repaired.guesses)
    return counts
