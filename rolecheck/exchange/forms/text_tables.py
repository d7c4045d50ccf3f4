"""Tables in text: which encoding, which delimiter, which cells, and where it stops being a table.

And how much of a stranger's file is taken in, whatever kind it is of: a real export of ten thousand people stays below
every limit.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

MOST_BYTES = 32 * 2**20
MOST_UNPACKED = 128 * 2**20
"""Bytes a workbook may take once unpacked; no more than these are ever unpacked."""

LEAST_UNPACKED = 8 * 2**20
MOST_PRESSED = 100
"""Times its own size a workbook may take unpacked, once it takes more than ``LEAST_UNPACKED``; a sheet takes 20."""

MOST_TAGS = 8_000_000
MOST_ROW_TAGS = 100_000
MOST_STYLES = 100_000
MOST_SHARED = 500_000
"""Elements of a workbook, in all and of each kind: rows though nothing stands in them, styles, texts cells share."""

MOST_ROWS = 20_000
MOST_COLUMNS = 2_000
MOST_CELLS = 4_000_000
"""Cells of the rectangle a sheet's filled cells span: a workbook is read as one."""

MOST_TEXT = 64 * 2**20
"""Bytes of text in a workbook's cells, each as often as it stands there."""

MOST_CELL = 10_000
MOST_NAME_OF_COLUMN = 1_000
"""Characters; a question with one of its options has some hundred."""

MOST_PROBLEMS = 100
"""Problems listed; a file with more is wrong as a whole."""

Cells = Sequence[str]
Known = Callable[[Cells], int]
"""How much of a row is known to stand above answers: names of questions first of all."""

A_QUESTION = 10_000
"""What a question counts in a row, against ``PERHAPS`` for one among other words, and 1 for what else is known."""

PERHAPS = 100

DELIMITERS = ",;\t|"
_LOOKED_AT = 30
"""Rows a delimiter and the names of the columns are found in."""

_HEAD = 2**16
"""Characters of a stream in which its delimiter is found."""

_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ENCODINGS = (("gbk", "GBK"), ("gb18030", "GB18030"))
_AS_UTF_8 = "在表格软件里另存为“CSV UTF-8”。"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?(?=\n)')
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_AMONG_CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2027\u3014\u3015\u00b7]+")

