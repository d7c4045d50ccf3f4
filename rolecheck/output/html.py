"""A page as one HTML file: no script, nothing fetched, every text escaped by jinja2.

The one place that knows jinja2. What is filled in is made visible on its way.

A picture is lines, bars, dots and texts in a plane as wide as there is room: places from left to right are per cent of
that width and places from top to bottom are pixels. So one drawing fits a phone, a wide screen and a sheet of paper,
and its letters never shrink.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from math import sqrt
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from rolecheck.bank.characters import visible
from rolecheck.exchange.questionnaire import Paper
from rolecheck.report.page import Bar, Bars, Counts, Page
from rolecheck.typesetting import percent, shorten, wrap

TEMPLATES = Path(__file__).with_name("templates")

CELLS = 104
"""Cells of small print in a line under a picture that is a file of its own."""


def html_text(page: Page) -> str:
    """Return the page as a file's text."""
    numbers = count(1)
    return _template("page.html").render(page=page, draw=draw, zip=zip, number=lambda: next(numbers))


def paper_text(paper: Paper) -> str:
    """Return a form to print on A4 as a file's text."""
    return _template("paper.html").render(paper=paper)


def svg_text(picture: Bars, title: str, note: str, below: str) -> str:
    """Return a picture alone as a file's text, with what must be said ``below`` it in small print."""
    return _template("picture.svg").render(title=title, note=note, drawing=draw(picture), below=wrap(below, CELLS))


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["kind"] = lambda block: type(block).__name__.lower()
    return environment.get_template(name)


def _visible(value: object) -> object:
    # What is marked up has been through here already.
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


WORDS_ROW = 24
"""Pixels of the line of words above a bar."""

BELOW = 8
"""Pixels below a bar."""

COUNT_ROW = 36
THICK = 10
"""Pixels of a bar from top to bottom."""

BINS = 48
"""A dot stands in one of so many places from left to right; on the narrowest phone two of them do not touch."""

RADIUS = 3.0
"""Pixels."""

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


def draw(picture: Bars | Counts) -> Drawing:
    """Return the picture drawn."""
    match picture:
        case Bars(rows):
            heights = [WORDS_ROW + _height(row, picture.scale) + BELOW for row in rows]
            return Drawing(sum(heights) + 20, tuple(_bars(picture, heights)), told(picture))
        case Counts(_, rows):
            return Drawing(COUNT_ROW * len(rows) + 26, tuple(_counts(picture)), told(picture))


def told(picture: Bars | Counts) -> str:
    """Return the picture in words, for whoever cannot see it; what was counted never goes unsaid."""
    match picture:
        case Bars(rows):
            pieces = [f"{row.label} {row.name}：{_figures(row)}" for row in rows]
        case Counts(columns, counted):
            pieces = []
            for name, counts in counted:
                counted_columns = [f"{column} {count}" for column, count in zip(columns, counts, strict=True) if count]
                pieces.append(f"{name}：{'，'.join(counted_columns)}")
    return "；".join(pieces) + "。"


def _figures(row: Bar) -> str:
    return f"{row.text}（{row.interval}）"


def _height(row: Bar, scale: float) -> int:
    """Return the pixels of the highest stack of dots, or of a bar."""
    return round(max(Counter(_bins(row, scale)).values()) * 2 * RADIUS) if row.dots else THICK


def _bars(picture: Bars, heights: Sequence[int]) -> Iterator[Shape]:
    bottom = sum(heights)
    step = 0.1 if picture.scale <= 0.5 else 0.2
    for tick in range(round(picture.scale / step) + 1):
        place = min(100 * tick * step / picture.scale, 100.0)
        yield Rule(place, 4, place, bottom)
        anchor = "start" if tick == 0 else "end" if place > 99 else "middle"
        yield Text(place, bottom + 16, percent(tick * step) if tick else "0", "tick", anchor)
    for number, row in enumerate(picture.rows):
        y = sum(heights[:number])
        yield Text(0, y + 18, shorten(f"{row.label} · {row.name}", NAME_CELLS), "words")
        yield Text(100, y + 18, _figures(row), "words figures", "end")
        floor = y + heights[number] - BELOW
        yield from _dots(row, floor, picture.scale) if row.dots else _bar(row, y + WORDS_ROW, picture.scale)


def _bar(row: Bar, y: int, scale: float) -> Iterator[Shape]:
    yield Box(0, y, 100 * row.mean / scale, "bar")
    low, high, middle = 100 * row.low / scale, 100 * row.high / scale, y + THICK // 2
    yield Rule(low, middle, high, middle, "interval")
    for end in (low, high):
        yield Rule(end, middle - 4, end, middle + 4, "interval")


def _bins(row: Bar, scale: float) -> list[int]:
    return [min(int(dot / scale * BINS), BINS - 1) for dot in row.dots]


def _dots(row: Bar, floor: int, scale: float) -> Iterator[Shape]:
    """Yield the dots one above another: each is one of twenty equally likely places of the share."""
    below = Counter[int]()
    for place in _bins(row, scale):
        yield Dot(100 * (place + 0.5) / BINS, round(floor - RADIUS * (2 * below[place] + 1)), RADIUS)
        below[place] += 1


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
        for (column, place), chosen in zip(places.items(), counts, strict=True):
            if chosen:
                style = "dot quiet" if column in picture.quiet else "dot bar"
                yield Dot(place, middle, 8 + 6 * sqrt(chosen / most), style)
                yield Text(place, middle + 5, str(chosen), "inside", "middle")
