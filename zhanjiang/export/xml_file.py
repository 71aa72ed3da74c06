"""Items as XML: an element for each, and in it one for each of its columns, empty where nothing is.

XML cannot hold every character of Unicode, not even escaped: what it cannot hold is replaced by U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from typing import IO, Any, Final
from xml.sax.saxutils import escape

from scrapy.exporters import XmlItemExporter

from zhanjiang.export.rows import Cell, columns, named_columns, plain, row_of
from zhanjiang.items import Article

_IMPOSSIBLE: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'


def xml_text(value: Cell) -> str:
    """A value as the text of an element.

    >>> xml_text("港<区>\\x08\\r"), xml_text(True), xml_text(None)
    ('港&lt;区&gt;\ufffd&#13;', 'true', '')
    """
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return escape(possible(text), {"\r": "&#13;"})


def possible(text: str) -> str:
    """A text with whatever XML cannot hold replaced."""
    return _IMPOSSIBLE.sub("\ufffd", text)


def write_xml(file: IO[bytes], records: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> None:
    """Write articles as one document of XML in UTF-8."""
    names = columns(fields=fields)
    file.write(f"{_DECLARATION}<items>\n".encode())
    for record in records:
        file.write(_element("item", Article.__name__, names, row_of(record, fields=fields)))
    file.write(b"</items>\n")


def _element(element: str, kind: str, names: Sequence[str], row: Sequence[Cell]) -> bytes:
    cells = "".join(f"<{name}>{xml_text(cell)}</{name}>" for name, cell in zip(names, row, strict=True))
    return f'<{element} type="{kind}">{cells}</{element}>\n'.encode()


class ElementsExporter(XmlItemExporter):
    """Scrapy's exporter of XML, whose items of ours have the columns of ``rows``, in UTF-8."""

    def __init__(self, file: Any, **options: Any) -> None:
        """See Scrapy's. ``file`` is the feed's."""
        super().__init__(file, **options)
        self._file = file

    def start_exporting(self) -> None:
        """Begin the document."""
        self._file.write(f"{_DECLARATION}<{self.root_element}>\n".encode())

    def export_item(self, item: Any) -> None:
        """Write one item."""
        if not is_dataclass(item):
            super().export_item(item)
            return
        kind, fields = type(item), tuple(self.fields_to_export or ())
        names = named_columns(kind, self.fields_to_export)
        self._file.write(_element(self.item_element, kind.__name__, names, row_of(plain(item), kind, fields)))

    def finish_exporting(self) -> None:
        """End the document."""
        self._file.write(f"</{self.root_element}>\n".encode())
        self.stream.detach()  # the feed closes its file itself