BLANK = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the first word of a file."""

_SAVED_ANEW = "用表格软件打开它，另存为 .xlsx 或“CSV UTF-8”再读。"
_NOT_TABLES = (
    (rb"%PDF", "是 PDF。请从问卷工具里下载 CSV 或 Excel。"),
    (rb"\$FL[23]", "是 SPSS 的 .sav。请从问卷工具里改选 CSV 或 Excel 下载。"),
    (rb"\x1f\x8b|Rar!|7z\xbc\xaf|BZh|\xfd7zXZ", "是压缩包。先解开它。"),
    (rb"\{\\rtf", f"是 RTF 文档，不是表格。{_SAVED_ANEW}"),
)
_NOT_TABLES_IN_TEXT = (
    (
        r"MIME-Version:|Content-Type:\s*multipart/|From: <Saved by",
        f"里面是网页存档（MHT），不是表格文件。{_SAVED_ANEW}",
    ),
    (r"<\?xml[^<>]{0,200}\?>\s*<\?mso-application", f"里面是 XML 表格（Excel 2003），不是 .xls。{_SAVED_ANEW}"),
    (r"<(?:\w{1,9}:)?Workbook\b", f"里面是 XML 表格（Excel 2003），不是 .xls。{_SAVED_ANEW}"),
    (r"<!doctype html|<html\b|<table\b|<head\b|<body\b|<meta\b|<div\b|<style\b|<script\b", ""),
    (r"<\?xml\b", f"里面是 XML，不是表格。{_SAVED_ANEW}"),
    (r"<!--", ""),
    (r"\{\\rtf", f"是 RTF 文档，不是表格。{_SAVED_ANEW}"),
    (r"ID;P", f"是 SYLK 表格。{_SAVED_ANEW}"),
)
_WEB_PAGE = f"里面是网页（HTML），不是表格文件，很多平台下载的 .xls 都这样。{_SAVED_ANEW}"


class UnreadableError(Exception):
    """A file is not what it should be, or more than is taken in; the text says what it is and what to do."""

    def __init__(self, text: str, line: int | None = None, column: int | None = None) -> None:
        self.line, self.column = line, column
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One table of a file, before anybody knows what its rows are; rows and columns count from 1."""

    name: str
    rows: Sequence[Sequence[str]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()


def refuse_other_kinds(data: bytes) -> None:
    """Raise UnreadableError for a file that begins as something other than a table does."""
    for signature, sentence in _NOT_TABLES:
        if re.match(signature, data.lstrip(BLANK)):
            raise UnreadableError(sentence)


def refuse_other_texts(text: str) -> None:
    """Raise UnreadableError for a text that begins as something other than a table does."""
    beginning = text[:1000].lstrip("\ufeff \t\r\n")
    for words, sentence in _NOT_TABLES_IN_TEXT:
        if re.match(words, beginning, re.IGNORECASE):
            raise UnreadableError(sentence or _WEB_PAGE)


def bounded(lines: Iterable[Cells]) -> Iterator[Cells]:
    """Yield the lines, as long as there are not too many, nor too long ones, nor too long cells in them."""
    for number, line in enumerate(lines, 1):
        if number > MOST_ROWS + 1:
            msg = f"超过 {MOST_ROWS} 行。分成几份再读。"
            raise UnreadableError(msg)
        if len(line) > MOST_COLUMNS:
            msg = f"第 {number} 行超过 {MOST_COLUMNS} 格，不像是问卷的作答。换一个文件，或删掉别的列。"
            raise UnreadableError(msg, number)
        if any(len(cell) > MOST_CELL for cell in line):
            msg = f"第 {number} 行有一格超过 {MOST_CELL} 字，不像是问卷的作答。看看引号是否成对，或清掉这一格。"
            raise UnreadableError(msg, number)
        yield line


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises:
        UnreadableError: it is no text, or text in two encodings; the place where that shows is told.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    wide = next((name for mark, name in _WIDE.items() if data.startswith(mark)), None)
    try:
        if wide is not None:
            return data.decode(wide), "UTF-16"
        text, name = data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if wide is not None:
            msg = f"UTF-16 的文件没写完整。{_AS_UTF_8}"
            raise UnreadableError(msg) from error
        if b"\0" not in data:
            return _chinese(data, error)
        text = "\0"
    if "\0" in text:
        msg = "不是文本，也不是 .xlsx。请从问卷工具里下载 CSV 或 Excel。"
        raise UnreadableError(msg)
    return text, name


def _chinese(data: bytes, not_utf_8: UnicodeDecodeError) -> tuple[str, str]:
    """Return the text of bytes that are no UTF-8; one bad byte in UTF-8 does not make it GBK."""
    lines = data.split(b"\n")
    wrong = data.count(b"\n", 0, not_utf_8.start)
    surely = [_is_chinese_utf_8(line) for line in lines]
    others = sum(not (line.isascii() or sure) for line, sure in zip(lines, surely, strict=True))
    if sum(surely) >= others:
        column = len(lines[wrong][: not_utf_8.start - data.rfind(b"\n", 0, not_utf_8.start) - 1].decode("utf-8")) + 1
        msg = f"第 {wrong + 1} 行第 {column} 个字坏了：整份是 UTF-8，这一处不是。改掉这个字，或重新导出。"
        raise UnreadableError(msg, wrong + 1)
    if any(surely):
        line = surely.index(True) + 1
        msg = f"第 {line} 行是 UTF-8，别的行是 GBK，多半是两份文件接在一起。分开读，或{_AS_UTF_8}"
        raise UnreadableError(msg, line)
    for encoding, name in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            broken = error
            continue
        _refuse_mixture(text, encoding)
        return text, name
    line = data.count(b"\n", 0, broken.start)
    before = data[data.rfind(b"\n", 0, broken.start) + 1 : broken.start].decode("gb18030", "replace")
    msg = f"第 {line + 1} 行第 {len(before) + 1} 个字读不出来：不是 UTF-8，也不是 GBK。改掉这个字，或{_AS_UTF_8}"
    raise UnreadableError(msg, line + 1)


def _is_chinese_utf_8(line: bytes) -> bool:
    """Tell whether a line is UTF-8 without doubt: other encodings may give a short one by chance, not a long one."""
    try:
        text = "".join(_NOT_ASCII.findall(line.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return False
    return len(_CHINESE.findall(text)) >= 4 and _AMONG_CHINESE.fullmatch(text) is not None


def _refuse_mixture(text: str, encoding: str) -> None:
    """Refuse what was read as GBK with words of UTF-8 in it: a name would be taken in as nonsense."""
    for word in dict.fromkeys(_NOT_ASCII.findall(text)):
        try:
            other = word.encode(encoding).decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            continue
        if len(_CHINESE.findall(other)) >= 2 and _AMONG_CHINESE.fullmatch(other):
            line = text.count("\n", 0, text.index(word)) + 1
            msg = f"第 {line} 行的“{word[:12]}”是写成 UTF-8 的“{other[:12]}”，别处是 GBK。改掉它，或{_AS_UTF_8}"
            raise UnreadableError(msg, line)


def delimited_rows(text: str, known: Known) -> Iterator[Cells]:
    """Yield the rows of cells; a first line ``sep=;`` counts as an empty row."""
    separator = _SEPARATOR_LINE.match(text)
    delimiter = separator[1] if separator else delimiter_of(text, known)
    text = text[separator.end() :] if separator else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    read = 0
    try:
        for row in reader:
            yield row
            read = reader.line_num
    except csv.Error as error:
        raise UnreadableError(*_broken(text, read, delimiter)) from error


def text_rows(stream: TextIO, known: Known) -> "CsvReader":
    """Return a reader of a stream of any length, its delimiter found in the first lines; a ``sep=;`` is passed over."""
    head = stream.read(_HEAD)
    head += stream.readline(_HEAD)
    separator = _SEPARATOR_LINE.match(head)
    delimiter = separator[1] if separator else delimiter_of(head, known)
    lines = io.StringIO(head[separator.end() + 1 :] if separator else head, newline="")
    return csv.reader(chain(lines, stream), delimiter=delimiter, strict=True)


def delimiter_of(text: str, known: Known) -> str:
    """Return what cuts most questions out of the first rows, and the rows into equally many cells outside quotes."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter, known))


def _evenness(text: str, delimiter: str, known: Known) -> tuple[int, float, int]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [row for row in islice(reader, _LOOKED_AT) if any(row)]
    except csv.Error:
        return 0, 0.0, 0
    if not rows:
        return 0, 0.0, 0
    width, even = Counter(map(len, rows)).most_common(1)[0]
    return max(map(known, rows)), even / len(rows) if width > 1 else 0.0, width


def _broken(text: str, line: int, delimiter: str) -> tuple[str, int, int]:
    """Say which cell's quote, in the record behind so many lines, is not closed, or has something behind it."""
    start = sum(map(len, islice(io.StringIO(text, newline=""), line)))
    place, cell = start, 1
    while place < len(text):
        opened = place
        if text[place] == '"':
            place = text.find('"', place + 1)
            while 0 <= place < len(text) - 1 and text[place + 1] == '"':
                place = text.find('"', place + 2)
            if place < 0 or text[place + 1 : place + 2] not in {"", delimiter, "\r", "\n"}:
                break
            place += 1
        else:
            ends = (text.find(end, place) for end in (delimiter, "\n"))
            place = min((end for end in ends if end >= 0), default=len(text))
        place, cell = place + 1, cell + 1
    else:
        msg = f"第 {line + 1} 行有一格太长，不像是问卷的作答。看看引号是否成对，或清掉这一格。"
        return msg, line + 1, cell
    line += text.count("\n", start, opened) + 1
    why = "开始的引号没有收口" if place < 0 else "的引号后面还有字"
    msg = f"不是规整的 CSV：第 {line} 行第 {cell} 格{why}。引号要成对，文字里的引号写两个；或{_AS_UTF_8}"
    return msg, line, cell
