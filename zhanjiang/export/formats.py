"""The formats of an export, by name and by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any, Final

from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.export import parquet_file, xlsx_file
from zhanjiang.export.atom import write_atom
from zhanjiang.export.csv_file import write_csv
from zhanjiang.export.json_feed import write_json_feed
from zhanjiang.export.json_lines import write_json_lines
from zhanjiang.export.xml_file import write_xml

COMPRESSED: Final = ".gz"

Records = Iterable[Mapping[str, Any]]
Write = Callable[[IO[bytes], Records, Any], str | None]
"""Writes articles as plain data into a file; the last argument are the fields that are wanted, none for all, or for a
feed the address of the portal. Returns what a reader of the file has to know, if there is anything."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: its name, the endings of its files, and how it is written.

    A feed has the newest articles alone; what is packed is no text, and compressed by itself. A store is no list of
    records: ``export.store_copy`` writes it. ``advice`` says what is missing on this machine.
    """

    name: str
    endings: tuple[str, ...]
    write: Write
    is_feed: bool = False
    is_packed: bool = False
    is_store: bool = False
    advice: Callable[[], str | None] = lambda: None


def _write_no_records(_file: IO[bytes], _records: Records, _fields: object) -> None:
    raise TypeError("a store is written by export.store_copy")


FORMATS: Final = {
    one.name: one
    for one in (
        ExportFormat("jsonl", (".jsonl", ".jl", ".ndjson"), write_json_lines),
        ExportFormat("csv", (".csv",), write_csv),
        ExportFormat("xlsx", (".xlsx",), xlsx_file.write_xlsx, is_packed=True, advice=xlsx_file.advice),
        ExportFormat("parquet", (".parquet",), parquet_file.write_parquet, is_packed=True, advice=parquet_file.advice),
        ExportFormat("xml", (".xml",), write_xml),
        ExportFormat("atom", (".atom",), write_atom, is_feed=True),
        ExportFormat("jsonfeed", ("feed.json",), write_json_feed, is_feed=True),
        ExportFormat("sqlite", (".db", ".sqlite"), _write_no_records, is_packed=True, is_store=True),
    )
}
"""The formats by name. A name without an ending, such as that of a pipe, is one of JSON lines."""

ENDINGS: Final = ", ".join(ending for one in FORMATS.values() for ending in one.endings)


def format_of(output: str, name: str | None = None) -> ExportFormat:
    """The format of a file (``-`` is standard output), by the name of the format where it is given.

    Raises WrongArgument for an ending that no format has, and CommandError for a format that this machine lacks.

    >>> [format_of(name).name for name in ("data/2022.CSV.gz", "data/feed.json", "-")], format_of("x", "atom").name
    (['csv', 'jsonfeed', 'jsonl'], 'atom')
    """
    file_name = PurePath(output).name.lower()
    is_compressed = file_name.endswith(COMPRESSED)
    found = FORMATS[name] if name else _by_ending(output, file_name.removesuffix(COMPRESSED))
    if found.is_packed and is_compressed:
        raise WrongArgument(f"{output}: {found.name} is compressed by itself: leave {COMPRESSED} out")
    if missing := found.advice():
        raise CommandError(ExitCode.COULD_NOT_START, missing)
    return found


def _by_ending(output: str, file_name: str) -> ExportFormat:
    for one in FORMATS.values():
        if file_name.endswith(one.endings):
            return one
    if PurePath(file_name).suffix:
        raise WrongArgument(
            f"{output} has an ending that no format has: give one of {ENDINGS} (the formats of text also with "
            f"{COMPRESSED}), or --format {'|'.join(FORMATS)}"
        )
    return FORMATS["jsonl"]
