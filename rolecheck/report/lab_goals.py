"""What the shipped bank is meant to reach, beside what it reaches. Goals are of the simulation: none says validity."""

from collections.abc import Iterator, Sequence
from math import isnan
from typing import NamedTuple

from rolecheck.measure.lab.figures import Figure
from rolecheck.measure.lab.population import PRIOR, BotRule, Second
from rolecheck.report.lab_figures import Figures
from rolecheck.report.lab_words import UNKNOWN, number_cell, share_cell
from rolecheck.session.form import Form

STANDARD = (PRIOR, Form.STANDARD, Second.ALWAYS)
FULL = (PRIOR, Form.FULL, Second.ALWAYS)
RANDOM = (BotRule.UNIFORM, Form.STANDARD, Second.ALWAYS)

NEAR = 2.0
"""Standard errors from a goal within which the simulation cannot tell whether it is met."""


class Goal(NamedTuple):
    """One goal: what is measured, the bound, and whether the figure is within it; None where there is no figure.

    ``reason`` is the topic of why it may not be met.
    """

    id: str
    label: str
    measured: str
    bound: str
    met: bool | None
    near: bool
    reason: str

    @property
    def word(self) -> str:
        """Whether it is met, in a word or two."""
        if self.met is None:
            return UNKNOWN
        return ("达到" if self.met else "没到") + ("，误差以内" if self.near else "")


class _Bound(NamedTuple):
    least: float | None = None
    most: float | None = None
    digits: int | None = None
    """Decimals where the figure is no share."""


def goals_of(figures: Figures) -> tuple[Goal, ...]:
    """Return every goal beside its figure."""
    return (*_forms(figures), *_savings(figures), *_honesty(figures), *_watch(figures), *_rest(figures))


def _forms(figures: Figures) -> Iterator[Goal]:
    standard, full = figures.found[STANDARD], figures.found[FULL]
    for name, found, bounds in (("标准卷", standard, (0.72, 0.84, 0.92)), ("全卷", full, (0.80, 0.90, 0.95))):
        ids = ("recovery", "recovery_lead_10", "recovery_lead_20")
        for id_, label, bound in zip(ids, ("认对", "领先一成", "领先两成"), bounds, strict=True):
            form = "standard" if found is standard else "full"
            yield _goal(f"{form}_{id_}", f"{name}{label}", found[id_], _Bound(least=bound), "recovery")
    yield _goal("standard_items", "标准卷题数", standard["items"], _Bound(most=15, digits=1), "items")
    yield _goal("accuracy_among_named", "点名点得对", standard["accuracy_among_named"], _Bound(least=0.90), "named")
    yield _goal("named", "点得出名", standard["named"], _Bound(least=0.45), "named")


def _savings(figures: Figures) -> Iterator[Goal]:
    for id_, label, second, least in (
        ("saving_single", "省题，都不给", Second.NEVER, 0.25),
        ("saving_second", "省题，都给", Second.ALWAYS, 0.50),
    ):
        last = figures.curves[PRIOR, Form.STANDARD, second][-1]
        yield _goal(id_, label, last.saving, _Bound(least=least), "saving")


def _honesty(figures: Figures) -> Iterator[Goal]:
    wrong = [key for key in figures.lines if key[0] != PRIOR]
    fixed = _worst(
        [figures.found[PRIOR, Form.FULL, each]["calibration_error"] for each in (Second.ALWAYS, Second.NEVER)]
    )
    adaptive = _worst([figures.found[PRIOR, Form.STANDARD, each]["calibration_error"] for each in Second])
    elsewhere = _worst([figures.found[key]["calibration_error"] for key in wrong])
    yield _goal("calibration_fixed", "校准，全卷", fixed, _Bound(most=0.02, digits=3), "calibration")
    yield _goal("calibration_adaptive", "校准，标准卷", adaptive, _Bound(most=0.03, digits=3), "calibration")
    yield _goal("calibration_wrong", "校准，模型错", elsewhere, _Bound(most=0.04, digits=3), "wrong")
    lines = [figure for key in (STANDARD, FULL) for figure in figures.lines[key]]
    yield _goal("coverage_least", "包住，最少的线", _least(lines), _Bound(least=0.885, most=0.915), "coverage")
    yield _goal("coverage_most", "包住，最多的线", _worst(lines), _Bound(least=0.885, most=0.915), "coverage")
    least = _least([figures.found[key]["coverage"] for key in wrong])
    yield _goal("coverage_wrong", "包住，模型错", least, _Bound(least=0.87), "wrong")


def _watch(figures: Figures) -> Iterator[Goal]:
    for rule, label in (
        (BotRule.UNIFORM, "漏掉乱点的"),
        (BotRule.FIRST, "漏掉选第一"),
        (BotRule.LONGEST, "漏掉选最长"),
        (BotRule.SHORTEST, "漏掉选最短"),
        (BotRule.ALTERNATING, "漏掉轮着选"),
    ):
        seconds = (Second.ALWAYS, Second.NEVER)
        missed = _worst([figures.found[rule, Form.STANDARD, each]["named_unflagged_without_time"] for each in seconds])
        yield _goal(f"missed_{rule.value}", label, missed, _Bound(most=0.03), "bots")
    flagged = figures.found[RANDOM]
    yield _goal("false_flags", "冤枉好人", figures.found[STANDARD]["flagged"], _Bound(most=0.05), "flags")
    yield _goal("random_by_answers", "乱点看作答", flagged["flagged_by_answers"], _Bound(least=0.50), "flags")
    yield _goal("random_with_time", "乱点加用时", flagged["flagged"], _Bound(least=0.90), "flags")


def _rest(figures: Figures) -> Iterator[Goal]:
    standard = figures.found[STANDARD]
    yield _goal("mismatch_found", "不符说得出", standard["mismatch_found"], _Bound(least=0.67), "mismatch")
    yield _goal("mismatch_false", "不符说错", standard["mismatch_false"], _Bound(most=0.05), "mismatch")
    yield _goal("exposure", "出题匀", standard["exposure"], _Bound(most=2, digits=2), "exposure")
    yield _goal("oracle", "比精确算法", figures.oracle["share"], _Bound(least=0.99), "oracle")


def _goal(id_: str, label: str, figure: Figure | None, bound: _Bound, reason: str) -> Goal:
    if figure is None or isnan(figure.value):
        return Goal(id_, label, UNKNOWN, _written(bound), None, near=False, reason=reason)
    cell = share_cell(figure) if bound.digits is None else number_cell(figure, bound.digits)
    ends = [end for end in (bound.least, bound.most) if end is not None]
    met = (bound.least is None or figure.value >= bound.least) and (bound.most is None or figure.value <= bound.most)
    near = min(abs(figure.value - end) for end in ends) <= NEAR * figure.error
    return Goal(id_, label, cell.text, _written(bound), met, near, reason)


def _written(bound: _Bound) -> str:
    least, most = (None if end is None else _end(end, bound.digits) for end in (bound.least, bound.most))
    if least is not None and most is not None:
        return f"{least} 到 {most}"
    return f"≥ {least}" if most is None else f"≤ {most}"


def _end(end: float, digits: int | None) -> str:
    return f"{end:g}" if digits is not None else f"{end * 100:g} %"


def _worst(figures: Sequence[Figure]) -> Figure:
    return max(figures, key=lambda each: each.value)


def _least(figures: Sequence[Figure]) -> Figure:
    return min(figures, key=lambda each: each.value)
