"""What a lead can type in each scene, and the move it stands for."""

from rolecheck.bank.items import LETTERS, NONE_FITS
from rolecheck.prompt.screen import normalised
from rolecheck.session.workshop import Go, Hands, RoomMove, Scene, SceneStep, as_counted, as_shown, read_counts

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

HELP = (
    "空格或回车，往下走一屏：想一想、一起举手、看哪边人多、看各是哪条线。",
    "人数照屏幕上的次序打，没人举的打 0：3 0 5 1 2。也可以写 A3 C5；聊天里收来的字母连着打，AABCA 是五个人。",
    "有人都不像，人数写在最后，第六个数：3 0 5 1 2 1。聊天里收来的 0 连着字母打：0AAB 是四个人，一个都不像。",
    "数错了退回去重打。打 s 再回车跳过这一刻，它的数不留。",
    "每走一步存一步。按了 Ctrl-C、关了窗口都不丢，再运行 rolecheck workshop 接着走。",
)


def label(step: SceneStep) -> str:
    """Return what comes next."""
    is_last = step.workshop.place + 1 == len(step.workshop.moments)
    return "看接力" if is_last and step.scene is Scene.LINES else _LABELS[step.scene]


def takes_space(step: SceneStep) -> bool:
    """Tell whether the space bar goes on: not where counts are typed."""
    return step.scene is not Scene.HANDS


def hints(step: SceneStep, typed: str = "", onward: str = SPACE) -> str:
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
    each = "  ".join(f"{letter} {count}" for letter, count in zip(letters, counts, strict=False))
    none_fits = f"  {NONE_FITS} {counts[-1]}" if counts[-1] else ""
    return f"{each}{none_fits}   合计 {sum(counts)} 人{_before(step)}"


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
