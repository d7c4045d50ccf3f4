"""A file of answers as rows of texts, whatever the file is: CSV in the usual encodings, a workbook, JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolecheck.errors import BadInputError, Problem, why_refused
from rolecheck.exchange.forms.delimited import decoded, delimited_rows
from rolecheck.exchange.forms.json_records import json_rows
from rolecheck.exchange.forms.limits import MOST_BYTES, MOST_CELL, MOST_COLUMNS, MOST_ROWS, UnreadableError


@dataclass(frozen=True, slots=True)
class Row:
    """One respondent's cells, as many as the header has; ``number`` counts from the top as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it; ``kind`` says what was read, and in which encoding."""

    source: str
    kind: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


_NOT_TABLES = (
    (b"\xd0\xcf\x11\xe0", "是旧的 .xls，或是加了密码的表格。在表格软件里去掉密码，另存为 .xlsx 或“CSV UTF-8”。"),
    (b"%PDF", "是 PDF。请从问卷工具里下载 CSV 或 Excel。"),
    (b"$FL2", "是 SPSS 的 .sav。请从问卷工具里改选 CSV 或 Excel 下载。"),
    (b"\x1f\x8b", "是压缩包。先解开它。"),
    (b"Rar!", "是压缩包。先解开它。"),
)


def read_table(path: Path) -> Table:
    """Return the file's table; BadInputError, with one sentence, if it holds none."""
    try:
        kind, rows = _read(_bytes(path))
        return _table(str(path), kind, rows)
    except UnreadableError as error:
        raise BadInputError([Problem(str(path), None, str(error))]) from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = why_refused(error) if isinstance(error, OSError) else "系统不认这个名字"
        msg = f"读不了：{why}。检查路径和权限。"
        raise UnreadableError(msg) from error
    if len(data) > MOST_BYTES:
        msg = f"文件超过 {MOST_BYTES // 2**20} MB，不像是问卷的作答。分成几份，或删掉别的列。"
        raise UnreadableError(msg)
    return data


def _read(data: bytes) -> tuple[str, Iterable[Sequence[str]]]:
    for beginning, text in _NOT_TABLES:
        if data.startswith(beginning):
            raise UnreadableError(text)
    if data.startswith(b"PK"):
        # openpyxl costs more than everything else here together.
        from rolecheck.exchange.forms.workbook import workbook_rows  # noqa: PLC0415

        return "Excel", workbook_rows(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return "JSON", json_rows(data)
    text, encoding = decoded(data)
    return f"CSV（{encoding}）", delimited_rows(text)


def _table(source: str, kind: str, lines: Iterable[Sequence[str]]) -> Table:
    numbered = ((number, line) for number, line in enumerate(_bounded(lines), 1) if any(cell.strip() for cell in line))
    number, first = next(numbered, (0, ()))
    header = tuple(cell.strip() for cell in _trimmed(first))
    rows = []
    for number, line in numbered:
        cells = _trimmed(line)
        if len(cells) > len(header):
            msg = f"第 {number} 行有 {len(cells)} 格，列名只有 {len(header)} 个。看看是不是有没加引号的逗号。"
            raise UnreadableError(msg)
        rows.append(Row(number, (*cells, *[""] * (len(header) - len(cells)))))
    if not rows:
        msg = "没有作答：第一行是列名，下面每行一个人，一行也没有。换一个文件。"
        raise UnreadableError(msg)
    return Table(source, kind, header, tuple(rows))


def _bounded(lines: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield the lines, as long as there are not too many, nor too long ones, nor too long cells in them."""
    for number, line in enumerate(lines, 1):
        if number > MOST_ROWS + 1:
            msg = f"超过 {MOST_ROWS} 行。分成几份再读。"
            raise UnreadableError(msg)
        if len(line) > MOST_COLUMNS:
            msg = f"第 {number} 行超过 {MOST_COLUMNS} 格，不像是问卷的作答。换一个文件，或删掉别的列。"
            raise UnreadableError(msg)
        if any(len(cell) > MOST_CELL for cell in line):
            msg = f"第 {number} 行有一格超过 {MOST_CELL} 字，不像是问卷的作答。看看引号是否成对，或清掉这一格。"
            raise UnreadableError(msg)
        yield line


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells without the empty ones at the end: a comma closes every line of some exports."""
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return [cell.strip() for cell in cells[:last]]
