"""The revisions of an article as lines for a terminal, in colour or with plain marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final, Literal

from zhanjiang.console.styled import write_styled
from zhanjiang.items import Article
from zhanjiang.processors.text import marked_text
from zhanjiang.versions.differences import Change, PieceKind, shorten

Style = PieceKind | Literal["heading"]
Styled = tuple[Style, str]
"""A stretch of a line and how it is shown."""

_MARKS: Final = {"deleted": "[-{}-]", "inserted": "{{+{}+}}"}
# Struck and underlined too, for eyes and terminals that cannot distinguish red and green.
_STYLES: Final = {"heading": "bold", "deleted": "red strike", "inserted": "green underline", "omitted": "dim"}


def lines(revisions: Sequence[Article], changes: Iterable[Change]) -> Iterator[list[Styled]]:
    """Yield the revisions one a line, then field by field what each changed."""
    latest = revisions[-1]
    yield [("heading", f"{latest.id}  {latest.headline or ''}")]
    by_revision = {change.later.revision: change for change in changes}
    for article in revisions:
        yield [("equal", revision_line(article, by_revision.get(article.revision)))]
    if not by_revision:
        yield [("equal", "One revision only: the article has not changed since it was first stored.")]
    for change in by_revision.values():
        yield from _change_lines(change)


def revision_line(article: Article, change: Change | None) -> str:
    """One revision in a line: number, cause, time of fetching (UTC), content hash, the fields that it changed.

    >>> revision_line(Article(revision=1, fetched_at="2022-06-01T02:00:00+00:00", content_hash="c0ffee" * 8), None)
    '  1  first     2022-06-01T02:00:00+00:00  c0ffeec0ffee'
    """
    fields = "  " + ", ".join(difference.field for difference in change.fields) if change else ""
    cause = article.revision_cause or "first"
    short_hash = (article.content_hash or "")[:12]
    return f"{article.revision:>3}  {cause:<8}  {article.fetched_at or 'unknown time'}  {short_hash}{fields}".rstrip()


def _change_lines(change: Change) -> Iterator[list[Styled]]:
    yield []
    yield [("heading", f"Revision {change.earlier.revision} → {change.later.revision}")]
    for difference in change.fields:
        pieces = ((kind, "…" if kind == "omitted" else text) for kind, text in shorten(difference.pieces))
        yield [("heading", f"{difference.field}: "), *pieces]
    if not change.fields:
        yield [("equal", "No compared field differs.")]


def write_plain(lines: Iterable[Sequence[Styled]], output: IO[str]) -> None:
    """Write lines without colour: ``[-deleted-]`` and ``{+inserted+}``."""
    for line in lines:
        output.write(signed([(kind, marked_text(text)) for kind, text in line]) + "\n")


def signed(line: Iterable[Styled]) -> str:
    """A line with marks in place of colours.

    >>> signed([("equal", "渔港"), ("inserted", "今日"), ("equal", "开放")])
    '渔港{+今日+}开放'
    """
    return "".join(_MARKS.get(kind, "{}").format(text) for kind, text in line)


def write_coloured(lines: Iterable[Sequence[Styled]], output: IO[str]) -> None:
    """Write lines in colour, or as ``write_plain`` where the output has none."""
    if not write_styled(lines, output, _STYLES):
        write_plain(lines, output)
