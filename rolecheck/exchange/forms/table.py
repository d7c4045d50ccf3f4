"""A file of answers as rows of texts: what the file is, which sheet of it, where the names of the columns stand."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolecheck.bank.characters import harmless
from rolecheck.errors import BadInputError, Problem
from rolecheck.exchange.forms.cells import BETWEEN_TICKED
from rolecheck.exchange.forms.text_tables import (
    BLANK,
    MOST_BYTES,
    MOST_NAME_OF_COLUMN,
    MOST_ROWS,
    PERHAPS,
    Cells,
    Known,
    RawSheet,
    UnreadableError,
    bounded,
    decoded,
    delimited_rows,
    refuse_other_kinds,
    refuse_other_texts,
)
from rolecheck.intake import RefusedError, read_whole

_LOOKED_AT = 30
"""Rows, none of them empty, in which the names of the columns are looked for."""

_MOST_NAMED = 8
"""Rows or sheets named in one sentence."""

_MANTLES = ("data", "Data", "results")
"""What services call the list of results."""

_WORKBOOK = (b"PK", b"\xd0\xcf\x11\xe0", b"\x09\x08\x10\0", b"\x09\x04\x06\0", b"\x09\x02\x06\0")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One respondent's cells, as many as the header has; ``number`` counts from the top as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A header and the rows below it.

    ``kind`` says what was read, and in which encoding; ``hidden`` are columns nobody sees, counted from 1; ``notes``
    tell what was decided on the way here.
    """

    source: str
    kind: str
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    header_row: int = 1
    hidden: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


def read_table(path: Path, known: Known, wanted: str | None = None) -> AnswerTable:
    """Return the file's table; BadInputError, with one sentence, if it holds none.

    ``known`` tells how much of a row is known to stand above answers; ``wanted`` is the name of the sheet to read.
    """
    try:
        kind, sheets = _read(read_whole(path, MOST_BYTES), known)
        sheet, notes = _chosen(sheets, known, wanted)
        return _table(str(path), kind, sheet, known, notes)
    except RefusedError as error:
        raise BadInputError([Problem(str(path), None, str(error))]) from error
    except UnreadableError as error:
        raise BadInputError([Problem(str(path), error.line, str(error), error.column)]) from error


def _read(data: bytes, known: Known) -> tuple[str, list[RawSheet]]:
    if data.startswith(_WORKBOOK):
        # The reader is a library of its own, and only workbooks need it.
        from rolecheck.exchange.forms.workbook import workbook_sheets  # noqa: PLC0415

        return workbook_sheets(data)
    refuse_other_kinds(data)
    if data.lstrip(BLANK)[:1] in {b"{", b"["}:
        return "JSON", [RawSheet("", list(bounded(_json_rows(data))))]
    text, encoding = decoded(data)
    refuse_other_texts(text)
    return f"CSV（{encoding}）", [RawSheet("", list(bounded(delimited_rows(text, known))))]


def _chosen(sheets: Sequence[RawSheet], known: Known, wanted: str | None) -> tuple[RawSheet, list[str]]:
    """Return the sheet that holds the answers, and what there is to say about the choice; sheets nobody sees wait."""
    if wanted is not None:
        return _asked_for(sheets, wanted), []
    seen = [sheet for sheet in sheets if not sheet.hidden and any(map(any, sheet.rows))]
    fit = {sheet.name: _fit(sheet, known) for sheet in sheets}
    best = [sheet for sheet in seen if fit[sheet.name] >= PERHAPS]
    hidden = [sheet for sheet in sheets if sheet.hidden and fit[sheet.name] >= PERHAPS]
    if hidden and not best:
        msg = (
            f"看得见的表里没有题，题在隐藏的表{_names(hidden)}里。真要读它，就加 --sheet {hidden[0].name}，"
            "或在表格软件里取消隐藏。"
        )
        raise UnreadableError(msg)
    # The first of those with most questions.
    chosen = max(best or seen, key=lambda sheet: fit[sheet.name], default=RawSheet("", ()))
    notes = []
    if others := [sheet for sheet in best if sheet is not chosen]:
        notes.append(
            f"有 {len(best)} 张表里都有题，读的是题最多的“{harmless(chosen.name)}”（一样多就取前面的），"
            f"{_names(others)}没有读。要读别的就加 --sheet 表名。"
        )
    elif len(sheets) > 1:
        notes.append(f"这份文件有 {len(sheets)} 张表，读的是“{harmless(chosen.name)}”。")
    if hidden:
        notes.append(f"隐藏的表{_names(hidden)}里也有题，没有读。")
    return chosen, notes


