"""What was found in a file, as a report."""

from rolecheck.bank.items import Bank
from rolecheck.exchange.forms.answering import Person
from rolecheck.exchange.forms.codebook import Place
from rolecheck.exchange.forms.columns import About, Column
from rolecheck.exchange.forms.filled import Filled
from rolecheck.report.collecting import ImportReport, PersonRead, column_read, import_report

_TAKEN_FOR = {
    About.NAME: "名字",
    About.TITLE: "名片",
    About.SUBMITTED: "交卷时间",
    About.BEGUN: "开始时间",
    About.SECONDS: "用时",
    About.NOTHING: "不用",
    About.BESIDE: "题目旁边的，不用",
    About.HIDDEN: "隐藏的，不用",
    About.UNCLEAR: "分不清，没有读",
    About.UNKNOWN: "不认得，不用",
}


def told(bank: Bank, filled: Filled) -> ImportReport:
    """Return the report on a file."""
    people = [_person(bank, person, len(filled.items)) for person in filled.people]
    columns = [column_read(column.letters, column.header, _taken_for(column)) for column in filled.columns]
    problems = [str(problem) for problem in filled.problems]
    layout = f"认作：{filled.layout.name}，{filled.kind}"
    return import_report(
        source=filled.source, layout=layout, columns=columns, people=people, notes=filled.notes, problems=problems
    )


def _person(bank: Bank, person: Person, asked: int) -> PersonRead:
    title = "" if person.title is None else bank.roles.role(person.title).name
    name = person.name or f"没写名字，记作 {person.respondent}"
    seconds = sum(response.second is not None for response in person.responses)
    return PersonRead(person.row, name, title, len(person.responses), asked, seconds)


def _taken_for(column: Column) -> str:
    if not isinstance(column.about, Place):
        return _TAKEN_FOR[column.about]
    place = column.about
    option = "" if place.letter is None else f" 选项 {place.letter}"
    return f"{place.item.id}{' 其次' if place.second else ''}{option}"
