"""A page on the terminal: each block as lines that fit the screen."""

from collections.abc import Iterator, Sequence

from rolecheck.output.terminal import (
    ACCENT,
    BAR,
    MARGIN,
    QUIET,
    STRONG,
    WARNING,
    Screen,
    TextLine,
    bar,
    bullet,
    heading,
    paragraph,
    styled,
)
from rolecheck.output.terminal_columns import beside_lines, packed, table_lines
from rolecheck.report.page import (
    Bars,
    Beside,
    Block,
    Command,
    Counts,
    Entry,
    Headline,
    Lanes,
    Listing,
    OptionCount,
    Options,
    Page,
    Part,
    Quotation,
    Sentence,
    Table,
    Tasks,
    Tone,
)
from rolecheck.typesetting import pad, width

NARROW = 60
"""Below this width bars give way to the figures they draw."""

LEAST_BAR = 8
"""Cells; a shorter bar shows nothing the number does not."""

MOST_LABEL = 16
"""Cells of a word before an entry for which the others make room."""

MOST_INDENT = 8
"""Cells by which what belongs to an entry is set in at the most."""

BLANK = "________"

STYLES = {Tone.PLAIN: "", Tone.STRONG: STRONG, Tone.QUIET: QUIET, Tone.WARNING: WARNING}


def page_lines(page: Page, screen: Screen) -> Iterator[TextLine]:
    """Yield the page line by line."""
    screen = screen._replace(names=page.names)
    beside = f"  {page.subtitle}" if page.subtitle else ""
    if width(page.title + beside) <= screen.room:
        yield styled(MARGIN).append(page.title, ACCENT).append(beside)
    else:
        yield from paragraph(screen, page.title, ACCENT)
        yield from paragraph(screen, page.subtitle) if page.subtitle else ()
    yield from _blocks(page.blocks, screen, indent=0)


def _blocks(blocks: Sequence[Block], screen: Screen, indent: int) -> Iterator[TextLine]:
    before: Block | None = None
    for block in blocks:
        if before is not None and _stand_apart(before, block):
            yield styled("")
        yield from _block(block, screen, indent)
        before = block


def _stand_apart(before: Block, block: Block) -> bool:
    """Tell whether a line is left empty between two blocks; a heading brings its own."""
    if isinstance(block, Part | Beside) or (isinstance(block, Table) and block.heading):
        return False
    if isinstance(block, Headline):
        return False
    return isinstance(block, Options | Tasks) or isinstance(before, Part | Options | Tasks | Table | Beside | Headline)


def _block(block: Block, screen: Screen, indent: int) -> Iterator[TextLine]:
    match block:
        case Part():
            yield from _part(block, screen)
        case Sentence(text, label, tone):
            label = f"{label}：" if label else ""
            # Behind a long label the lines would be short.
            before, said = (label, text) if width(label) <= MOST_INDENT else ("", label + text)
            yield from bullet(screen, before, said, STYLES[tone], indent=indent)
        case Quotation(text):
            yield from paragraph(screen, text, indent=indent)
        case Command(text, command):
            yield from _command(f"{text}：", command, screen, indent)
        case Headline():
            yield from _answer(block, screen)
        case Listing():
            yield from _listing(block, screen)
        case Tasks():
            yield from _tasks(block, screen)
        case _:
            yield from _in_columns(block, screen)


def _part(part: Part, screen: Screen) -> Iterator[TextLine]:
    """Yield a heading and what stands under it; the heading of a chapter is louder than those in it."""
    if any(isinstance(block, Part) or (isinstance(block, Table) and block.heading) for block in part.blocks):
        yield styled("")
        yield from paragraph(screen, part.heading, ACCENT)
        yield from paragraph(screen, part.note, QUIET, indent=2) if part.note else ()
    else:
        yield from heading(screen, part.heading, part.note)
    yield from _blocks(part.blocks, screen, indent=2)


def _command(text: str, command: str, screen: Screen, indent: int) -> Iterator[TextLine]:
    """Yield a command after what it is for, on a line of its own where both do not fit: it is there to be copied."""
    if indent + width(text + command) <= screen.room:
        yield from paragraph(screen, text + command, QUIET, indent=indent)
        return
    yield from paragraph(screen, text, QUIET, indent=indent)
    yield from paragraph(screen, command, QUIET, indent=indent + 2)


def _answer(answer: Headline, screen: Screen) -> Iterator[TextLine]:
    """Yield two texts at the ends of one line, or under one another where they do not fit."""
    style = WARNING if answer.tone is Tone.WARNING else ""
    style = style if answer.minor else f"bold {style}" if style else ACCENT
    space = screen.room - 2 - width(answer.text) - width(answer.certainty)
    if space < 2:
        yield from paragraph(screen, answer.text, style, indent=2)
        yield from paragraph(screen, answer.certainty, indent=2)
        return
    yield styled(MARGIN + "  ").append(answer.text, style).append(" " * space).append(answer.certainty)


