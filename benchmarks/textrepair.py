"""How fast and how good the text repair is, against OpenCC on the same bytes in the same run.

    python benchmarks/textrepair.py [PAGES]

Prints ratios, not seconds, since machines differ; the news is invented (tests/textrepair/news.py), the tables random.
Only the first damaged page, in a process of its own, is given in seconds and megabytes.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from opencc import OpenCC

sys.path.insert(0, str(Path(__file__).parents[1]))  # for `python benchmarks/textrepair.py`

from tests.textrepair.measuring import Measure, measure
from tests.textrepair.news import Sample, sample, simplified_article
from zhanjiang.textrepair import RepairConfig, learn, repair, to_simplified

_REPEATS = 5


def rate(work: Callable[[str], object], texts: list[str], repeats: int = 1) -> float:
    """Bytes of UTF-8 per second, the best of three runs."""
    size = sum(len(text.encode()) for text in texts) * repeats

    def once() -> float:
        start = time.perf_counter()
        for text in texts * repeats:
            work(text)
        return time.perf_counter() - start

    return size / min(once() for _ in range(3))


def speed(samples: list[Sample]) -> None:
    """Print how fast damaged and clean text is, as a share of OpenCC's rate."""
    convert = OpenCC("t2s").convert
    for name, texts in (
        ("damaged", [made.damaged for made in samples]),
        ("clean", [made.original for made in samples]),
        ("pages of markup, clean", [_as_page(made.original) for made in samples]),
        ("pages of markup, damaged", [_as_page(made.damaged) for made in samples]),
    ):
        floor = rate(convert, texts, _REPEATS)
        ours = rate(repair, texts)
        print(f"{name:26} {ours / floor:8.2%} of OpenCC t2s ({ours / 1e6:.2f} of {floor / 1e6:.0f} MB/s)")


_FIRST = """
import re, sys, time
from pathlib import Path
from zhanjiang.textrepair import repair

def peak():
    return int(re.search("VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]) / 1024

text, before, start = sys.stdin.read(), peak(), time.perf_counter()
repair(text)
print(f"{time.perf_counter() - start:.2f} s, {peak() - before:.0f} MB more than the {before:.0f} MB before")
"""


def first_page(sample: Sample) -> None:
    """Print what the first damaged page of a process costs, which loads the language.

    The peak is Linux's own count: getrusage gives a child its parent's, which is greater here.
    """
    command = [sys.executable, "-X", "utf8", "-c", _FIRST]
    folder = Path(__file__).parents[1]
    done = subprocess.run(command, input=sample.damaged, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    print(f"{'first damaged page':26} {done.stdout.strip()}")


def _as_page(text: str) -> str:
    """A page of some 35 kB, nearly all of it markup."""
    furniture = '<li class="nav-item"><a href="/channel/list?id=12&page=3" title="x">item</a></li>\n' * 380
    return f"<html><body>{furniture}<div>{text}</div></body></html>"


def quality(name: str, measured: Measure) -> None:
    """Print in one line how much is right."""
    print(
        f"{name:26} {measured.accuracy:.3%} of {measured.characters} characters; "
        f"{measured.sentences_right:.1%} of {measured.hit} sentences hit; "
        f"{measured.wrong_flagged:.1%} of {measured.wrong_sentences} wrong ones flagged; "
        f"{measured.proved} of {measured.pages} pages proved"
    )


def learning(samples: list[Sample]) -> None:
    """Print how good the repair is with words learned from other articles of the same kind."""
    rng = random.Random(99)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words.bin"
        learn((simplified_article(rng) for _ in range(300)), path)
        quality("with learned words", measure(samples, RepairConfig(learned=path)))


def script() -> None:
    """Print how many characters of simplified news do not survive a conversion and its inverse."""
    rng = random.Random(3)
    convert = OpenCC("s2t").convert
    articles = [simplified_article(rng) for _ in range(200)]
    pairs = [(article, to_simplified(convert(article))) for article in articles]
    wrong = sum(a != b for one, other in pairs for a, b in zip(one, other, strict=True))
    print(f"{'script round trip':26} {wrong} of {sum(map(len, articles))} characters wrong")


def main() -> None:
    """Measure on as many pages as the command line says (100)."""
    rng = random.Random(42)
    samples = [sample(rng) for _ in range(int(sys.argv[1]) if sys.argv[1:] else 100)]
    first_page(samples[0])
    repair(samples[0].damaged)  # loads the language
    speed(samples)
    quality("as delivered", measure(samples))
    learning(samples)
    script()


if __name__ == "__main__":
    main()
