"""Articles as Parquet: each field with its type, lists and records as they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import islice
from types import NoneType
from typing import IO, TYPE_CHECKING, Any, Final, Literal, get_args, get_origin, get_type_hints

from zhanjiang.items import Article
from zhanjiang.times import parse_moment

if TYPE_CHECKING:
    import pyarrow

_GROUP: Final = 2000
"""Articles that are written at once, some 10 MB: a reader that wants few of them reads few groups."""
_MOMENTS: Final = ("fetched_at",)
"""Fields that are always a moment; ``published_at`` may be a day alone, and stays a text."""


def advice() -> str | None:
    """What is to be installed before Parquet can be written; None where it is."""
    return None if find_spec("pyarrow") else "Parquet needs pyarrow: pip install pyarrow"


def write_parquet(file: IO[bytes], records: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> None:
    """Write articles as Parquet, compressed by Zstandard. Raises OSError."""
    # Heavy, and an extra: only for this format.
    from pyarrow.parquet import ParquetWriter

    with ParquetWriter(file, article_schema(fields), compression="zstd") as writer:
        for batch in record_batches(records, fields):
            writer.write_batch(batch)


def record_batches(records: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> Iterator[pyarrow.RecordBatch]:
    """Yield articles as plain data in batches of Arrow, with all fields or some."""
    # See above.
    from pyarrow import RecordBatch

    schema = article_schema(fields)
    rows = iter(records)
    while group := list(islice(rows, _GROUP)):
        yield RecordBatch.from_pylist([_typed(record, schema.names) for record in group], schema)


def article_schema(fields: Sequence[str] = ()) -> pyarrow.Schema:
    """The schema of Arrow that articles have, or some of their fields."""
    # See above.
    import pyarrow

    hints = get_type_hints(Article)
    moment = pyarrow.timestamp("s", tz="UTC")
    return pyarrow.schema(
        (name, moment if name in _MOMENTS else _type(hints.get(name, str))) for name in fields or hints
    )


def _type(hint: Any) -> pyarrow.DataType:
    # See above.
    import pyarrow

    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    kind = kinds[0] if NoneType in get_args(hint) else hint
    if get_origin(kind) is list:
        return pyarrow.list_(_type(get_args(kind)[0]))
    if get_origin(kind) is dict:
        return pyarrow.map_(*map(_type, get_args(kind)))
    if dataclasses.is_dataclass(kind):
        return pyarrow.struct([(name, _type(part)) for name, part in get_type_hints(kind).items()])
    if get_origin(kind) is Literal:
        return pyarrow.string()
    return {str: pyarrow.string(), bool: pyarrow.bool_(), int: pyarrow.int64(), float: pyarrow.float64()}[kind]


def _typed(record: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    typed = {name: record[name] for name in names}
    for name in _MOMENTS:
        if typed.get(name):
            typed[name] = parse_moment(typed[name])
    return typed
