"""Figures, texts and respondents in columns on the terminal, and what becomes of them where columns do not fit."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from rolecheck.output.terminal import (
    MARGIN,
    QUIET,
    STRONG,
    WARNING,
    Screen,
    TextLine,
    bullet,
    heading,
    paragraph,
    styled,
)
from rolecheck.report.page import Aspect, Beside, Row, Table
from rolecheck.typesetting import hang, pad, shorten, width, wrap

if TYPE_CHECKING:
    # At run time it would bring numpy along, which a card of a role does not need.
    from rolecheck.report.score import BatchRow

INDENT = MARGIN + "  "
GAPS = (3, 2, 1)
"""Spaces between columns of figures, the first that fits."""

BETWEEN = " · "

MOST_ROWS = 100
"""Rows of a table on the terminal; more are read in a file."""

LEAST_NAME = 12
"""Cells a table must leave for names; a name that is longer than its column gets a line of its own."""

LEAST_COLUMN = 20
"""Cells; a column of texts of fewer than ten characters is read as a list of syllables."""

MOST_LABEL = 12
"""Cells of the first column beside texts; a longer name goes on in the next line."""

GAP = 2
"""Spaces between columns of texts."""


def table_lines(table: Table, screen: Screen) -> Iterator[TextLine]:
    """Yield a heading and the table under it."""
    if table.heading:
        yield from heading(screen, table.heading, table.note)
    shown = table._replace(rows=table.rows[:MOST_ROWS])
    yield from _figures(shown, screen)
    if len(table.rows) > MOST_ROWS:
        left = f"还有 {len(table.rows) - MOST_ROWS} 行，用 --output 存成文件看全部。"
        yield from paragraph(screen, left, QUIET, indent=2)


def _figures(table: Table, screen: Screen) -> Iterator[TextLine]:
    columns = [_column(table, place) for place in range(len(table.columns))]
    taken = 2 + sum(width(column[0]) for column in columns)
    longest = max(width(row.label) for row in table.rows)
    for gap in () if screen.plain else GAPS:
        left = screen.room - taken - gap * len(columns)
        if left >= min(longest, LEAST_NAME):
            yield from _in_columns(table, columns, min(left, longest), gap, screen)
            return
    for row in table.rows:
        yield from _spoken(table, row, longest, screen)


def _in_columns(
    table: Table, columns: Sequence[Sequence[str]], label: int, gap: int, screen: Screen
) -> Iterator[TextLine]:
    titles, *rows = zip(*columns, strict=True)
    if len(columns) > 1:
        yield styled(_set(" " * label, titles, gap), QUIET)
    for row, cells in zip(table.rows, rows, strict=True):
        name = row.label
        if width(name) > label:
            yield from paragraph(screen, name, indent=2)
            name = ""
        yield styled(_set(pad(name, label), cells, gap))


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


def _spoken(table: Table, row: Row, label: int, screen: Screen) -> Iterator[TextLine]:
    """Yield a row as titles with their figures; a line ends between two of them where it can."""
    if len(table.columns) == 1:
        widest = max(width(each.cells[0].text) for each in table.rows)
        if width(INDENT) + label + 2 + widest <= screen.room:
            yield from bullet(screen, f"{pad(row.label, label)}  ", row.cells[0].text)
        else:
            yield from bullet(screen, "", f"{row.label} {row.cells[0].text}")
        return
    titles = (title for _, title in table.columns)
    pieces = [f"{title} {cell.text}" for title, cell in zip(titles, row.cells, strict=True) if cell.text]
    if label > LEAST_NAME:
        yield from paragraph(screen, row.label, STRONG, indent=2)
        behind = "  "
    else:
        behind = f"{pad(row.label, label)}  "
    for number, text in enumerate(packed(pieces, screen.room - 2 - width(behind))):
        yield from bullet(screen, behind if number == 0 else " " * width(behind), text)


def packed(pieces: Sequence[str], room: int, between: str = BETWEEN) -> Iterator[str]:
    """Yield pieces joined into lines of at most so many cells, a line ending between two of them."""
    text = ""
    for piece in pieces:
        longer = text + between + piece if text else piece
        if text and width(longer) > room:
            yield text
            longer = piece
        text = longer
    yield text


def beside_lines(block: Beside, screen: Screen) -> Iterator[TextLine]:
    """Yield texts in columns, or under one another where columns would be too narrow or nobody sees them."""
    label = min(max(width(row.name) for row in block.rows), MOST_LABEL)
    column = (screen.room - label) // len(block.columns) - GAP
    if screen.plain or column < LEAST_COLUMN:
        for row in block.rows:
            yield from _under_one_another(block, row, screen)
        return
    yield styled("")
    yield from _beside([""], [(wrap(name, column), STRONG) for name in block.columns], label, column)
    for row in block.rows:
        cells = [_texts(entries, column, block.unknown, screen) for entries in row.cells]
        yield from _beside(wrap(row.name, MOST_LABEL), cells, label, column)


def _texts(entries: tuple[str, ...] | None, cells: int, unknown: str, screen: Screen) -> tuple[list[str], str]:
    """Return a cell's lines and their style."""
    if entries is None:
        return [unknown], QUIET
    mark = "· " if len(entries) > 1 else ""
    return [line for entry in entries for line in hang(mark, entry, cells, screen.names)], ""


