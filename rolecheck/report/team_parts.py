"""What the sections of a team report are made of: words, points, tables, the people, divided moments, topics."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rolecheck.measure.summary import Estimate
from rolecheck.report.tables import Table
from rolecheck.report.wording import interval, percent

MOST_NAMED = 40
"""Names written out in one place; where there are more, their number says more."""


LEAST_DOUBT = 1e-6


class Words(NamedTuple):
    """A paragraph."""

    text: str


class Points(NamedTuple):
    """Sentences that stand under a heading of their own."""

    heading: str
    entries: tuple[str, ...]


class ShareCell(NamedTuple):
    """A share with its 90 % interval, and how it is written."""

    mean: float
    low: float
    high: float
    text: str
    interval: str


class PersonRow(NamedTuple):
    """One person in the overview; ``verdict``, ``line`` and ``title`` are ids, texts are as they are written."""

    name: str
    flagged: bool
    verdict: str
    line: str
    conclusion: str
    confidence: float | None
    certainty: str
    title: str | None
    card: str
    match: str
    p_primary: tuple[float, ...]
    shares: tuple[ShareCell, ...]
    stand_back: ShareCell

    @property
    def marked(self) -> str:
        """The name, with a mark behind it where the responses deserve a second look."""
        return f"{self.name} !" if self.flagged else self.name


class People(NamedTuple):
    """Person by line: ``lines`` are ids with their names, ``orders`` the orders one can read the rows in."""

    lines: tuple[tuple[str, str], ...]
    rows: tuple[PersonRow, ...]
    orders: tuple[tuple[str, tuple[int, ...]], ...]
    """Name of an order, and for each row its place in it."""


class OptionRow(NamedTuple):
    """One option of a divided moment: its letter, the line it stands for, its text, how many chose it first."""

    letter: str
    line: str
    text: str
    chosen: int
    share: float
    written: str


class Divided(NamedTuple):
    """A moment on which the group divides."""

    item: str
    heading: str
    stem: str
    answered: int
    dividedness: float
    options: tuple[OptionRow, ...]
    prompt: str


class Topic(NamedTuple):
    """Something to talk about, and what comes of it: who takes it on, and by when, is left to write in."""

    kind: str
    text: str
    owner: str = ""
    due: str = ""


Part = Words | Points | Table | People | Divided | Topic


class Section(NamedTuple):
    """One view of the group; ``note`` says how to read it."""

    id: str
    heading: str
    note: str
    parts: tuple[Part, ...]


def share_cell(estimate: Estimate) -> ShareCell:
    """Return a share as a cell."""
    return ShareCell(estimate.mean, estimate.low, estimate.high, percent(estimate.mean), interval(estimate))


def chance(probability: float) -> str:
    """Write what a model holds likely; it is never quite certain, however few decimals were kept."""
    return percent(min(max(probability, LEAST_DOUBT), 1 - LEAST_DOUBT))


def points(heading: str, entries: Iterable[str]) -> tuple[Points, ...]:
    """Return the sentences under their heading, nothing where there are none."""
    written = tuple(entries)
    return (Points(heading, written),) if written else ()


def joined(names: Iterable[str]) -> str:
    """Return names as one says them, in the order of names; their number where there are too many."""
    known = sorted(names)
    return "、".join(known) if len(known) <= MOST_NAMED else f"{len(known)} 人"


def section_data(section: Section) -> Mapping[str, Any]:
    """Return a section as plain data, every figure with the words that show it."""
    return {
        "heading": section.heading,
        "note": section.note,
        "parts": [{"kind": type(part).__name__.lower(), **_part_data(part)} for part in section.parts],
    }


def _part_data(part: Part) -> Mapping[str, Any]:
    match part:
        case Table():
            rows = [_row_data(part, number) for number in range(len(part.rows))]
            return {"id": part.id, "heading": part.heading, "note": part.note, "rows": rows}
        case People():
            lines = [line for line, _ in part.lines]
            return {"rows": [_person_data(lines, row) for row in part.rows]}
        case Divided():
            return {**part._asdict(), "options": [option._asdict() for option in part.options]}
        case Words() | Points() | Topic():
            return part._asdict()


def _row_data(table: Table, number: int) -> Mapping[str, Any]:
    row = table.rows[number]
    cells = zip(table.columns, row.cells, strict=True)
    return {"id": row.id, "label": row.label, **{id_: cell._asdict() for (id_, _), cell in cells}}


def _person_data(lines: list[str], row: PersonRow) -> Mapping[str, Any]:
    shares = {line: cell._asdict() for line, cell in zip(lines, row.shares, strict=True)}
    likely = dict(zip(lines, row.p_primary, strict=True))
    return {**row._asdict(), "p_primary": likely, "shares": shares, "stand_back": row.stand_back._asdict()}
