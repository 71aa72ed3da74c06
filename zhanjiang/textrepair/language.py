"""How likely a Chinese text is: words and their frequencies, in a script of its own.

The words are those of jieba's dictionary and of wordfreq, both simplified; a repaired page is traditional, by a table
that only its mirror has. So both are folded: every character becomes the simplified one that OpenCC gives for it, and
`variant` distinguishes characters that fold alike by how often OpenCC's conversions produce each. Counts learned from
clean articles come in as words too, so the portal's own phrases gain weight. All scores are natural logarithms.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from zhanjiang.textrepair.learning import read_counts
from zhanjiang.textrepair.neighbours import Neighbours
from zhanjiang.textrepair.tables import cells

NEWS: Final = Path(__file__).parent / "news.json.gz"
"""Counts from a month of a newspaper and 52 government reports, made by benchmarks/count_news.py."""

LONGEST_WORD: Final = 4
"""Longer words, in characters, are left out: four characters of context decide what can be decided."""

UNKNOWN: Final = -17.0
"""The logarithm of a character that no list has. By hand."""
_UNSEEN_VARIANT: Final = -9.0
"""The logarithm of a variant that no conversion produces, and the lowest of any. By hand."""
_LEAST_COUNT: Final = 2.0
"""Words of two characters or more with a lower count are left out. By hand."""
_TOTAL: Final = 6e7
"""The total that wordfreq's shares are scaled to: that of jieba's counts, so that both weigh the same."""
_LEARNED_WORTH: Final = 0.3
"""The factor (0 to 1) on the share of a learned run, since a run need not be a word. By hand."""
_LEARNED_WEIGHT: Final = 3.0
"""The factor on learned counts among neighbours, since they are closer to the damaged pages than the news. By hand."""
_DISCOUNT: Final = 0.75
"""Taken from the count of each learned run for the runs that were not counted, which are as many. By hand; a usual
value of absolute discounting."""
_CONVERSIONS: Final = ("s2t", "s2tw", "s2hk")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """`words`: folded word to its logarithm. `fold`: character to its folded one, where they differ.

    `variant`: the logarithm of a character's share among those that fold to the same one; 0 where absent.
    `followers`: for a character, those that make a word of two with it. `beginnings`: the first two and three
    characters of longer words. Both save a million look-ups for words that do not exist.
    `neighbours`: how often characters stand side by side, which words cannot say.
    """

    words: Mapping[str, float]
    fold: Mapping[str, str]
    variant: Mapping[str, float]
    followers: Mapping[str, Mapping[str, float]]
    beginnings: Set[str]
    neighbours: Neighbours

    def folded(self, text: str) -> str:
        """A text in the script of the words."""
        return "".join([self.fold.get(character, character) for character in text])


def _jieba_counts() -> Counter[str]:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("no jieba: install the packages of requirements.txt")
    rows = (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    words = (row.split(" ") for row in rows)
    return Counter({word: int(count) for word, count, _ in words if len(word) <= LONGEST_WORD})


def _wordfreq_counts() -> dict[str, float]:
    import wordfreq  # heavy: only damaged pages need it

    shares = wordfreq.get_frequency_dict("zh", wordlist="large")
    return {word: share * _TOTAL for word, share in shares.items() if len(word) <= LONGEST_WORD and not word.isascii()}


def _base_counts() -> Counter[str]:
    """jieba's counts and wordfreq's, brought to the same total of sixty million."""
    counts = _jieba_counts()
    for word, count in _wordfreq_counts().items():
        counts[word] += count  # type: ignore[assignment]
    return Counter({word: count for word, count in counts.items() if count >= _LEAST_COUNT or len(word) == 1})


@cache
def folding() -> dict[str, str]:
    """Each traditional or variant character of GBK to the simplified one that stands for it in the words."""
    from opencc import OpenCC  # heavy: only damaged pages need it

    characters = "".join(character for character in cells().values() if "\u4e00" <= character <= "\u9fff")
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = dict(zip(characters, simplified, strict=True)) | {"著": "着", "乾": "干", "瞭": "了"}
    return {character: folded for character, folded in pairs.items() if character != folded}


def _variants(counts: Mapping[str, float], fold: Mapping[str, str]) -> dict[str, float]:
    """How often the conversions turn a folded character into each traditional one, as logarithms."""
    from opencc import OpenCC  # heavy: only damaged pages need it

    produced: Counter[str] = Counter()
    words = sorted(counts, key=counts.__getitem__, reverse=True)[:60_000]
    weights = [counts[word] for word in words]
    for conversion in _CONVERSIONS:
        for word, weight in zip(OpenCC(conversion).convert("\n".join(words)).split("\n"), weights, strict=True):
            for character in word:
                produced[character] += weight  # type: ignore[assignment]
    produced.update(_one_by_one(words, weights, set(produced)))
    totals: Counter[str] = Counter()
    for character, weight in produced.items():
        totals[fold.get(character, character)] += weight
    shares = {c: math.log((w + 0.1) / totals[fold.get(c, c)]) for c, w in produced.items()}
    rest = {c: _UNSEEN_VARIANT for c in fold if c not in shares and not c.isascii()}
    plain = {c: _UNSEEN_VARIANT for c in set(fold.values()) if c in totals and c not in shares}
    return {c: max(score, _UNSEEN_VARIANT) for c, score in (shares | rest | plain).items() if score < -0.01}


def _one_by_one(words: Iterable[str], weights: Iterable[float], traditional: Set[str]) -> Counter[str]:
    """The characters from mirrors that convert one by one: a character that can be traditional, as 后 and 于, stays."""
    from opencc import OpenCC  # heavy: only damaged pages need it

    written: Counter[str] = Counter()
    for word, weight in zip(words, weights, strict=True):
        for character in word:
            written[character] += weight  # type: ignore[assignment]
    made = OpenCC("s2t").convert("\n".join(written)).split("\n")
    produced: Counter[str] = Counter()
    for (character, weight), other in zip(written.items(), made, strict=True):
        produced[character if character in traditional else other] += weight
    return produced


def _folded(counts: Mapping[str, float], fold: Mapping[str, str]) -> dict[str, float]:
    table = str.maketrans(dict(fold))
    folded = "\n".join(counts).translate(table).split("\n")  # one call for all words
    totals: dict[str, float] = {}
    for word, count in zip(folded, counts.values(), strict=False):
        totals[word] = totals.get(word, 0) + count
    return totals


def _mixed(base: Mapping[str, float], learned: Mapping[str, float]) -> dict[str, float]:
    """The logarithm of each word's share: that of the lists, or the learned one where it is greater.

    Every run of characters was learned, so learned shares are of all characters and need no mixing; a run that occurs
    only a few times is worth less than its count, since many runs as likely did not occur.
    """
    total = sum(base.values())
    scores = {word: math.log(count / total) for word, count in base.items()}
    characters = sum(count for run, count in learned.items() if len(run) == 1)
    for run, count in learned.items():
        if len(run) > 1:
            share = math.log(_LEARNED_WORTH * (count - _DISCOUNT) / characters)
            scores[run] = max(share, scores.get(run, share))
    return scores


@cache
def language(learned: Path | None = None) -> Language:
    """The language, built at the first call: 3 s, at most 370 MB. `learned`: a file of counts from `learn`."""
    fold = folding() | dict(zip(",!?;:()", "，！？；：（）", strict=True))
    counts = _base_counts()
    variant = _variants(counts, fold)
    own = read_counts(learned) if learned else {}
    own = _folded(own, fold)
    words = _mixed(_folded(counts, fold), own)
    words.update(_punctuation())
    followers: dict[str, dict[str, float]] = {}
    for word, score in words.items():
        if len(word) == 2:
            followers.setdefault(word[0], {})[word[1]] = score
    beginnings = {word[:length] for word in words for length in range(2, len(word))}
    return Language(words, fold, variant, followers, beginnings, _neighbours(own, fold))


def _neighbours(own: Mapping[str, float], fold: Mapping[str, str]) -> Neighbours:
    """The neighbours of the news and of the learned counts."""
    counts = _folded(read_counts(NEWS), fold)
    for run, count in own.items():
        counts[run] = counts.get(run, 0.0) + _LEARNED_WEIGHT * count
    return Neighbours(counts)


def _punctuation() -> Iterable[tuple[str, float]]:
    """Logarithms for what is no word: usual marks, digits, letters, and the particles that end a sentence. By hand."""
    usual = {"，": -2.9, ",": -2.9, "。": -3.7, "、": -4.2, "\n": -4.0}
    less = dict.fromkeys("“”：；！？（）《》().:;!? <>", -5.0) | dict.fromkeys("·‘’『』「」[]-/\"'&%％", -7.5)
    plain = dict.fromkeys("0123456789", -6.0) | dict.fromkeys("０１２３４５６７８９", -6.5)
    letters = {chr(code): -7.5 for code in range(0x41, 0x7B) if chr(code).isalpha()}
    ends = {particle + mark: -9.0 for particle in "啊吧呀啦呢吗" for mark in "！？"}
    ends |= {"—": -13.0, "…": -13.0, "——": -6.5, "……": -7.5}
    return (letters | plain | less | usual | ends).items()
