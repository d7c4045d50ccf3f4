"""How much of a stranger's file is taken in, and the sheet it is taken in as.

A real export of ten thousand people stays below every limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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


class UnreadableError(Exception):
    """A file is not what it should be, or more than is taken in; the text says what it is and what to do."""

    def __init__(self, text: str, line: int | None = None, column: int | None = None) -> None:
        self.line, self.column = line, column
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file, before anybody knows what its rows are; rows and columns count from 1."""

    name: str
    rows: Sequence[Sequence[str]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
