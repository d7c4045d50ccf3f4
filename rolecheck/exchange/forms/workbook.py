"""The sheets of a workbook (.xlsx, .xls, .ods), looked at before they are read: kilobytes can unpack to gigabytes.

An archive is unpacked here, up to a limit, and what was unpacked is looked through before the reader sees it: it holds
a sheet as one rectangle, and two cells far apart would span more than fits into memory. What the reader does not tell
is found on the way: hidden rows and columns, formulas that have no value.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from rolecheck.exchange.forms.text_tables import (
    LEAST_UNPACKED,
    MOST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PRESSED,
    MOST_ROW_TAGS,
    MOST_ROWS,
    MOST_SHARED,
    MOST_STYLES,
    MOST_TAGS,
    MOST_TEXT,
    MOST_UNPACKED,
    RawSheet,
    UnreadableError,
)

MOST_PARTS = 2_000
BROKEN = "打不开，文件不完整，或不是 .xlsx。从问卷工具里重新下载一次，或在表格软件里另存为“CSV UTF-8”。"
_LOCKED = "加了密码，打不开。在表格软件里去掉密码再读。"
_NO_TABLE = "是压缩包或别的文档，里面没有表格。解开它，或从问卷工具里下载 CSV 或 Excel。"
_TOO_MUCH = f"解开后超过 {MOST_UNPACKED // 2**20} MB，不像是问卷的作答。换一个文件。"
_TOO_FAR = (
    f"格子离得太远：最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列、{MOST_CELLS // 10_000} 万格。把作答复制到新表里，另存再读。"
)

_CONTENT = "content.xml"
# Pictures and drawings may be as large as they like: they are not unpacked.
_NEEDED = re.compile(
    r"(?:^|/)(?:xl/(?:workbook\.(?:xml|bin)|_rels/[^/]+|worksheets/[^/]+\.xml|sharedstrings\.xml|styles\.xml)"
    r"|content\.xml|mimetype|\[content_types\]\.xml|_rels/\.rels|meta-inf/manifest\.xml)$"
)
_BOOK = re.compile(r"(?:^|/)xl/workbook\.xml$")
_SHEET = re.compile(r"(?:^|/)xl/worksheets/([^/]+\.xml)$")
# Every pattern below looks at each byte once: a tag ends before the next one begins, and nothing is tried again.
_TAG = rb"<(?:\w++:)?%s\b[^<>]*+>"
_ROW = re.compile(_TAG % rb"row")
_CELL = re.compile(_TAG % rb"c")
_COLUMN = re.compile(_TAG % rb"col")
_TARGET = re.compile(_TAG % rb"Relationship")
_SHEET_OF_BOOK = re.compile(_TAG % rb"sheet")
_FILLED = re.compile(rb"""<(?:\w++:)?c(?>[^<>]*?\sr=["']([A-Za-z]{1,3})(\d{1,7})["'])[^<>]*+(?<!/)>""")
_ODD_ADDRESS = re.compile(rb"""<(?:\w++:)?c\b[^<>]*?\sr\s*+=(?!["'][A-Za-z]{1,3}\d{1,7}["'])""")
_NO_ADDRESS = re.compile(rb"<(?:\w++:)?c(?![^<>]*?\sr=)\b")
_ERROR = re.compile(rb"""<(?:\w++:)?c\b[^<>]*?\st=["']e["']""")
_UNRECKONED = re.compile(rb"</(?:\w++:)?f>\s*+(?:</(?:\w++:)?c>|<(?:\w++:)?v\s*+/>|<(?:\w++:)?v></)")
_SHARED = re.compile(rb"""\st=["']s["'][^<>]*+>\s*+<(?:\w++:)?v>(\d{1,9})<""")
_SHARED_TEXT = re.compile(rb"<(?:\w++:)?si\b")
_ODS_TAG = re.compile(rb"<table:table-row\b[^<>]*+>|</table:table-row>|<table:(?:covered-)?table-cell\b[^<>]*+>")


class _Looks(NamedTuple):
    """What a sheet's own XML tells and the reader does not."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()


def workbook_sheets(data: bytes) -> tuple[str, list[RawSheet]]:
    """Return what kind of workbook this is, and its sheets in order; UnreadableError if it cannot be read."""
    if not data.startswith(b"PK"):
        return "xls", _sheets(io.BytesIO(data), {})
    parts = _unpacked(data)
    if _CONTENT in parts and b"opendocument.spreadsheet" in parts.get("mimetype", parts[_CONTENT][:4096]):
        _look_at_open_document(parts[_CONTENT])
        return "ods", _sheets(_packed(parts), {})
    if any(name.lower().endswith("xl/workbook.bin") for name in parts):
        msg = "是 .xlsb。在表格软件里另存为 .xlsx 再读。"
        raise UnreadableError(msg)
    if not any(_BOOK.search(name.lower()) for name in parts):
        raise UnreadableError(_NO_TABLE)
    looks = _by_sheet_name(parts, _looks(parts))
    return "Excel", _sheets(_packed(parts), looks)


def _looks(parts: Mapping[str, bytes]) -> dict[str, _Looks]:
    """Return what the XML of each sheet tells, by the name of its file; UnreadableError if it is too much."""
    sheets = {name: content for name, content in parts.items() if _SHEET.search(name.lower())}
    by_end = {name.rpartition("/")[2].lower(): content for name, content in parts.items()}
    _refuse_too_much(sheets.values(), by_end.get("sharedstrings.xml", b""))
    return {name.rpartition("/")[2].lower(): _look_at_sheet(content) for name, content in sheets.items()}


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive a table needs, by their names, with slashes whichever way they were written."""
    most = min(MOST_UNPACKED, max(LEAST_UNPACKED, MOST_PRESSED * len(data)))
    left, parts = most, dict[str, bytes]()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            needed = [entry for entry in entries if _NEEDED.search(entry.filename.replace("\\", "/").lower())]
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in needed) > most:
                raise UnreadableError(_TOO_MUCH)
            for entry in needed:
                with archive.open(entry) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise UnreadableError(_TOO_MUCH)
                # Another alphabet, or words of its own: no program writes these, and the patterns would see nothing.
                if entry.filename.lower().endswith(".xml") and (b"\0" in content or b"<!DOCTYPE" in content):
                    raise UnreadableError(BROKEN)
                parts[entry.filename.replace("\\", "/").lstrip("/")] = content
    except RuntimeError as error:
        raise UnreadableError(_LOCKED if "password" in str(error) else BROKEN) from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, OSError, EOFError) as error:
        raise UnreadableError(BROKEN) from error
    _refuse_too_many(parts)
    return parts


