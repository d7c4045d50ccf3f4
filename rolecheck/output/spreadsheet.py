"""Tables for spreadsheet programs: CSV and XLSX, in which no text becomes a formula."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from rolecheck.output.document import visible

Value = str | float | int | None
Rows = Sequence[Sequence[Value]]

BOM = "\ufeff"
"""Without it Excel on Windows reads UTF-8 as the system's own encoding."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

MOST_CHARACTERS = 32_767
"""What a cell of Excel can hold."""


def inert(value: Value) -> Value:
    """Return a cell no spreadsheet program runs: a text that could begin a formula is preceded by an apostrophe.

    Behind blanks and before full-width signs too: some programs strip the ones and fold the others.
    """
    if not isinstance(value, str):
        return value
    text = visible(value)
    begins = value.lstrip(" ").startswith(FORMULA_STARTS) or text.startswith((*FORMULA_STARTS, "＝", "＋", "－", "＠"))
    return (f"'{text}" if begins else text)[:MOST_CHARACTERS]


def csv_text(rows: Rows) -> str:
    """Return rows as CSV that Excel opens with its Chinese intact."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([inert(value) for value in row] for row in rows)
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
            sheet.append([inert(value) for value in row])
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()
