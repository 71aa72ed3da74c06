"""How likely a character is behind the two before it: what words, which know nothing of each other, cannot tell.

Words say that 收前 and 十日前 are about as likely; that one of them stands behind 七月, only neighbours know.
The counts are those of `learn`: of runs of up to three characters, from the news that comes with this package
(`news.json.gz`) and from clean articles of one's own. Each length is mixed with the shorter ones by Witten and Bell's
rule, which trusts a history the less the more kinds of characters were seen behind it.
"""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_LONGEST: Final = 3
_CHARACTERS: Final = 8000
"""So many kinds of characters are taken to be possible, met or not."""
_UNMET: Final = 0.5
_KEPT: Final = 2**16
"""So many runs are kept with their chance, since the texts of a place have most of theirs in common."""


class Neighbours:
    """The counts of runs of one to three folded characters, and of what each run has behind it."""

    def __init__(self, counts: Mapping[str, float]) -> None:
        """Add up what stands behind each run of one and two characters; 0.3 s for 360,000 runs."""
        self._counts = {run: count for run, count in counts.items() if len(run) <= _LONGEST}
        self._met = sum(count for run, count in self._counts.items() if len(run) == 1)
        self._logarithm = lru_cache(_KEPT)(self._chance)
        self._behind: dict[str, tuple[float, int]] = {}
        for run, count in self._counts.items():
            if len(run) > 1:
                total, kinds = self._behind.get(run[:-1], (0.0, 0))
                self._behind[run[:-1]] = (total + count, kinds + 1)

    def score(self, text: str, start: int) -> float:
        """The logarithm of the probability of a folded text from `start` on, each character behind two others."""
        return sum([self._logarithm(text[max(at - 2, 0) : at + 1]) for at in range(start, len(text))])

    def _chance(self, run: str) -> float:
        """The logarithm of the probability of the last character of a run behind the others."""
        character = run[-1]
        chance = (self._counts.get(character, 0.0) + _UNMET) / (self._met + _UNMET * _CHARACTERS)
        for length in range(1, len(run)):
            history = run[-1 - length : -1]
            found = self._behind.get(history)
            if found is None:
                break
            total, kinds = found
            chance = (self._counts.get(history + character, 0.0) + kinds * chance) / (total + kinds)
        return math.log(chance)