def _refuse_too_many(parts: Mapping[str, bytes]) -> None:
    """Refuse more elements than a sheet of answers has, by a count that takes no more time than reading."""
    sheets = [content for name, content in parts.items() if _SHEET.search(name.lower()) or name == _CONTENT]
    for what, tag, most in (
        ("行", b"row", MOST_ROW_TAGS),
        ("种格式", b"xf", MOST_STYLES),
        ("段文字", b"si", MOST_SHARED),
    ):
        looked_at = sheets if tag == b"row" else parts.values()
        if sum(content.count(b"<" + tag) + content.count(b":" + tag) for content in looked_at) > most:
            msg = f"表里有 {most // 10_000} 万以上{what}，多半是空的。把作答复制到一张新表里，另存再读。"
            raise UnreadableError(msg)
    if sum(content.count(b"<") for content in parts.values()) > MOST_TAGS:
        raise UnreadableError(_TOO_MUCH)


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Return the parts as an archive again, not pressed: what is read is what was looked at. They are let go of."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        while parts:
            archive.writestr(*parts.popitem())
    stream.seek(0)
    return stream


def _refuse_too_much(sheets: Collection[bytes], shared: bytes) -> None:
    """Refuse sheets whose filled cells span too much, or repeat too much text, before the reader has to hold it."""
    if any(_ODD_ADDRESS.search(content) for content in sheets):
        raise UnreadableError(BROKEN)
    if sum(map(_span, sheets)) > MOST_CELLS:
        raise UnreadableError(_TOO_FAR)
    lengths = [len(text) for text in _SHARED_TEXT.split(shared)[1:]]
    uses = Counter(number for content in sheets for number in _SHARED.findall(content))
    if sum(times * lengths[int(number)] for number, times in uses.items() if int(number) < len(lengths)) > MOST_TEXT:
        raise UnreadableError(_TOO_MUCH)


def _span(content: bytes) -> int:
    """Return how many cells the rectangle around the filled ones has."""
    rows, letters = 0, set[bytes]()
    for cell in _FILLED.finditer(content):
        rows = max(rows, int(cell[2]))
        letters.add(cell[1])
    columns = max(map(_column_number, letters), default=0)
    if _NO_ADDRESS.search(content):
        # Cells without an address stand one behind the other, rows likewise.
        columns = max(columns, *(len(_CELL.findall(row)) for row in _ROW.split(content)))
        rows = max(rows, *(number for number, _ in _numbered_rows(content)), 1)
    if rows > MOST_ROWS + 1 or columns > MOST_COLUMNS:
        raise UnreadableError(_TOO_FAR)
    return rows * columns


