"""The differences between the revisions of an article: field by field, character by character.

Chinese has no spaces, so a difference by words would need a segmenter and its mistakes. By characters alone, a
rewritten sentence falls into confetti, since two sentences always share a few characters by accident. So characters
are compared, and then short equal stretches amid large changes count as changed (diff-match-patch's semantic cleanup).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import urlsplit

import orjson
from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

from zhanjiang.items import Article, Role, fields_of

PieceKind = Literal["equal", "deleted", "inserted", "omitted"]

_SECONDS = 2.0  # for one field; what is not compared by then counts as changed: two long texts with little in common
_CONTEXT = 24  # characters of an unchanged stretch that are shown beside a change
_KINDS: Final[dict[int, PieceKind]] = {-1: "deleted", 0: "equal", 1: "inserted"}


class DiffPiece(NamedTuple):
    """A stretch of a field: equal in both revisions, deleted from or inserted into the earlier one.

    ``omitted`` is equal too, and the middle of so long a stretch that readers do not need it.
    """

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that differs between two revisions, by its two values as text.

    >>> [piece.text for piece in FieldDifference("headline", "渔港开放", "渔港今日开放").pieces]
    ['渔港', '今日', '开放']
    """

    field: str
    before: str
    after: str

    @property
    def pieces(self) -> list[DiffPiece]:
        """The difference by characters: without the inserted pieces the earlier value, without the deleted the later.

        Computed at each call.
        """
        return compare_texts(self.before, self.after)

    def beginning(self, context: int = _CONTEXT) -> FieldDifference:
        """The same difference cut to ``context`` characters before and after the first that differs.

        >>> FieldDifference("text", "一二三四五六", "一二三四七六").beginning(2)
        FieldDifference(field='text', before='…三四五六', after='…三四七六')
        """
        pairs = enumerate(zip(self.before, self.after, strict=False))
        first = next((at for at, (one, other) in pairs if one != other), min(len(self.before), len(self.after)))
        start, end = max(0, first - context), first + context
        return FieldDifference(self.field, _part(self.before, start, end), _part(self.after, start, end))


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision changed of the one before; ``fields`` is empty where nothing that is compared did."""

    earlier: Article
    later: Article
    fields: tuple[FieldDifference, ...]


def changes(revisions: Sequence[Article]) -> list[Change]:
    """Compare each revision with the one before it; [] for a single one."""
    return [Change(earlier, later, tuple(compare(earlier, later))) for earlier, later in pairwise(revisions)]


def compare(earlier: Article, later: Article, roles: Sequence[Role] = ("compared",)) -> Iterator[FieldDifference]:
    """Yield the fields of some roles that differ, in their order; pictures come last.

    >>> one, two = Article(headline="渔港开放", source="甲报"), Article(headline="渔港今日开放", source="甲报")
    >>> [difference.field for difference in compare(one, two)]
    ['headline']
    """
    for field in compared_fields(*roles, item=type(later)):
        before, after = as_text(earlier, field), as_text(later, field)
        if before != after:
            yield FieldDifference(field, before, after)


def compared_fields(*roles: Role, item: type[Article] = Article) -> list[str]:
    """The names of what is compared for some roles of fields; a dot leads into the parts of a list.

    >>> compared_fields("compared")[-3:]
    ['credits', 'images.caption', 'images.url']
    """
    names = fields_of(*roles, item=item)
    images = [f"{name}.{part}" for name in names if name == "images" for part in ("caption", "url")]
    return [*(name for name in names if name != "images"), *images]


def as_text(article: Article, field: str) -> str:
    """One of ``compared_fields`` as text; what is absent is empty.

    People stand in one line, captions and addresses of pictures one a line. Of an address only the path counts, since
    one picture is served by several hosts, and which of them makes no revision.

    >>> from zhanjiang.items import Person
    >>> as_text(Article(authors=[Person("记者", "林小雨"), Person(None, "陈海")]), "authors")
    '记者 林小雨、陈海'
    """
    match field:
        case "images.caption":
            return "\n".join(image.caption for image in article.images if image.caption)
        case "images.url":
            return "\n".join(urlsplit(image.url).path for image in article.images if image.url)
        case "newspaper_page":
            place = article.newspaper_page
            return " ".join(filter(None, (place.number, place.name))) if place else ""
    return _written(getattr(article, field))


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case [*people]:
            return "、".join(" ".join(filter(None, (person.role, person.name))) for person in people)
        case _:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _part(text: str, start: int, end: int) -> str:
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def compare_texts(earlier: str, later: str) -> list[DiffPiece]:
    """Compare two texts by characters; deleted stands before inserted.

    >>> [tuple(piece) for piece in compare_texts("遂溪县举行青年比赛", "遂溪县举办青年技能比赛")][1:3]
    [('deleted', '行'), ('inserted', '办')]
    """
    matcher = diff_match_patch()
    matcher.Diff_Timeout = _SECONDS
    differences = matcher.diff_main(earlier, later)
    matcher.diff_cleanupSemantic(differences)
    return [DiffPiece(_KINDS[sign], text) for sign, text in differences]


def shorten(pieces: Sequence[DiffPiece], context: int = _CONTEXT) -> Iterator[DiffPiece]:
    """Split long equal pieces, so that ``context`` characters stay beside each change and the rest is ``omitted``.

    >>> pieces = [DiffPiece("equal", "一二三四五六七八"), DiffPiece("inserted", "九")]
    >>> [tuple(piece) for piece in shorten(pieces, context=2)]
    [('omitted', '一二三四五六'), ('equal', '七八'), ('inserted', '九')]
    """
    last = len(pieces) - 1
    for index, (kind, text) in enumerate(pieces):
        start = context if index > 0 else 0
        end = len(text) - (context if index < last else 0)
        # To omit less than its context saves a reader nothing.
        if kind != "equal" or end - start <= context:
            yield DiffPiece(kind, text)
            continue
        parts = (
            DiffPiece("equal", text[:start]),
            DiffPiece("omitted", text[start:end]),
            DiffPiece("equal", text[end:]),
        )
        yield from (piece for piece in parts if piece.text)
