"""What was found in a file of answers: who answered, which column is what, what is worth knowing, what does not fit."""

from collections.abc import Sequence
from typing import NamedTuple

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import Bank
from rolecheck.exchange.forms.codebook import ItemPlace
from rolecheck.exchange.forms.columns import COLUMN_NAMES, Column
from rolecheck.exchange.forms.layouts import ColumnKind
from rolecheck.exchange.forms.respondents import AnswerFile, Respondent
from rolecheck.report.page import Entry, Listing, Page, Sentence, Tone, listing, part, quiet

_TAKEN_FOR = {
    **COLUMN_NAMES,
    ColumnKind.NOTHING: "不用",
    ColumnKind.BESIDE: "题目旁边的，不用",
    ColumnKind.HIDDEN: "隐藏的，不用",
    ColumnKind.UNCLEAR: "分不清，没有读",
    ColumnKind.UNKNOWN: "不认得，不用",
}

_LONGEST_HEADER = 18


class ColumnRead(NamedTuple):
    """One column: the letter a spreadsheet gives it, how it begins, and what it was taken for."""

    column: str
    header: str
    taken_for: str


class PersonRead(NamedTuple):
    """One respondent: row, name, the role on the card (empty if none is known), and how much was answered.

    ``seconds`` counts second choices.
    """

    row: int
    respondent: str
    title: str
    answered: int
    asked: int
    seconds: int


class ImportReport(NamedTuple):
    """A file of answers, read and not yet used."""

    source: str
    layout: str
    columns: tuple[ColumnRead, ...]
    people: tuple[PersonRead, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    summary: str


def report_on(bank: Bank, answers: AnswerFile) -> ImportReport:
    """Return the report on a file."""
    people = [_person(bank, person, len(answers.items)) for person in answers.people]
    columns = [column_read(column.letters, column.header, _taken_for(column)) for column in answers.columns]
    problems = [str(problem) for problem in answers.problems]
    layout = f"认作：{answers.layout.name}，{answers.kind}"
    return import_report(
        source=answers.source, layout=layout, columns=columns, people=people, notes=answers.notes, problems=problems
    )


def _person(bank: Bank, person: Respondent, asked: int) -> PersonRead:
    title = "" if person.title is None else bank.roles.role(person.title).name
    name = person.name or f"没写名字，记作 {person.respondent}"
    seconds = sum(response.second is not None for response in person.responses)
    return PersonRead(person.row, name, title, len(person.responses), asked, seconds)


def _taken_for(column: Column) -> str:
    if not isinstance(column.about, ItemPlace):
        return _TAKEN_FOR[column.about]
    place = column.about
    option = "" if place.letter is None else f" 选项 {place.letter}"
    return f"{place.item.id}{' 其次' if place.second else ''}{option}"


def column_read(column: str, header: str, taken_for: str) -> ColumnRead:
    """Return a column fit to show: its header comes from a stranger."""
    return ColumnRead(column, harmless(header, _LONGEST_HEADER), taken_for)


def import_report(
    *,
    source: str,
    layout: str,
    columns: Sequence[ColumnRead],
    people: Sequence[PersonRead],
    notes: Sequence[str],
    problems: Sequence[str],
) -> ImportReport:
    """Return the report, with a sentence that sums it up."""
    return ImportReport(
        source, layout, tuple(columns), tuple(people), tuple(notes), tuple(problems), _summary(people, problems)
    )


def import_page(report: ImportReport) -> Page:
    """Return what the file is, column by column and person by person, then what does not fit, then the sum."""
    columns = (Entry(f"{column.taken_for} ← {column.header}", column.column) for column in report.columns)
    people = (Entry(_person_read(person), f"第 {person.row} 行") for person in report.people)
    return Page(
        report.source,
        (
            *quiet(report.layout),
            *part("每列是什么", Listing(tuple(columns))),
            *part("谁答了", Listing(tuple(people))),
            *part("要留意的", listing(report.notes)),
            *part("对不上的", listing(report.problems, tone=Tone.WARNING)),
            Sentence(report.summary, tone=Tone.STRONG),
        ),
    )


def _person_read(person: PersonRead) -> str:
    second = f"，其次 {person.seconds} 题" if person.seconds else ""
    title = f"，名片 {person.title}" if person.title else ""
    return f"{person.respondent}{title}，答了 {person.answered}/{person.asked} 题{second}"


def _summary(people: Sequence[PersonRead], problems: Sequence[str]) -> str:
    if problems:
        return f"有 {len(problems)} 处对不上，改好之前什么都不会写。"
    if not people:
        return "没有一个人答了题。"
    partial = sum(person.answered < person.asked for person in people)
    half = f"，其中 {partial} 人没答完" if partial else "，都答完了"
    return f"{len(people)} 人的作答读进来了，问卷里有 {people[0].asked} 题{half}。"
