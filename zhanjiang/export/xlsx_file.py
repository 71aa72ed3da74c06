"""Articles as a workbook of Excel, whatever their number, within what Excel can open.

A sheet ends at 1,048,576 rows, and another goes on. A cell ends at 32,767 characters: the rest of a longer one is on
the sheet ``continued``, in pieces, each with ID and revision of its article and the name of its column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from zhanjiang.export.rows import Cell, columns, row_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS_MAX: Final = 1_048_576
CELL_MAX: Final = 32_767
"""Excel's limits: the rows of a sheet with its header, and the characters of a cell, counted as UTF-16 counts them."""

_CONTINUED: Final = ("id", "revision", "column", "piece", "text")


def advice() -> str | None:
    """What is to be installed before a workbook can be written; None where it is."""
    return None if find_spec("xlsxwriter") else "Excel needs XlsxWriter: pip install XlsxWriter"


def write_xlsx(file: IO[bytes], records: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> str | None:
    """Write articles as a workbook, row by row; return what a reader has to know of it. Raises OSError."""
    # An extra: only for this format.
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(prefix=".zhanjiang-xlsx-", dir=_beside(file)) as folder:
        output = _Output(file)
        workbook = Workbook(output, {"constant_memory": True, "tmpdir": folder, "use_zip64": True})
        articles = _Sheet(workbook, "articles", columns(fields=fields))
        articles.begin()
        continued = _Sheet(workbook, "continued", _CONTINUED)
        try:
            for record in records:
                row = row_of(record, fields=fields)
                articles.add([_first_piece(cell) for cell in row])
                for column, cell in zip(articles.header, row, strict=True):
                    for number, piece in enumerate(_pieces(cell)[1:], 2):
                        continued.add([record["id"], record["revision"], column, number, piece])
        finally:  # it closes its temporary files, whatever came
            try:
                workbook.close()
            except FileCreateError as error:
                output.failed = output.failed or error.args[0]
                raise output.failed from None
    return articles.remark(continued)


def _beside(file: IO[bytes]) -> str | None:
    """The folder of a file, since its disk has room for it; None for a pipe, whose rows go to the system's folder."""
    name = getattr(file, "name", None)
    return str(Path(name).parent) if isinstance(name, str) and Path(name).is_file() else None


class _Output:
    """The file of a workbook, which is a ZIP: one that failed once would fail again as its writer is deleted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.failed: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write, unless an earlier attempt has failed."""
        if not self.failed:
            try:
                self._file.write(data)
            except OSError as error:
                self.failed = error
                raise
        return len(data)

    def flush(self) -> None:
        """Nothing is written before the file is closed."""

    def tell(self) -> int:
        """A ZIP is written from its beginning to its end: it asks for no place."""
        raise AttributeError


class _Sheet:
    """Rows below a header, on as many sheets as they need."""

    def __init__(self, workbook: Workbook, name: str, header: Sequence[str]) -> None:
        self.header = header
        self.number = 0
        self._workbook = workbook
        self._name = name
        self._sheets: list[Worksheet] = []

    def add(self, row: Sequence[Cell]) -> None:
        """Write a row."""
        if self.number == len(self._sheets) * (ROWS_MAX - 1):
            self.begin()
        at = self.number % (ROWS_MAX - 1) + 1
        self.number += 1
        self._write(at, row)

    def remark(self, continued: _Sheet) -> str | None:
        """What a reader has to know who looks at the first sheet alone."""
        remarks = []
        if len(self._sheets) > 1:
            remarks.append(f"Excel's sheets have {ROWS_MAX:,} rows: the articles are on {len(self._sheets)} sheets")
        if continued.number:
            where = f"the rest of longer ones is on the sheet {continued._name!r}"
            remarks.append(f"Excel's cells have {CELL_MAX:,} characters: {where}")
        return "; ".join(remarks) or None

    def begin(self) -> None:
        """Begin a sheet by its header."""
        number = len(self._sheets) + 1
        self._sheets.append(self._workbook.add_worksheet(self._name if number == 1 else f"{self._name} {number}"))
        self._sheets[-1].freeze_panes(1, 0)
        self._write(0, self.header)

    def _write(self, at: int, row: Sequence[Cell]) -> None:
        sheet = self._sheets[-1]
        for column, cell in enumerate(row):
            if isinstance(cell, bool):
                sheet.write_boolean(at, column, cell)
            elif isinstance(cell, str):
                sheet.write_string(at, column, _as_string(cell))
            elif cell is not None:
                sheet.write_number(at, column, cell)


def _first_piece(cell: Cell) -> Cell:
    return next(iter(_pieces(cell)), cell)


def _pieces(cell: Cell) -> list[str]:
    """A text in pieces that a cell can hold; [] for what is no text.

    >>> [len(piece) for piece in _pieces("港" * 40_000)], [len(piece) for piece in _pieces("😀" * 20_000)]
    ([32767, 7233], [16383, 3617])
    """
    if not isinstance(cell, str):
        return []
    if len(cell) <= CELL_MAX // 2:  # nearly every text, whatever its characters
        return [cell]
    most = CELL_MAX if max(cell) <= "\uffff" else CELL_MAX // 2
    return [cell[start : start + most] for start in range(0, len(cell), most)]


def _as_string(text: str) -> str:
    """A text as XlsxWriter takes it: one between ``<r>`` and ``</r>`` is markup to it, and is written as its own."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text
