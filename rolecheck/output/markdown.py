"""A page as Markdown (CommonMark with GitHub's tables).

Every text is escaped, so that what a stranger wrote into a bank stays text: no link, no HTML, no table cell too many.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from rolecheck.bank.characters import visible
from rolecheck.report.page import (
    Bars,
    Beside,
    Block,
    Command,
    Counts,
    Entry,
    Headline,
    Lane,
    Lanes,
    Listing,
    OptionCount,
    Options,
    Page,
    Part,
    Quotation,
    Sentence,
    Table,
    TableCell,
    Tasks,
    Tone,
    listing,
    part,
)

_MARKS = re.compile(r"[\\`*_{}\[\]<>|~&$]")
_LINKS = re.compile(r":(?=//)|(?<=www)\.|@", re.IGNORECASE)
_STARTS = re.compile(r"(?<!\S)#|^[+=-]")
_NUMBER = re.compile(r"^([0-9]+)([.)])(?=\s|$)")

DEEPEST = 4
"""Headings below this level look like the text under them."""

BLANK = "＿＿＿＿"
"""Room to write in; underscores of a plain keyboard would be marks."""


def markdown_text(page: Page) -> str:
    """Return the page as a file's text."""
    opening = [f"# {escape(page.title)}", *([escape(page.subtitle)] if page.subtitle else [])]
    return "\n\n".join([*opening, *_blocks(page.blocks, 2)]) + "\n"


def escape(text: str) -> str:
    """Return the text so that Markdown shows it as it is, in one line."""
    text = visible(text)
    for marks in (_MARKS, _LINKS, _STARTS):
        text = marks.sub(r"\\\g<0>", text)
    # A digit cannot be escaped; the mark that would make it begin a list can.
    return _NUMBER.sub(r"\1\\\2", text)


def _blocks(blocks: Iterable[Block], level: int) -> Iterator[str]:
    return (piece for block in blocks for piece in _block(block, level))


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case Part(heading, blocks, note):
            yield _heading(heading, level)
            yield from _notes(note)
            yield from _blocks(blocks, level + 1)
        case Sentence(text, label, tone):
            # The colon stands outside: before a Chinese character, ** behind punctuation would not close.
            said = f"**{escape(label)}**：{escape(text)}" if label else escape(text)
            yield f"> {said}" if tone is Tone.QUIET and not label else said
        case Headline(text, certainty):
            yield f"**{escape(text)}**"
            yield escape(certainty)
        case Quotation(text):
            yield f"> {escape(text)}"
        case Command():
            return
        case _:
            yield from _list_or_table(block, level)


def _list_or_table(
    block: Listing | Tasks | Options | Lanes | Bars | Counts | Beside | Table, level: int
) -> Iterator[str]:
    match block:
        case Listing(entries, numbered):
            yield "\n".join(line for number, entry in enumerate(entries, 1) for line in _entry(number, entry, numbered))
        case Tasks(tasks, blanks):
            room = "，".join(f"{escape(blank)}：{BLANK}" for blank in blanks)
            yield "\n".join(
                f"{number}. {escape(task)} {room}".replace("  ", " ") for number, task in enumerate(tasks, 1)
            )
        case Options(rows):
            yield "\n".join(f"- {escape(option.letter)}　{escape(option.text)}{_chosen(option)}" for option in rows)
        case Lanes(rows):
            yield "\n".join(f"- **{_named(lane.label, lane.name)}**：{_placed(lane)}" for lane in rows)
        case Bars(rows):
            shares = ([f"**{_named(row.label, row.name)}**", escape(row.text), escape(row.interval)] for row in rows)
            yield _grid(("占比", "范围"), shares)
        case Counts(columns, rows):
            yield _grid(columns, ([f"**{escape(name)}**", *(str(each or "") for each in row)] for name, row in rows))
        case Beside(columns, rows) if not any(row.name for row in rows):
            yield from _blocks(_side_by_side(block), level)
        case Beside(columns, rows, unknown):
            aspects = ([f"**{escape(row.name)}**", *(_texts(cell, unknown) for cell in row.cells)] for row in rows)
            yield _grid(columns, aspects)
        case Table():
            yield from (_heading(block.heading, level),) if block.heading else ()
            yield from _notes(block.note)
            figures = ([f"**{escape(row.label)}**", *map(_cell, row.cells)] for row in block.rows)
            yield _grid([title for _, title in block.columns], figures)


def _side_by_side(block: Beside) -> Iterator[Part]:
    """Yield columns of texts without rows of their own one after another."""
    for place, column in enumerate(block.columns):
        texts = (text for row in block.rows for text in row.cells[place] or (block.unknown,))
        yield from part(column, listing(texts))


def _heading(text: str, level: int) -> str:
    return f"{'#' * min(level, DEEPEST)} {escape(text)}"


def _notes(note: str) -> Iterator[str]:
    return (f"> {escape(each)}" for each in (note,) if each)


def _entry(number: int, entry: Entry, numbered: bool) -> Iterator[str]:
    mark = f"{number}. " if numbered else "- "
    label = f"**{escape(entry.label)}**：" if entry.label else ""
    yield f"{mark}{label}{escape(entry.text)}"
    yield from (f"{' ' * len(mark)}- {escape(detail)}" for detail in entry.details)


def _chosen(option: OptionCount) -> str:
    stands_for = f"{escape(option.line)}，" if option.line else ""
    return f"（{stands_for}{escape(option.counted)}）"


def _placed(lane: Lane) -> str:
    placed = (f"{escape(each.name)}（{escape(each.note)}）" if each.note else escape(each.name) for each in lane.placed)
    return "、".join(placed) or escape(lane.empty)


def _named(label: str, name: str) -> str:
    return f"{escape(label)} · {escape(name)}" if name else escape(label)


def _texts(entries: tuple[str, ...] | None, unknown: str) -> str:
    return "<br>".join(map(escape, (unknown,) if entries is None else entries))


def _cell(cell: TableCell) -> str:
    return "<br>".join(escape(text) for text in (cell.text, cell.note) if text)


def _grid(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [["", *map(escape, columns)], ["---"] * (len(columns) + 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
