"""Respondents read from files: each once, as rows of an answer sheet, as sessions to be kept."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

from rolecheck.bank.characters import inert, plain_name
from rolecheck.bank.items import Bank, Facet
from rolecheck.errors import Problem
from rolecheck.exchange.forms.codebook import ItemPlace
from rolecheck.exchange.forms.columns import Column
from rolecheck.exchange.forms.layouts import ToolLayout
from rolecheck.exchange.sheet import CIRCUMSTANCES
from rolecheck.session.session import Form, Response, Session

_MOST_ROWS = 12
"""Rows named in one note."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Respondent:
    """One respondent; ``title`` is a role's id, ``row`` where it stood in the file, ``name`` None if none was given.

    ``file`` tells the rows of several files apart, and is empty where there is only one.
    """

    row: int
    name: str | None
    title: str | None
    seconds: float | None
    submitted: datetime | None
    responses: tuple[Response, ...]
    file: str = ""

    @property
    def respondent(self) -> str:
        """The name, or the row where nobody gave one."""
        return self.name or f"{self.file}第{self.row}行"


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What a file holds."""

    source: str
    kind: str
    layout: ToolLayout
    columns: tuple[Column, ...]
    people: tuple[Respondent, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items that were asked, in the order of their columns."""
        places = (column.about for column in self.columns if isinstance(column.about, ItemPlace))
        return tuple(dict.fromkeys(place.item.id for place in places))


def settled(people: Sequence[Respondent], *, keep_all: bool) -> tuple[tuple[Respondent, ...], list[str]]:
    """Return who answered anything, each name once, in the order they came in, and what was set aside."""
    notes: list[str] = []
    if silent := [_where(person) for person in people if not person.responses]:
        notes.append(f"{listed_rows(silent)}：一题没答，没有算进来。")
    groups: dict[str, list[Respondent]] = {}
    for person in people:
        if person.responses:
            key = plain_name(person.name) if person.name else f"\n{person.respondent}"
            groups.setdefault(key, []).append(person)
    taken = {plain_name(person.respondent) for person in people}
    kept: dict[int, Respondent] = {}
    for group in groups.values():
        for person, before in _numbered(group, taken, notes) if keep_all else [_latest(group, notes)]:
            kept[id(before)] = person
    return tuple(kept[id(person)] for person in people if id(person) in kept), notes


def _latest(group: Sequence[Respondent], notes: list[str]) -> tuple[Respondent, Respondent]:
    times = [person.submitted for person in group]
    certain = None not in times and len(set(times)) == len(times)
    latest = max(group, key=lambda person: person.submitted or _LONG_AGO) if certain else group[-1]
    if len(group) > 1:
        others = "、".join(_where(person) for person in group if person is not latest)
        how = "用最后交的" if certain else "交卷时间不全或一样，分不出先后，按次序用排在最后的"
        notes.append(
            f"“{latest.respondent}”答了 {len(group)} 次，{how}{_where(latest)}，{others}没有算进来。"
            "是不同的人就加 --keep-all。"
        )
    return latest, latest


def _numbered(group: Sequence[Respondent], taken: set[str], notes: list[str]) -> list[tuple[Respondent, Respondent]]:
    """Return everybody of one name, all but the first with a number behind it that nobody else has."""
    first, *others = group
    numbers = (f"{first.name}（{number}）" for number in count(2))
    free = (name for name in numbers if plain_name(name) not in taken)
    renamed = [replace(other, name=next(free)) for other in others]
    taken |= {plain_name(person.respondent) for person in renamed}
    if renamed:
        rows = "、".join(f"{_where(other)}记作“{person.name}”" for other, person in zip(others, renamed, strict=True))
        notes.append(f"“{first.name}”有 {len(group)} 份，都留下：{rows}。")
    return list(zip([first, *renamed], group, strict=True))


def _where(person: Respondent) -> str:
    return f"{person.file}第 {person.row} 行"


def listed_rows(rows: Sequence[object]) -> str:
    """Return rows as a sentence names them: each once, the first few, and how many there are."""
    different = list(dict.fromkeys(rows))
    more = f"……共 {len(different)}" if len(different) > _MOST_ROWS else ""
    return "、".join(map(str, different[:_MOST_ROWS])) + more


def sheet_text(bank: Bank, items: Sequence[str], people: Sequence[Respondent]) -> str:
    """Return the sheet as CSV: a row for each respondent, a column for each item."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = [column for column in CIRCUMSTANCES if column != "subject"]
    writer.writerow((*columns, *items))
    for person in people:
        writer.writerow(_cells(bank, items, person))
    return stream.getvalue()


def _cells(bank: Bank, items: Sequence[str], person: Respondent) -> Iterator[str]:
    letters = {response.item: response.letters for response in person.responses}
    yield inert(person.respondent)
    yield "" if person.title is None else inert(bank.roles.role(person.title).name)
    yield "" if person.seconds is None else f"{max(person.seconds, 1):.0f}"
    for item in items:
        yield letters.get(item, "")


def session_of(bank: Bank, items: Collection[str], person: Respondent) -> Session:
    """Return a respondent's session; the form is the one that asks these facets, or everything.

    The tool has timed the whole at most. Each response gets an even part, so that the whole adds up again.
    """
    even_part = None if person.seconds is None else person.seconds / len(person.responses)
    timed = tuple(replace(response, seconds=even_part) for response in person.responses)
    return Session(_form(bank, items), 0, person.title, person.respondent, None, timed)


def _form(bank: Bank, items: Collection[str]) -> Form:
    if set(bank.by_id) <= set(items):
        return Form.FULL
    facets = {bank.by_id[item].facet for item in items}
    return Form.QUICK if facets == {Facet.RESPONSIBILITY} else Form.STANDARD
