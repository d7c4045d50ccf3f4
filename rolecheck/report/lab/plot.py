"""What the lab found as three pictures: how true stated chances are, recovery against items, coverage of each line."""

from collections.abc import Iterator
from math import sqrt
from typing import NamedTuple

from rolecheck.bank.items import Bank
from rolecheck.measure.lab.population import PRIOR, Second
from rolecheck.report.lab.figures import Figures
from rolecheck.report.lab.goals import FULL, STANDARD
from rolecheck.report.lab.words import SECOND_NAMES
from rolecheck.session.form import Form


class Point(NamedTuple):
    """A point of a series with its standard error; coordinates are shares, or numbers of items."""

    x: float
    y: float
    error: float = 0.0


class Series(NamedTuple):
    """Points that belong together; ``dashed`` tells fixed forms from adaptive ones."""

    name: str
    points: tuple[Point, ...]
    dashed: bool = False


class Panel(NamedTuple):
    """One picture: what its axes show, its series, and the level ``aim`` where it should lie; the diagonal if None."""

    title: str
    across: str
    upward: str
    series: tuple[Series, ...]
    ticks: tuple[str, ...] = ()
    aim: float | None = None


class LabPlot(NamedTuple):
    """The three pictures, and what must stand under them."""

    calibration: Panel
    curves: Panel
    coverage: Panel
    caution: str


def lab_plot(bank: Bank, figures: Figures) -> LabPlot:
    """Return what is to be drawn."""
    names = (("标准卷", STANDARD), ("全卷", FULL))
    return LabPlot(
        calibration=Panel(
            "说的把握和真的对了多少",
            "说的把握",
            "真的认对",
            tuple(
                Series(name, tuple(_in_bin(*found, figures.people) for found in figures.calibration[key]))
                for name, key in names
            ),
        ),
        curves=Panel("问几题，认对多少", "责任题数", "认对", tuple(_curves(figures))),
        coverage=Panel(
            "九成区间包住真值的份",
            "",
            "包住",
            tuple(
                Series(name, tuple(Point(at, each.value, each.error) for at, each in enumerate(figures.lines[key])))
                for name, key in names
            ),
            ticks=tuple(line.short for line in bank.roles.lines),
            aim=0.90,
        ),
        caution=f"模拟：模型的人 {figures.people} 个，线的对数价值标准差中位 1.0，种子 {figures.seed}；不是效度。",
    )


def _in_bin(said: float, was: float, share: float, people: int) -> Point:
    """Return a bin's point; its error never vanishes, as it would where all of a few people are right."""
    count = share * people
    likely = (was * count + 1) / (count + 2)
    return Point(said, was, sqrt(likely * (1 - likely) / count))


def _curves(figures: Figures) -> Iterator[Series]:
    for form, name in ((Form.STANDARD, "挑着问"), (Form.FULL, "固定卷")):
        for second in (Second.ALWAYS, Second.NEVER):
            points = tuple(
                Point(point.items.value, point.recovery.value, point.recovery.error)
                for point in figures.curves[PRIOR, form, second]
            )
            yield Series(f"{name}，{SECOND_NAMES[second]}其次", points, dashed=form is Form.FULL)
