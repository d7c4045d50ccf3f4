"""What whoever collects answers is shown: what a file of them holds, what does not fit, whom to hand which page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rolecheck.bank.characters import harmless
from rolecheck.report.page import Entry, Listing, Page, Sentence, Tone, listing, part, quiet

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
    people = (Entry(_person(person), f"第 {person.row} 行") for person in report.people)
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


def _person(person: PersonRead) -> str:
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


TITLE = "每人一页的名单"
HOW = (
    "这一页只给带队的人看。一份一份单独发给本人，别把整个文件夹发到群里，也别替人转发：每一页里是这个人的全部结果。",
    "先让每个人看自己的那一份，再一起看团队页。谁不愿意拿出来说，就不说。",
)


def handing_out_page(listed: Iterable[tuple[str, str]]) -> Page:
    """Return the list: each person's name and the name of the file; nothing of what stands in it."""
    entries = tuple(Entry(file, name) for name, file in listed)
    return Page(
        TITLE, (Sentence(HOW[0], tone=Tone.WARNING), Sentence(HOW[1]), Listing(entries)), f"{len(entries)} 个人"
    )
