"""Answer sheets: CSV with a row per respondent and a column per item.

Columns are ``respondent``, perhaps ``title``, ``subject`` and ``seconds``, then item ids. A cell is the option's stable
letter, two letters (first and second choice), ``0`` where no option fits, or empty. Every problem of the whole sheet is
told before the first row is given out.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rolecheck.bank.characters import MOST_NAME, harmless, without_inert_mark
from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Bank, Item
from rolecheck.bank.lookup import find_role
from rolecheck.errors import MOST_LISTED, AmbiguousNameError, BadInputError, Problem, UnknownNameError
from rolecheck.exchange.forms.text_tables import text_rows
from rolecheck.exchange.sheet_files import open_sheet
from rolecheck.session.session import MOST_SECONDS, Response

CIRCUMSTANCES = ("respondent", "title", "subject", "seconds")

MOST_COLUMNS = 2_000
LONGEST_ROW = 2**22
"""Columns and characters. A million respondents on every item of a bank stay below every one of these."""

LONGEST_CHOICE = 8
"""Characters of a cell that may be a choice: two letters, perhaps wide, perhaps with blanks."""

MOST_REMEMBERED = 10_000
"""Cells and titles whose meaning is kept; whoever has more different ones has the wrong file."""


def parse_choice(item: Item, text: str) -> Response | None:
    """Return the response that letters stand for, or None if they do not stand for one."""
    letters = unicodedata.normalize("NFKC", text).strip().upper()
    if letters == NONE_FITS and item.takes_none_fits:
        return Response(item.id, NONE_FITS)
    is_choice = 1 <= len(letters) <= 2 and all(letter in item.letters for letter in letters)
    if not is_choice or len(set(letters)) < len(letters):
        return None
    return Response(item.id, letters[0], letters[1:] or None)


def expected_letters(item: Item) -> str:
    """Say which letters would do."""
    letters = f"应是 {item.letters[0]} 到 {item.letters[-1]} 里的一个或两个不同字母"
    return f"{letters}，或 {NONE_FITS}（{NONE_FITS_TEXT}）" if item.takes_none_fits else letters


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One respondent's answers; ``title`` is a role's id, ``also`` what stands in other columns that were asked for."""

    respondent: str
    title: str | None
    subject: str | None
    seconds: float | None
    responses: tuple[Response, ...]
    also: tuple[str, ...] = ()


def read_sheet(path: Path, bank: Bank, also: Sequence[str] = ()) -> Iterator[SheetRow]:
    """Yield the rows of a sheet; BadInputError with every problem, before the first row, if there is one.

    A Parquet file has the same columns. ``also`` are columns beyond those of a sheet, which then must be there.
    """
    with open_sheet(path) as stream:
        for look in (True, False):
            wrong = _SheetProblems(str(path))
            for row in _SheetReader(stream, bank, wrong, tuple(also)).rows():
                if not look:
                    yield row
            wrong.judge()


def read_sheets(paths: Sequence[Path], bank: Bank, also: Sequence[str] = ()) -> Iterator[SheetRow]:
    """Yield the rows of several sheets, one after another; every problem of all of them is told before the first row.

    Several are looked through beforehand, so that the last one's mistakes are not found after hours.
    """
    if len(paths) > 1:
        problems: list[Problem] = []
        for path in paths:
            try:
                with open_sheet(path) as stream:
                    wrong = _SheetProblems(str(path))
                    for _ in _SheetReader(stream, bank, wrong, tuple(also)).rows():
                        pass
                    wrong.judge()
            except BadInputError as error:
                problems += error.problems
        if problems:
            raise BadInputError(problems)
    for path in paths:
        yield from read_sheet(path, bank, also)


