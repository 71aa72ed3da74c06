"""The differences between the revisions of an article: field by field, character by character.

Chinese has no spaces, so a difference by words would need a segmenter and its mistakes; by characters alone, a sentence
written anew falls into confetti, since two sentences always share a few characters by accident. So characters are
compared, and then short stretches that agree amid large changes are counted as changed (diff-match-patch's semantic
cleanup).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from zhanjiang.items import Article, Person

Kind = Literal["equal", "deleted", "inserted", "omitted"]

FIELDS: Final = (
    "kicker",
    "headline",
    "subheadline",
    "published_at",
    "source",
    "byline",
    "authors",
    "text",
    "credits",
    "images.caption",
    "images.url",
)
"""What is compared, in the order it is told; a dot leads into the parts of a list."""

_SECONDS = 2.0  # for one field; what is not compared by then counts as changed: two long texts with little in common
_CONTEXT = 24  # characters of an unchanged stretch that are kept beside a change
_KINDS: Final[dict[int, Kind]] = {-1: "deleted", 0: "equal", 1: "inserted"}


class Piece(NamedTuple):
    """A stretch of a field: equal in both revisions, deleted from or inserted into the earlier one.

    ``omitted`` is equal too, and the middle of so long a stretch that readers do not need it.
    """

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that changed. The pieces without the inserted ones are the earlier value, without the deleted the later.

    >>> FieldDifference("headline", (Piece("equal", "开放"), Piece("inserted", "日")))
    FieldDifference(field='headline', pieces=(Piece(kind='equal', text='开放'), Piece(kind='inserted', text='日')))
    """

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision changed of the one before; ``fields`` is empty where nothing of ``FIELDS`` did."""

    earlier: Article
    later: Article
    fields: tuple[FieldDifference, ...]


def changes(revisions: Sequence[Article]) -> list[Change]:
    """Compare each revision with the one before it; [] for a single one."""
    return [Change(earlier, later, tuple(compare(earlier, later))) for earlier, later in pairwise(revisions)]


def compare(earlier: Article, later: Article) -> Iterator[FieldDifference]:
    """Yield the fields that differ, in the order of ``FIELDS``.

    >>> one, two = Article(headline="渔港开放", source="甲报"), Article(headline="渔港今日开放", source="甲报")
    >>> [difference.field for difference in compare(one, two)]
    ['headline']
    """
    for field in FIELDS:
        before, after = as_text(earlier, field), as_text(later, field)
        if before != after:
            yield FieldDifference(field, tuple(compare_texts(before, after)))


def as_text(article: Article, field: str) -> str:
    """Return one of ``FIELDS`` as text; what is absent is empty.

    People stand in one line, captions and addresses of pictures one a line. Of an address the path is told alone, since
    one picture is served by several hosts, and which of them makes no revision.

    >>> as_text(Article(authors=[Person("记者", "林小雨"), Person(None, "陈海")]), "authors")
    '记者 林小雨、陈海'
    """
    match field:
        case "authors":
            return _people(article.authors)
        case "credits":
            return _people(article.credits)
        case "images.caption":
            return "\n".join(image.caption for image in article.images if image.caption)
        case "images.url":
            return "\n".join(urlsplit(image.url).path for image in article.images if image.url)
        case _:
            return getattr(article, field) or ""


def _people(people: Iterable[Person]) -> str:
    return "、".join(" ".join(filter(None, (person.role, person.name))) for person in people)


def compare_texts(earlier: str, later: str) -> list[Piece]:
    """Compare two texts by characters; deleted stands before inserted.

    >>> [tuple(piece) for piece in compare_texts("遂溪县举行青年比赛", "遂溪县举办青年技能比赛")][1:3]
    [('deleted', '行'), ('inserted', '办')]
    """
    # Loaded here: a command's other ways (an unknown ID, an only revision) do without.
    from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

    matcher = diff_match_patch()
    matcher.Diff_Timeout = _SECONDS
    found = matcher.diff_main(earlier, later)
    matcher.diff_cleanupSemantic(found)
    return [Piece(_KINDS[sign], text) for sign, text in found]


def shorten(pieces: Sequence[Piece], context: int = _CONTEXT) -> Iterator[Piece]:
    """Split long equal pieces, so that ``context`` characters stay beside each change and the rest is ``omitted``.

    >>> pieces = [Piece("equal", "一二三四五六七八"), Piece("inserted", "九")]
    >>> [tuple(piece) for piece in shorten(pieces, context=2)]
    [('omitted', '一二三四五六'), ('equal', '七八'), ('inserted', '九')]
    """
    last = len(pieces) - 1
    for index, (kind, text) in enumerate(pieces):
        start = context if index > 0 else 0
        end = len(text) - (context if index < last else 0)
        # A gap that is hardly longer than what marks it and what surrounds it is no help to a reader.
        if kind != "equal" or end - start <= context:
            yield Piece(kind, text)
            continue
        kept = (Piece("equal", text[:start]), Piece("omitted", text[start:end]), Piece("equal", text[end:]))
        yield from (piece for piece in kept if piece.text)
