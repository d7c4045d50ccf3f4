"""A file of answers from somebody else's tool as respondents, with everything there is to say about it.

Nothing is guessed: what fits no option is a problem with its place and the nearest option, and as long as there is one
there are no answers to use, unless the user wants what does not fit left out.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rolecheck.bank.characters import harmless, plain_text
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem
from rolecheck.exchange.forms.cells import is_missing
from rolecheck.exchange.forms.codebook import Codebook, ItemPlace
from rolecheck.exchange.forms.columns import Column, near_items, read_columns
from rolecheck.exchange.forms.layouts import (
    ColumnKind,
    ToolLayout,
    is_circumstance,
    mapped_names,
    read_mapping,
    recognise,
)
from rolecheck.exchange.forms.respondents import AnswerFile, Respondent, listed_rows, settled
from rolecheck.exchange.forms.rows import Moments, RowNotes, RowReader
from rolecheck.exchange.forms.table import AnswerTable, TableRow, read_table
from rolecheck.exchange.forms.text_tables import A_QUESTION, MOST_NAME_OF_COLUMN, MOST_PROBLEMS, PERHAPS, Known
from rolecheck.exchange.forms.times import read_times
from rolecheck.intake import identity_of

_NO_ITEMS = (
    "一道题也没认出来。列名里要有题目的代号、题干或 id；用 --map 列名=题 指出哪一列是哪道题，"
    "或用 --bank 指出出这份问卷的题库。"
)
_MOST_NOTES = 50
"""Notes of one kind."""

_ENOUGH = 1_000
"""Problems after which the rest of a file is not looked at."""

_HEADINGS = 2
"""Rows below the names of the columns that may be names again, or notes on them."""

SUMS = frozenset({"合计", "总计", "小计", "平均", "平均分", "平均值", "总人数", "total", "sum", "average", "mean"})
"""What begins a row that sums the others up."""

_MOST_HEADERS = 4
_MOST_FILE = 60
_TOGETHER = ToolLayout("合起来的一份")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is to be read.

    Columns spoken for, whether to leave out what does not fit, whether to keep repeats, the name of the sheet.
    """

    mapped: Sequence[str] = ()
    skip: bool = False
    keep_all: bool = False
    sheet: str | None = None


def read_answer_file(path: Path, bank: Bank, options: ReadOptions) -> AnswerFile:
    """Return what the file holds.

    Raises:
        BadInputError: it is no table of answers at all.
        UsageError: a column is spoken for that is not there, or for something that is not.
    """
    codebook = Codebook(bank)
    table = read_table(path, _known(codebook, mapped_names(options.mapped)), options.sheet)
    layout = recognise(table, sum(codebook.by_name(header) is not None for header in table.header))
    columns = read_columns(table, layout, codebook, read_mapping(options.mapped, table, codebook))
    moments, about_times = _moments(table, columns.every)
    about_columns = [
        Problem(table.source, table.header_row, f"{text}", column.number) for column, text in columns.problems
    ]
    about_columns += _near_problems(table, columns.every, codebook)
    if not any(isinstance(column.about, ItemPlace) for column in columns.every):
        raise BadInputError([*about_columns, _no_items(table)][:MOST_PROBLEMS])
    reader = RowReader(columns.every, layout, codebook, moments)
    people, headings = _people(reader, table, columns.every, codebook, skip=options.skip)
    misfits = [
        Problem(table.source, row, f"{column.shown}：{text}。", column.number)
        for row, column, text in reader.notes.problems
    ]
    problems = (*about_columns, *misfits)
    kept, repeats = settled(people, keep_all=options.keep_all)
    left_out = [f"没有算进来：{_place(problem)}{problem.text}" for problem in problems] if options.skip else []
    about_file = (*table.notes, *columns.notes, *headings, *about_times)
    about_file += tuple(_odd_names(people)) if "GB" in table.kind else ()
    notes = (*about_file, *_listed(left_out), *repeats, *_notes(reader.notes))
    return AnswerFile(table.source, table.kind, layout, columns.every, kept, notes, () if options.skip else problems)


