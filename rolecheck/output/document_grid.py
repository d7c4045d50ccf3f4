"""Blocks for figures: tables under a small heading, and points; a reader can put rows in another order."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences under a small heading, inside a part of the document."""

    kind: ClassVar[str] = "points"
    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its texts stand under one another, the first leads; ``heat``, in 0 to 1, is how strongly it is tinted."""

    entries: tuple[str, ...]
    heat: float | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row, named by its first column."""

    name: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """An order one can read the rows in: for each row its place."""

    name: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table under a small heading, or none.

    ``columns`` name all but the first column, whose cells are whole sentences where ``wide_names`` is set. The rows
    stand in the order wanted; ``orders`` are those a reader can choose.
    """

    kind: ClassVar[str] = "grid"
    title: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    note: str = ""
    orders: tuple[Order, ...] = ()
    wide_names: bool = False
