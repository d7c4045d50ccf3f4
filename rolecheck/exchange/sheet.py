"""Answer sheets: CSV with a row per respondent and a column per item.

Columns are ``respondent``, perhaps ``title``, ``subject`` and ``seconds``, then item ids. A cell is the option's stable
letter, two letters (first and second choice), ``0`` where no option fits, or empty. Rows are streamed; every problem of
the whole sheet is told before the first row is given out.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rolecheck.bank.characters import MOST_NAME, harmless, without_inert_mark
from rolecheck.bank.items import Bank
from rolecheck.bank.lookup import find_role
from rolecheck.errors import AmbiguousNameError, BadInputError, Problem, UnknownNameError, why_refused
from rolecheck.exchange.choice import expected_letters, parse_choice
from rolecheck.exchange.forms.text_tables import text_rows
from rolecheck.session.session import Response

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

CIRCUMSTANCES = ("respondent", "title", "subject", "seconds")
MOST_PROBLEMS = 100
"""Problems listed; a sheet with more is wrong as a whole."""

MOST_SECONDS = 10**7


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One respondent's answers; ``title`` is a role's id."""

    respondent: str
    title: str | None
    subject: str | None
    seconds: float | None
    responses: tuple[Response, ...]


def read_sheet(path: Path, bank: Bank) -> Iterator[SheetRow]:
    """Yield the rows of a sheet; BadInputError with every problem, before the first row, if there is one."""
    problems: list[Problem] = []
    for _ in _SheetReader(path, bank, problems).rows():
        if len(problems) > MOST_PROBLEMS:
            break
    if problems:
        raise BadInputError(problems[:MOST_PROBLEMS])
    yield from _SheetReader(path, bank, []).rows()


class _SheetReader:
    """Reads one sheet once, adding what is wrong to ``problems``."""

    def __init__(self, path: Path, bank: Bank, problems: list[Problem]) -> None:
        self._path = path
        self._bank = bank
        self._problems = problems
        self._line = 0
        self._titles: dict[str, str | None] = {}
        self._cells: dict[tuple[str, str], Response | None] = {}

    def rows(self) -> Iterator[SheetRow]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as stream:
                yield from self._read(text_rows(stream, self._known))
        except OSError as error:
            self._complain(None, None, f"读不了：{why_refused(error)}。检查路径和权限。")
        except UnicodeDecodeError:
            self._complain(None, None, "不是 UTF-8。在表格软件里另存为“CSV UTF-8”。")
        except csv.Error:
            text = f"不是规整的 CSV：从第 {self._line + 1} 行起，引号不成对。补上另一半；文字里的引号写两个。"
            self._complain(self._line + 1, None, text)

    def _known(self, cells: Sequence[str]) -> int:
        """Return how many cells of a row are names of columns."""
        return sum(name in CIRCUMSTANCES or name in self._bank.by_id for name in map(str.strip, cells))

    def _read(self, reader: "CsvReader") -> Iterator[SheetRow]:
        header = _without_closing([name.strip() for name in next(reader, [])], 0)
        self._line = reader.line_num
        if not self._header_is_good(header):
            return
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = self._row(reader.line_num, header, _without_closing(cells, len(header)))
                if row is not None:
                    yield row
            self._line = reader.line_num

    def _header_is_good(self, header: Sequence[str]) -> bool:
        before = len(self._problems)
        if "respondent" not in header:
            self._complain(1, None, "缺 respondent 这一列。第一行写列名：respondent，然后是题目的 id。")
        for column, name in enumerate(header, 1):
            if name in header[: column - 1]:
                self._complain(1, column, f"“{harmless(name)}”这一列出现了两次。删掉一列。")
            elif name not in CIRCUMSTANCES and name not in self._bank.by_id:
                self._complain(1, column, f"题库里没有“{harmless(name)}”这道题。改正 id，或删掉这一列。")
        return len(self._problems) == before

    def _row(self, line: int, header: Sequence[str], cells: Sequence[str]) -> SheetRow | None:
        before = len(self._problems)
        if len(cells) != len(header):
            self._complain(line, None, f"有 {len(cells)} 格，列名有 {len(header)} 个。补齐或删去多出的格。")
            return None
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        respondent = harmless(without_inert_mark(row["respondent"]), MOST_NAME)
        if not respondent:
            self._complain(line, header.index("respondent") + 1, "没写 respondent。写一个名字或编号。")
        responses = tuple(self._responses(line, header, row))
        title = self._title(line, header, without_inert_mark(row.get("title", "")))
        seconds = self._seconds(line, header, row.get("seconds", ""))
        if len(self._problems) > before:
            return None
        return SheetRow(
            respondent,
            title,
            harmless(without_inert_mark(row.get("subject", "")), MOST_NAME) or None,
            seconds,
            responses,
        )

    def _responses(self, line: int, header: Sequence[str], row: Mapping[str, str]) -> Iterator[Response]:
        for column, name in enumerate(header, 1):
            if name in CIRCUMSTANCES or not row[name]:
                continue
            response = self._cell(name, row[name])
            if response is None:
                expected = expected_letters(self._bank.by_id[name])
                self._complain(line, column, f"{name} 里的“{harmless(row[name], 12)}”读不懂，{expected}，或留空。")
            else:
                yield response

    def _cell(self, name: str, cell: str) -> Response | None:
        """Return the response a cell stands for; the same cell always gives the same object."""
        if (name, cell) not in self._cells:
            self._cells[name, cell] = parse_choice(self._bank.by_id[name], cell)
        return self._cells[name, cell]

    def _title(self, line: int, header: Sequence[str], name: str) -> str | None:
        if not name:
            return None
        if name not in self._titles:
            try:
                self._titles[name] = find_role(self._bank.roles, name).id
            except (UnknownNameError, AmbiguousNameError) as error:
                self._titles[name] = None
                self._complain(line, header.index("title") + 1, str(error))
        return self._titles[name]

    def _seconds(self, line: int, header: Sequence[str], cell: str) -> float | None:
        if not cell:
            return None
        try:
            seconds = float(cell)
        except ValueError:
            seconds = -1.0
        if not 0 < seconds <= MOST_SECONDS:
            self._complain(
                line, header.index("seconds") + 1, f"“{harmless(cell, 12)}”不是秒数。写大于 0 的数，或留空。"
            )
            return None
        return seconds

    def _complain(self, line: int | None, column: int | None, text: str) -> None:
        self._problems.append(Problem(str(self._path), line, text, column))


def _without_closing(cells: Sequence[str], width: int) -> Sequence[str]:
    """Return a row without the empty cells beyond so many, where a comma closes every line."""
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[: max(width, last)]
