"""What a room sees, one scene on the whole screen, to be read from the last row; and what its lead can type there.

Lines are short and stand in the middle; what rows are left over go between the parts, most of them where the eye rests.
Before the lines are told, nothing on the screen says which option stands for which.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

from rolecheck.bank.items import LETTERS, NONE_FITS, NONE_FITS_TEXT, Bank
from rolecheck.prompt.screen import normalised
from rolecheck.report.workshop import MomentRow, OptionRow, moment_row
from rolecheck.report.workshop.report import RELAY_TITLE, WorkshopReport, workshop_report
from rolecheck.session.workshop import Go, Hands, RoomMove, Scene, SceneStep, as_counted, as_shown, read_counts
from rolecheck.typesetting import hang, pad, width, wrap

WIDEST = 76
"""Cells of a line: thirty-eight Chinese characters, as many as are read from afar without losing the line."""

LEAST_BAR = 8
"""Cells; where there are fewer, the number stands alone."""

SPACINGS = ((3, 2, 2), (2, 2, 2), (2, 1, 2), (2, 1, 1), (1, 1, 1), (1, 0, 1))
"""Rows between parts, rows between the pieces of a part, and rows of a bar: the first that fits is used."""

SKIP = "S"

LONGEST_KEYS, LONGEST_COUNTS = 2, 200
"""Characters typed at the most: where a key goes on, and where hands are counted, a letter for each perhaps."""

ENTER, SPACE = "回车 往下", "空格 往下"
"""How to go on: by a line, or, on a terminal, by one key."""

_LABELS = {
    Scene.THINK: "想好了，举手",
    Scene.HANDS: "人数",
    Scene.SPREAD: "看各是哪条线",
    Scene.LINES: "看下一刻",
    Scene.RELAY: "看完了",
}

ROOM_HELP = (
    "空格或回车，往下走一屏：想一想、一起举手、看哪边人多、看各是哪条线。",
    "人数照屏幕上的次序打，没人举的打 0：3 0 5 1 2。也可以写 A3 C5；聊天里收来的字母连着打，AABCA 是五个人。",
    "有人都不像，人数写在最后，第六个数：3 0 5 1 2 1。聊天里收来的 0 连着字母打：0AAB 是四个人，一个都不像。",
    "数错了退回去重打。打 s 再回车跳过这一刻，它的数不留。",
    "每走一步存一步。按了 Ctrl-C、关了窗口都不丢，再运行 rolecheck workshop 接着走。",
)


class Canvas(NamedTuple):
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


def scene_lines(bank: Bank, step: SceneStep, canvas: Canvas, seconds_left: int | None = None) -> list[Text]:
    """Return the lines that show a scene, spread over the rows there are; more where they do not fit."""
    lines: list[Text] = []
    for texts in (True, False) if step.scene is Scene.LINES else (True,):
        for between, inside, thick in SPACINGS[-1:] if canvas.plain else SPACINGS:
            lines = _set(_draft(bank, step, canvas, thick, seconds_left, texts=texts), between, inside, canvas.rows)
            if canvas.plain or len(lines) <= canvas.rows:
                return _placed(lines, canvas)
    return _placed(lines, canvas)


def _placed(lines: Sequence[Text], canvas: Canvas) -> list[Text]:
    return [Text(canvas.margin).append_text(line) if line.plain else line for line in lines]


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


def _draft(bank: Bank, step: SceneStep, canvas: Canvas, thick: int, seconds_left: int | None, *, texts: bool) -> Draft:
    if step.item is None:
        return _relay(workshop_report(bank, step.workshop), canvas)
    row = moment_row(bank, step.item, step.workshop.place + 1, step.workshop.seed, step.counted)
    count = len(step.workshop.moments)
    match step.scene:
        case Scene.SPREAD:
            return _spread(row, count, canvas, thick)
        case Scene.LINES:
            return _lines(row, count, canvas, texts=texts)
        case scene:
            return _question(row, count, canvas, scene, seconds_left)


def _head(row: MomentRow, count: int, right: str, canvas: Canvas) -> Piece:
    left = f"第 {row.number} 刻，共 {count} 刻" + (f"   {row.stage}" if row.stage else "")
    if width(left) + width(right) + 2 > canvas.cells:
        return (Text(left, "bold"), Text(right, "bold"))
    return (Text(left + " " * (canvas.cells - width(left) - width(right)) + right, "bold"),)


def _question(row: MomentRow, count: int, canvas: Canvas, scene: Scene, seconds_left: int | None) -> Draft:
    thinking = scene is Scene.THINK
    stem = tuple(Text(line) for line in [*wrap(row.stem, canvas.cells), *wrap(row.ask, canvas.cells)])
    options = [tuple(_hung(f"{option.letter}  ", option.text, canvas)) for option in row.options]
    options.append((Text(f"{NONE_FITS}  {NONE_FITS_TEXT}", "dim"),))
    foot = _think(seconds_left) if thinking else "三、二、一，一起举手。可以不举。"
    return Draft(
        _head(row, count, "想一想" if thinking else "一起举手", canvas), ((stem,), tuple(options)), _bold(foot, canvas)
    )


def _think(seconds_left: int | None) -> str:
    if seconds_left is None:
        return "先不说话，各自想好一个。"
    return f"先不说话，各自想好一个。还有 {seconds_left} 秒。" if seconds_left else "时间到。想好了就准备举手。"


def _spread(row: MomentRow, count: int, canvas: Canvas, thick: int) -> Draft:
    options = tuple(
        (*_hung(f"{option.letter}  ", option.text, canvas), *_bars(option, row, "   ", canvas, thick))
        for option in row.options
    )
    foot = "请人少的一边先说：最怕什么没人管？" if row.total else "再念一遍，还是换纸条？要重数就退回去。"
    return Draft(_head(row, count, row.says, canvas), (options,), _bold(foot, canvas))


def _lines(row: MomentRow, count: int, canvas: Canvas, *, texts: bool) -> Draft:
    line, name = (max(map(width, texts)) + 2 for texts in zip(*map(_stands_for, row.options), strict=True))
    options = []
    for option in row.options:
        on_line, stands_for = _stands_for(option)
        label = f"{option.letter}  {pad(on_line, line)}{pad(stands_for, name)}"
        piece = list(_bars(option, row, label, canvas, 1))
        options.append((*piece, *(_hung("   ", option.text, canvas) if texts else ())))
    debrief = tuple(Text(line) for line in wrap(row.debrief, canvas.cells))
    sources = tuple(Text(line) for source in row.sources for line in wrap(source, canvas.cells))
    return Draft(_head(row, count, f"各是哪条线   {row.says}", canvas), (tuple(options), (debrief,)), sources)


def _stands_for(option: OptionRow) -> tuple[str, str]:
    return option.on_line, option.name


def _relay(report: WorkshopReport, canvas: Canvas) -> Draft:
    legs = []
    for leg in report.relay:
        label = f"{leg.stage}   "
        piece = _packed(label, leg.brief, canvas)
        piece += _hung(" " * width(label), leg.missed, canvas) if leg.missed else []
        legs.append(tuple(piece))
    foot = _bold("没人选不等于没人扛。这一棒眼下在谁手里？", canvas)
    return Draft(_bold(RELAY_TITLE, canvas), (tuple(legs),), foot)


def _bars(option: OptionRow, row: MomentRow, label: str, canvas: Canvas, thick: int) -> Iterator[Text]:
    """Yield the bar behind a label and the number behind the bar, the longest bar ending where the line does."""
    number = f"{option.hands} 人"
    cells = canvas.cells - width(label) - width(f"{row.most} 人") - 1
    if canvas.plain or cells < LEAST_BAR:
        yield Text(label + number, "bold")
        return
    bar = "█" * round(option.hands / (row.most or 1) * cells)
    yield Text(label).append(bar, "cyan").append(f" {number}" if bar else number, "bold")
    for _ in range(thick - 1):
        yield Text(" " * width(label)).append(bar, "cyan") if bar else Text("")


def _hung(label: str, text: str, canvas: Canvas) -> list[Text]:
    first, *rest = hang(label, text, canvas.cells)
    return [Text(label, "bold").append(first[len(label) :], ""), *map(Text, rest)]


def _packed(label: str, parts: Sequence[str], canvas: Canvas) -> list[Text]:
    """Return the parts behind a label, as many a line as fit, none of them broken."""
    lines = [label]
    for part in parts:
        if width(lines[-1] + part) > canvas.cells and lines[-1].strip():
            lines.append(" " * width(label))
        lines[-1] += part + " " * 3
    return [Text(line.rstrip()) for line in lines]


def _bold(text: str, canvas: Canvas) -> Piece:
    return tuple(Text(line, "bold") for line in wrap(text, canvas.cells))


def scene_label(step: SceneStep) -> str:
    """Return what comes next."""
    is_last = step.workshop.place + 1 == len(step.workshop.moments)
    return "看接力" if is_last and step.scene is Scene.LINES else _LABELS[step.scene]


def takes_space(step: SceneStep) -> bool:
    """Tell whether the space bar goes on: not where counts are typed."""
    return step.scene is not Scene.HANDS


def scene_hints(step: SceneStep, typed: str = "", onward: str = SPACE) -> str:
    """Return what can be typed besides; where counts are typed, first what they come to so far."""
    back = "" if step.is_first else "← 退回   "
    skip = "" if step.item is None else "s 跳过   "
    keys = f"{back}{skip}q 暂停   ? 帮助"
    return f"{onward}   {keys}" if takes_space(step) else f"{_counted(step, typed)}\n{keys}"


def _counted(step: SceneStep, typed: str) -> str:
    """Say what the counts typed so far come to, or how to type them."""
    letters = LETTERS[: len(step.order)]
    if not typed.strip() and step.counted is not None and step.item is not None:
        kept = " ".join(map(str, _without_nought(as_shown(step.counted, step.item, step.order))))
        return f"上次是 {kept}，直接回车就不改"
    counts = read_counts(typed, len(letters))
    if isinstance(counts, str):
        return f"照 {letters[0]} 到 {letters[-1]} 打，如 {_example(len(letters))} 或 AABCA"
    per_letter = "  ".join(f"{letter} {count}" for letter, count in zip(letters, counts, strict=False))
    none_fits = f"  {NONE_FITS} {counts[-1]}" if counts[-1] else ""
    return f"{per_letter}{none_fits}   合计 {sum(counts)} 人{_before(step)}"


def _without_nought(counts: tuple[int, ...]) -> tuple[int, ...]:
    """Return the counts as they are typed: whom none fits is told last, and only if there is somebody."""
    return counts if counts[-1] else counts[:-1]


def _before(step: SceneStep) -> str:
    """Remind of how many hands the last moment had: a slip shows in the sum first."""
    moments = step.workshop.moments[: step.workshop.place]
    counted = [hands for moment in moments if (hands := step.workshop.counted(moment)) is not None]
    return f"（上一刻 {counted[-1].total + counted[-1].none_fits} 人）" if counted else ""


def _example(options: int) -> str:
    return " ".join(str(number) for number in (3, 0, 5, 1, 2, 0, 1, 0)[:options])


def room_complaint(typed: str, step: SceneStep) -> str | None:
    """Say what is wrong with the line typed, or None."""
    if normalised(typed) == SKIP and step.item is not None:
        return None
    if step.scene is not Scene.HANDS:
        return "这里不用打字，空着回车就往下走。" if typed.strip() else None
    if not typed.strip() and step.counted is not None:
        return None
    counts = read_counts(typed, len(step.order))
    return counts if isinstance(counts, str) else None


def room_move(typed: str, step: SceneStep) -> RoomMove:
    """Return the move that a line without complaint stands for."""
    if normalised(typed) == SKIP:
        return Go.SKIP
    if step.scene is not Scene.HANDS:
        return Go.ON
    return _hands(typed, step)


def _hands(typed: str, step: SceneStep) -> Hands:
    if not typed.strip() and step.counted is not None:
        return step.counted
    counts = read_counts(typed, len(step.order))
    assert step.item is not None and not isinstance(counts, str)  # noqa: S101, PT018 - complained of otherwise
    return as_counted(step.item, step.order, counts)
