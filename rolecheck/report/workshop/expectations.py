"""Who expects whom, moment by moment and over a round: counts as they are, chances with what they assume.

Below four answers nobody is named and no chance is told: from so few it could be seen who said what.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rolecheck.measure.expectations import WAITS_AT, MomentChances, fewer, standing
from rolecheck.report.team import LEAST_GROUP
from rolecheck.typesetting import percent
from rolecheck.words import texts

SURE_AT = 0.5
"""The chance from which on one of the three is said."""

MOST_NAMED = 3


class MomentAnswers(NamedTuple):
    """What a room said of one moment; ``answers`` as ``rolecheck.measure.expectations`` counts them.

    ``named`` are those pointed at, by name or role, with how often; who did not agree to be named is not among them.
    """

    id: str
    label: str
    answers: tuple[int, ...]
    me: int
    nobody: int
    answered: int
    named: tuple[tuple[str, int], ...]


class MomentExpectation(NamedTuple):
    """One moment after it was revealed; ``state`` has a question of its own, None where too few have answered."""

    state: str | None
    says: str
    certainty: str
    lines: tuple[str, ...]
    asks: str
    chances: MomentChances | None


class RoundRow(NamedTuple):
    """One moment in a round's table."""

    name: str
    cells: tuple[str, ...]


class RoundPart(NamedTuple):
    """Sentences under a heading."""

    heading: str
    lines: tuple[str, ...]


class Round(NamedTuple):
    """The page of a whole round."""

    title: str
    opening: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[RoundRow, ...]
    parts: tuple[RoundPart, ...]
    note: str


def moment_expectation(answers: MomentAnswers) -> MomentExpectation:
    """Return what a room expects at one moment."""
    if answers.answered < LEAST_GROUP:
        says = f"{answers.answered} 个人答了，不到 {LEAST_GROUP} 个，不拆开看。"
        return MomentExpectation(None, says, "", (), texts("workshop", "asks")["few"], None)
    chances = standing(answers.answers)
    state = _state(answers, chances)
    others = answers.answered - answers.me - answers.nobody
    lines = [f"{answers.answered} 个人里，{answers.me} 个说是自己，{others} 个说是别人，{answers.nobody} 个说没人。"]
    if answers.named:
        named = "、".join(f"{name} {count} 次" for name, count in answers.named[:MOST_NAMED])
        lines.append(f"被点到的：{named}。")
    return MomentExpectation(state, *_says(state, chances), tuple(lines), texts("workshop", "asks")[state], chances)


def _state(answers: MomentAnswers, chances: MomentChances) -> str:
    if chances.nobody >= WAITS_AT:
        return "unthought" if answers.nobody * 2 > answers.answered else "waits"
    if chances.several >= SURE_AT:
        return "clash"
    return "held" if chances.one >= SURE_AT else "unsure"


def _says(state: str, chances: MomentChances) -> tuple[str, str]:
    match state:
        case "waits":
            return "两头等：都以为是别人", f"没人站出来的可能 {percent(chances.nobody)}"
        case "unthought":
            return "没人想到会有谁", f"没人站出来的可能 {percent(chances.nobody)}"
        case "clash":
            return "撞车：不止一个觉得归自己", f"可能 {percent(chances.several)}"
        case "held":
            return "有一个人觉得归自己", f"可能 {percent(chances.one)}"
        case _:
            return (
                "还分不出",
                f"没人 {percent(chances.nobody)}，一个 {percent(chances.one)}，不止一个 {percent(chances.several)}",
            )


def expectation_round(now: Sequence[MomentAnswers], before: Sequence[MomentAnswers] = ()) -> Round:
    """Return the page of a round; ``before`` is an earlier round of the same room, for what has changed."""
    shown = [(answers, moment_expectation(answers)) for answers in now]
    counted = [(answers, moment) for answers, moment in shown if moment.chances is not None]
    rows = tuple(
        RoundRow(answers.label, (str(answers.me), _others(answers), str(answers.nobody), moment.says, moment.certainty))
        for answers, moment in counted
    )
    parts = [part for part in (_together(counted), _named(counted), _changed(now, before)) if part is not None]
    left_out = len(shown) - len(counted)
    opening = [f"{len(counted)} 个时刻，问的都是：在我们这儿，这一刻会是谁站出来？"] if counted else []
    if left_out:
        opening.append(f"有 {left_out} 个时刻答的不到 {LEAST_GROUP} 个人，没有算。")
    columns = ("说是自己", "说是别人", "说没人", "看起来", "把握")
    return Round("谁在等谁", tuple(opening), columns, rows, tuple(parts), texts("workshop", "round")["note"])


def _others(answers: MomentAnswers) -> str:
    return str(answers.answered - answers.me - answers.nobody)


Counted = Sequence[tuple[MomentAnswers, MomentExpectation]]


def _together(counted: Counted) -> RoundPart | None:
    chances = [moment.chances for _, moment in counted if moment.chances is not None]
    if not chances:
        return None
    waits = [answers.label for answers, moment in counted if moment.state in {"waits", "unthought"}]
    clashes = [answers.label for answers, moment in counted if moment.state == "clash"]
    expected = sum(chance.nobody for chance in chances)
    lines = [f"{len(chances)} 个时刻里，没人站出来的大约有 {expected:.1f} 个。"]
    if waits:
        lines.append(f"多半没人接：{'、'.join(waits)}。散会前给每一个说定一个人。")
    if clashes:
        lines.append(f"多半撞车：{'、'.join(clashes)}。说定谁拿主意。")
    if not waits and not clashes:
        lines.append("没有哪一刻看得出没人接或撞车。")
    return RoundPart("合起来看", tuple(lines))


def _named(counted: Counted) -> RoundPart | None:
    totals: dict[str, int] = {}
    for answers, _ in counted:
        for name, count in answers.named:
            totals[name] = totals.get(name, 0) + count
    most = sorted(totals.items(), key=lambda pair: -pair[1])[:MOST_NAMED]
    if not most:
        return None
    named = "、".join(f"{name} {count} 次" for name, count in most)
    return RoundPart("都指望谁", (f"被点到最多的：{named}。问问他们自己知不知道。",))


def _changed(now: Sequence[MomentAnswers], before: Sequence[MomentAnswers]) -> RoundPart | None:
    """Compare the moments that both rounds have answers enough of."""
    earlier, later = (
        {answers.id: answers for answers in moments if answers.answered >= LEAST_GROUP} for moments in (before, now)
    )
    both = [(earlier[id_], later[id_]) for id_ in later if id_ in earlier]
    if not both:
        return None
    chances = [(standing(first.answers).nobody, standing(second.answers).nobody) for first, second in both]
    change = fewer([first for first, _ in chances], [second for _, second in chances])
    lines = [
        f"上次也问过的 {len(both)} 个时刻里，没人站出来的，上次大约 {change.before:.1f} 个，"
        f"这次大约 {change.now:.1f} 个；"
        f"变少了的可能 {percent(change.chance)}。"
    ]
    for (_, answers), (was, is_now) in zip(both, chances, strict=True):
        if abs(was - is_now) >= SURE_AT:
            lines.append(f"{answers.label}：没人站出来的可能从 {percent(was)} 到 {percent(is_now)}。")
    return RoundPart("和上次比", tuple(lines))
