"""A report as a document: a title and blocks, the same for every kind of file it is written to.

What a block looks like is its renderer's business: ``rolecheck.output.markdown`` and ``rolecheck.output.html``. Texts
are plain; whoever renders makes them ``visible`` and escapes them.
"""

from dataclasses import dataclass
from typing import ClassVar

from rolecheck.output.document_grid import Grid, Points
from rolecheck.output.picture import Picture


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part of the document; the title is above all of them."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, perhaps with a word before it that says what it is."""

    kind: ClassVar[str] = "paragraph"
    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list under a heading of its own."""

    kind: ClassVar[str] = "bullets"
    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TwoColumns:
    """Two lists that are read against one another; under one another where there is no room."""

    kind: ClassVar[str] = "two-columns"
    left: Bullets
    right: Bullets


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; its entries stand under one another. Quiet where it only says that nothing is known."""

    entries: tuple[str, ...]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, named by its first column; as many cells as the table has columns."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a heading of its own; ``columns`` name all but the first column."""

    kind: ClassVar[str] = "table"
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture under a heading of its own, with a note between the two; where nothing can be drawn, its table."""

    kind: ClassVar[str] = "figure"
    picture: Picture
    table: Table
    note: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What the whole document comes to, and how sure that is; ``warns`` where it asks for care."""

    kind: ClassVar[str] = "statement"
    text: str
    certainty: str
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One of several things in their order: perhaps a word before it, and what belongs to it under it."""

    text: str
    details: tuple[str, ...] = ()
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list under a heading of its own, with what holds for all of it between the two.

    A picture shows no more than the list says.
    """

    kind: ClassVar[str] = "steps"
    title: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something said quietly, beside the matter."""

    kind: ClassVar[str] = "note"
    text: str


Block = Heading | Paragraph | Bullets | TwoColumns | Table | Figure | Statement | Steps | Note | Points | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A title and what stands under it."""

    title: str
    blocks: tuple[Block, ...]