class _SheetProblems:
    """What is wrong with one sheet: the first problems as sentences, the rest as a count."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.count = 0
        self._problems: list[Problem] = []

    def add(self, line: int | None, column: int | None, text: Callable[[], str] | str) -> None:
        self.count += 1
        if len(self._problems) < MOST_LISTED:
            said = text if isinstance(text, str) else text()
            self._problems.append(Problem(self.source, line, said, column))

    def judge(self) -> None:
        """Raise BadInputError if there is anything."""
        if self.count:
            raise BadInputError(self._problems, self.count - len(self._problems))


class _TooLongError(csv.Error):
    """A row takes more lines than a row can have."""


class _Lines(io.TextIOWrapper):
    """The lines of a text; ``since`` counts the characters since the last row was complete."""

    since = 0

    def __next__(self) -> str:  # type: ignore[override] # typeshed has the bytes of its base
        line = super().__next__()
        self.since += len(line)
        if self.since > LONGEST_ROW:
            raise _TooLongError
        return line


class _SheetReader:
    """Reads one sheet from its beginning, adding to ``wrong`` what is."""

    def __init__(self, stream: IO[bytes], bank: Bank, wrong: _SheetProblems, also: tuple[str, ...] = ()) -> None:
        self._stream = stream
        self._also = also
        self._bank = bank
        self._complain = wrong.add
        self._wrong = wrong
        self._line = 0
        self._titles: dict[str, str | None] = {}
        self._cells: dict[tuple[str, str], Response | None] = {}

    def rows(self) -> Iterator[SheetRow]:
        self._stream.seek(0)
        text = _Lines(self._stream, encoding="utf-8-sig", newline="")
        try:
            yield from self._read(text)
        except UnicodeDecodeError:
            self._complain(None, None, "不是 UTF-8。在表格软件里另存为“CSV UTF-8”。")
        except _TooLongError:
            self._complain(self._line + 1, None, f"从这里起，一行超过 {LONGEST_ROW} 字。检查引号是否成对。")
        except csv.Error:
            said = f"不是规整的 CSV：从第 {self._line + 1} 行起，引号不成对。补上另一半；文字里的引号写两个。"
            self._complain(self._line + 1, None, said)
        finally:
            # The stream goes on to be read once more.
            text.detach()

    def _known(self, cells: Sequence[str]) -> int:
        """Return how many cells of a row are names of columns."""
        return sum(map(self._knows, map(str.strip, cells)))

    def _knows(self, name: str) -> bool:
        return name in CIRCUMSTANCES or name in self._bank.by_id or name in self._also

    def _read(self, lines: "_Lines") -> Iterator[SheetRow]:
        reader = text_rows(lines, self._known)
        header = _without_closing([name.strip() for name in next(reader, [])], 0)
        self._line = reader.line_num
        if not self._header_is_good(header):
            return
        for cells in reader:
            lines.since = 0
            if any(cell.strip() for cell in cells):
                row = self._row(reader.line_num, header, _without_closing(cells, len(header)))
                if row is not None:
                    yield row
            self._line = reader.line_num

    def _header_is_good(self, header: Sequence[str]) -> bool:
        before = self._wrong.count
        if len(header) > MOST_COLUMNS:
            self._complain(1, None, f"有 {len(header)} 列，最多 {MOST_COLUMNS} 列。看看是不是放错了文件。")
            return False
        for name in self._also:
            if name not in header:
                self._complain(1, None, f"没有“{harmless(name)}”这一列，分不了组。看看列名，或去掉 --by。")
        if "respondent" not in header:
            self._complain(1, None, "缺 respondent 这一列。第一行写列名：respondent，然后是题目的 id。")
        seen: Counter[str] = Counter()
        for column, name in enumerate(header, 1):
            seen[name] += 1
            if seen[name] > 1:
                self._complain(1, column, f"“{harmless(name)}”这一列出现了两次。删掉一列。")
            elif not self._knows(name):
                self._complain(1, column, f"题库里没有“{harmless(name)}”这道题。改正 id，或删掉这一列。")
        return self._wrong.count == before

    def _row(self, line: int, header: Sequence[str], cells: Sequence[str]) -> SheetRow | None:
        before = self._wrong.count
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
        if self._wrong.count > before:
            return None
        return SheetRow(
            respondent,
            title,
            harmless(without_inert_mark(row.get("subject", "")), MOST_NAME) or None,
            seconds,
            responses,
            tuple(harmless(without_inert_mark(row[name]), MOST_NAME) for name in self._also),
        )

    def _responses(self, line: int, header: Sequence[str], row: Mapping[str, str]) -> Iterator[Response]:
        for column, name in enumerate(header, 1):
            if name not in self._bank.by_id or not row[name]:
                continue
            response = self._cell(name, row[name])
            if response is None:
                self._complain(line, column, lambda name=name: self._unread(name, row[name]))  # type: ignore[misc]
            else:
                yield response

    def _unread(self, name: str, cell: str) -> str:
        return f"{name} 里的“{harmless(cell, 12)}”读不懂，{expected_letters(self._bank.by_id[name])}，或留空。"

    def _cell(self, name: str, cell: str) -> Response | None:
        """Return the response a cell stands for; the same cell always gives the same object."""
        if len(cell) > LONGEST_CHOICE:
            return None
        if (name, cell) not in self._cells:
            if len(self._cells) >= MOST_REMEMBERED:
                return parse_choice(self._bank.by_id[name], cell)
            self._cells[name, cell] = parse_choice(self._bank.by_id[name], cell)
        return self._cells[name, cell]

    def _title(self, line: int, header: Sequence[str], name: str) -> str | None:
        if not name:
            return None
        if name in self._titles:
            return self._titles[name]
        try:
            title = find_role(self._bank.roles, name).id
        except (UnknownNameError, AmbiguousNameError) as error:
            title, why = None, str(error)
            self._complain(line, header.index("title") + 1, why)
        if len(self._titles) < MOST_REMEMBERED:
            self._titles[name] = title
        return title

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


def _without_closing(cells: Sequence[str], width: int) -> Sequence[str]:
    """Return a row without the empty cells beyond so many, where a comma closes every line."""
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[: max(width, last)]