def _numbered_rows(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the tags of the rows with their numbers; one without a number comes behind the one before."""
    number = 0
    for match in _ROW.finditer(content):
        number = _number(match[0], b"r", number + 1)
        yield number, match[0]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _attribute(tag: bytes, name: bytes) -> bytes | None:
    value = re.search(rb"\s" + name + rb"""\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""", tag)
    return None if value is None else value[1] or value[2] or b""


def _number(tag: bytes, name: bytes, otherwise: int) -> int:
    value = _attribute(tag, name) or b""
    return int(value[:9]) if value.isdigit() else otherwise


def _is_hidden(tag: bytes) -> bool:
    return _attribute(tag, b"hidden") in {b"1", b"true"}


def _look_at_sheet(content: bytes) -> _Looks:
    """Return what of a sheet is hidden, and what the reader gives as empty though something stands there."""
    rows = frozenset(number for number, tag in _numbered_rows(content) if number <= MOST_ROWS + 2 and _is_hidden(tag))
    columns: set[int] = set()
    for tag in filter(_is_hidden, _COLUMN.findall(content)):
        first = _number(tag, b"min", 0)
        columns |= set(range(first, min(_number(tag, b"max", first), MOST_COLUMNS) + 1))
    return _Looks(rows, frozenset(columns), tuple(_remarks(content)))


def _remarks(content: bytes) -> Iterator[str]:
    if errors := len(_ERROR.findall(content)):
        yield f"表里有 {errors} 格是公式算错了（#N/A、#REF! 之类），当没答"
    if unreckoned := len(_UNRECKONED.findall(content)):
        yield f"表里有 {unreckoned} 格是还没算过的公式，当没答；在表格软件里打开、存一次，就有数了"


def _by_sheet_name(parts: Mapping[str, bytes], looks: Mapping[str, _Looks]) -> dict[str, _Looks]:
    """Return what sheets' XML tells by their names, as far as the book says which is which."""
    book = next(content for name, content in parts.items() if _BOOK.search(name.lower()))
    links = next((content for name, content in parts.items() if name.lower().endswith("workbook.xml.rels")), b"")
    files = {_attribute(tag, b"Id"): _attribute(tag, b"Target") or b"" for tag in _TARGET.findall(links)}
    named = {}
    for tag in _SHEET_OF_BOOK.findall(book):
        target = files.get(_attribute(tag, rb"\w++:id"), b"").decode("utf-8", "replace")
        file = target.replace("\\", "/").rpartition("/")[2].lower()
        if file in looks:
            named[unescape((_attribute(tag, b"name") or b"").decode("utf-8", "replace"))] = looks[file]
    return named


def _look_at_open_document(content: bytes) -> None:
    """Refuse a document whose filled cells, repeated as it says, are too many."""
    rows = columns = times = filled = width = 0
    for tag in _ODS_TAG.findall(content):
        if tag.startswith(b"<table:table-row"):
            times, filled, width = _number(tag, b"table:number-rows-repeated", 1), 0, 0
        elif tag.startswith(b"</"):
            rows, columns = rows + times, max(columns, filled)
            # Empty rows at the end are many, and are not read.
            below = rows if filled else rows - times
            if below * columns > MOST_CELLS or columns > MOST_COLUMNS:
                raise UnreadableError(_TOO_FAR)
        else:
            width += _number(tag, b"table:number-columns-repeated", 1)
            filled = width if b"value-type=" in tag else filled


def _sheets(data: io.BytesIO, looks: Mapping[str, _Looks]) -> list[RawSheet]:
    try:
        with CalamineWorkbook.from_filelike(data) as book:
            abouts = [(about.name, about.typ, about.visible) for about in book.sheets_metadata]
            return [
                RawSheet(name, _rows(book, number), visible != SheetVisibleEnum.Visible, *looks.get(name, _Looks()))
                for number, (name, kind, visible) in enumerate(abouts)
                if kind == SheetTypeEnum.WorkSheet
            ]
    except PasswordError as error:
        raise UnreadableError(_LOCKED) from error
    except (CalamineError, ValueError, TypeError, OverflowError, OSError, IndexError) as error:
        raise UnreadableError(BROKEN) from error
    except BaseException as error:
        # What a broken workbook makes go wrong inside the reader comes out as its own kind of exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError(BROKEN) from error


def _rows(book: CalamineWorkbook, number: int) -> list[list[str]]:
    sheet = book.get_sheet_by_index(number)
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)]


def _text(value: object) -> str:
    """Return a cell's value as it would be typed."""
    if isinstance(value, str):
        # One more than may be, so that what is too long is told to be.
        return value[: MOST_CELL + 1]
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.0f}秒"
    return value.isoformat() if isinstance(value, date | time) else str(value)
