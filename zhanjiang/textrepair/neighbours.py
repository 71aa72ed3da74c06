"""How likely a character is after the two before it, which words cannot say, as each word stands alone.

By words 收前 and 十日前 are about as likely; that 十日前 follows 七月, only neighbours know. The counts are those of
`learn`: runs of up to three characters, from the news that comes with this package (`news.json.gz`) and from the
portal's own clean articles. Each length is mixed with the shorter ones by Witten and Bell's rule, which trusts a
history the less, the more kinds of characters follow it.
"""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_LONGEST: Final = 3
"""The length of the longest runs, in characters: a trigram model."""
_CHARACTERS: Final = 8000
"""How many kinds of characters are taken to be possible, counted or not. By hand; GBK has more, news uses fewer."""
_UNMET: Final = 0.5
"""The count that each of them has beyond its own. By hand."""
_KEPT: Final = 2**16
"""How many runs are cached with their logarithm, since the texts of a span share most of theirs."""


class Neighbours:
    """The counts of runs of one to three folded characters, and of the characters after each run."""

    def __init__(self, counts: Mapping[str, float]) -> None:
        """Add up what follows each run of one and two characters; 0.3 s for 360,000 runs."""
        self._counts = {run: count for run, count in counts.items() if len(run) <= _LONGEST}
        self._met = sum(count for run, count in self._counts.items() if len(run) == 1)
        self._logarithm = lru_cache(_KEPT)(self._chance)
        self._after: dict[str, tuple[float, int]] = {}
        for run, count in self._counts.items():
            if len(run) > 1:
                total, kinds = self._after.get(run[:-1], (0.0, 0))
                self._after[run[:-1]] = (total + count, kinds + 1)

    def score(self, text: str, start: int) -> float:
        """The logarithm of the probability of a folded text from `start` on, each character after two others."""
        return sum([self._logarithm(text[max(at - 2, 0) : at + 1]) for at in range(start, len(text))])

    def _chance(self, run: str) -> float:
        """The logarithm of the probability of the last character of a run after the others."""
        character = run[-1]
        chance = (self._counts.get(character, 0.0) + _UNMET) / (self._met + _UNMET * _CHARACTERS)
        for length in range(1, len(run)):
            history = run[-1 - length : -1]
            followed = self._after.get(history)
            if followed is None:
                break
            total, kinds = followed
            chance = (self._counts.get(history + character, 0.0) + kinds * chance) / (total + kinds)
        return math.log(chance)