def _beside(
    label: Sequence[str], cells: Sequence[tuple[Sequence[str], str]], label_room: int, column: int
) -> Iterator[TextLine]:
    """Yield cells beside one another, as many lines as the longest has; none ends in blanks."""
    styles = [STRONG, *(style for _, style in cells)]
    gap = GAP if label_room else 0
    rooms = [label_room + gap, *(column + GAP for _ in cells)]
    for texts in zip_longest(label, *(lines for lines, _ in cells), fillvalue=""):
        last = max((place for place, text in enumerate(texts) if text), default=0)
        line = styled(MARGIN)
        for place in range(last):
            line = line.append(pad(texts[place], rooms[place]), styles[place])
        yield line.append(texts[last], styles[last])


def _under_one_another(block: Beside, row: Aspect, screen: Screen) -> Iterator[TextLine]:
    if row.name:
        yield from heading(screen, row.name)
    most = max(width(name) for name in block.columns)
    for name, entries in zip(block.columns, row.cells, strict=True):
        texts, style = ((block.unknown,), QUIET) if entries is None else (entries, "")
        if not row.name:
            yield from heading(screen, name)
            yield from (line for text in texts for line in bullet(screen, "· ", text, style))
        elif screen.plain:
            # Read aloud, every sentence says of whom it is.
            yield from (line for text in texts for line in bullet(screen, f"{name}：", text))
        else:
            yield from _behind(pad(name, most + GAP), texts, style, screen)


def _behind(label: str, texts: Sequence[str], style: str, screen: Screen) -> Iterator[TextLine]:
    """Yield texts behind a name, or under it where the name leaves too little room."""
    if screen.room - 2 - width(label) < LEAST_COLUMN:
        yield from paragraph(screen, label.strip(), indent=2)
        label = " " * GAP
    for text in texts:
        yield from bullet(screen, label, text, style)
        label = " " * width(label)


NARROW = 74

COLUMNS = (("答题人", 18), ("责任线", 12), ("把握", 7), ("名片", 12), ("名实", 7), ("留意", 17))


def batch_page(rows: Iterable["BatchRow"], screen: Screen) -> Iterator[TextLine]:
    """Yield a row for each respondent; on a narrow page two lines for each."""
    cells: Iterator[tuple[str, ...]] = (
        (row.respondent, row.verdict, row.certainty, row.title, row.match, row.flags) for row in rows
    )
    # The first row first: what is wrong with a sheet comes before anything is printed.
    cells = chain(list(islice(cells, 1)), cells)
    if screen.width < NARROW:
        for respondent, verdict, certainty, title, match, flags in cells:
            yield from bullet(screen, "", respondent, STRONG, indent=0)
            yield from bullet(screen, "  ", f"{verdict} {certainty}  {title} {match}".rstrip(), indent=0)
            if flags:
                yield from bullet(screen, "  ", f"留意：{flags}", WARNING, indent=0)
        return
    yield styled(MARGIN + "".join(pad(name, room) for name, room in COLUMNS).rstrip(), STRONG)
    for *row, flags in cells:
        text = "".join(pad(shorten(cell, room - 1), room) for cell, (_, room) in zip(row, COLUMNS[:-1], strict=True))
        fits = width(text + flags) <= screen.room
        yield styled(MARGIN + (text + flags if fits else text).rstrip())
        if not fits:
            yield from bullet(screen, "  ", f"留意：{flags}", WARNING, indent=0)
