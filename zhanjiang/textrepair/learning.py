"""Counts from clean articles: the portal's own words are the best for its mirrors.

Every run of one to four characters that occurs at least twice counts as a word; that needs no segmentation and covers
phrases that word lists lack. Punctuation marks count as characters, since damage breaks them too.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

_RUN: Final = re.compile("[\u4e00-\u9fff，。、；：！？“”《》（）]+")
_LENGTHS: Final = (1, 2, 3, 4)
"""The lengths of the runs in characters, up to the longest word of the language."""
_LEAST_COUNT: Final = 2
"""Rarer runs are left out: most would be chance. By hand."""


def count(texts: Iterable[str]) -> Counter[str]:
    """Count the runs of one to four characters of clean texts, leaving out those that occur once.

    >>> count(["湛江湛江"])["湛江"]
    2
    """
    runs: Counter[str] = Counter()
    for text in texts:
        for run in _RUN.findall(text):
            for length in _LENGTHS:
                runs.update(run[start : start + length] for start in range(len(run) - length + 1))
    return Counter({word: number for word, number in runs.items() if number >= _LEAST_COUNT})


def learn(texts: Iterable[str], path: Path) -> int:
    """Count clean texts, add the counts to those in `path` (gzipped JSON), and return how many runs it has then."""
    known = read_counts(path) if path.exists() else {}
    counts = Counter(known) + count(texts)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_counts(counts, path)
    return len(counts)


def write_counts(counts: Mapping[str, float], path: Path) -> None:
    """Write counts as gzipped JSON, the same bytes for the same counts."""
    with gzip.GzipFile(path, "wb", mtime=0) as stream:
        stream.write(json.dumps(counts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def read_counts(path: Path) -> dict[str, float]:
    """The counts in a file. OSError or ValueError where it cannot be read: learn again."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        counts: dict[str, float] = json.load(stream)
    return counts
