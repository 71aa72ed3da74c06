"""What is known of a record without opening its file: where it stands, what it holds, and what the crawl asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from zhanjiang.addresses.page import PageKind, PageRef

RecordType = Literal["response", "revisit", "resource"]
"""``response``: an answer whole. ``revisit``: one whose body is known, or that has none (304). ``resource``: a page as
the browser's scripts left it."""

TYPES: Final[tuple[RecordType, ...]] = ("response", "revisit", "resource")
"""The records that are captures; others (requests, file headers) stand beside them."""


METADATA_TYPES: Final[dict[str, type]] = {
    "run": int,
    "page": str,
    "kind": str,
    "article": str,
    "channel": str,
    "headline": str,
    "is_further": bool,
}
"""What a record's metadata in the file say of its request: names of fields of ``Capture``, with their types."""


def metadata_of(page: PageRef | None, *, run: int, is_further: bool) -> dict[str, Any]:
    """The metadata of a record: the run and the page that was requested, without what is not known.

    >>> metadata_of(PageRef("/p/7.html", "https://www.example/p/7.html", "article"), run=1, is_further=False)
    {'run': 1, 'page': '/p/7.html', 'kind': 'article'}
    """
    known = {name: getattr(page, name) for name in METADATA_TYPES if getattr(page, name, None)}
    return {"run": run, **known} | ({"is_further": True} if page and is_further else {})


@dataclass(frozen=True, slots=True)
class Capture:
    """An answer in the archive.

    ``file`` is the name of its file in the archive's folder, ``offset`` and ``length`` the bytes of its record there.
    ``digest`` is that of the body as it came, ``taken_at`` the WARC date (UTC, microseconds), ``run`` the run that
    asked, None for another's archive. ``page`` to ``headline`` are those of the ``PageRef`` that was asked for, None
    where it was none (robots.txt, pictures); ``is_further`` says that it is a further page of that article.
    """

    file: str
    offset: int
    length: int
    type: RecordType
    url: str
    status: int | None
    digest: str
    taken_at: str
    run: int | None = None
    page: str | None = None
    kind: PageKind | None = None
    article: str | None = None
    channel: str | None = None
    headline: str | None = None
    is_further: bool = False

    @property
    def run_files(self) -> str | None:
        """What the names of the run's files have in common; None for another's archive.

        It tells runs apart where numbers do not: a store that was lost begins to count anew.
        """
        return None if self.run is None else self.file.rpartition("-")[0]

    @property
    def fetched_at(self) -> str:
        """The same moment as items write it: to the second."""
        return f"{self.taken_at[:19]}Z"
