"""A table: figures under named columns, each with the words that show it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Figure = float | int | str | None


class TableCell(NamedTuple):
    """One figure, and how it is shown.

    ``note`` stands quietly under it where there is room, ``heat``, in 0 to 1, is how strongly it is tinted.
    """

    value: Figure
    text: str
    note: str = ""
    heat: float | None = None


class TableRow(NamedTuple):
    """A labelled row of as many cells as the table has columns."""

    id: str
    label: str
    cells: tuple[TableCell, ...]


class Order(NamedTuple):
    """An order one can read the rows in: for each row its place."""

    name: str
    places: tuple[int, ...]


class Table(NamedTuple):
    """A table with its heading and perhaps a note on how to read it; ``columns`` are ids with their headings.

    The rows stand in the order wanted; ``orders`` are those a reader of a file can choose.
    """

    id: str
    heading: str
    note: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[TableRow, ...]
    orders: tuple[Order, ...] = ()


def words(text: str) -> TableCell:
    """Return a cell that shows words."""
    return TableCell(text, text)


def count(number: int) -> TableCell:
    """Return a cell that shows a count; nothing is shown as a dash, to be seen at a glance."""
    return TableCell(number, str(number) if number else "–")


def counted(id_: str, label: str, numbers: Iterable[int]) -> TableRow:
    """Return a row of counts."""
    return TableRow(id_, label, tuple(count(number) for number in numbers))


def table_data(table: Table) -> Mapping[str, Mapping[str, Figure]]:
    """Return a table's figures by row and column, for JSON."""
    ids = [id_ for id_, _ in table.columns]
    return {row.id: {id_: cell.value for id_, cell in zip(ids, row.cells, strict=True)} for row in table.rows}
