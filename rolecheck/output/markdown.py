"""A document as Markdown (CommonMark with GitHub's tables).

Every text is escaped, so that what a stranger wrote into a bank stays text: no link, no HTML, no table cell too many.
"""

import re
from collections.abc import Iterator, Sequence

from rolecheck.bank.characters import visible
from rolecheck.output.document import (
    Block,
    Bullets,
    Cell,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Statement,
    Step,
    Steps,
    Table,
    TwoColumns,
)
from rolecheck.output.document_grid import Grid, Points

_MARKS = re.compile(r"[\\`*_{}\[\]<>|~&$]")
_LINKS = re.compile(r":(?=//)|(?<=www)\.|@", re.IGNORECASE)
_STARTS = re.compile(r"(?<!\S)#|^[+=-]")
_NUMBER = re.compile(r"^([0-9]+)([.)])(?=\s|$)")


def render_markdown(document: Document) -> str:
    """Return the document as a file's text."""
    parts = [f"# {escape(document.title)}", *(part for block in document.blocks for part in _block(block))]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return the text so that Markdown shows it as it is, in one line."""
    text = visible(text)
    for marks in (_MARKS, _LINKS, _STARTS):
        text = marks.sub(r"\\\g<0>", text)
    # A digit cannot be escaped; the mark that would make it begin a list can.
    return _NUMBER.sub(r"\1\\\2", text)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {escape(text)}"
        case Paragraph(text, None):
            yield escape(text)
        case Paragraph(text, label):
            # The colon stands outside: before a Chinese character, ** behind punctuation would not close.
            yield f"**{escape(label or '')}**：{escape(text)}"
        case Statement(text, certainty):
            yield f"**{escape(text)}**"
            yield escape(certainty)
        case Note(text):
            yield f"> {escape(text)}"
        case _:
            yield from _section(block)


def _section(block: Bullets | TwoColumns | Table | Figure | Steps | Points | Grid) -> Iterator[str]:
    match block:
        case Bullets():
            yield from _bullets(block)
        case TwoColumns(left, right):
            yield from _bullets(left)
            yield from _bullets(right)
        case Table():
            yield from _table(block)
        case Figure(_, table, note):
            yield from _table(table, note)
        case Steps():
            yield from _steps(block)
        case Points(title, entries):
            yield f"### {escape(title)}"
            yield "\n".join(f"- {escape(entry)}" for entry in entries)
        case Grid():
            yield from _grid(block)


def _bullets(bullets: Bullets) -> Iterator[str]:
    yield f"## {escape(bullets.title)}"
    yield "\n".join(f"- {escape(entry)}" for entry in bullets.entries)


def _steps(steps: Steps) -> Iterator[str]:
    yield f"## {escape(steps.title)}"
    yield from (f"> {escape(note)}" for note in steps.notes)
    yield "\n".join(line for number, step in enumerate(steps.steps, 1) for line in _step(number, step))


def _step(number: int, step: Step) -> Iterator[str]:
    label = f"**{escape(step.label)}**：" if step.label else ""
    yield f"{number}. {label}{escape(step.text)}"
    indent = " " * len(f"{number}. ")
    yield from (f"{indent}- {escape(detail)}" for detail in step.details)


def _table(table: Table, *notes: str) -> Iterator[str]:
    yield f"## {escape(table.title)}"
    yield from (f"> {escape(note)}" for note in notes)
    lines = [_row(["", *map(escape, table.columns)]), _row(["---"] * (len(table.columns) + 1))]
    lines += (_row([f"**{escape(row.name)}**", *map(_cell, row.cells)]) for row in table.rows)
    yield "\n".join(lines)


def _grid(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield f"### {escape(grid.title)}"
    if grid.note:
        yield f"> {escape(grid.note)}"
    rows = [_row(["", *map(escape, grid.columns)]), _row(["---"] * (len(grid.columns) + 1))]
    rows += (_row([escape(row.name), *("<br>".join(map(escape, c.entries)) for c in row.cells)]) for row in grid.rows)
    yield "\n".join(rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return "<br>".join(escape(entry) for entry in cell.entries)
