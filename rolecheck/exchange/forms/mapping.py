"""``--map``: what the user says a column is about, one by one or in a file of two columns."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rolecheck.bank.characters import harmless, plain_text
from rolecheck.bank.problems import suggest
from rolecheck.errors import UsageError
from rolecheck.exchange.forms.codebook import Codebook, Place
from rolecheck.exchange.forms.columns import About
from rolecheck.exchange.forms.marks import half_width
from rolecheck.exchange.forms.table import AnswerTable
from rolecheck.intake import RefusedError, read_whole
from rolecheck.visible import quoted

_ABOUT = {
    "name": About.NAME,
    "title": About.TITLE,
    "time": About.SUBMITTED,
    "seconds": About.SECONDS,
    "ignore": About.NOTHING,
}
EXPECTED = "题目的 id 或代号（其次写成 id:2），或 name、title、time、seconds、ignore"
_NUMBER = re.compile(r"\d{1,4}")
_MOST_BYTES = 2**20


def read_mapping(values: Sequence[str], table: AnswerTable, codebook: Codebook) -> dict[int, About | Place]:
    """Return what the columns named in the values are about, by column number; UsageError with everything wrong."""
    found: dict[int, About | Place] = {}
    wrong: list[str] = []
    for column, wanted in (pair for value in values for pair in _pairs(value)):
        numbers = _columns(column, table.header)
        about = _wanted(wanted, codebook)
        if not numbers:
            wrong.append(f"--map 说的列“{harmless(column)}”表里没有。{suggest(column, table.header)}也可以写第几列。")
        if about is None:
            wrong.append(f"--map 里“{harmless(column)}”要对到“{harmless(wanted)}”，没有这个。可以写{EXPECTED}。")
        else:
            found |= dict.fromkeys(numbers, about)
    if wrong:
        raise UsageError("\n".join(wrong))
    return found


def mapped_names(values: Sequence[str]) -> frozenset[str]:
    """Return what the columns spoken for are called, for comparing; numbers of columns call nothing."""
    names = (column for value in values for column, _ in _pairs(value))
    return frozenset(plain_text(name) for name in names if name and not _NUMBER.fullmatch(name))


def _pairs(value: str) -> Iterator[tuple[str, str]]:
    column, equals, wanted = value.rpartition("=")
    path = Path(value)
    if equals and not _is_file(path):
        yield column.strip(), wanted.strip()
    elif _is_file(path):
        yield from _from_file(path)
    else:
        msg = f"--map“{harmless(value)}”读不懂。写成 列名=题，或一个 CSV 文件，里面两列：列名、题。题可以写{EXPECTED}。"
        raise UsageError(msg)


def _from_file(path: Path) -> Iterator[tuple[str, str]]:
    try:
        rows = list(csv.reader(read_whole(path, _MOST_BYTES).decode("utf-8-sig").splitlines(), strict=True))
    except (RefusedError, UnicodeDecodeError, csv.Error) as error:
        msg = f"--map 的文件 {quoted(path)} 读不了。要 UTF-8 的 CSV，两列：列名、题。"
        raise UsageError(msg) from error
    for number, cells in enumerate(rows, 1):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) == 2:
            yield filled[0], filled[1]
        elif filled:
            msg = f"--map 的文件 {quoted(path)} 第 {number} 行不是两格。每行写：列名,题。"
            raise UsageError(msg)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _columns(name: str, header: Sequence[str]) -> list[int]:
    exact = [number for number, column in enumerate(header, 1) if plain_text(column) == plain_text(name) and name]
    if not exact and _NUMBER.fullmatch(name) and 1 <= int(name) <= len(header):
        return [int(name)]
    return exact


def _wanted(text: str, codebook: Codebook) -> About | Place | None:
    return _ABOUT.get(text.lower()) or codebook.by_name(half_width(text))
