"""A form as a table, a row for each question: for tools that build a form from a sheet, or to paste from."""

import csv
import io

from rolecheck.bank.characters import inert
from rolecheck.exchange.forms.names import column_name
from rolecheck.report.questionnaire import Questionnaire

COLUMNS = ("序号", "代号", "题型", "必填", "题目")


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
