"""Rebuild ngrams.bin, words.bin and characters.tsv of zhanjiang/textrepair, from the sources that SOURCES.md names.

    python benchmarks/count_ngrams.py FOLDER

Downloads go into the folder; what is there is not fetched again. Needs git, pip, Debian's apt-get, some ten minutes
and 8 GB of memory. N-grams of up to four characters are counted, weighed by source, smoothed, and pruned.
"""

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))  # for `python benchmarks/count_ngrams.py`

from opencc import OpenCC

from benchmarks import ngram_sources as sources
from zhanjiang.textrepair.folding import CHARACTERS, plain_folding
from zhanjiang.textrepair.language import NGRAMS
from zhanjiang.textrepair.ngrams import Followers, write_ngrams
from zhanjiang.textrepair.tables import cells
from zhanjiang.textrepair.trie import LONGEST
from zhanjiang.textrepair.words import WORDS

_TEXTS: Final = ((sources.news, 1.0), (sources.paper, 1.0), (sources.reports, 1.0), (sources.laws, 0.1))
"""The texts with their weights: laws say the same again and again. By measurement on held-out news."""
_LISTED: Final = 0.1
"""The weight of the word lists. By measurement."""
_RUNS: Final = 0.3
"""The weight of the input method's runs, which are talk more than news. By measurement."""
_LEAST: Final = (0.0, 0.5, 1.2, 1.5)
"""N-grams of one to four characters with a count up to this are left out."""
_TAKEN: Final = (0.0, 0.5, 0.7, 0.7)
"""What is taken from each count for n-grams that were not counted. By measurement."""
_KINDS: Final = 0.5
"""How many further counts each kind of follower stands for, likewise. By measurement."""
_LEAST_GAIN: Final = (0.0, 2.0, 8.0, 10.0)
"""The least that an n-gram must add to the logarithm of all text, over what the shorter one gives. By size."""
_WORTH: Final = 2.5
"""A history must add this many times as much, as it takes more room than an n-gram."""
_UNMET: Final = 0.5
"""The count of each of 8,000 characters beyond its own."""
_CHARACTERS: Final = 8000
_LEAST_WORD: Final = -15.5
"""The least logarithm of a word of two or more characters. By size: rarer ones decide nothing."""
_KEPT: Final = re.compile("[\u4e00-\u9fff，。、；：！？“”《》（）‘’·—…0a.\n]+")
_NO_TEXT: Final = re.compile("[\\s\u3000]+")
_LOWEST_VARIANT: Final = -9.0
"""The logarithm of a variant that no conversion produces, and the lowest of any. By hand."""

Counts = list[dict[str, float]]


def main() -> None:
    """Fetch, count, and write the three files."""
    if len(sys.argv) != 2:
        sys.exit(f"give a folder for the downloads as the only argument\n{__doc__}")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    listed = sources.word_counts(folder)
    fold = _write_characters(listed)
    words = _folded(listed, fold)
    _write_words(words)
    counts = _texts(folder, fold)
    lists = _of_runs((((word,), count * _LISTED) for word, count in words.items()), fold)
    runs = _of_runs(((run, count * _RUNS) for run, count in sources.runs(folder)), fold)
    rows = _rows(_joined(counts, [lists, runs]))
    write_ngrams(NGRAMS, rows)
    print(f"{sum(len(row.entries) for row in rows.values())} n-grams, {NGRAMS.stat().st_size} bytes")


def _write_characters(listed: Mapping[str, float]) -> dict[int, str]:
    """Write what characters fold to and the logarithms of their shares; return the table that folds a text."""
    hanzi = "".join(character for character in cells().values() if "\u4e00" <= character <= "\u9fff")
    simplified = OpenCC("t2s").convert("\n".join(hanzi)).split("\n")
    fold = dict(zip(hanzi, simplified, strict=True)) | {"著": "着", "乾": "干", "瞭": "了"}
    fold = {character: folded for character, folded in fold.items() if character != folded}
    shares = _variants(listed, fold)
    lines = (
        f"{character}\t{fold.get(character, character)}\t{shares.get(character, 0.0):.3g}\n"
        for character in sorted(fold.keys() | shares.keys())
    )
    CHARACTERS.write_text("".join(lines), encoding="utf-8")
    return str.maketrans(plain_folding()[0] | fold)


