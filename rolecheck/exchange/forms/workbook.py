"""The first sheet of an .xlsx workbook, looked at before it is opened: a few kilobytes can unpack to gigabytes.

Sizes are read from the archive's table of contents. One that lies there gains nothing: unpacking stops where it said.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime

from openpyxl import load_workbook

from rolecheck.exchange.forms.limits import MOST_CELL, MOST_ROWS, MOST_UNPACKED, UnreadableError

MOST_PARTS = 2_000
BROKEN = "打不开，文件不完整，或不是 .xlsx。从问卷工具里重新下载一次，或在表格软件里另存为“CSV UTF-8”。"


def workbook_rows(data: bytes) -> Iterator[Sequence[str]]:
    """Yield the rows of the first sheet that has any, as texts."""
    _look_before_opening(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _rows(data)
    except UnreadableError:
        raise
    except Exception as error:
        # Whatever a broken workbook makes happen inside openpyxl comes out of it: KeyError, TypeError, ParseError, …
        raise UnreadableError(BROKEN) from error


def _look_before_opening(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableError(BROKEN) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        msg = "是压缩包或别的文档，里面没有表格。解开它，或从问卷工具里下载 CSV 或 Excel。"
        raise UnreadableError(msg)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        msg = f"解开后超过 {MOST_UNPACKED // 2**20} MB，不像是问卷的作答。换一个文件。"
        raise UnreadableError(msg)


def _rows(data: bytes) -> Iterator[Sequence[str]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        # What a sheet says of its own size need not be true.
        sheet.reset_dimensions()
        found = False
        for cells in sheet.iter_rows(max_row=MOST_ROWS + 2, values_only=True):
            texts = [_text(cell) for cell in cells]
            found = found or any(texts)
            yield texts
        if found:
            return


def _text(value: object) -> str:
    """Return a cell's value as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    # One more than may be, so that what is too long is told to be.
    return str(value)[: MOST_CELL + 1]
