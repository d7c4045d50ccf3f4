"""What an item or a check looks like before it is answered: full text, wrapped, never cut; and how typing is read."""

import unicodedata
from collections.abc import Iterator

from rich.text import Text

from rolecheck.bank.items import LETTERS, NONE_FITS, NONE_FITS_TEXT, Bank, Facet
from rolecheck.session.acceptance import MOST_NOTE, SHOWN, CheckStep, Reply, split_answer
from rolecheck.session.session import Response
from rolecheck.session.step import Step, shown_letter, stable_letter, what_is_left
from rolecheck.typesetting import hang, width, wrap

WIDEST = 88
NARROWEST = 20
MARGIN = " "

FACET_HEADINGS = {
    Facet.RESPONSIBILITY: "",
    Facet.DUTY: "忙的事",
    Facet.KPI: "被看的数",
    Facet.JUDGEMENT: "判断",
}

KEYS_HELP = (
    "← 往回退，按几次都行。↑ ↓ 一行一行翻，PgUp PgDn 一页一页翻。Esc 清空打的字。",
    "q 再回车是暂停，Ctrl-C 马上停；每答一题就存一题，都不丢。",
)
"""What the keys do on a terminal, for whoever asks for help."""

NONE_FITTING = f"{NONE_FITS} 是{NONE_FITS_TEXT}"

WHY = {
    Facet.RESPONSIBILITY: "这里问的是：碰上这件事你先做什么、放不下什么。看的是出事时你为哪件事站出来，没有对错。",
    Facet.DUTY: "这里问的是：你一周的时间大多花在哪。看的是做的事和出事时站的地方是不是一回事，没有对错。",
    Facet.KPI: "这里问的是：领导评你时真正看什么。看的是考核的和你实际扛的是不是一回事，没有对错。",
    Facet.JUDGEMENT: "这里问的是：这样的情形，你会怎么判断。看的是怎么才算真的验收过，这几题有讲究，报告里逐题讲。",
}
"""What is asked and why, in two sentences."""

HOW = (
    "先打最像你的那个字母，想再加一个其次的就接着打，然后回车。比如 B，或者 BD。",
    "几个都不像，就打 0。它不算选了谁，报告会说有几题是这样。",
    "退回去改了以后，后面会问什么可能跟着变：还会问到的带着你原来的选择，不再问到的不算进结果。",
)
"""How an item that takes a second choice is answered; the last line goes for all."""

CHECK_HELP = (
    "打 y（是）、n（否）或 u（说不准），然后回车。也可以直接打“是”“否”“说不准”。",
    "每一条都是答“是”没问题，答“否”还差着。",
    "想记一句凭据或情况，空一格接着写：n 夜里重启会丢单。",
    "拿不准就答说不准，最后会告诉你该问谁、问什么。",
    "每答一条就存一条，随时可以停，下次接着看。",
)

CHECK_KEYS = "y 是，好  n 否  u 说不准  空一格加注"
"""What can be typed, in one line of a narrow terminal."""


LONGEST_REPLY = MOST_NOTE + 10
"""Characters of an answer with its note."""


def item_lines(bank: Bank, step: Step, columns: int) -> Iterator[Text]:
    """Yield the lines that show one item, every option in full."""
    room = room_of(columns)
    yield Text("")
    yield _progress(bank, step, room)
    yield Text("")
    if note := taken_back(step):
        for line in wrap(note, room):
            yield Text(MARGIN + line, style="dim")
        yield Text("")
    for line in [*wrap(step.item.stem, room), *wrap(bank.framings[step.item.framing].ask, room)]:
        yield Text(MARGIN + line)
    yield Text("")
    for letter, stable in zip(LETTERS, step.order, strict=False):
        for line in hang(f"  {letter}  ", step.item.option(stable).text, room):
            yield Text(MARGIN + line)
    if step.item.takes_none_fits:
        yield Text(f"{MARGIN}  {NONE_FITS}  {NONE_FITS_TEXT}", style="dim")
    yield Text("")


def room_of(columns: int) -> int:
    """Return the cells a line may take on a terminal of so many columns."""
    return max(min(columns, WIDEST) - 2 * len(MARGIN), NARROWEST)


def taken_back(step: Step) -> str:
    """Say what was chosen here before going back, and what becomes of what was answered after it; empty if nothing."""
    kept = later = ""
    if step.earlier is not None:
        kept = f"上次选的是 {shown_choice(step.earlier, step)}，直接回车就保留。"
    elif step.later:
        kept = "前面改过，这一题是新换上来的。"
    if step.later:
        later = f"后面答过的 {step.later} 题，再问到时带着原来的选择，不再问到的不算。"
    return kept + later


