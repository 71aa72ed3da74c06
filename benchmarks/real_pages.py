"""How well single pages of other publishers are read, beside what other extractors make of them.

A folder holds one folder a page, each with ``page.html`` and ``gold.json``, the right values: ``headline``,
``published_at``, ``text`` and ``captions`` as lists of paragraphs, ``source``, ``credits`` and ``authors`` as lists of
``{"role", "name"}``. Every page is read alone, as if the portal had served it, so no declared layout fits. Run it with

    python benchmarks/real_pages.py FOLDER

The body's score is the F1 of runs of four characters, blanks left out, averaged over the pages; that of captions
counts whole captions over all pages. The other fields are the share of pages whose value is right. The peers
(trafilatura, GNE, newspaper4k) take part where they are installed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.base import UnreadablePage, decode

_ADDRESS = "http://www.gdzjdaily.com.cn/p/{}.html"
_RUN = 4
_MINUTE = len("2022-05-31T21:58")
_DAY = len("2022-05-31")


@dataclass
class Values:
    """What an extractor reads from a page; fields that it does not know of stay None."""

    headline: str | None = None
    published_at: str | None = None
    text: str = ""
    source: str | None = None
    credits: list[tuple[str | None, str]] | None = None
    authors: list[tuple[str | None, str]] | None = None
    captions: list[str] | None = None


@dataclass
class Score:
    """The sums over all pages, and which pages fell short of what."""

    bodies: list[float] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    captions: Counter[str] = field(default_factory=Counter)
    invented_authors: int = 0
    empty: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def _ours(html: bytes, number: int) -> Values:
    try:
        article = ArticlePage(html, _ADDRESS.format(number)).to_item()
    except UnreadablePage:
        return Values()
    return Values(
        article.headline,
        article.published_at,
        article.text or "",
        article.source,
        _people(article, "credits"),
        _people(article, "authors"),
        [image.caption for image in article.images if image.caption],
    )


def _people(article: Article, name: str) -> list[tuple[str | None, str]]:
    return [(person.role, person.name) for person in getattr(article, name)]


def _trafilatura(html: bytes, number: int) -> Values:
    from trafilatura import bare_extraction  # a peer, which need not be installed

    document = bare_extraction(decode(html), url=_ADDRESS.format(number), include_comments=False, with_metadata=True)
    if document is None:
        return Values()
    return Values(document.title, document.date, document.text or "", document.sitename)


def _gne(html: bytes, _number: int) -> Values:
    from gne import GeneralNewsExtractor  # a peer, which need not be installed

    values: dict[str, Any] = GeneralNewsExtractor().extract(decode(html))
    return Values(values["title"], values["publish_time"].replace(" ", "T"), values["content"])


def _newspaper(html: bytes, number: int) -> Values:
    from newspaper import Article as Paper  # a peer, which need not be installed

    paper = Paper(_ADDRESS.format(number), language="zh")
    paper.download(input_html=decode(html))
    paper.parse()
    day = paper.publish_date.isoformat() if paper.publish_date else None
    return Values(paper.title, day, paper.text or "")


_PEERS = {"trafilatura": _trafilatura, "gne": _gne, "newspaper4k": _newspaper}


def _runs(text: str) -> Counter[str]:
    """The runs of four characters of a text without its blanks.

    >>> _runs("湛江港 开航")
    Counter({'湛江港开': 1, '江港开航': 1})
    """
    joined = "".join(text.split())
    return Counter(joined[start : start + _RUN] for start in range(max(len(joined) - _RUN + 1, 1)))


def _f1(common: float, first: float, second: float) -> float:
    return 2 * common / (first + second) if first + second else 1.0


def body_score(text: str, right: str) -> float:
    """The F1 of a body against the right one, 0 to 1.

    >>> body_score("湛江港开航", "湛江港开航"), body_score("", "湛江港开航")
    (1.0, 0.0)
    """
    ours, theirs = _runs(text), _runs(right)
    return _f1((ours & theirs).total(), ours.total(), theirs.total())


def _add(score: Score, page: str, values: Values, gold: dict[str, Any]) -> None:
    body = body_score(values.text, "\n".join(gold["text"]))
    score.bodies.append(body)
    if not values.text:
        score.empty.append(page)
    faults = [f"body {body:.2f}"] if body < 0.95 else []
    for name, value in _checked(values, gold):
        score.asked[name] += 1
        score.right[name] += value
        if not value:
            faults.append(f"{name} {getattr(values, name)!r} for {gold[name]!r}")
    if values.captions is not None:
        ours, theirs = Counter(values.captions), Counter(gold["captions"])
        score.captions.update(common=(ours & theirs).total(), ours=ours.total(), theirs=theirs.total())
        faults += [f"no caption {caption}" for caption in (theirs - ours)]
        faults += [f"caption {caption[:60]}" for caption in (ours - theirs)]
    right_names = {person["name"] for person in gold["authors"]}
    invented = [name for _, name in values.authors or () if name not in right_names]
    score.invented_authors += len(invented)
    faults += [f"invented author {name}" for name in invented]
    score.faults += [f"{page}: {fault}" for fault in faults]


def _checked(values: Values, gold: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each field that the extractor knows of, and whether its value is right; a day is right with or without time."""
    yield "headline", _plain(values.headline) == _plain(gold["headline"])
    if gold["published_at"]:
        length = min(_MINUTE, len(gold["published_at"]), max(len(values.published_at or ""), _DAY))
        yield "published_at", (values.published_at or "")[:length] == gold["published_at"][:length]
    if values.credits is None:
        return
    yield "source", _plain(values.source) == _plain(gold["source"])
    for name in ("credits", "authors"):
        right = sorted((person["role"] or "", person["name"]) for person in gold[name])
        yield name, sorted((role or "", person) for role, person in getattr(values, name)) == right