def _asked_for(sheets: Sequence[RawSheet], wanted: str) -> RawSheet:
    named = next((sheet for sheet in sheets if sheet.name == wanted.strip()), None)
    if named is None and wanted.isdecimal() and 1 <= int(wanted[:5]) <= len(sheets):
        return sheets[int(wanted) - 1]
    if named is None:
        there = f"有的是{_names(sheets)}" if any(sheet.name for sheet in sheets) else "它只有一张表，不用写 --sheet"
        msg = f"没有叫“{harmless(wanted)}”的表，{there}。"
        raise UnreadableError(msg)
    return named


def _names(sheets: Sequence[RawSheet]) -> str:
    more = f"等 {len(sheets)} 张" if len(sheets) > _MOST_NAMED else ""
    return "".join(f"“{harmless(sheet.name)}”" for sheet in sheets[:_MOST_NAMED]) + more


def _filled(sheet: RawSheet) -> Iterator[tuple[int, Cells]]:
    """Yield the rows that hold anything, with their numbers."""
    return ((number, line) for number, line in enumerate(sheet.rows, 1) if any(cell.strip() for cell in line))


def _first(sheet: RawSheet) -> list[tuple[int, Cells]]:
    return [row for row, _ in zip(_filled(sheet), range(_LOOKED_AT), strict=False)]


def _fit(sheet: RawSheet, known: Known) -> int:
    return max((known(line) for _, line in _first(sheet)), default=0)


def _table(source: str, kind: str, sheet: RawSheet, known: Known, notes: list[str]) -> AnswerTable:
    above = _first(sheet)
    fits = [known(line) for _, line in above]
    place = fits.index(max(fits)) if above else 0
    header_row, named = above[place] if above else (0, ())
    header = _header(named, [line for _, line in above[:place]])
    long = next((number for number, name in enumerate(header, 1) if len(name) > MOST_NAME_OF_COLUMN), None)
    if long is not None:
        msg = f"第 {long} 列的列名有 {len(header[long - 1])} 字，最多 {MOST_NAME_OF_COLUMN} 字。改短它，或删掉这一列。"
        raise UnreadableError(msg, header_row, long)
    if place:
        skipped = "、".join(str(number) for number, _ in above[:place][:_MOST_NAMED])
        notes.append(f"列名在第 {header_row} 行；它上面的第 {skipped} 行没有当成作答。")
    below = [(number, line) for number, line in _filled(sheet) if number > header_row]
    _refuse_wider(below, header, named, kind)
    if beyond := [number for number, line in below if any(cell.strip() for cell in line[len(header) :])]:
        notes.append(f"第 {beyond[0]} 行{'等' if len(beyond) > 1 else ''}有字写在没有列名的列里，没有读。")
    if hidden := [number for number, _ in below if number in sheet.hidden_rows]:
        notes.append(
            f"第 {_numbers(hidden)} 行在表里是隐藏的（或被筛选掉了），共 {len(hidden)} 行，没有读。"
            "要读就取消隐藏，存一次再来。"
        )
    if short := [number for number, line in below if len(line) < len(header) and kind.startswith("CSV")]:
        notes.append(f"第 {_numbers(short)} 行的格子比列名少，少的当空着。看看是不是少了分隔符。")
    rows = tuple(
        TableRow(number, _cells(line, len(header))) for number, line in below if number not in sheet.hidden_rows
    )
    if not rows:
        msg = "没有作答：第一行是列名，下面每行一个人，一行也没有。换一个文件。"
        if hidden:
            msg = f"没有看得见的作答：列名下面的 {len(hidden)} 行都是隐藏的（或被筛选掉了）。取消隐藏，存一次再来。"
        raise UnreadableError(msg)
    remarks = [f"{remark}。" for remark in sheet.remarks]
    return AnswerTable(source, kind, header, rows, header_row, sheet.hidden_columns, (*notes, *remarks))