def _listing(block: Listing, screen: Screen) -> Iterator[TextLine]:
    labels = [width(entry.label) for entry in block.entries]
    room = 0 if screen.plain or block.numbered or max(labels) > MOST_LABEL else max(labels)
    digits = len(str(len(block.entries)))
    for number, entry in enumerate(block.entries, 1):
        label, text = f"{number:>{digits}} " if block.numbered else "· ", entry.text
        if entry.label and room:
            label = f"{pad(entry.label, room)}  "
        elif entry.label:
            text = f"{entry.label}：{entry.text}"
        yield from _entry(entry, label, text, screen)


def _entry(entry: Entry, label: str, text: str, screen: Screen) -> Iterator[TextLine]:
    style = STRONG if entry.details and entry.tone is Tone.PLAIN else STYLES[entry.tone]
    yield from bullet(screen, label, text, style)
    under = 2 + (width(label) if width(label) <= MOST_INDENT else 2)
    for detail in entry.details:
        yield from paragraph(screen, detail, indent=under)


def _tasks(block: Tasks, screen: Screen) -> Iterator[TextLine]:
    for number, task in enumerate(block.tasks, 1):
        rooms = list(packed([f"{blank}：{BLANK}" for blank in block.blanks], screen.room - 4))
        first, *others = [task, *rooms] if task else rooms
        yield from bullet(screen, f"{number} ", first)
        for text in others:
            yield from paragraph(screen, text, indent=4)


def _in_columns(block: Bars | Counts | Options | Lanes | Beside | Table, screen: Screen) -> Iterator[TextLine]:
    match block:
        case Beside():
            yield from beside_lines(block, screen)
        case Table():
            yield from table_lines(block, screen)
        case Bars():
            yield from _bars(block, screen)
        case Counts():
            yield from _counts(block, screen)
        case Options(rows):
            most, room = max(option.chosen for option in rows), max(width(option.line) for option in rows)
            for option in rows:
                yield from bullet(screen, f"{option.letter}  ", option.text)
                yield from _option(option, most, room, screen)
        case Lanes():
            yield from _lanes(block, screen)


def _bars(block: Bars, screen: Screen) -> Iterator[TextLine]:
    labels, names, texts, intervals = (
        max(width(each) for each in column)
        for column in zip(*((row.label, row.name, row.text, row.interval) for row in block.rows), strict=True)
    )
    room = screen.room - 2 - labels - 2 - names - 2 - 2 - texts - 3 - intervals
    drawn = not screen.plain and screen.width >= NARROW and room >= LEAST_BAR
    for row in block.rows:
        line = styled(MARGIN + f"  {pad(row.label, labels)}  {pad(row.name, names)}  ")
        figures = f"{row.text:>{texts - width(row.text) + len(row.text)}}   {row.interval:>{intervals}}"
        if drawn:
            line = line.append(bar(row.mean / block.scale, room), BAR).append("  ")
        yield line.append(figures)


def _counts(block: Counts, screen: Screen) -> Iterator[TextLine]:
    """Yield what was counted in each row, most first and what stands apart last, as many rows in a line as fit."""
    rows_told = []
    for name, counts in block.rows:
        pairs = [(column, count) for column, count in zip(block.columns, counts, strict=True) if count]
        pairs.sort(key=lambda pair: (pair[0] in block.quiet, -pair[1]))
        rows_told.append(f"{name}：{'，'.join(f'{column} {count}' for column, count in pairs)}；")
    *others, last = rows_told
    for text in packed([*others, f"{last[:-1]}。"], screen.room - 2, ""):
        yield from paragraph(screen, text, indent=2)


def _option(option: OptionCount, most: int, line_room: int, screen: Screen) -> Iterator[TextLine]:
    line = f"→ {pad(option.line, line_room)}  " if line_room else ""
    room = screen.room - 5 - width(line) - 16
    if screen.plain or room < LEAST_BAR:
        yield from paragraph(screen, f"{line.rstrip()} {option.counted}".lstrip(), indent=5)
        return
    drawn = bar(option.chosen / (most or 1), room).rstrip()
    yield styled(MARGIN + " " * 5 + line).append(f"{drawn} " if drawn else "", BAR).append(option.counted)


def _lanes(block: Lanes, screen: Screen) -> Iterator[TextLine]:
    room = max(width(lane.label) for lane in block.rows)
    for lane in block.rows:
        placed = "、".join(f"{each.name}（{each.note}）" if each.note else each.name for each in lane.placed)
        says = f"{lane.name}：{placed or lane.empty}" if lane.name else placed or lane.empty
        style = WARNING if lane.gap else "" if placed else QUIET
        yield from bullet(screen, f"{pad(lane.label, room)}  ", says, style)
