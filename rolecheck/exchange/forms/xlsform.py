"""A form as an XLSForm workbook, for ODK, KoBo and whatever else reads one: sheets survey, choices and settings."""

import io
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rolecheck.exchange.forms.names import variable_name
from rolecheck.exchange.questionnaire import Question, Questionnaire


def xlsform_workbook(form: Questionnaire, version: str) -> bytes:
    """Return the form as a workbook's bytes; ``version`` is the bank's."""
    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    settings = (
        ("form_title", "form_id", "version", "default_language"),
        (form.title, "rolecheck", version, "中文 (zh)"),
    )
    for name, rows in (("survey", _survey(form)), ("choices", _choices(form)), ("settings", settings)):
        _fill(book.create_sheet(name), rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _survey(form: Questionnaire) -> Iterator[tuple[str, ...]]:
    yield "type", "name", "label::中文 (zh)", "required"
    yield "start", "start", "", ""
    yield "end", "end", "", ""
    for number, text in enumerate(form.introduction, 1):
        yield "note", f"introduction_{number}", text, ""
    for question in form.questions:
        name = variable_name(question)
        kind = f"select_one {_list_name(question)}" if question.choices else "text"
        yield kind, name, question.text, "yes" if question.required else ""


def _choices(form: Questionnaire) -> Iterator[tuple[str, ...]]:
    yield "list_name", "name", "label::中文 (zh)"
    for question in form.questions:
        for choice in question.choices:
            yield _list_name(question), choice.value.replace("-", "_"), choice.text


def _list_name(question: Question) -> str:
    return f"{variable_name(question)}_options"


def _fill(sheet: Worksheet, rows: Iterable[tuple[str, ...]]) -> None:
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            # ${…} in a label would stand for another question's answer.
            cell.value = text.replace("${", "$ {")
            # Whatever it begins with, it is a text and not a formula.
            cell.data_type = "s"