def _numbers(rows: Sequence[int]) -> str:
    return "、".join(map(str, rows[:_MOST_NAMED])) + ("……" if len(rows) > _MOST_NAMED else "")


def _header(named: Cells, above: Sequence[Cells]) -> tuple[str, ...]:
    """Return the names of the columns; where one is empty, what stands above it, as in cells that were merged."""
    header = list(_cells(named, max((place for place, cell in enumerate(named, 1) if cell.strip()), default=0)))
    for line in reversed(above):
        if sum(1 for cell in line if cell.strip()) > 1:
            for place, cell in enumerate(line):
                if place < len(header) and not header[place]:
                    header[place] = cell.strip()
    return tuple(header)


def _refuse_wider(rows: Iterable[tuple[int, Cells]], header: Cells, named: Cells, kind: str) -> None:
    """Refuse a row of text with more cells than its first: one comma too many moves every answer behind it."""
    if not kind.startswith("CSV"):
        return
    for number, line in rows:
        cells = max((place for place, cell in enumerate(line, 1) if cell.strip()), default=0)
        if cells <= len(named):
            continue
        if len(header) <= 1:
            msg = (
                f"列名不在第 1 行，或分隔符认不出来：第 1 行只有 {len(header)} 格，第 {number} 行有 {cells} 格。"
                "上面的标题行删掉；格子之间用逗号、分号、制表符或 | 分隔。"
            )
            raise UnreadableError(msg, number)
        msg = f"第 {number} 行有 {cells} 格，列名只有 {len(header)} 个。看看是不是有没加引号的逗号。"
        raise UnreadableError(msg, number)


def _cells(line: Cells, width: int) -> tuple[str, ...]:
    return (*(cell.strip() for cell in line[:width]), *[""] * (width - len(line)))


def _json_rows(data: bytes) -> Iterator[Cells]:
    """Yield the names of all fields, and then the values of each record.

    Records come as SurveyJS gives its results: a list of objects, one object a line, or a list inside an object.
    """
    records = _records(data)
    if len(records) > MOST_ROWS:
        msg = f"超过 {MOST_ROWS} 份。分成几份再读。"
        raise UnreadableError(msg)
    names = list(dict.fromkeys(name for record in records for name in record))
    yield names
    for record in records:
        yield [_json_text(record.get(name)) for name in names]


def _records(data: bytes) -> list[Mapping[str, Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = "看起来是 JSON，却不是 UTF-8。另存为 UTF-8 再读。"
        raise UnreadableError(msg) from error
    content = _parsed(text)
    if isinstance(content, dict):
        inner = next((content[name] for name in _MANTLES if isinstance(content.get(name), list)), None)
        content = [content] if inner is None else inner
    if not isinstance(content, list) or not all(isinstance(record, dict) for record in content):
        msg = "是 JSON，却不是一份份作答。要的是对象的列表，一个人一个对象，像 SurveyJS 的结果那样。"
        raise UnreadableError(msg)
    return content


def _parsed(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise UnreadableError(_broken_json(error)) from error
    try:
        return [json.loads(line, object_pairs_hook=_object) for line in lines]
    except (ValueError, RecursionError) as error:
        raise UnreadableError(_broken_json(error)) from error


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Return an object; of a name that stands in it twice nobody can say which value counts."""
    content = dict(pairs)
    if len(content) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        msg = f"有一份作答里“{harmless(twice)}”写了两次。留下一个再读。"
        raise UnreadableError(msg)
    return content


def _broken_json(error: Exception) -> str:
    place = (
        f"第 {error.lineno} 行第 {error.colno} 个字附近"
        if isinstance(error, json.JSONDecodeError)
        else "嵌套得太深或数太大"
    )
    return f"不是完整的 JSON（{place}）。重新导出一次。"


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return BETWEEN_TICKED.join(_json_text(part) for part in value if not isinstance(part, list))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
