"""A page as a tree of blocks: what is said, in which order and how loudly, without markup; a table is one of them.

Every page is one function that returns a ``Page``. ``rolecheck.output`` writes the same tree for a terminal, as HTML,
as Markdown and for spreadsheets; none of them adds a sentence. Texts are plain: whoever writes escapes them.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple, Union


class Tone(StrEnum):
    """How something is said."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    WARNING = "warning"


class Sentence(NamedTuple):
    """A paragraph, perhaps behind a word that says what it is."""

    text: str
    label: str = ""
    tone: Tone = Tone.PLAIN


class Headline(NamedTuple):
    """What the whole page comes to, and how sure that is; ``minor`` where it stands below another answer."""

    text: str
    certainty: str
    tone: Tone = Tone.STRONG
    minor: bool = False


class Command(NamedTuple):
    """What to type next. Only a terminal shows it: whoever reads a file may have none."""

    text: str
    command: str


class Entry(NamedTuple):
    """One of several things: perhaps a word before it, and what belongs to it under it."""

    text: str
    label: str = ""
    details: tuple[str, ...] = ()
    tone: Tone = Tone.PLAIN


class Listing(NamedTuple):
    """Things under one another, numbered where their order matters."""

    entries: tuple[Entry, ...]
    numbered: bool = False


class Quotation(NamedTuple):
    """Somebody's own words, or an item as it was asked."""

    text: str


class Bar(NamedTuple):
    """A share of one with the ends of its interval, and how the two are written.

    ``dots`` are places between which the share lies with equal chances, if they are known.
    """

    label: str
    name: str
    mean: float
    low: float
    high: float
    text: str
    interval: str
    dots: tuple[float, ...] = ()


class Bars(NamedTuple):
    """Shares under one another, each beside its interval: without one a bar promises more than was measured.

    ``scale`` is what the longest bar may be; bars that stand apart from others are drawn to the same scale.
    """

    rows: tuple[Bar, ...]
    scale: float = 1.0


class Counts(NamedTuple):
    """Counts in rows and columns; the columns in ``quiet`` stand apart."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    quiet: frozenset[str] = frozenset()


class OptionCount(NamedTuple):
    """An option, what it stands for (empty if nothing), and how many chose it; ``share`` is of all who chose."""

    letter: str
    line: str
    text: str
    chosen: int
    share: float
    counted: str


class Options(NamedTuple):
    """The options of one item with how often each was chosen; nothing is drawn where nobody chose."""

    rows: tuple[OptionCount, ...]


class LaneEntry(NamedTuple):
    """Somebody or something in a lane, with how sure that is."""

    name: str
    note: str = ""


class Lane(NamedTuple):
    """What stands at one stage or on one line; ``empty`` is said where nothing does, loudly if it is a gap."""

    label: str
    name: str
    placed: tuple[LaneEntry, ...]
    empty: str = ""
    gap: bool = False


class Lanes(NamedTuple):
    """Who stands where: the stages of a relay from left to right, or lines under one another."""

    rows: tuple[Lane, ...]
    relay: bool = False


class Aspect(NamedTuple):
    """What is compared, and for each column its texts; None where nothing is known."""

    name: str
    cells: tuple[tuple[str, ...] | None, ...]


class Beside(NamedTuple):
    """Texts in columns, to be read against one another; under one another where there is no room.

    ``unknown`` stands where nothing is known.
    """

    columns: tuple[str, ...]
    rows: tuple[Aspect, ...]
    unknown: str = ""


class Tasks(NamedTuple):
    """Things to do, each with room to write in what ``blanks`` name; an empty one is written in wholly."""

    tasks: tuple[str, ...]
    blanks: tuple[str, ...]


Figure = float | int | str | None


class TableCell(NamedTuple):
    """One figure, and how it is shown.

    ``note`` stands quietly under it where there is room, ``heat``, in 0 to 1, is how strongly it is tinted.
    """

    value: Figure
    text: str
    note: str = ""
    heat: float | None = None


class Row(NamedTuple):
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
    rows: tuple[Row, ...]
    orders: tuple[Order, ...] = ()


class Part(NamedTuple):
    """A part of the page under its heading; ``note`` says how to read it, and a file keeps ``folded`` parts shut."""

    heading: str
    blocks: tuple["Block", ...]
    note: str = ""
    id: str = ""
    folded: bool = False


Block = Union[  # noqa: UP007 - Part names it before it is there
    Sentence, Headline, Command, Listing, Quotation, Bars, Counts, Options, Lanes, Beside, Tasks, Table, Part
]


class Page(NamedTuple):
    """A whole page; ``subtitle`` stands quietly beside the title, and no line ends within one of the ``names``."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    names: tuple[str, ...] = ()


def listing(texts: Iterable[str], *, numbered: bool = False, tone: Tone = Tone.PLAIN) -> Listing:
    """Return texts as a list."""
    return Listing(tuple(Entry(text, tone=tone) for text in texts), numbered)


def part(heading: str, *blocks: Block, note: str = "", id_: str = "", folded: bool = False) -> tuple[Part, ...]:
    """Return what has something to say under its heading, and nothing where nothing has."""
    said = tuple(block for block in blocks if _says(block))
    return (Part(heading, said, note, id_, folded),) if said else ()


def quiet(*texts: str) -> Iterator[Sentence]:
    """Yield what is said beside the matter; empty texts are not said."""
    return (Sentence(text, tone=Tone.QUIET) for text in texts if text)


def _says(block: Block) -> bool:
    match block:
        case Headline() | Command():
            return True
        case Part(blocks=said) | Counts(rows=said) | Table(rows=said) | Beside(rows=said):
            return bool(said)
        case Sentence(said) | Quotation(said) | Listing(said) | Bars(said) | Options(said) | Lanes(said) | Tasks(said):
            return bool(said)


def block_data(block: Block) -> dict[str, Any]:
    """Return a block as plain data for JSON, of which kind it is before all."""
    data: dict[str, Any] = as_data(block)
    if isinstance(block, Part):
        data["blocks"] = [block_data(each) for each in block.blocks]
    return {"kind": type(block).__name__.lower(), **data}


def as_data(value: Any) -> Any:  # noqa: ANN401 - a page holds blocks, records, tuples, texts and numbers
    """Return a record as a dict by field, its parts likewise."""
    match value:
        case Table():
            ids = [id_ for id_, _ in value.columns]
            rows = [
                {"id": row.id, "label": row.label, **dict(zip(ids, map(as_data, row.cells), strict=True))}
                for row in value.rows
            ]
            return {"id": value.id, "heading": value.heading, "note": value.note, "rows": rows}
        case tuple() if hasattr(value, "_asdict"):
            return {name: as_data(each) for name, each in value._asdict().items()}
        case tuple() | frozenset():
            return [as_data(each) for each in value]
        case _:
            return value


def words(text: str) -> TableCell:
    """Return a cell that shows words."""
    return TableCell(text, text)


def count(number: int) -> TableCell:
    """Return a cell that shows a count; nothing is shown as a dash, to be seen at a glance."""
    return TableCell(number, str(number) if number else "–")


def counted(id_: str, label: str, numbers: Iterable[int]) -> Row:
    """Return a row of counts."""
    return Row(id_, label, tuple(count(number) for number in numbers))