def read_answer_files(paths: Sequence[Path], bank: Bank, options: ReadOptions) -> tuple[AnswerFile, ...]:
    """Return what each file holds, and last, where there are several, what they hold together.

    Raises:
        BadInputError: with the problems of all of them, if one is no table of answers at all.
        UsageError: as for one file.
    """
    by_place: dict[object, Path] = {}
    for path in paths:
        by_place.setdefault(identity_of(path) or path, path)
    different = list(by_place.values())
    read, refused = [], list[Problem]()
    for path in different:
        try:
            read.append(read_answer_file(path, bank, options))
        except BadInputError as error:
            refused += error.problems
    if refused:
        raise BadInputError(refused[:MOST_PROBLEMS])
    if len(paths) == 1:
        return tuple(read)
    return (*read, _together(different, read, options, repeated=len(different) < len(paths)))


def _together(
    paths: Sequence[Path], files: Sequence[AnswerFile], options: ReadOptions, *, repeated: bool
) -> AnswerFile:
    """Return what files hold together; ``repeated`` tells that one of them was named more than once."""
    names = [path.name for path in paths]
    called = [path.name if names.count(path.name) == 1 else str(path) for path in paths]
    labelled = [
        replace(person, file=f"{harmless(name, _MOST_FILE)} ")
        for name, answers in zip(called, files, strict=True)
        for person in answers.people
    ]
    people, repeats = settled(labelled, keep_all=options.keep_all)
    twice = ["同一个文件写了几次，只读了一次。"] if repeated else []
    return AnswerFile(
        source="、".join(called),
        kind=f"{len(paths)} 个文件",
        layout=_TOGETHER,
        columns=tuple(column for answers in files for column in answers.columns),
        people=people,
        notes=(*twice, *repeats),
        problems=tuple(problem for answers in files for problem in answers.problems),
    )


def _odd_names(people: Sequence[Respondent]) -> Iterator[str]:
    """Tell of names with characters that are rare: a byte too many makes such of common ones."""
    for person in people:
        try:
            (person.name or "").encode("gb2312")
        except UnicodeEncodeError:
            yield f"第 {person.row} 行的名字“{person.name}”里有少见的字，看看是不是乱码。"


def _known(codebook: Codebook, mapped: Collection[str]) -> Known:
    """Return how much of a row is known to stand above answers: questions first, then what tools and users name."""

    def known(cells: Sequence[str]) -> int:
        # What is longer is no name, and looking for one in it takes its time.
        texts = [cell.strip() for cell in cells if len(cell) <= MOST_NAME_OF_COLUMN and cell.strip()]
        named = sum(plain_text(text) in mapped or is_circumstance(text) for text in texts)
        sure = sum(map(codebook.is_question, texts))
        perhaps = sum(map(codebook.may_be_question, texts)) - sure
        return A_QUESTION * sure + PERHAPS * min(perhaps, PERHAPS - 1) + min(named, PERHAPS - 1)

    return known


def _no_items(table: AnswerTable) -> Problem:
    names = [name for name in table.header if name]
    seen = "、".join(f"“{harmless(name, 12)}”" for name in names[:_MOST_HEADERS])
    return Problem(
        table.source, table.header_row, f"{_NO_ITEMS}这里读到的列名是：{seen}。{' '.join(table.notes)}".strip()
    )


def _moments(table: AnswerTable, columns: Sequence[Column]) -> tuple[Moments, list[str]]:
    """Return the moments of every column of times, and what there is to say about how they were read."""
    moments: dict[int, dict[int, datetime | None]] = {}
    notes = []
    for column in columns:
        if column.about not in {ColumnKind.SUBMITTED, ColumnKind.BEGUN}:
            continue
        cells = [row.cells[column.number - 1] for row in table.rows]
        times = read_times(["" if is_missing(cell, by_number=True) else cell for cell in cells], column.header)
        numbers = [row.number for row in table.rows]
        moments[column.number] = dict(zip(numbers, times.moments, strict=True))
        if times.doubt is not None:
            notes.append(f"{column.shown}的时间{times.doubt}。")
        if times.unread:
            rows = [numbers[place] for place in times.unread]
            notes.append(
                f"{column.shown}里第 {listed_rows(rows)} 行的时间读不出来，像“{harmless(cells[times.unread[0]], 20)}”。"
            )
    return moments, notes


