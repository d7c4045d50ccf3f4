"""What the shipped bank is meant to reach, beside what it reaches. Goals are of the simulation: none says validity.

A goal counts as met only where the whole of the figure's interval, two standard errors to either side, lies within the
bound: a figure that merely happens to lie on the right side says nothing.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from math import isnan
from typing import NamedTuple

from rolecheck.measure.lab.experiment import GROUP_SIZES
from rolecheck.measure.lab.figures import Figure
from rolecheck.measure.lab.population import (
    ALIKE,
    LAZY,
    LEANING,
    MIDDLE,
    PRIOR,
    SPREAD_APART,
    UNFITTED,
    WIDE,
    BotRule,
    Second,
)
from rolecheck.measure.lab.waiting import RoomKind
from rolecheck.report.lab import (
    UNKNOWN,
    LabFigures,
    Named,
    bot_name,
    lab_table,
    number_cell,
    points_cell,
    population_name,
    row,
    share_cell,
)
from rolecheck.report.page import Table, TableCell
from rolecheck.session.session import Form

STANDARD = (PRIOR, Form.STANDARD, Second.ALWAYS)
FULL = (PRIOR, Form.FULL, Second.ALWAYS)
RANDOM = (BotRule.UNIFORM, Form.STANDARD, Second.ALWAYS)

ERRORS = 2.0
"""Standard errors to either side of a figure that have to lie within the bound."""


ROOM = 8
"""People of the room that must be told when all of them wait for one another."""


class Met(Enum):
    """Whether a goal is met."""

    MET = "达到"
    OPEN = "说不准"
    MISSED = "没到"
    UNKNOWN = UNKNOWN


class Goal(NamedTuple):
    """One goal: what is measured, the bound, and whether the figure is within it.

    ``reason`` is the topic of why it may not be met.
    """

    id: str
    label: str
    measured: str
    bound: str
    met: Met
    reason: str


class _Bound(NamedTuple):
    least: float | None = None
    most: float | None = None
    digits: int | None = None
    """Decimals where the figure is no share."""
    points: bool = False
    """Whether it is a difference of shares, with a sign."""


def goals_of(figures: LabFigures) -> tuple[Goal, ...]:
    """Return every goal beside its figure."""
    groups = (_forms, _savings, _honesty, _spreads, _watch, _cards, _changes, _rest, _waiting)
    return tuple(goal for group in groups for goal in group(figures))


def goal_table(goals: Sequence[Goal]) -> Table:
    """Return the goals beside what was measured."""
    return lab_table(
        "goals",
        (("measured", "测得"), ("goal", "目标"), ("met", "结果")),
        tuple(
            row(
                goal.id,
                goal.label,
                (
                    TableCell(goal.measured, goal.measured),
                    TableCell(goal.bound, goal.bound),
                    TableCell(goal.met.value, goal.met.value),
                ),
            )
            for goal in goals
        ),
    )


def _standard(figures: LabFigures, who: object, second: Second = Second.ALWAYS) -> Named:
    return next(named for key, named in figures.found.items() if key[0] == who and key[1:] == (Form.STANDARD, second))


def _forms(figures: LabFigures) -> Iterator[Goal]:
    standard, full = figures.found[STANDARD], figures.found[FULL]
    for name, named, bounds in (("标准卷", standard, (0.72, 0.84, 0.92)), ("全卷", full, (0.78, 0.90, 0.95))):
        ids = ("recovery", "recovery_lead_10", "recovery_lead_20")
        for id_, label, bound in zip(ids, ("认对", "领先一成", "领先两成"), bounds, strict=True):
            form = "standard" if named is standard else "full"
            yield _goal(f"{form}_{id_}", f"{name}{label}", named[id_], _Bound(least=bound), "recovery")
    yield _goal("standard_items", "标准卷题数", standard["items"], _Bound(most=15, digits=1), "items")
    yield _goal("accuracy_among_named", "点名点得对", standard["accuracy_among_named"], _Bound(least=0.90), "named")
    yield _goal("named", "点得出名", standard["named"], _Bound(least=0.45), "named")


def _savings(figures: LabFigures) -> Iterator[Goal]:
    for id_, label, second in (
        ("saving_single", "省题，都不给", Second.NEVER),
        ("saving_second", "省题，都给", Second.ALWAYS),
    ):
        last = figures.curves[PRIOR, Form.STANDARD, second][-1]
        yield _goal(id_, label, last.saving, _Bound(least=0.25), "saving")


def _honesty(figures: LabFigures) -> Iterator[Goal]:
    standard, full = figures.found[STANDARD], figures.found[FULL]
    close = _Bound(least=-0.02, most=0.02, points=True)
    yield _goal("overstatement", "多说，标准卷", standard["overstatement"], close, "calibration")
    yield _goal("overstatement_full", "多说，全卷", full["overstatement"], close, "calibration")
    yield _goal("overstatement_named", "多说，点名的", standard["overstatement_among_named"], close, "calibration")
    yield _goal("slope", "校准的斜率", standard["slope"], _Bound(least=0.9, most=1.1, digits=2), "calibration")
    lost = figures.oracle["log_loss_lost"]
    yield _goal("log_loss_lost", "比精确后验亏", lost, _Bound(most=0.01, digits=4), "oracle")
    lines = [figure for key in (STANDARD, FULL) for figure in figures.lines[key]]
    least, most = (pick(lines, key=lambda each: each.value) for pick in (min, max))
    yield _goal("coverage_least", "包住，最少的线", least, _Bound(least=0.87, most=0.93), "coverage")
    yield _goal("coverage_most", "包住，最多的线", most, _Bound(least=0.87, most=0.93), "coverage")


def _spreads(figures: LabFigures) -> Iterator[Goal]:
    bounds = {ALIKE: _Bound(least=0.88, most=0.93), MIDDLE: _Bound(least=0.88, most=0.93), WIDE: _Bound(least=0.87)}
    for who in SPREAD_APART:
        named, name = _standard(figures, who), population_name(who)
        yield _goal(f"coverage_{who.id}", f"包住，{name}", named["coverage"], bounds[who], "spread")
        close = _Bound(least=-0.02, most=0.02, points=True)
        yield _goal(f"overstatement_{who.id}", f"多说，{name}", named["overstatement"], close, "spread")


def _watch(figures: LabFigures) -> Iterator[Goal]:
    for rule in BotRule:
        if rule is BotRule.LINES:
            continue
        seconds = (Second.ALWAYS, Second.NEVER)
        missed = _worst([_standard(figures, rule, each)["named_unflagged_without_time"] for each in seconds])
        yield _goal(f"missed_{rule.value}", f"漏掉{bot_name(rule)}", missed, _Bound(most=0.03), "bots")
    lines = _standard(figures, BotRule.LINES)
    yield _goal("lines_named", "四线乱点被点名", lines["named"], _Bound(most=0.005), "bots")
    yield _goal("lines_flagged", "四线乱点被标出", lines["flagged_by_answers"], _Bound(least=0.60), "bots")
    flagged = figures.found[RANDOM]
    yield _goal("false_flags", "冤枉好人", figures.found[STANDARD]["flagged"], _Bound(most=0.05), "flags")
    yield _goal("random_by_answers", "乱点看作答", flagged["flagged_by_answers"], _Bound(least=0.50), "flags")
    yield _goal("random_with_time", "乱点加用时", flagged["flagged"], _Bound(least=0.90), "flags")


def _cards(figures: LabFigures) -> Iterator[Goal]:
    standard = figures.found[STANDARD]
    yield _goal("card_false", "名片冤枉", standard["card_false"], _Bound(most=0.05), "card")
    for share in (50, 70):
        true = standard[f"card_true_{share}"]
        yield _goal(f"card_true_{share}", f"说不符时真，{share} % 对", true, _Bound(least=0.95), "card")


def _changes(figures: LabFigures) -> Iterator[Goal]:
    again = figures.again[STANDARD]
    yield _goal("moved", "没变说变了", again["told_to_have_moved"], _Bound(most=0.05), "change")
    yield _goal("teams_moved", "团队没变说变了", again["teams_told_to_have_moved"], _Bound(most=0.05), "change")
    for who in LEANING:
        named = _standard(figures, who)
        least = min((named[f"group_{size}"] for size in GROUP_SIZES), key=lambda each: each.value)
        label = f"组均值包住，{population_name(who)}"
        yield _goal(f"group_{who.id}", label, least, _Bound(least=0.85), "group")


def _rest(figures: LabFigures) -> Iterator[Goal]:
    standard = figures.found[STANDARD]
    between = standard["between_runner_up"]
    yield _goal("between", "两条之间第二条", Figure(between.value, 0.0, between.people), _Bound(least=0.25), "named")
    yield _goal("unfitted", "哪条都不是的认出", _standard(figures, UNFITTED)["outside"], _Bound(least=0.80), "outside")
    yield _goal("lazy", "懒得选的冤枉", _standard(figures, LAZY)["outside"], _Bound(most=0.10), "outside")
    yield _goal("exposure", "出题匀", standard["exposure"], _Bound(most=2, digits=2), "exposure")
    yield _goal("oracle", "比精确算法", figures.oracle["share"], _Bound(least=0.98), "oracle")


def _waiting(figures: LabFigures) -> Iterator[Goal]:
    found = figures.waiting[RoomKind.WAITS, ROOM]
    false = _worst([figures.waiting[kind, ROOM] for kind in (RoomKind.KNOWN, RoomKind.UNKNOWN)])
    yield _goal("waiting", f"{ROOM} 人都在等，说出来", found, _Bound(least=0.80), "waiting")
    yield _goal("waiting_false", f"{ROOM} 人里有一个接，说成没人", false, _Bound(most=0.05), "waiting")


def _goal(id_: str, label: str, figure: Figure | None, bound: _Bound, reason: str) -> Goal:
    if figure is None or isnan(figure.value):
        return Goal(id_, label, UNKNOWN, _written(bound), Met.UNKNOWN, reason)
    if bound.points:
        cell = points_cell(figure)
    else:
        cell = share_cell(figure) if bound.digits is None else number_cell(figure, bound.digits)
    return Goal(id_, label, cell.text, _written(bound), _met(figure, bound), reason)


def _met(figure: Figure, bound: _Bound) -> Met:
    least = float("-inf") if bound.least is None else bound.least
    most = float("inf") if bound.most is None else bound.most
    slack = 0.0 if isnan(figure.error) else ERRORS * figure.error
    if figure.value in {0.0, 1.0} and figure.people:
        # None of so many, or all, says no more than that it is fewer than three of them (the rule of three).
        slack = max(slack, 3 / figure.people)
    low, high = figure.value - slack, figure.value + slack
    if least <= low and high <= most:
        return Met.MET
    return Met.MISSED if high < least or low > most else Met.OPEN


def _written(bound: _Bound) -> str:
    least, most = (None if end is None else _end(end, bound) for end in (bound.least, bound.most))
    if least is not None and most is not None:
        return f"{least} 到 {most}"
    return f"≥ {least}" if most is None else f"≤ {most}"


def _end(end: float, bound: _Bound) -> str:
    if bound.points:
        return f"{end * 100:+g} 点"
    return f"{end:g}" if bound.digits is not None else f"{end * 100:g} %"


def _worst(figures: Sequence[Figure]) -> Figure:
    return max(figures, key=lambda each: each.value)
