"""One row of a table as one respondent's responses, with everything in it that could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rolecheck.bank.characters import MOST_NAME, harmless, plain_text, without_inert_mark
from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Item
from rolecheck.bank.lookup import find_role
from rolecheck.bank.roles import RoleBook
from rolecheck.errors import AmbiguousNameError, UnknownNameError
from rolecheck.exchange.forms.cells import (
    CellChoice,
    Misfit,
    half_width,
    is_missing,
    is_no_name,
    is_ticked,
    read_cell,
    without_fill_in,
    without_tools_letter,
)
from rolecheck.exchange.forms.codebook import Codebook, ItemPlace
from rolecheck.exchange.forms.columns import Column
from rolecheck.exchange.forms.layouts import ColumnKind, ToolLayout
from rolecheck.exchange.forms.respondents import Respondent
from rolecheck.exchange.forms.table import TableRow
from rolecheck.exchange.forms.times import read_seconds
from rolecheck.exchange.questionnaire import NO_SECOND_TEXT, NO_TITLE, NO_TITLE_TEXT
from rolecheck.session.session import MOST_SECONDS, Response

Moments = Mapping[int, Mapping[int, datetime | None]]
"""Of columns of times, by their number, the moment in each row, by its number."""

LOST = "\ufffd"
"""Stands where a character was lost on the way."""


@dataclass(slots=True)
class RowNotes:
    """What there is to say about the rows read so far.

    ``problems`` are what does not fit, by place; ``notes`` what is worth knowing, each once with the rows it is about.
    """

    problems: list[tuple[int, Column, str]] = field(default_factory=list)
    notes: dict[str, list[int]] = field(default_factory=dict)
    fill_ins: int = 0
    numbers: int = 0

    def note(self, row: int, text: str) -> None:
        """Remember something about a row."""
        self.notes.setdefault(text, []).append(row)


@dataclass(slots=True)
class _RowAnswers:
    """What one row says about the items, still in pieces."""

    firsts: dict[str, list[tuple[Column, CellChoice]]] = field(default_factory=dict)
    seconds: dict[str, tuple[Column, str]] = field(default_factory=dict)


class RowReader:
    """Reads rows of one table, adding to ``notes`` what cannot be read."""

    def __init__(self, columns: Sequence[Column], layout: ToolLayout, codebook: Codebook, moments: Moments) -> None:
        self.notes = RowNotes()
        self._columns = columns
        self._layout = layout
        self._codebook = codebook
        self._moments = moments
        # Ten thousand people choose among a few hundred texts.
        self._cells: dict[tuple[str, str], CellChoice | Misfit] = {}

    def person(self, row: TableRow) -> Respondent:
        """Return the row's respondent."""
        answers = _RowAnswers()
        about: dict[ColumnKind, str] = {}
        moments: dict[ColumnKind, datetime | None] = {}
        for column, cell in zip(self._columns, row.cells, strict=True):
            if isinstance(column.about, ItemPlace):
                if not self.is_empty(column.about, cell):
                    self._answer(answers, row.number, column, column.about, cell)
            elif column.number in self._moments:
                moments[column.about] = self._moments[column.number].get(row.number)
            else:
                about[column.about] = cell
        begun, submitted = moments.get(ColumnKind.BEGUN), moments.get(ColumnKind.SUBMITTED)
        return Respondent(
            row=row.number,
            name=self._name(row.number, about.get(ColumnKind.NAME, "")),
            title=self._title(row.number, about.get(ColumnKind.TITLE, "")),
            seconds=_seconds(about.get(ColumnKind.SECONDS, ""), begun, submitted),
            submitted=submitted,
            responses=tuple(self._responses(answers, row.number)),
        )

    def is_empty(self, place: ItemPlace, cell: str) -> bool:
        """Tell whether nothing was answered; what an option of this very item is called is an answer."""
        missing = is_missing(cell, by_number=self._layout.numbers_missing)
        return missing and (not cell or plain_text(cell) not in self._codebook.options[place.item.id])

    def fits(self, place: ItemPlace, cell: str) -> bool:
        """Tell whether a cell can be an answer to this item."""
        return not isinstance(self._read(place.item, cell), Misfit)

    def _name(self, row: int, cell: str) -> str | None:
        text = without_inert_mark(cell)
        if not text:
            return None
        if is_no_name(text, by_number=self._layout.numbers_missing):
            self.notes.note(row, f"名字写的是“{harmless(text)}”，不当名字，按第几行来记")
            return None
        if LOST in text or "?" in half_width(text):
            self.notes.note(row, f"名字“{harmless(text.replace(LOST, '?'))}”里有问号，多半是导出时丢了字")
        return harmless(text, MOST_NAME) or None

    def _answer(self, answers: _RowAnswers, row: int, column: Column, place: ItemPlace, cell: str) -> None:
        self.notes.fill_ins += "〖" in cell
        if place.letter is not None and not place.second:
            ticked = self._ticked(place, cell)
            if ticked is None:
                self._complain(row, column, f"“{harmless(cell)}”看不出这一项选了没有。选了写 1，没选写 0，或清空")
            elif ticked:
                answers.firsts.setdefault(place.item.id, []).append((column, CellChoice(place.letter, ranked=False)))
            return
        if place.second and _is_no_second(place.item, cell):
            return
        read = self._read(place.item, cell)
        if isinstance(read, Misfit):
            self._complain(row, column, read.text)
            return
        self.notes.numbers += read.by_number
        if read.note is not None:
            self.notes.note(row, f"{column.letters} 列的{read.note}")
        if place.second:
            answers.seconds[place.item.id] = (column, read.letters)
        else:
            answers.firsts.setdefault(place.item.id, []).append((column, read))

    def _ticked(self, place: ItemPlace, cell: str) -> bool | None:
        """Tell whether the column of one option says it was chosen; there the option itself may stand, too."""
        ticked = is_ticked(cell)
        if ticked is None:
            read = self._read(place.item, cell)
            return True if not isinstance(read, Misfit) and read.letters == place.letter else None
        return ticked

    def _read(self, item: Item, cell: str) -> CellChoice | Misfit:
        if (item.id, cell) not in self._cells:
            self._cells[item.id, cell] = read_cell(item, self._codebook.options[item.id], cell)
        return self._cells[item.id, cell]

    def _responses(self, answers: _RowAnswers, row: int) -> list[Response]:
        responses = []
        for item, cells in answers.firsts.items():
            first = self._first(row, cells)
            if first is None:
                continue
            second = first[1:2] or self._second(answers, row, item, first)
            responses.append(Response(item, first[0], second or None))
        if any(item not in answers.firsts for item in answers.seconds):
            self.notes.note(row, "有的题只选了其次，没选最像的，当没答")
        return responses

    def _first(self, row: int, cells: Sequence[tuple[Column, CellChoice]]) -> str | None:
        """Return the letters chosen, first and perhaps second, or None if nobody can tell which came first."""
        letters = "".join(dict.fromkeys("".join(chosen.letters for _, chosen in cells)))
        ranked = len(cells) == 1 and cells[0][1].ranked and NONE_FITS not in letters
        if len(letters) == 1 or ranked:
            return letters[:2]
        which = "、".join(sorted(letters))
        if NONE_FITS in letters:
            text = f"选了 {which}：又说{NONE_FITS_TEXT}，又选了别的。留 {NONE_FITS}，或留像的那个"
            self._complain(row, cells[-1][0], text)
            return None
        self._complain(
            row,
            cells[-1][0],
            f"选了 {len(letters)} 项（{which}），分不出哪个是最像的。只留一个，或写成 BD，先最像的，再其次的",
        )
        return None

    def _second(self, answers: _RowAnswers, row: int, item: str, first: str) -> str | None:
        if item not in answers.seconds:
            return None
        column, letters = answers.seconds[item]
        if len(letters) > 1:
            self._complain(row, column, f"其次选了 {len(letters)} 项，只能有一项。只留一个字母，或清空")
            return None
        if first == NONE_FITS:
            self.notes.note(row, f"有的题选了{NONE_FITS_TEXT}，又选了其次，只算{NONE_FITS_TEXT}")
            return None
        if letters == first:
            self.notes.note(row, "有的题其次和最像的选了同一项，只算最像的")
            return None
        return letters

    def _title(self, row: int, cell: str) -> str | None:
        text = without_tools_letter(half_width(without_fill_in(without_inert_mark(cell))))
        if is_missing(text, by_number=True) or plain_text(text) in {plain_text(NO_TITLE_TEXT), NO_TITLE}:
            return None
        roles = self._codebook.bank.roles
        if text.isdecimal():
            return _role_by_number(roles, text)
        try:
            return find_role(roles, text).id
        except (UnknownNameError, AmbiguousNameError) as error:
            self.notes.note(row, f"名片当没写：{str(error).rstrip('。')}")
            return None

    def _complain(self, row: int, column: Column, text: str) -> None:
        self.notes.problems.append((row, column, text))


def _is_no_second(item: Item, cell: str) -> bool:
    text = plain_text(without_tools_letter(half_width(cell)))
    return text in {plain_text(NO_SECOND_TEXT), NO_TITLE, NONE_FITS, str(len(item.options) + 1)}


def _role_by_number(roles: RoleBook, text: str) -> str | None:
    number = int(text[:3])
    return roles.roles[number - 1].id if 1 <= number <= len(roles.roles) else None


def _seconds(cell: str, begun: datetime | None, submitted: datetime | None) -> float | None:
    missing = is_missing(cell, by_number=False)
    seconds = None if missing else read_seconds(cell)
    if seconds is None and begun is not None and submitted is not None:
        seconds = (submitted - begun).total_seconds()
    return seconds if seconds is not None and 0 < seconds <= MOST_SECONDS else None