def usable(answers: AnswerFile) -> tuple[Respondent, ...]:
    """Return the respondents; BadInputError if anything does not fit, or nobody answered anything."""
    if answers.problems:
        more = len(answers.problems) - MOST_PROBLEMS
        listed = list(answers.problems[:MOST_PROBLEMS])
        if more > 0:
            listed.append(Problem(answers.source, None, f"还有 {more} 处没列出来。"))
        listed.append(
            Problem(answers.source, None, "上面这些对不上，所以什么都没写。改好文件再来，或加 --skip 把它们当没答。")
        )
        raise BadInputError(listed, retype={"": ["--skip"]})
    if not answers.people:
        raise BadInputError([Problem(answers.source, None, "没有一个人答了题。看看是不是下载错了表。")])
    return answers.people


def _people(
    reader: RowReader, table: AnswerTable, columns: Sequence[Column], codebook: Codebook, *, skip: bool
) -> tuple[list[Respondent], list[str]]:
    """Return everybody, or whoever came before there was enough wrong: a column mistaken is wrong in every row."""
    enough = len(table.rows) * len(columns) if skip else _ENOUGH
    people, headings = [], []
    for place, row in enumerate(table.rows):
        if _is_heading(row, columns, codebook, reader, at_top=place < _HEADINGS):
            headings.append(row.number)
            continue
        people.append(reader.person(row))
        if len(reader.notes.problems) > enough:
            break
    note = f"第 {listed_rows(headings)} 行像是列名、合计，没有当成作答。"
    return people, [note] if headings else []


def _is_heading(
    row: TableRow, columns: Sequence[Column], codebook: Codebook, reader: RowReader, *, at_top: bool
) -> bool:
    """Tell whether a row repeats the names of the columns, or says the same nothing below each of them."""
    pairs = [(column, cell) for column, cell in zip(columns, row.cells, strict=True) if cell]
    items = [(column.about, cell) for column, cell in pairs if isinstance(column.about, ItemPlace)]
    if not items:
        return False
    if all(cell == column.header for column, cell in pairs) or any(cell.lower() in SUMS for _, cell in pairs):
        return True
    if not at_top:
        return False
    if all(cell.startswith('{"ImportId"') or codebook.is_question(cell) for _, cell in items):
        return True
    same = len(items) > 1 and len({cell for _, cell in items}) == 1
    return same and not any(reader.fits(place, cell) or reader.is_empty(place, cell) for place, cell in items)


def _near_problems(table: AnswerTable, columns: Sequence[Column], codebook: Codebook) -> list[Problem]:
    return [
        Problem(
            table.source,
            table.header_row,
            f"{near.column.shown}：没认出是哪道题。最像 {near.item}（像 {near.likeness:.0f} %），"
            f"是它就加 --map {near.column.number}={near.item}，不是就加 --map {near.column.number}=ignore。",
            near.column.number,
        )
        for near in near_items(columns, codebook)
    ]


def _place(problem: Problem) -> str:
    return "" if problem.line is None else f"第 {problem.line} 行 "


def _notes(row_notes: RowNotes) -> list[str]:
    notes = [f"第 {listed_rows(rows)} 行：{text}。" for text, rows in row_notes.notes.items()]
    notes = _listed(notes)
    if row_notes.fill_ins:
        notes.append(f"有 {row_notes.fill_ins} 格带着自己补充的话，选项照认，补充的话没有带进来。")
    if row_notes.numbers:
        notes.append(
            f"有 {row_notes.numbers} 格是按选项的序号认的：问卷里选项的先后要和导出时一样，改过先后就改用按文本下载的。"
        )
    return notes


def _listed(notes: list[str]) -> list[str]:
    more = len(notes) - _MOST_NOTES
    return [*notes[:_MOST_NOTES], f"像这样的还有 {more} 处，没列出来。"] if more > 0 else notes