def _variants(listed: Mapping[str, float], fold: Mapping[str, str]) -> dict[str, float]:
    """How often the conversions turn a folded character into each traditional one, as logarithms."""
    produced: Counter[str] = Counter()
    words = sorted(listed, key=listed.__getitem__, reverse=True)[:60_000]
    for conversion in ("s2t", "s2tw", "s2hk"):
        for word, made in zip(words, OpenCC(conversion).convert("\n".join(words)).split("\n"), strict=True):
            for character in made:
                produced[character] += listed[word]  # type: ignore[assignment]
    produced.update(_one_by_one(words, listed, set(produced)))
    totals: Counter[str] = Counter()
    for character, weight in produced.items():
        totals[fold.get(character, character)] += weight
    shares = {c: math.log((w + 0.1) / totals[fold.get(c, c)]) for c, w in produced.items()}
    unmet = dict.fromkeys((fold.keys() | (set(fold.values()) & totals.keys())) - shares.keys(), _LOWEST_VARIANT)
    chosen = {c: max(share, _LOWEST_VARIANT) for c, share in (shares | unmet).items() if share < -0.01}
    return {c: share for c, share in chosen.items() if "\u3400" <= c <= "\u9fff"}


def _one_by_one(words: Iterable[str], listed: Mapping[str, float], traditional: set[str]) -> Counter[str]:
    """The characters from mirrors that convert one by one: a character that can be traditional, as 后 and 于, stays."""
    written: Counter[str] = Counter()
    for word in words:
        for character in word:
            written[character] += listed[word]  # type: ignore[assignment]
    made = OpenCC("s2t").convert("\n".join(written)).split("\n")
    produced: Counter[str] = Counter()
    for (character, weight), other in zip(written.items(), made, strict=True):
        produced[character if character in traditional else other] += weight
    return produced


def _folded(listed: Mapping[str, float], fold: Mapping[int, str]) -> dict[str, float]:
    """The words of kept characters alone, folded."""
    words: dict[str, float] = {}
    for word, count in listed.items():
        folded = word.translate(fold)
        if _KEPT.fullmatch(folded) and not set(folded) & set("0a."):
            words[folded] = words.get(folded, 0.0) + count
    return words


def _write_words(words: Mapping[str, float]) -> None:
    """Write the words with the logarithms of their shares, and usual marks with what they are worth by hand."""
    total = sum(words.values())
    scores = {word: math.log(count / total) for word, count in words.items()}
    scores = {word: score for word, score in scores.items() if len(word) == 1 or score > _LEAST_WORD} | _marks()
    rows: dict[str, dict[str, float]] = defaultdict(dict)
    for word, score in scores.items():
        rows[word[:-1]][word[-1]] = score
        for end in range(len(word)):
            rows[word[:end]]
    write_ngrams(WORDS, {history: Followers(0.0, entries) for history, entries in rows.items()})


def _marks() -> dict[str, float]:
    """Logarithms for what is no word: usual marks, digits, letters, and the particles that end a sentence. By hand."""
    usual = {"，": -2.9, "。": -3.7, "、": -4.2, "\n": -4.0, "0": -3.7, "a": -4.3, ".": -5.5}
    less = dict.fromkeys("“”：；！？（）《》", -5.0) | dict.fromkeys("·‘’", -7.5)
    ends = {particle + mark: -9.0 for particle in "啊吧呀啦呢吗" for mark in "！？"}
    return usual | less | ends | {"—": -13.0, "…": -13.0, "——": -6.5, "……": -7.5}


def _texts(folder: Path, fold: Mapping[int, str]) -> Counts:
    """The weighed counts of all texts."""
    totals: Counts = [{} for _ in range(LONGEST)]
    for read, weight in _TEXTS:
        counters: list[Counter[str]] = [Counter() for _ in range(LONGEST)]
        for line in read(folder):
            for text in _KEPT.findall("\n" + _NO_TEXT.sub("", line).translate(fold) + "\n"):
                for length, counter in enumerate(counters, 1):
                    counter.update([text[start : start + length] for start in range(len(text) - length + 1)])
        for total, counter in zip(totals, counters, strict=True):
            for ngram, count in counter.items():
                total[ngram] = total.get(ngram, 0.0) + weight * count
        print(read.__name__, [len(counter) for counter in counters], flush=True)
    return totals


def _of_runs(runs: Iterable[tuple[tuple[str, ...], float]], fold: Mapping[int, str]) -> Counts:
    """The n-grams of runs of words, each counted in the shortest run that has it: from the first word to the last."""
    totals: Counts = [{} for _ in range(LONGEST)]
    for run, count in runs:
        text, first, last = "".join(run).translate(fold), len(run[0]), len(run[-1])
        if not _KEPT.fullmatch(text):
            continue
        for length, total in enumerate(totals, 1):
            after = max(len(text) - last - length + 1, 0) if len(run) > 1 else 0
            before = min(first, len(text) - length + 1) if len(run) > 1 else len(text) - length + 1
            for start in range(after, before):
                ngram = text[start : start + length]
                total[ngram] = total.get(ngram, 0.0) + count
    return totals


