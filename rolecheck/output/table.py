"""A table on the terminal: columns where they fit, the figures of each row in a sentence where they do not."""

from collections.abc import Iterable, Iterator, Sequence

from rolecheck.output.terminal import MARGIN, QUIET, Line, Page, bullet, heading, styled
from rolecheck.report.tables import Row, Table
from rolecheck.typesetting import pad, width

INDENT = MARGIN + "  "
GAPS = (3, 2, 1)
"""Spaces between columns, the first that fits."""

BETWEEN = " · "


def table_lines(table: Table, page: Page) -> Iterator[Line]:
    """Yield a heading and the table under it."""
    yield from heading(page, table.heading, table.note)
    label = max(width(row.label) for row in table.rows)
    columns = [_column(table, place) for place in range(len(table.columns))]
    taken = width(INDENT) - width(MARGIN) + label + sum(width(column[0]) for column in columns)
    gap = next((gap for gap in GAPS if taken + gap * len(columns) <= page.room), None)
    if page.plain or gap is None:
        for row in table.rows:
            yield from _spoken(table, row, label, page)
        return
    titles, *rows = zip(*columns, strict=True)
    if len(columns) > 1:
        yield styled(_set(" " * label, titles, gap), QUIET)
    for row, cells in zip(table.rows, rows, strict=True):
        yield styled(_set(pad(row.label, label), cells, gap))


def _column(table: Table, place: int) -> list[str]:
    """Return the title and the cells of a column, filled up to one width: words on the right, figures on the left."""
    cells = [row.cells[place] for row in table.rows]
    # A single column needs no title.
    title = table.columns[place][1] if len(table.columns) > 1 else ""
    texts = [title, *(cell.text for cell in cells)]
    widest = max(width(text) for text in texts)
    if any(isinstance(cell.value, str) for cell in cells):
        return [pad(text, widest) for text in texts]
    return [" " * (widest - width(text)) + text for text in texts]


def _set(label: str, cells: Iterable[str], gap: int) -> str:
    return (INDENT + (" " * gap).join((label, *cells))).rstrip()


def _spoken(table: Table, row: Row, label: int, page: Page) -> Iterator[Line]:
    """Yield a row as titles with their figures; a line ends between two of them where it can."""
    if len(table.columns) == 1:
        widest = max(width(each.cells[0].text) for each in table.rows)
        if width(INDENT) + label + 2 + widest <= page.room:
            yield from bullet(page, f"{pad(row.label, label)}  ", row.cells[0].text)
        else:
            yield from bullet(page, "", f"{row.label} {row.cells[0].text}")
        return
    titles = (title for _, title in table.columns)
    pieces = [f"{title} {cell.text}" for title, cell in zip(titles, row.cells, strict=True) if cell.text]
    room = page.room - width(INDENT) - label - 2
    for number, text in enumerate(packed(pieces, room)):
        yield from bullet(page, f"{pad(row.label if number == 0 else '', label)}  ", text)


def packed(pieces: Sequence[str], room: int) -> Iterator[str]:
    """Yield pieces joined into lines of at most so many cells, a line ending between two of them."""
    text = ""
    for piece in pieces:
        longer = text + BETWEEN + piece if text else piece
        if text and width(longer) > room:
            yield text
            longer = piece
        text = longer
    yield text
