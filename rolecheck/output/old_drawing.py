"""A picture as lines, bars, dots and texts in a plane as wide as there is room.

Places from left to right are per cent of that width and places from top to bottom are pixels: so one drawing fits a
phone, a wide screen and a sheet of paper, and its letters never shrink.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt
from typing import ClassVar

from rolecheck.output.picture import Bar, Bars, Counts, Leaning, Leanings, Picture
from rolecheck.typesetting import shorten

BAR_ROW = 44
"""Pixels: a line of words, and a bar under it."""

COUNT_ROW = 36
LEANING_ROW = 26
THICK = 10
"""Pixels of a bar from top to bottom."""

LABEL_CELLS = 14
"""Cells of a label that shares its line with a drawing; our own are shorter."""

NAME_CELLS = 30
"""Cells of a label and a name that share their line with figures; our own are shorter."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place; ``anchor`` is start, middle or end, ``style`` a class of the style sheet."""

    kind: ClassVar[str] = "text"
    x: float
    y: int
    text: str
    style: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Box:
    """A bar from one per cent of the width on, so many per cent long."""

    kind: ClassVar[str] = "box"
    x: float
    y: int
    length: float
    style: str = "bar"
    height: int = THICK


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    kind: ClassVar[str] = "rule"
    x1: float
    y1: int
    x2: float
    y2: int
    style: str = "grid"


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc; its radius is in pixels."""

    kind: ClassVar[str] = "dot"
    x: float
    y: int
    radius: float
    style: str = "dot bar"


Shape = Text | Box | Rule | Dot


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes from back to front, how many pixels high they are together, and what they show in words."""

    height: int
    shapes: tuple[Shape, ...]
    told: str


def draw(picture: Picture) -> Drawing:
    """Return the picture drawn."""
    match picture:
        case Bars(rows):
            shapes, height = tuple(_bars(rows)), BAR_ROW * len(rows) + 20
        case Counts():
            shapes, height = tuple(_counts(picture)), COUNT_ROW * len(picture.rows) + 26
        case Leanings(leanings):
            shapes, height = tuple(_leanings(leanings)), LEANING_ROW * len(leanings)
    return Drawing(height, shapes, picture.told())


def _bars(rows: tuple[Bar, ...]) -> Iterator[Shape]:
    top = scale_end(max(row.mean if row.high is None else row.high for row in rows))
    bottom = BAR_ROW * len(rows)
    step = 0.1 if top <= 0.5 else 0.2
    for tick in range(round(top / step) + 1):
        place = 100 * tick * step / top
        yield Rule(place, 4, place, bottom)
        anchor = "start" if tick == 0 else "end" if place > 99 else "middle"
        yield Text(place, bottom + 16, f"{tick * step:.0%}".replace("%", " %") if tick else "0", "tick", anchor)
    for number, row in enumerate(rows):
        yield from _bar(row, BAR_ROW * number, 100 / top)


def scale_end(share: float) -> float:
    """Return where a scale for shares up to this one ends: at a whole mark."""
    step = 0.1 if share <= 0.5 else 0.2
    return max(ceil(share / step - 1e-9), 1) * step


def _bar(row: Bar, y: int, scale: float) -> Iterator[Shape]:
    quiet = " quiet" if row.quiet else ""
    yield Text(0, y + 18, shorten(f"{row.label} · {row.name}", NAME_CELLS), f"words{quiet}")
    yield Text(100, y + 18, row.text, f"words figures{quiet}", "end")
    yield Box(0, y + 26, row.mean * scale, f"bar{quiet}")
    if row.low is None or row.high is None:
        return
    middle = y + 26 + THICK // 2
    yield Rule(row.low * scale, middle, row.high * scale, middle, "interval")
    for end in (row.low * scale, row.high * scale):
        yield Rule(end, middle - 4, end, middle + 4, "interval")


def _counts(picture: Counts) -> Iterator[Shape]:
    left = 16.0
    each = (100 - left) / len(picture.columns)
    places = {column: left + each * (number + 0.5) for number, column in enumerate(picture.columns)}
    for column, place in places.items():
        yield Text(place, 16, shorten(column, 6), "tick", "middle")
    most = max(count for _, counts in picture.rows for count in counts)
    for number, (name, counts) in enumerate(picture.rows):
        middle = 26 + COUNT_ROW * number + COUNT_ROW // 2
        yield Rule(left, middle, 100, middle)
        yield Text(0, middle + 5, shorten(name, LABEL_CELLS), "words")
        for (column, place), count in zip(places.items(), counts, strict=True):
            if count:
                style = "dot quiet" if column in picture.quiet else "dot bar"
                yield Dot(place, middle, 8 + 6 * sqrt(count / most), style)
                yield Text(place, middle + 5, str(count), "inside", "middle")


def _leanings(rows: tuple[Leaning, ...]) -> Iterator[Shape]:
    left, right = 34.0, 84.0
    centre, most = (left + right) / 2, max(abs(row.weight) for row in rows)
    yield Rule(centre, 0, centre, LEANING_ROW * len(rows), "axis")
    for number, row in enumerate(rows):
        y = LEANING_ROW * number
        length = abs(row.weight) / most * (right - centre) if most else 0.0
        start, style = (centre, "bar") if row.weight >= 0 else (centre - length, "bar against")
        yield Text(0, y + 18, shorten(row.label, LABEL_CELLS), "words")
        yield Box(start, y + 8, length, style)
        yield Text(100, y + 18, row.text, "words figures", "end")
