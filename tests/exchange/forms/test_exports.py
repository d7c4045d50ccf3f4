"""A form as each tool takes it: compared with golden files, and read again by the tool's own rules."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rolecheck.bank.items import NONE_FITS
from rolecheck.exchange.forms import Target
from rolecheck.exchange.forms.form_files import write_form
from rolecheck.exchange.questionnaire import Questionnaire, questionnaire
from tests.builders import shipped
from tests.exchange.forms.small_bank import BANK, ITEMS

EXPORTED = Path(__file__).with_name("exported")
TEXTS = {
    Target.WJX: "form.wjx.txt",
    Target.WJX_JSONL: "form.wjx.jsonl",
    Target.SURVEYJS: "form.surveyjs.json",
    Target.CSV: "form.csv",
}
FORM = questionnaire(BANK, ITEMS, second=True)

QUESTION = re.compile(r"^(\d+)\.\s*(.+?)\s*(\[([^\]]+)\])(\s*（选填）)?\s*$")
LETTER = re.compile(r"^[A-Za-z][.．、)）]\s*|^[A-Za-z]\s+(?=\S)")
"""What 问卷星 takes for a question, and for a letter of its own before an option."""


def as_wjx_reads(text: str) -> list[tuple[str, str, bool, list[str]]]:
    """Return the questions of a text as 问卷星 takes them: text, kind, whether one must answer, options."""
    questions: list[tuple[str, str, bool, list[str]]] = []
    open_question = False
    for line in text.split("\n"):
        if match := QUESTION.match(line.strip()):
            questions.append((match[2], match[4], not match[5], []))
            open_question = True
        elif not line.strip():
            open_question = False
        elif open_question:
            questions[-1][3].append(LETTER.sub("", line.strip()))
        else:
            assert not questions, f"{line} would become a paragraph, and be lost"
    return questions


def rows_of(content: str | bytes, sheet: str) -> list[list[str]]:
    assert isinstance(content, bytes)
    book = load_workbook(io.BytesIO(content))
    return [[str(cell or "") for cell in row] for row in book[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize("target", TEXTS)
def test_a_form_is_written_as_it_always_was(target: Target) -> None:
    written = write_form(target, FORM, "1")

    assert written == (EXPORTED / TEXTS[target]).read_bytes().decode()


@pytest.mark.parametrize(
    "form",
    [FORM, questionnaire(BANK, ITEMS, second=False), questionnaire(shipped(), shipped().items, second=True)],
    ids=["small", "without second", "shipped"],
)
def test_wjx_reads_every_question_and_every_option_as_it_was_meant(form: Questionnaire) -> None:
    text = write_form(Target.WJX, form, "1")
    assert isinstance(text, str)

    assert as_wjx_reads(text) == [
        (
            question.text,
            "单选题" if question.choices else "填空题",
            question.required,
            [choice.text for choice in question.choices],
        )
        for question in form.questions
    ]


def test_json_lines_hold_a_question_each_behind_the_title() -> None:
    text = write_form(Target.WJX_JSONL, FORM, "1")
    assert isinstance(text, str)
    about, *questions = map(json.loads, text.splitlines())

    assert about["qtype"] == "问卷基础信息"
    assert about["title"] == FORM.title
    assert {question["qtype"] for question in questions} == {"单选", "单项填空"}
    assert [question["title"] for question in questions if not question.get("requir", True)] == [FORM.questions[0].text]
    assert all("没有其次的" in question["select"] for question in questions if "-2〕" in question["title"])
    assert [len(question.get("select", [])) for question in questions] == [len(q.choices) for q in FORM.questions]


def test_an_xlsform_joins_every_question_to_its_choices_by_names_that_xml_allows() -> None:
    content = write_form(Target.XLSFORM, FORM, "7")
    header, *survey = rows_of(content, "survey")
    choices = rows_of(content, "choices")[1:]
    settings = rows_of(content, "settings")

    assert header == ["type", "name", "label::中文 (zh)", "required"]
    names = [row[1] for row in survey]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) for name in names)
    lists = {row[0].removeprefix("select_one ") for row in survey if row[0].startswith("select_one ")}
    assert lists == {row[0] for row in choices}
    # Of a choice's name XLSForm asks no more than that there be no space in it.
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", row[1]) for row in choices)
    assert ["q_launch_night_options", "B", "（B）约客户当面定：哪些先用, 哪些后改"] in choices
    assert dict(zip(*settings, strict=True))["version"] == "7"


def test_surveyjs_gets_each_question_once_and_each_letter_as_a_value() -> None:
    text = write_form(Target.SURVEYJS, FORM, "1")
    assert isinstance(text, str)
    (page,) = json.loads(text)["pages"]
    elements = {element["name"]: element for element in page["elements"]}

    assert len(elements) == len(FORM.questions)
    assert [choice["value"] for choice in elements["launch-night"]["choices"]] == list("ABCDE0")
    assert [choice["value"] for choice in elements["launch-night:2"]["choices"]] == [*"ABCDE", "none"]
    assert elements["name"]["type"] == "text"


def test_every_form_begins_with_a_name_one_need_not_give_and_ends_with_the_card() -> None:
    name, *_, title = FORM.questions

    assert (name.choices, name.required) == ((), False)
    assert [choice.text for choice in title.choices] == [*(role.name for role in BANK.roles.roles), "都不是"]


def test_the_form_says_what_it_is_not_for() -> None:
    assert any("没有经过人群验证" in text and "不用于招聘、考核和定薪" in text for text in FORM.introduction)


def test_a_second_choice_is_asked_where_it_counts_and_need_not_be_given() -> None:
    seconds = [question for question in FORM.questions if question.second]

    assert [question.about for question in seconds] == ["launch-night", "sign-off", "year-later", "my-week"]
    assert not any(question.required for question in seconds)
    assert not any(question.second for question in questionnaire(BANK, ITEMS, second=False).questions)


def test_the_last_option_of_every_item_is_that_none_fits_but_where_a_reading_is_right_or_wrong() -> None:
    firsts = [question for question in FORM.questions if question.about in BANK.by_id and not question.second]
    last = {question.about: question.choices[-1] for question in firsts}

    assert last.pop("silent-client").value == "C"
    assert {tuple(choice) for choice in last.values()} == {(NONE_FITS, "（0）都不像我")}
    assert not any(
        choice.value == NONE_FITS for question in FORM.questions if question.second for choice in question.choices
    )


def test_what_begins_like_a_formula_is_written_as_text() -> None:
    hostile = FORM._replace(questions=(FORM.questions[0]._replace(text='=HYPERLINK("http://x")'), *FORM.questions[1:]))

    table = write_form(Target.CSV, hostile, "1")
    assert isinstance(table, str)
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    content = write_form(Target.XLSFORM, hostile, "1")
    assert isinstance(content, bytes)
    types = {cell.data_type for sheet in load_workbook(io.BytesIO(content)) for row in sheet for cell in row}
    assert "f" not in types
