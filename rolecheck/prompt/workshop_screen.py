"""What a room sees: one scene on the whole screen, to be read from the last row.

Lines are short and stand in the middle; what rows are left over go between the parts, most of them where the eye rests.
Before the lines are told, nothing on the screen says which option stands for which.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Bank
from rolecheck.report.workshop.moment import MomentRow, OptionRow, moment_row
from rolecheck.report.workshop.report import RELAY_TITLE, WorkshopReport, workshop_report
from rolecheck.session.workshop import Scene, SceneStep
from rolecheck.typesetting import hang, pad, width, wrap

WIDEST = 76
"""Cells of a line: thirty-eight Chinese characters, as many as are read from afar without losing the line."""

LEAST_BAR = 8
"""Cells; where there are fewer, the number stands alone."""

SPACINGS = ((3, 2, 2), (2, 2, 2), (2, 1, 2), (2, 1, 1), (1, 1, 1), (1, 0, 1))
"""Rows between parts, rows between the pieces of a part, and rows of a bar: the first that fits is used."""


class Room(NamedTuple):
    """What a scene is drawn in: columns and rows of the screen; without drawing, bars are numbers."""

    columns: int
    rows: int
    plain: bool = False

    @property
    def cells(self) -> int:
        """Cells of a line."""
        return max(min(self.columns - 2, WIDEST), 10)

    @property
    def margin(self) -> str:
        """What stands before every line, so that the lines stand in the middle."""
        return "" if self.plain else " " * max((self.columns - self.cells) // 2, 0)


Piece = tuple[Text, ...]
"""Lines that stay together."""


class Draft(NamedTuple):
    """A scene at one spacing: what stands above, the parts in between, each of its pieces, and what stands below."""

    head: Piece
    parts: tuple[tuple[Piece, ...], ...]
    foot: Piece


def scene_lines(bank: Bank, step: SceneStep, room: Room, seconds_left: int | None = None) -> list[Text]:
    """Return the lines that show a scene, spread over the rows there are; more where they do not fit."""
    lines: list[Text] = []
    for texts in (True, False) if step.scene is Scene.LINES else (True,):
        for between, inside, thick in SPACINGS[-1:] if room.plain else SPACINGS:
            lines = _set(_draft(bank, step, room, thick, seconds_left, texts=texts), between, inside, room.rows)
            if room.plain or len(lines) <= room.rows:
                return _placed(lines, room)
    return _placed(lines, room)


def _placed(lines: Sequence[Text], room: Room) -> list[Text]:
    return [Text(room.margin).append_text(line) if line.plain else line for line in lines]


def _set(draft: Draft, between: int, inside: int, rows: int) -> list[Text]:
    """Return the lines of a draft: the body in the middle of the rows that head and foot leave."""
    body: list[Text] = []
    for part in draft.parts:
        body += [Text("")] * (between if body else 0)
        for number, piece in enumerate(part):
            body += [Text("")] * (inside if number else 0)
            body += piece
    least = between if draft.foot else 0
    spare = max(rows - len(draft.head) - len(body) - len(draft.foot) - between - least, 0)
    above, below = between + spare // 2, least + spare - spare // 2
    return [*draft.head, *[Text("")] * above, *body, *[Text("")] * (below if draft.foot else 0), *draft.foot]


def _draft(bank: Bank, step: SceneStep, room: Room, thick: int, seconds_left: int | None, *, texts: bool) -> Draft:
    if step.item is None:
        return _relay(workshop_report(bank, step.workshop), room)
    row = moment_row(bank, step.item, step.workshop.place + 1, step.workshop.seed, step.counted)
    count = len(step.workshop.moments)
    match step.scene:
        case Scene.SPREAD:
            return _spread(row, count, room, thick)
        case Scene.LINES:
            return _lines(row, count, room, texts=texts)
        case scene:
            return _question(row, count, room, scene, seconds_left)


def _head(row: MomentRow, count: int, right: str, room: Room) -> Piece:
    left = f"第 {row.number} 刻，共 {count} 刻" + (f"   {row.stage}" if row.stage else "")
    if width(left) + width(right) + 2 > room.cells:
        return (Text(left, "bold"), Text(right, "bold"))
    return (Text(left + " " * (room.cells - width(left) - width(right)) + right, "bold"),)


def _question(row: MomentRow, count: int, room: Room, scene: Scene, seconds_left: int | None) -> Draft:
    thinking = scene is Scene.THINK
    stem = tuple(Text(line) for line in [*wrap(row.stem, room.cells), *wrap(row.ask, room.cells)])
    options = [tuple(_hung(f"{option.letter}  ", option.text, room)) for option in row.options]
    options.append((Text(f"{NONE_FITS}  {NONE_FITS_TEXT}", "dim"),))
    foot = _think(seconds_left) if thinking else "三、二、一，一起举手。可以不举。"
    return Draft(
        _head(row, count, "想一想" if thinking else "一起举手", room), ((stem,), tuple(options)), _bold(foot, room)
    )


def _think(seconds_left: int | None) -> str:
    if seconds_left is None:
        return "先不说话，各自想好一个。"
    return f"先不说话，各自想好一个。还有 {seconds_left} 秒。" if seconds_left else "时间到。想好了就准备举手。"


def _spread(row: MomentRow, count: int, room: Room, thick: int) -> Draft:
    options = tuple(
        (*_hung(f"{option.letter}  ", option.text, room), *_bars(option, row, "   ", room, thick))
        for option in row.options
    )
    foot = "请人少的一边先说：最怕什么没人管？" if row.total else "再念一遍，还是换纸条？要重数就退回去。"
    return Draft(_head(row, count, row.says, room), (options,), _bold(foot, room))


def _lines(row: MomentRow, count: int, room: Room, *, texts: bool) -> Draft:
    line, name = (max(map(width, texts)) + 2 for texts in zip(*map(_stands_for, row.options), strict=True))
    options = []
    for option in row.options:
        on_line, stands_for = _stands_for(option)
        label = f"{option.letter}  {pad(on_line, line)}{pad(stands_for, name)}"
        piece = list(_bars(option, row, label, room, 1))
        options.append((*piece, *(_hung("   ", option.text, room) if texts else ())))
    debrief = tuple(Text(line) for line in wrap(row.debrief, room.cells))
    sources = tuple(Text(line) for source in row.sources for line in wrap(source, room.cells))
    return Draft(_head(row, count, f"各是哪条线   {row.says}", room), (tuple(options), (debrief,)), sources)


def _stands_for(option: OptionRow) -> tuple[str, str]:
    return option.on_line, option.name


def _relay(report: WorkshopReport, room: Room) -> Draft:
    legs = []
    for leg in report.relay:
        label = f"{leg.stage}   "
        piece = _packed(label, leg.brief, room)
        piece += _hung(" " * width(label), leg.missed, room) if leg.missed else []
        legs.append(tuple(piece))
    foot = _bold("没人选不等于没人扛。这一棒眼下在谁手里？", room)
    return Draft(_bold(RELAY_TITLE, room), (tuple(legs),), foot)


def _bars(option: OptionRow, row: MomentRow, label: str, room: Room, thick: int) -> Iterator[Text]:
    """Yield the bar behind a label and the number behind the bar, the longest bar ending where the room does."""
    number = f"{option.hands} 人"
    cells = room.cells - width(label) - width(f"{row.most} 人") - 1
    if room.plain or cells < LEAST_BAR:
        yield Text(label + number, "bold")
        return
    bar = "█" * round(option.hands / (row.most or 1) * cells)
    yield Text(label).append(bar, "cyan").append(f" {number}" if bar else number, "bold")
    for _ in range(thick - 1):
        yield Text(" " * width(label)).append(bar, "cyan") if bar else Text("")


def _hung(label: str, text: str, room: Room) -> list[Text]:
    first, *rest = hang(label, text, room.cells)
    return [Text(label, "bold").append(first[len(label) :], ""), *map(Text, rest)]


def _packed(label: str, parts: Sequence[str], room: Room) -> list[Text]:
    """Return the parts behind a label, as many a line as fit, none of them broken."""
    lines = [label]
    for part in parts:
        if width(lines[-1] + part) > room.cells and lines[-1].strip():
            lines.append(" " * width(label))
        lines[-1] += part + " " * 3
    return [Text(line.rstrip()) for line in lines]


def _bold(text: str, room: Room) -> Piece:
    return tuple(Text(line, "bold") for line in wrap(text, room.cells))
