"""Counts from clean articles: the portal's own words are the best there are for its mirrors.

Every run of one to four characters met at least twice counts as a word; that needs no segmentation and takes in the
phrases that word lists lack. Signs count as characters, since it is they that break.
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
_LEAST: Final = 2


def count(texts: Iterable[str]) -> Counter[str]:
    """Count the runs of one to four characters of clean texts, leaving out those met once.

    >>> count(["湛江湛江"])["湛江"]
    2
    """
    found: Counter[str] = Counter()
    for text in texts:
        for run in _RUN.findall(text):
            for length in _LENGTHS:
                found.update(run[start : start + length] for start in range(len(run) - length + 1))
    return Counter({word: number for word, number in found.items() if number >= _LEAST})


def learn(texts: Iterable[str], path: Path) -> int:
    """Count clean texts and write the counts to `path` (gzipped JSON), adding to what it holds; how many there are."""
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
    """The counts that were written. OSError or ValueError where the file cannot be read: learn again."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        found: dict[str, float] = json.load(stream)
    return found
