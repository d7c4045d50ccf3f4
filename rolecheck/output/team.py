"""A team report on the terminal."""

from collections.abc import Iterator, Sequence

from rolecheck.output.terminal import (
    ACCENT,
    MARGIN,
    QUIET,
    STRONG,
    WARNING,
    Line,
    Page,
    bar,
    bullet,
    heading,
    paragraph,
    styled,
)
from rolecheck.output.terminal_columns import packed, table_lines
from rolecheck.report.tables import Table
from rolecheck.report.team import TeamReport
from rolecheck.report.team_parts import Divided, Part, People, PersonRow, Points, Section, Topic, Words
from rolecheck.typesetting import pad, width

NARROW = 60
"""Below this width bars give way to the figures they draw."""

MOST_ROWS = 100
"""People listed one by one; more are read in a file."""

LEAST_NAME = 12
"""Cells the table must leave for names; a name that is longer than its column gets a line of its own."""

BAR = 20
BLANK = "________"


def team_page(report: TeamReport, page: Page) -> Iterator[Line]:
    """Yield the report line by line."""
    yield from paragraph(page, report.title, ACCENT)
    for notice in report.notices:
        yield from paragraph(page, notice, QUIET)
    for number, section in enumerate(report.sections, 1):
        yield from _section(number, section, page)
    yield styled("")
    yield from paragraph(page, report.disclaimer, QUIET)


def _section(number: int, section: Section, page: Page) -> Iterator[Line]:
    yield styled("")
    yield from bullet(page, f"{number} ", section.heading, ACCENT, indent=0)
    yield from paragraph(page, section.note, QUIET, indent=2)
    topics = 0
    for part in section.parts:
        topics += isinstance(part, Topic)
        yield from _part(part, topics, page)


def _part(part: Part, number: int, page: Page) -> Iterator[Line]:
    match part:
        case Words():
            yield styled("")
            yield from paragraph(page, part.text, indent=2)
        case Points():
            yield from heading(page, part.heading)
            for entry in part.entries:
                yield from bullet(page, "· ", entry)
        case Table():
            yield from table_lines(part, page)
        case People():
            yield styled("")
            yield from _people(part, page)
        case Divided():
            yield from _divided(part, page)
        case Topic():
            yield styled("")
            yield from bullet(page, f"{number} ", part.text)
            blanks = [f"谁来跟：{part.owner or BLANK}", f"哪天之前：{part.due or BLANK}"]
            for text in packed(blanks, page.room - 4):
                yield from paragraph(page, text, indent=4)


def _people(people: People, page: Page) -> Iterator[Line]:
    rows = people.rows[:MOST_ROWS]
    names = [name for _, name in people.lines]
    table = None if page.plain else _table(rows, names, page)
    yield from _stacked(rows, names, page) if table is None else table
    if len(people.rows) > len(rows):
        yield from paragraph(
            page, f"还有 {len(people.rows) - len(rows)} 人，用 --output 存成文件看全部。", QUIET, indent=2
        )


def _table(rows: Sequence[PersonRow], names: Sequence[str], page: Page) -> list[Line] | None:
    """Return everyone in columns, or None where they do not fit."""
    shares = [[cell.text for cell in (*row.shares, row.stand_back)] for row in rows]
    conclusions = [(row.conclusion, row.certainty, row.card) for row in rows]
    heads = ("结论", "把握", "名片")
    rooms = [max(map(width, column)) for column in zip(heads, *conclusions, strict=True)]
    share = max(width(text) for text in (*names, *(text for texts in shares for text in texts)))
    left = page.room - (share + 1) * (len(names) + 1) - sum(room + 1 for room in rooms) - 1
    label = min(max(width(row.marked) for row in rows), left)
    if label < min(max(width(row.marked) for row in rows), LEAST_NAME):
        return None

    def line(name: str, texts: Sequence[str], ends: Sequence[str]) -> str:
        figures = "".join(" " + " " * (share - width(text)) + text for text in texts)
        verdict, certainty, card = (pad(text, room) for text, room in zip(ends, rooms, strict=True))
        return f"{MARGIN}{pad(name, label)}{figures}  {verdict} {certainty} {card}".rstrip()

    lines = [styled(line("", [*names, "退后"], heads), QUIET)]
    for row, texts, ends in zip(rows, shares, conclusions, strict=True):
        name = row.marked
        if width(name) > label:
            lines += paragraph(page, name)
            name = ""
        lines.append(styled(line(name, texts, ends)))
    return lines


def _stacked(rows: Sequence[PersonRow], names: Sequence[str], page: Page) -> Iterator[Line]:
    for row in rows:
        told = [f"{row.conclusion}，把握 {row.certainty}" if row.certainty else row.conclusion]
        told += [f"名片 {row.card}，{row.match}"] if row.card else []
        cells = zip([*names, "退后"], (*row.shares, row.stand_back), strict=True)
        shares = [f"{name} {cell.text}" for name, cell in cells]
        if page.plain:
            # Read aloud, a person is one sentence.
            yield from bullet(page, f"{row.marked}：", "；".join([*told, "，".join(shares)]))
            continue
        yield from paragraph(page, row.marked, STRONG, indent=2)
        for pieces in (told, shares):
            for text in packed(pieces, page.room - 4):
                yield from paragraph(page, text, QUIET if pieces is shares else "", indent=4)


def _divided(divided: Divided, page: Page) -> Iterator[Line]:
    yield from heading(page, divided.heading)
    yield from paragraph(page, divided.stem, indent=2)
    for option in divided.options:
        figures = f"{option.chosen} 人 {option.written}"
        drawn = "" if page.plain or page.width < NARROW else f"{bar(option.share, BAR)} "
        label = f"{option.letter}  {pad(option.line, 4)}  " if option.line else f"{option.letter}  "
        yield styled(MARGIN + "    ").append(label, STRONG).append(drawn, "cyan").append(figures)
        yield from paragraph(page, option.text, QUIET, indent=7)
    yield from bullet(page, "谈：", divided.prompt, WARNING)
