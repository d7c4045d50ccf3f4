"""Forms as files, for the tool that is named: 问卷星's text and JSON lines, SurveyJS, XLSForm, a table.

In 问卷星's text a question is ``1. text[单选题]``, number and brackets half width, with one option a line and an empty
line behind the last. Whatever is read before the first such line is the introduction. An XLSForm has three sheets:
survey, choices and settings.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rolecheck.bank.characters import inert
from rolecheck.exchange.forms import Target
from rolecheck.exchange.questionnaire import Question, Questionnaire, column_name, variable_name

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("序号", "代号", "题型", "必填", "题目")

_KIND = re.compile(r"\[\s*+([^\[\]]{0,20}(?:题|说明|页|栏))\s*+\]")
_POINTS = str.maketrans(".", "．")
_NUMBERED = re.compile(r"^\s*+\d++\s*+\.")


def write_form(target: Target, form: Questionnaire, version: str) -> str | bytes:
    """Return the content of the file; ``version`` is the bank's. Paper is no tool: see ``rolecheck.output.paper``."""
    if target is Target.XLSFORM:
        return xlsform_workbook(form, version)
    return _AS_TEXT[target](form)


def wjx_text(form: Questionnaire) -> str:
    """Return the form as 问卷星's text format."""
    questions = (_text_lines(number, question) for number, question in enumerate(form.questions, 1))
    blocks = [[_inert(form.title)], list(map(_inert, form.introduction)), *map(list, questions)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _text_lines(number: int, question: Question) -> Iterator[str]:
    label = "单选题" if question.choices else "填空题"
    yield f"{number}. {_inert(question.text)}[{label}]{'' if question.required else '（选填）'}"
    for choice in question.choices:
        yield _inert(choice.text)


def _inert(text: str) -> str:
    """Return a text of the bank as one line that can be no question, no page and no mark of the format.

    Half width brackets make the kind of a question, a number with a point begins one, and a row of equals signs breaks
    the page; in full width they are read by people alone.
    """
    line = _KIND.sub(r"［\1］", " ".join(text.split()))
    line = _NUMBERED.sub(lambda match: match[0].translate(_POINTS), line)
    return line.replace("==", "＝＝")


def wjx_jsonl(form: Questionnaire) -> str:
    """Return the form as 问卷星's JSON lines."""
    about = {"qtype": "问卷基础信息", "title": form.title, "introduction": "\n".join(form.introduction)}
    lines = (about, *map(_record, form.questions))
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _record(question: Question) -> dict[str, object]:
    if question.choices:
        # Asked for in any case: whether one may leave a question out must be told to the tool a second time, by title,
        # and a second choice has an option for having none.
        return {"qtype": "单选", "title": question.text, "select": [choice.text for choice in question.choices]}
    return {"qtype": "单项填空", "title": question.text, "requir": question.required}


def surveyjs_text(form: Questionnaire) -> str:
    """Return the form as a SurveyJS definition."""
    survey = {
        "title": form.title,
        "description": "\n".join(form.introduction),
        "pages": [{"name": "rolecheck", "elements": [_element(question) for question in form.questions]}],
    }
    return json.dumps(survey, ensure_ascii=False, indent=1) + "\n"


def _element(question: Question) -> dict[str, object]:
    about: dict[str, object] = {
        "type": "radiogroup" if question.choices else "text",
        "name": column_name(question),
        "title": question.text,
        "isRequired": question.required,
    }
    if question.choices:
        about["choices"] = [{"value": choice.value, "text": choice.text} for choice in question.choices]
    return about


def form_table(form: Questionnaire) -> str:
    """Return the form as CSV: title and introduction are left to the tool."""
    most = max(len(question.choices) for question in form.questions)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *(f"选项{number}" for number in range(1, most + 1))))
    for number, question in enumerate(form.questions, 1):
        kind = "单选" if question.choices else "填空"
        about = (str(number), column_name(question), kind, "是" if question.required else "否", question.text)
        options = [choice.text for choice in question.choices]
        writer.writerow(inert(text) for text in (*about, *options, *[""] * (most - len(options))))
    return stream.getvalue()


def xlsform_workbook(form: Questionnaire, version: str) -> bytes:
    """Return the form as an XLSForm workbook, for ODK, KoBo and whatever else reads one; ``version`` is the bank's."""
    from openpyxl import Workbook  # noqa: PLC0415 - costs more than everything else here together

    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    settings = (
        ("form_title", "form_id", "version", "default_language"),
        (form.title, "rolecheck", version, "中文 (zh)"),
    )
    for name, rows in (("survey", _survey(form)), ("choices", _choice_lists(form)), ("settings", settings)):
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


def _choice_lists(form: Questionnaire) -> Iterator[tuple[str, ...]]:
    yield "list_name", "name", "label::中文 (zh)"
    for question in form.questions:
        for choice in question.choices:
            yield _list_name(question), choice.value.replace("-", "_"), choice.text


def _list_name(question: Question) -> str:
    return f"{variable_name(question)}_options"


def _fill(sheet: "Worksheet", rows: Iterable[tuple[str, ...]]) -> None:
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            # ${…} in a label would stand for another question's answer.
            cell.value = text.replace("${", "$ {")
            # Whatever it begins with, it is a text and not a formula.
            cell.data_type = "s"


_AS_TEXT: Mapping[Target, Callable[[Questionnaire], str]] = {
    Target.WJX: wjx_text,
    Target.WJX_JSONL: wjx_jsonl,
    Target.SURVEYJS: surveyjs_text,
    Target.CSV: form_table,
}