def _plain(value: str | None) -> str:
    return "".join(character for character in value or "" if character.isalnum())


def measure(folders: Iterable[Path], read: Callable[[bytes, int], Values]) -> Score:
    """Read every page with one extractor; a page at which it fails counts as empty."""
    score = Score()
    for number, folder in enumerate(folders, start=10001):
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        values = Values()
        with suppress(Exception):  # a peer may raise anything
            values = read((folder / "page.html").read_bytes(), number)
        _add(score, folder.name, values, gold)
    return score


def _print(name: str, score: Score) -> None:
    shares = " ".join(f"{field} {score.right[field] / count:.2f}" for field, count in score.asked.items())
    body = sum(score.bodies) / len(score.bodies)
    print(f"{name}: {len(score.bodies)} pages, body F1 {body:.3f}, {shares}, empty texts {len(score.empty)}", end="")
    if score.captions:
        captions = _f1(score.captions["common"], score.captions["ours"], score.captions["theirs"])
        print(f", captions F1 {captions:.2f}, invented authors {score.invented_authors}", end="")
    print()


def main() -> None:
    """Print one line for each extractor and, where asked for, what ours reads wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder of pages")
    parser.add_argument("--faults", action="store_true", help="list what this crawler reads wrongly, page by page")
    parser.add_argument("--alone", action="store_true", help="leave the peers out")
    arguments = parser.parse_args()
    folders = sorted(path.parent for path in arguments.folder.glob("*/gold.json"))
    if not folders:
        parser.error(f"no page is in {arguments.folder}: it needs one folder a page, with page.html and gold.json")
    ours = measure(folders, _ours)
    if arguments.faults:
        print("\n".join(ours.faults))
    _print("ours", ours)
    for name, read in {} if arguments.alone else _PEERS.items():
        module = name.removesuffix("4k")
        try:
            __import__(module)
        except ImportError:
            print(f"{name}: not installed")
            continue
        _print(name, measure(folders, read))


if __name__ == "__main__":
    main()
