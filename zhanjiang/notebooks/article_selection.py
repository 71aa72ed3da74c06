"""Articles that were chosen of a store: read when they are asked for, as objects or as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields as fields_of_class
from typing import TYPE_CHECKING, Final

from zhanjiang.console.words import nearest
from zhanjiang.export.parquet_file import advice, article_schema, record_batches
from zhanjiang.items import Article
from zhanjiang.store import Store, selection
from zhanjiang.store.articles import as_article
from zhanjiang.store.selection import ArticleFilter, Record

if TYPE_CHECKING:
    import pyarrow

_FIELDS: Final = tuple(field.name for field in fields_of_class(Article))


class ArticleSelection:
    """Articles of a store. Each iteration reads them again, some hundreds in memory at a time."""

    def __init__(self, store: Store, wanted: ArticleFilter) -> None:
        """Take an open store, and which of its articles are wanted."""
        self._store = store
        self._wanted = wanted

    def __iter__(self) -> Iterator[Article]:
        """Yield them in the order of their numbers. Raises StoreError."""
        for record in self._records():
            yield as_article(record, record["addresses"])

    def __len__(self) -> int:
        """Return how many there are. Raises StoreError."""
        with self._store.reading() as connection:
            number = selection.count(connection, self._wanted)
            connection.rollback()
        return number

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self)

    def to_arrow(self, fields: Sequence[str] = ()) -> pyarrow.Table:
        """Read them into a table of Arrow: all fields, or some in their order, as ``docs/export.md`` types them.

        Raises ImportError without pyarrow, ValueError for a field that articles have not, and StoreError.
        """
        if missing := advice():
            raise ImportError(missing)
        for name in fields:
            if name not in _FIELDS:
                raise ValueError(f"articles have no field {name!r}{nearest(name, _FIELDS)}")
        # Heavy, and an extra: only for this.
        from pyarrow import Table

        return Table.from_batches(record_batches(self._records(), fields), article_schema(fields))

    def _records(self) -> Iterator[Record]:
        with self._store.reading() as connection:
            yield from selection.records(connection, self._wanted, alone=True)
