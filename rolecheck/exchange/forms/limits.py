"""How much of a stranger's file is taken in. A real export of ten thousand people stays below every one of these."""

MOST_BYTES = 32 * 2**20
MOST_UNPACKED = 256 * 2**20
"""Bytes a workbook may take once unpacked, by its own table of contents; no more than these are ever unpacked."""

MOST_ROWS = 20_000
MOST_COLUMNS = 2_000
MOST_CELL = 10_000
MOST_PROBLEMS = 100
"""Problems listed; a file with more is wrong as a whole."""


class UnreadableError(Exception):
    """A file is not what it should be, or more than is taken in; the text says what it is and what to do."""