def _progress(bank: Bank, step: Step, room: int) -> Text:
    stage = bank.roles.stage(step.item.stage).name if step.item.stage else ""
    place = " · ".join(part for part in (FACET_HEADINGS[step.item.facet], stage) if part)
    left = f"第 {step.number} 题  {place}".rstrip()
    right = what_is_left(step.most_left, step.may_go_on)
    gap = max(room - width(left) - width(right), 2)
    return Text(MARGIN).append(left, "bold").append(" " * gap + right, "dim")


def takes_second(step: Step) -> bool:
    """Tell whether a second choice counts: not where a reading is right or wrong."""
    return step.item.facet is not Facet.JUDGEMENT


def help_for(step: Step) -> tuple[str, ...]:
    """Return what the item asks and why, and how it is answered."""
    return (WHY[step.item.facet], *(HOW if takes_second(step) else HOW[2:]))


def longest_answer(step: Step) -> int:
    """Return how many characters an answer has at the most: two letters with a mark and a blank between, or one."""
    return 4 if takes_second(step) else 2


def shown_choice(response: Response, step: Step) -> str:
    """Return a response's letters as they are shown on this step's screen."""
    return NONE_FITS if response.none_fits else "".join(shown_letter(letter, step.order) for letter in response.letters)


def normalised(typed: str) -> str:
    """Return what was typed as plain upper-case letters: full width, spaces and separators do not matter."""
    return "".join(unicodedata.normalize("NFKC", typed).upper().replace("、", "").replace(",", "").split())


def complaint(typed: str, step: Step) -> str | None:
    """Say what is wrong with the letters typed, or None."""
    letters, shown = normalised(typed), LETTERS[: len(step.order)]
    most = 2 if takes_second(step) else 1
    none_fits = f"，{NONE_FITTING}" if step.item.takes_none_fits else ""
    if not letters:
        return None if step.earlier is not None else f"请打一个字母，{shown[0]} 到 {shown[-1]}{none_fits}。"
    if NONE_FITS in letters and step.item.takes_none_fits:
        return None if letters == NONE_FITS else f"{NONE_FITTING}，后面不再加别的。"
    if any(letter not in shown for letter in letters):
        return f"只有 {shown[0]} 到 {shown[-1]} 这几个选项{none_fits}。"
    if len(letters) > most:
        return "最多两个字母：最像的，和其次的。" if most > 1 else "这一题只选一个。"
    if len(set(letters)) < len(letters):
        return "其次的要和最像的不同。"
    return None


def response_of(typed: str, step: Step, seconds: float) -> Response:
    """Return the response that letters without complaint stand for; time spent on the item before counts too."""
    letters = normalised(typed)
    if step.earlier is not None and step.earlier.seconds is not None:
        seconds = round(seconds + step.earlier.seconds, 1)
    if not letters and step.earlier is not None:
        letters = shown_choice(step.earlier, step)
    if letters == NONE_FITS:
        return Response(step.item.id, NONE_FITS, seconds=seconds)
    stable = [stable_letter(letter, step.order) for letter in letters]
    return Response(step.item.id, stable[0], stable[1] if len(stable) > 1 else None, seconds)


def check_lines(bank: Bank, step: CheckStep, columns: int) -> Iterator[Text]:
    """Yield the lines that show one check; its judgement is explained where it begins."""
    room = room_of(columns)
    yield Text("")
    left, right = bank.judgements[step.group.judgement], f"第 {step.number} 条，共 {step.count} 条"
    gap = max(room - width(left) - width(right), 2)
    yield Text(MARGIN).append(left, "bold").append(" " * gap + right, "dim")
    if step.opens_group:
        yield from _check_text(step.group.asks, room, "dim")
    yield Text("")
    yield from _check_text(step.check.ask, room)
    if step.check.hint is not None:
        yield from _check_text(step.check.hint, room, "dim")
    if step.earlier is not None:
        yield Text("")
        yield from _check_text(f"上次答的是{_shown(step.earlier)}，直接回车就保留。", room, "dim")
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


def _check_text(text: str, room: int, style: str = "") -> Iterator[Text]:
    for line in wrap(text, room):
        yield Text(MARGIN + line, style=style)
