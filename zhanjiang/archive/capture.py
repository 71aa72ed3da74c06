"""An entry of the archive's index: where a record stands, what it holds, and what the crawl requested."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from zhanjiang.addresses.page import PageKind, PageRef

RecordType = Literal["response", "revisit", "resource"]
"""``response``: a complete answer. ``revisit``: an answer whose body is stored already, or that has none (304).
``resource``: a page as the browser's scripts left it."""

TYPES: Final[tuple[RecordType, ...]] = ("response", "revisit", "resource")
"""The types of records that are captures; requests and file headers are not."""


METADATA_TYPES: Final[dict[str, type]] = {
    "run": int,
    "page": str,
    "kind": str,
    "article": str,
    "channel": str,
    "headline": str,
    "is_further": bool,
}
"""The fields of ``Capture`` that a record in the file states as JSON metadata, with their types."""


PACKED: Final = "packed-"
"""How the names of files begin into which files of several runs were joined, all files of each of these runs."""
_MOST: Final = (1 << 31) - 1
_LONGEST: Final = 2000
_STATUS: Final = re.compile("[0-9]{3}")


def known_status(given: int | str) -> int:
    """The status of an answer, 0 for what is none: servers and other people's archives may name any number.

    >>> known_status("404"), known_status(200), known_status("9" * 5000), known_status(-200)
    (404, 200, 0, 0)
    """
    written = str(given) if isinstance(given, str) or 0 <= given <= 999 else ""
    return int(written) if _STATUS.fullmatch(written) else 0


def is_storable(text: str) -> bool:
    """Say whether any database takes a text: no half of a surrogate pair, no NUL.

    >>> is_storable("湛江"), is_storable("\\ud800"), is_storable("a\\0b")
    (True, False, False)
    """
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def is_metadata(name: str, value: object) -> bool:
    """Say whether a field of the metadata may have a value: one of its type, of a bearable size.

    >>> is_metadata("run", 7), is_metadata("run", True), is_metadata("run", 1 << 70), is_metadata("page", "\\ud800")
    (True, False, False, False)
    """
    if type(value) is not METADATA_TYPES[name]:
        return False
    if isinstance(value, str):
        return len(value) <= _LONGEST and is_storable(value) and (name != "kind" or value in get_args(PageKind))
    return isinstance(value, bool) or (isinstance(value, int) and 0 <= value <= _MOST)


def metadata_of(page: PageRef | None, *, run: int, is_further: bool) -> dict[str, Any]:
    """The metadata of a record: the run and the requested page, without unknown fields.

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
    fetched it, None in an imported archive. ``page`` to ``headline`` are those of the requested ``PageRef``, None
    where there was none (robots.txt, pictures). ``is_further``: it is the second or a later page of that article.
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
        """The common beginning of the names of the run's files; None in an imported archive.

        It distinguishes runs where numbers do not: after a store was lost, the next one counts from 1 again. A packed
        file has the files of several runs, with a number of its own each.
        """
        if self.run is None:
            return None
        return f"{self.file} {self.run}" if self.file.startswith(PACKED) else self.file.rpartition("-")[0]

    @property
    def fetched_at(self) -> str:
        """``taken_at`` in the form of items: to the second."""
        return f"{self.taken_at[:19]}Z"
