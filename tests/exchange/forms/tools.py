"""Other people's tools, as far as they matter here: a form goes in, answers come out in the tool's own layout."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from openpyxl import Workbook

from rolecheck.exchange.questionnaire import NAME, TITLE, Question, Questionnaire, column_name, variable_name

START = datetime(2026, 9, 3, 12)  # noqa: DTZ001 - tools write their own time of day


@dataclass(frozen=True)
class Answered:
    """What one respondent answered: the name, and the value of the choice by the question's name."""

    name: str
    chosen: Mapping[str, str]


Tool = Callable[[Questionnaire, Sequence[Answered]], bytes]


def _moment(place: int) -> datetime:
    return START + timedelta(minutes=place)


def _text(question: Question, person: Answered) -> str:
    """Return what was read of the chosen option."""
    if question.about == NAME:
        return person.name
    value = person.chosen.get(column_name(question))
    return next((choice.text for choice in question.choices if choice.value == value), "")


def _value(question: Question, person: Answered) -> str:
    return person.name if question.about == NAME else person.chosen.get(column_name(question), "")


def _number(question: Question, person: Answered) -> str:
    if question.about == NAME:
        return person.name
    values = [choice.value for choice in question.choices]
    chosen = person.chosen.get(column_name(question))
    return str(values.index(chosen) + 1) if chosen in values else ""


def _csv(rows: Sequence[Sequence[str]], encoding: str, **how: object) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, **how).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue().encode(encoding)


def _wjx_rows(
    form: Questionnaire, people: Sequence[Answered], cell: Callable[[Question, Answered], str], missing: str
) -> Iterator[list[str]]:
    about = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    yield about + [f"{number}、{question.text}" for number, question in enumerate(form.questions, 1)]
    for place, person in enumerate(people, 1):
        cells = [cell(question, person) or missing for question in form.questions]
        yield [str(place), f"{_moment(place):%Y/%m/%d %H:%M:%S}", "86秒", "微信", "N/A", "1.2.3.4", *cells]


def wjx_text(form: Questionnaire, people: Sequence[Answered]) -> bytes:
    return _csv(list(_wjx_rows(form, people, _text, "(跳过)")), "gb18030")


def wjx_number(form: Questionnaire, people: Sequence[Answered]) -> bytes:
    return _csv(list(_wjx_rows(form, people, _number, "-3")), "utf-8-sig")


def wjx_excel(form: Questionnaire, people: Sequence[Answered]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, cells in enumerate(_wjx_rows(form, people, _text, "(空)"), 1):
        for column, text in enumerate(cells, 1):
            sheet.cell(row, column).value = text
            sheet.cell(row, column).data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def tencent(form: Questionnaire, people: Sequence[Answered]) -> bytes:
    about = ["编号", "开始答题时间", "结束答题时间", "答题时长", "地理位置省"]
    rows = [[*about, *(f"{number}.{question.text}" for number, question in enumerate(form.questions, 1)), ""]]
    for place, person in enumerate(people, 1):
        begun, ended = _moment(place), _moment(place + 1)
        stamps = [f"{begun:%d-%b-%Y %H:%M:%S}", f"{ended:%d-%b-%Y %H:%M:%S}"]
        rows.append(
            [str(place), *stamps, "60", "广东", *(_lettered(question, person) for question in form.questions), ""]
        )
    return _csv(rows, "utf-8", quoting=csv.QUOTE_ALL)


def _lettered(question: Question, person: Answered) -> str:
    """Return the chosen option behind the tool's own letter."""
    number = _number(question, person)
    text = _text(question, person)
    return f"{chr(ord('A') + int(number) - 1)}.{text}" if question.choices and text else text


def google(form: Questionnaire, people: Sequence[Answered]) -> bytes:
    rows = [["时间戳记", *(question.text for question in form.questions)]]
    for place, person in enumerate(people, 1):
        stamp = f"{_moment(place):%Y/%m/%d} {place}:05:12 下午 GMT+8"
        rows.append([stamp, *(_text(question, person) for question in form.questions)])
    return _csv(rows, "utf-8", quoting=csv.QUOTE_ALL)


def odk(form: Questionnaire, people: Sequence[Answered]) -> bytes:
    rows = [["SubmissionDate", "start", "end", *(variable_name(question) for question in form.questions), "KEY"]]
    for place, person in enumerate(people, 1):
        stamps = [_moment(place + 2).isoformat(), _moment(place).isoformat(), _moment(place + 1).isoformat()]
        cells = [_value(question, person) for question in form.questions]
        named = [
            cell.replace("-", "_") if q.about == TITLE else cell for q, cell in zip(form.questions, cells, strict=True)
        ]
        rows.append([*stamps, *named, f"uuid:{place}"])
    return _csv(rows, "utf-8")


def _name_in_xml(question: Question, person: Answered) -> str:
    value = _value(question, person)
    return value.replace("-", "_") if question.about == TITLE else value


def surveyjs(form: Questionnaire, people: Sequence[Answered]) -> bytes:
    records = [
        {column_name(question): value for question in form.questions if (value := _value(question, person))}
        for person in people
    ]
    return json.dumps(records, ensure_ascii=False).encode()


def by_code(form: Questionnaire, people: Sequence[Answered]) -> bytes:
    """Return what somebody types off paper: letters under codes, first and second choice in one cell."""
    firsts = [question for question in form.questions if question.choices and not question.second]
    *asked, card = firsts
    codes = [question.text.rpartition("〔")[2].rstrip("〕") for question in asked]
    rows = [["姓名", "名片", *codes]]
    for person in people:
        cells = []
        for question in asked:
            first = person.chosen.get(question.about, "")
            second = person.chosen.get(f"{question.about}:2", "none")
            cells.append(first + ("" if second == "none" or not first else second))
        rows.append([person.name, _text(card, person), *cells])
    return _csv(rows, "utf-8-sig")


TOOLS: Mapping[str, Tool] = {
    "wjx by text": wjx_text,
    "wjx by number": wjx_number,
    "wjx as a workbook": wjx_excel,
    "tencent": tencent,
    "google": google,
    "odk": odk,
    "surveyjs": surveyjs,
    "typed off paper": by_code,
}
