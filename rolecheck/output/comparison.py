"""A comparison of roles on the terminal: in columns where they fit, stacked under each dimension where they do not."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rolecheck.output.role import disagreement_lines, section_lines
from rolecheck.output.terminal import ACCENT, MARGIN, QUIET, STRONG, Line, Page, bullet, heading, paragraph, styled
from rolecheck.report.comparison import UNSAID, ComparedRole, Comparison, Row, SeparatedPair
from rolecheck.typesetting import hang, pad, width, wrap

LEAST_COLUMN = 20
"""Cells; a column of fewer than ten characters is read as a list of syllables."""

MOST_LABEL = 12
"""Cells of the first column; a longer name of a dimension goes on in the next line."""

GAP = 2


class _Aspect(NamedTuple):
    """What is compared, and for each role its entries; None where the sources say nothing."""

    name: str
    cells: tuple[tuple[str, ...] | None, ...]


class _Widths(NamedTuple):
    """Cells of the first column and of each other."""

    label: int
    column: int


def comparison_page(comparison: Comparison, page: Page) -> Iterator[Line]:
    """Yield the comparison line by line."""
    names = [role.name for role in comparison.roles]
    heads, rows = _heads(comparison.roles), [_dimension(row) for row in comparison.dimensions]
    widths = _widths(page, len(names), [*heads, *rows])
    yield from paragraph(page, comparison.title, ACCENT)
    for part in (heads, rows):
        yield from _stacked(part, names, page) if widths is None else _table(part, names, widths)
        if part is heads:
            yield from _separations(comparison.separations, page)
    yield from disagreement_lines(comparison.disagreements, page)
    yield from section_lines(comparison.sources, page, QUIET)


def _heads(roles: Sequence[ComparedRole]) -> list[_Aspect]:
    return [
        _Aspect("责任线", tuple((f"{role.line.short}线 · {role.line.name}",) for role in roles)),
        _Aspect("一直在问", tuple((role.core_question,) for role in roles)),
        _Aspect("必须站出来", tuple(role.stands_up for role in roles)),
    ]


def _dimension(row: Row) -> _Aspect:
    return _Aspect(row.name, tuple(None if cell.text is None else (cell.text,) for cell in row.cells))


def _widths(page: Page, roles: int, aspects: Sequence[_Aspect]) -> _Widths | None:
    """Return the widths of columns, or None where they would be too narrow or nobody sees them."""
    label = min(max(width(aspect.name) for aspect in aspects), MOST_LABEL)
    column = (page.room - label) // roles - GAP
    return None if page.plain or column < LEAST_COLUMN else _Widths(label, column)


def _table(aspects: Sequence[_Aspect], names: Sequence[str], widths: _Widths) -> Iterator[Line]:
    if not aspects:
        return
    yield styled("")
    yield from _row([""], [(wrap(name, widths.column), STRONG) for name in names], widths)
    for aspect in aspects:
        cells = [_cell(entries, widths.column) for entries in aspect.cells]
        yield from _row(wrap(aspect.name, widths.label), cells, widths)


def _cell(entries: tuple[str, ...] | None, cells: int) -> tuple[list[str], str]:
    """Return a cell's lines and their style."""
    if entries is None:
        return [UNSAID], QUIET
    label = "· " if len(entries) > 1 else ""
    return [line for entry in entries for line in hang(label, entry, cells)], ""


def _row(label: Sequence[str], cells: Sequence[tuple[Sequence[str], str]], widths: _Widths) -> Iterator[Line]:
    """Yield cells beside one another, as many lines as the longest has; none ends in blanks."""
    styles = [STRONG, *(style for _, style in cells)]
    room = [widths.label, *(widths.column for _ in cells)]
    for texts in zip_longest(label, *(lines for lines, _ in cells), fillvalue=""):
        last = max((place for place, text in enumerate(texts) if text), default=0)
        line = styled(MARGIN)
        for place in range(last):
            line = line.append(pad(texts[place], room[place] + GAP), styles[place])
        yield line.append(texts[last], styles[last])


def _stacked(aspects: Sequence[_Aspect], names: Sequence[str], page: Page) -> Iterator[Line]:
    most = max(width(name) for name in names)
    for aspect in aspects:
        yield from heading(page, aspect.name)
        for name, entries in zip(names, aspect.cells, strict=True):
            texts, style = ((UNSAID,), QUIET) if entries is None else (entries, "")
            if page.plain:
                # Read aloud, every sentence says of whom it is.
                yield from (line for text in texts for line in bullet(page, f"{name}：", text))
            else:
                yield from _behind(pad(name, most + GAP), texts, style, page)


def _behind(label: str, texts: Sequence[str], style: str, page: Page) -> Iterator[Line]:
    """Yield texts behind a name, or under it where the name leaves too little room."""
    if page.room - 2 - width(label) < LEAST_COLUMN:
        yield from paragraph(page, label.strip(), indent=2)
        label = " " * GAP
    for text in texts:
        yield from bullet(page, label, text, style)
        label = " " * width(label)


def _separations(separations: Sequence[SeparatedPair], page: Page) -> Iterator[Line]:
    if not separations:
        return
    yield from heading(page, "哪一刻分得开", "一个必须站出来，另一个不能替")
    for pair in separations:
        if len(separations) > 1:
            yield from paragraph(page, " · ".join(pair.names), STRONG, indent=2)
        yield from paragraph(page, pair.text, indent=4 if len(separations) > 1 else 2)
