"""Tables for spreadsheet programs: CSV and XLSX, in which no text becomes a formula."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from rolecheck.bank.characters import inert, visible

Value = str | float | int | None
Rows = Sequence[Sequence[Value]]

BOM = "\ufeff"
"""Without it Excel on Windows reads UTF-8 as the system's own encoding."""

MOST_CHARACTERS = 32_767
"""What a cell of Excel can hold."""


def cell(value: Value) -> Value:
    """Return a value as a cell holds it: figures as they are, a text in one line, harmless and not too long."""
    return inert(visible(value))[:MOST_CHARACTERS] if isinstance(value, str) else value


def csv_text(rows: Rows) -> str:
    """Return rows as CSV that Excel opens with its Chinese intact."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return BOM + stream.getvalue()


def xlsx_bytes(sheets: Sequence[tuple[str, Rows]]) -> bytes:
    """Return named sheets as a workbook; the first row of each stays in sight."""
    # openpyxl costs a third of a second, and only a workbook needs it.
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([cell(value) for value in row])
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()
