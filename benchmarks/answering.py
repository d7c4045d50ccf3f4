"""Many people of a known world answering many items at once: what calibration is tried on, with the truth beside it.

Code of its own: nothing here comes from what estimates.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.calibration.answers import NOTHING, Answers, OptionLayout

Floats = NDArray[np.float64]

SPREAD_SD = 0.4


@dataclass(frozen=True)
class World:
    """What is true of items and people.

    ``attractiveness`` is [items, options], ``sensitivity`` [items] (a factor), ``slope`` [items, options] what an
    option's utility has of its line, times the sensitivity; ``mean`` [columns] how people lean; ``spread`` the median
    of how much each differs from others.
    """

    layout: OptionLayout
    attractiveness: Floats
    sensitivity: Floats
    slope: Floats
    mean: Floats
    spread: float = 1.0


@dataclass(frozen=True)
class Crowd:
    """Answers, and the logarithms of the worths of whoever gave them, [people, columns]."""

    answers: Answers
    theta: Floats = field(repr=False)


def world(layout: OptionLayout, *, option_sd: float = 0.0, sensitivity_sd: float = 0.0, seed: int = 1) -> World:
    """Return a world whose options and items differ by so much (logarithms); the usual item has a sensitivity of 1."""
    rng = np.random.default_rng(seed)
    mean = np.zeros(layout.columns)
    mean[-1] = -0.5
    attractiveness = rng.normal(size=layout.column.shape) * option_sd
    tells = rng.normal(size=len(layout.items)) * sensitivity_sd
    return World(layout, attractiveness, np.exp(tells - tells.mean()), np.ones(layout.column.shape), mean)


def lines_alike(of: World) -> World:
    """Return the world with no line liked better than another as a whole: its options' mean attractiveness is zero."""
    attractiveness = of.attractiveness.copy()
    for line in range(of.layout.columns):
        own = of.layout.column == line
        attractiveness[own] -= attractiveness[own].mean()
    return replace(of, attractiveness=attractiveness)


def crowd(of: World, people: int, seed: int, *, items: int | NDArray[np.intp] = 18, second: float = 1.0) -> Crowd:
    """Return so many people who answered so many items, each by lot, or everybody the same ones."""
    rng = np.random.default_rng(seed)
    layout = of.layout
    count = len(layout.items)
    spread = of.spread * np.exp(rng.normal(0, SPREAD_SD, people))
    theta = rng.normal(size=(people, layout.columns))
    theta[:, :-1] *= spread[:, None]
    theta += of.mean
    felt = (of.sensitivity[:, None] * of.slope)[None] * theta[:, layout.column]
    utility = felt + of.attractiveness
    lapse = rng.beta(1.5, 12, people)[:, None]
    open_ = np.broadcast_to(layout.offered > 0, utility.shape).copy()
    marks = np.full((people, count, 2), NOTHING, np.int8)
    for which in (0, 1):
        lapsed = rng.random((people, count)) < lapse
        worth = np.where(lapsed[:, :, None], 0.0, utility) + rng.gumbel(size=utility.shape)
        marks[:, :, which] = np.where(open_, worth, -np.inf).argmax(axis=2)
        np.put_along_axis(open_, marks[:, :, which, None].astype(np.intp), False, axis=2)
    marks[rng.random((people, count)) >= second, 1] = NOTHING
    asked = np.zeros((people, count), bool)
    if isinstance(items, int):
        lots = rng.random((people, count)).argsort(axis=1)[:, :items]
        np.put_along_axis(asked, lots, True, axis=1)
    else:
        asked[:, items] = True
    marks[~asked] = NOTHING
    return Crowd(Answers(layout, marks), theta)


def identified(of: World, known: NDArray[np.bool_]) -> Floats:
    """Return what of a world's attractiveness answers can tell, with mean zero within each line and each item.

    Adding the same to all options of an item changes nothing. Neither does adding its sensitivity to each option of one
    line, which is what more worth on that line, for everybody, would do.
    """
    layout = of.layout
    rows = [(item, option) for item in np.flatnonzero(known) for option in range(layout.column.shape[1])]
    items = len(layout.items)
    shifts, means = np.zeros((len(rows), items + layout.columns)), np.zeros((items + layout.columns, len(rows)))
    for number, (item, option) in enumerate(rows):
        line = items + layout.column[item, option]
        means[item, number] = means[line, number] = shifts[number, item] = 1
        shifts[number, line] = of.sensitivity[item]
    values = np.array([of.attractiveness[place] for place in rows])
    left = np.zeros_like(of.attractiveness)
    rest = values - shifts @ np.linalg.lstsq(means @ shifts, means @ values, rcond=None)[0]
    for place, value in zip(rows, rest, strict=True):
        left[place] = value
    return left
