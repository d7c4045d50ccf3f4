"""A file of answers from somebody else's tool as respondents, with everything there is to say about it.

Nothing is guessed: what fits no option is a problem with its place and the nearest option, and as long as there is one
there are no answers to use, unless the user wants what does not fit left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rolecheck.bank.characters import harmless, plain_name
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem
from rolecheck.exchange.forms.answering import Heard, Person, RowReader
from rolecheck.exchange.forms.codebook import Codebook, Place
from rolecheck.exchange.forms.columns import Column, near_items, read_columns
from rolecheck.exchange.forms.layouts import Layout, recognise
from rolecheck.exchange.forms.limits import MOST_PROBLEMS
from rolecheck.exchange.forms.mapping import read_mapping
from rolecheck.exchange.forms.table import Table, read_table

_NO_ITEMS = (
    "一道题也没认出来。列名里要有题目的代号、题干或 id；用 --map 列名=题 指出哪一列是哪道题，"
    "或用 --bank 指出出这份问卷的题库。"
)
_MOST_ROWS = 12
"""Rows named in one note."""

_MOST_NOTES = 50
"""Notes of one kind."""

_ENOUGH = 1_000
"""Problems after which the rest of a file is not looked at."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be read: columns spoken for, whether to leave out what does not fit, whether to keep repeats."""

    mapped: Sequence[str] = ()
    skip: bool = False
    keep_all: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file holds."""

    source: str
    kind: str
    layout: Layout
    columns: tuple[Column, ...]
    people: tuple[Person, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items that were asked, in the order of their columns."""
        places = (column.about for column in self.columns if isinstance(column.about, Place))
        return tuple(dict.fromkeys(place.item.id for place in places))


def read_filled(path: Path, bank: Bank, wishes: Wishes) -> Filled:
    """Return what the file holds.

    Raises:
        BadInputError: it is no table of answers at all.
        UsageError: a column is spoken for that is not there, or for something that is not.
    """
    table = read_table(path)
    codebook = Codebook(bank)
    layout = recognise(table, sum(codebook.by_name(header) is not None for header in table.header))
    columns = read_columns(table.header, layout, codebook, read_mapping(wishes.mapped, table, codebook))
    near = _near_problems(table, columns, codebook)
    if not any(isinstance(column.about, Place) for column in columns):
        raise BadInputError([*near, Problem(table.source, 1, _NO_ITEMS)][:MOST_PROBLEMS])
    reader = RowReader(columns, layout, codebook)
    people = _people(reader, table, enough=len(table.rows) * len(columns) if wishes.skip else _ENOUGH)
    misfits = [
        Problem(table.source, row, f"{_shown(column)}：{text}。", column.number)
        for row, column, text in reader.heard.problems
    ]
    problems = (*near, *misfits)
    kept, repeats = _settled(people, keep_all=wishes.keep_all)
    left_out = [f"没有算进来：{_place(problem)}{problem.text}" for problem in problems] if wishes.skip else []
    notes = (*_listed(left_out), *repeats, *_notes(reader.heard))
    return Filled(table.source, table.kind, layout, columns, kept, notes, () if wishes.skip else problems)


def usable(filled: Filled) -> tuple[Person, ...]:
    """Return the respondents; BadInputError if anything does not fit, or nobody answered anything."""
    if filled.problems:
        more = len(filled.problems) - MOST_PROBLEMS
        listed = list(filled.problems[:MOST_PROBLEMS])
        if more > 0:
            listed.append(Problem(filled.source, None, f"还有 {more} 处没列出来。"))
        listed.append(
            Problem(filled.source, None, "上面这些对不上，所以什么都没写。改好文件再来，或加 --skip 把它们当没答。")
        )
        raise BadInputError(listed)
    if not filled.people:
        raise BadInputError([Problem(filled.source, None, "没有一个人答了题。看看是不是下载错了表。")])
    return filled.people


def _people(reader: RowReader, table: Table, enough: int) -> list[Person]:
    """Return everybody, or whoever came before there was enough wrong: a column mistaken is wrong in every row."""
    people = []
    for row in table.rows:
        people.append(reader.person(row))
        if len(reader.heard.problems) > enough:
            break
    return people


def _near_problems(table: Table, columns: Sequence[Column], codebook: Codebook) -> list[Problem]:
    return [
        Problem(
            table.source,
            1,
            f"{_shown(near.column)}：没认出是哪道题。最像 {near.item}（像 {near.likeness:.0f} %），"
            f"是它就加 --map {near.column.number}={near.item}，不是就加 --map {near.column.number}=ignore。",
            near.column.number,
        )
        for near in near_items(columns, codebook)
    ]


def _shown(column: Column) -> str:
    return f"{column.letters} 列“{harmless(column.header, 12)}”"


def _place(problem: Problem) -> str:
    return "" if problem.line is None else f"第 {problem.line} 行 "


def _settled(people: Sequence[Person], *, keep_all: bool) -> tuple[tuple[Person, ...], list[str]]:
    """Return who answered anything, each name once, in the order of the file, and what was set aside."""
    notes: list[str] = []
    answered = [person for person in people if person.responses]
    if silent := [person.row for person in people if not person.responses]:
        notes.append(f"第 {_rows(silent)} 行：一题没答，没有算进来。")
    groups: dict[str, list[Person]] = {}
    for person in answered:
        groups.setdefault(plain_name(person.name) if person.name else f"\n{person.row}", []).append(person)
    kept: list[Person] = []
    for group in groups.values():
        kept += _numbered(group) if keep_all else [_latest(group, notes)]
    return tuple(sorted(kept, key=lambda person: person.row)), notes


def _latest(group: Sequence[Person], notes: list[str]) -> Person:
    latest = max(group, key=lambda person: (person.submitted or _LONG_AGO, person.row))
    if len(group) > 1:
        rows = "、".join(str(person.row) for person in group if person is not latest)
        notes.append(
            f"“{latest.respondent}”答了 {len(group)} 次，用最后交的第 {latest.row} 行，第 {rows} 行没有算进来。"
            "是不同的人就加 --keep-all。"
        )
    return latest


def _numbered(group: Sequence[Person]) -> list[Person]:
    first, *others = group
    return [first, *(replace(other, name=f"{first.name}（{number}）") for number, other in enumerate(others, 2))]


def _notes(heard: Heard) -> list[str]:
    notes = [f"第 {_rows(rows)} 行：{text}。" for text, rows in heard.notes.items()]
    notes = _listed(notes)
    if heard.fill_ins:
        notes.append(f"有 {heard.fill_ins} 格带着自己补充的话，选项照认，补充的话没有带进来。")
    if heard.numbers:
        notes.append(
            f"有 {heard.numbers} 格是按选项的序号认的：问卷里选项的先后要和导出时一样，改过先后就改用按文本下载的。"
        )
    return notes


def _listed(notes: list[str]) -> list[str]:
    more = len(notes) - _MOST_NOTES
    return [*notes[:_MOST_NOTES], f"像这样的还有 {more} 处，没列出来。"] if more > 0 else notes


def _rows(rows: Sequence[int]) -> str:
    each = list(dict.fromkeys(rows))
    return "、".join(map(str, each[:_MOST_ROWS])) + (f"……共 {len(each)}" if len(each) > _MOST_ROWS else "")
