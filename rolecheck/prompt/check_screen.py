"""What a check looks like before it is answered, and how a typed line is read."""

from collections.abc import Iterator

from rich.text import Text

from rolecheck.bank.items import Bank
from rolecheck.prompt.screen import MARGIN, room_of
from rolecheck.session.acceptance import MOST_NOTE, SHOWN, CheckStep, Reply, split_answer
from rolecheck.typesetting import width, wrap

CHECK_HELP = (
    "打 y（是）、n（否）或 u（说不准），然后回车。也可以直接打“是”“否”“说不准”。",
    "每一条都是答“是”没问题，答“否”还差着。",
    "想记一句凭据或情况，空一格接着写：n 夜里重启会丢单。",
    "拿不准就答说不准，最后会告诉你该问谁、问什么。",
    "每答一条就存一条，随时可以停，下次接着看。",
)

KEYS = "y 是，好  n 否  u 说不准  空一格加注"
"""What can be typed, in one line of a narrow terminal."""


LONGEST_REPLY = MOST_NOTE + 10
"""Characters of an answer with its note."""


def check_lines(bank: Bank, step: CheckStep, columns: int) -> Iterator[Text]:
    """Yield the lines that show one check; its judgement is explained where it begins."""
    room = room_of(columns)
    yield Text("")
    left, right = bank.judgements[step.group.judgement], f"第 {step.number} 条，共 {step.count} 条"
    gap = max(room - width(left) - width(right), 2)
    yield Text(MARGIN).append(left, "bold").append(" " * gap + right, "dim")
    if step.opens_group:
        yield from _wrapped(step.group.asks, room, "dim")
    yield Text("")
    yield from _wrapped(step.check.ask, room)
    if step.check.hint is not None:
        yield from _wrapped(step.check.hint, room, "dim")
    if step.earlier is not None:
        yield Text("")
        yield from _wrapped(f"上次答的是{_shown(step.earlier)}，直接回车就保留。", room, "dim")
    yield Text("")


def check_complaint(typed: str, step: CheckStep) -> str | None:
    """Say what is wrong with the line typed, or None."""
    if not typed.strip():
        return None if step.earlier is not None else "请打 y、n 或 u。"
    answer, _ = split_answer(typed)
    return None if answer is not None else "先打 y、n 或 u，说明空一格接在后面。"


def reply_of(typed: str, step: CheckStep) -> Reply:
    """Return the reply that a line without complaint stands for."""
    answer, note = split_answer(typed)
    if answer is None:
        assert step.earlier is not None  # noqa: S101 - an empty line is complained of otherwise
        return step.earlier
    return Reply(step.check.id, answer, note)


def _shown(reply: Reply) -> str:
    return f"“{SHOWN[reply.answer]}”" + (f"（{reply.note}）" if reply.note else "")


def _wrapped(text: str, room: int, style: str = "") -> Iterator[Text]:
    for line in wrap(text, room):
        yield Text(MARGIN + line, style=style)