def _after(counts: Mapping[str, float]) -> dict[str, float]:
    """How many counts follow each history."""
    totals: dict[str, float] = defaultdict(float)
    for ngram, count in counts.items():
        totals[ngram[:-1]] += count
    return totals


def _joined(texts: Counts, partial: list[Counts]) -> Counts:
    """The counts of texts and of lists, which do not know what follows the end of a word or of a run.

    Where a history mostly ends in a list, but the texts go on from it, the list has the less to say of it.
    """
    joined: Counts = []
    for number, text in enumerate(texts):
        total, known = dict(text), _after(text)
        for counts in partial:
            going_on = _after(counts[number])
            for ngram, count in counts[number].items():
                share = 1.0
                if number:
                    history = ngram[:-1]
                    trusted = known.get(history, 0.0) + 1
                    share = trusted / (trusted + max(counts[number - 1].get(history, 0.0) - going_on[history], 0.0))
                total[ngram] = total.get(ngram, 0.0) + share * count
        joined.append(total)
    return joined


def _kinds_before(counts: Counts) -> dict[str, float]:
    """By how many different characters each n-gram of three is preceded, but at the start of a paragraph its count."""
    kinds: dict[str, float] = defaultdict(float)
    met: dict[str, float] = defaultdict(float)
    for ngram, count in counts[3].items():
        kinds[ngram[1:]] += min(count, 1.0)
        met[ngram[1:]] += count
    return {
        ngram: count if ngram[0] == "\n" else max(kinds[ngram] + min(max(count - met[ngram], 0.0), 1.0), 0.05)
        for ngram, count in counts[2].items()
    }


def _rows(counts: Counts) -> dict[str, Followers]:
    """What follows each history, from the shortest to the longest."""
    total = sum(counts[0].values()) + _UNMET * _CHARACTERS
    alone = {character: math.log((count + _UNMET) / total) for character, count in counts[0].items()}
    rows = {"": Followers(math.log(_UNMET / total), alone)}
    for number in range(1, LONGEST):
        weights = _kinds_before(counts) if number == 2 else counts[number]
        after = _after(weights)
        groups: dict[str, dict[str, float]] = defaultdict(dict)
        for ngram, count in counts[number].items():
            if count > _LEAST[number]:
                groups[ngram[:-1]][ngram[-1]] = weights[ngram]
        for history, followers in groups.items():
            row = _row(rows, history, followers, after[history], counts[number])
            if row:
                rows[history] = row
                for end in range(1, len(history)):
                    rows.setdefault(history[:end], Followers(0.0, {}))
        print(f"{sum(len(row.entries) for row in rows.values())} n-grams of up to {number + 1}", flush=True)
    return rows


def _row(
    rows: Mapping[str, Followers], history: str, followers: Mapping[str, float], total: float, met: Mapping[str, float]
) -> Followers | None:
    """What follows a history; None where that adds little to what follows the shorter one."""
    number = len(history)
    low = {character: _chance(rows, history[1:], character) for character in followers}
    left, chances = _smoothed(followers, low, total, number)
    gains = {c: met[history + c] * (math.log(chance) - math.log(left * low[c])) for c, chance in chances.items()}
    kept = {c: count for c, count in followers.items() if gains[c] > _LEAST_GAIN[number]}
    if not kept or sum(gains[c] for c in kept) <= _WORTH * _LEAST_GAIN[number]:
        return None
    left, chances = _smoothed(kept, low, total, number)
    return Followers(math.log(left), {character: math.log(chance) for character, chance in chances.items()})


def _smoothed(
    followers: Mapping[str, float], low: Mapping[str, float], total: float, number: int
) -> tuple[float, dict[str, float]]:
    """What is left for other followers, and the chances of these, mixed with the `low` ones after less text."""
    total += _KINDS * len(followers)
    own = {c: (count - min(count, _TAKEN[number])) / total for c, count in followers.items()}
    left = max(1 - sum(own.values()), 1e-6)
    return left, {character: chance + left * low[character] for character, chance in own.items()}


def _chance(rows: Mapping[str, Followers], history: str, character: str) -> float:
    """The probability of a character after a history, of which longer rows are not made yet."""
    weight = 0.0
    for start in range(len(history) + 1):
        row = rows.get(history[start:])
        if row:
            score = row.entries.get(character)
            if score is not None:
                return math.exp(weight + score)
            weight += row.backoff
    return math.exp(weight)


if __name__ == "__main__":
    main()
