"""Answers as each tool writes them, quirks and all: golden files of the same three people in every layout.

王五 is a project manager, 李四 stopped after the first question, and the third gave no name.
"""

from datetime import datetime
from pathlib import Path

import pytest

from rolecheck.exchange.forms.answer_file import ReadOptions, read_answer_file
from rolecheck.exchange.forms.respondents import AnswerFile, Respondent
from rolecheck.session.session import Response
from tests.exchange.forms.small_bank import BANK, responses

GOLDEN = Path(__file__).with_name("golden")
MAP = str(GOLDEN / "other.map.csv")

FIRST_ONLY = (
    responses(launch_night="B", sign_off="D", year_later="E", my_week="B", silent_client="B"),
    responses(launch_night="A"),
    responses(launch_night="B", sign_off="D", year_later="A", my_week="A", silent_client="C"),
)
WITH_SECOND = (
    responses(launch_night="BD", sign_off="D", year_later="EA", my_week="B", silent_client="B"),
    responses(launch_night="A"),
    responses(launch_night="B", sign_off="DE", year_later="A", my_week="A", silent_client="C"),
)
ONE_SECOND = (
    responses(launch_night="BD", sign_off="D", year_later="E", my_week="B", silent_client="B"),
    *FIRST_ONLY[1:],
)
RANKED = (
    responses(launch_night="B", sign_off="D", year_later="EA", my_week="B", silent_client="B"),
    *FIRST_ONLY[1:],
)
ONE_TICKED = (ONE_SECOND[0], *WITH_SECOND[1:])

LAYOUTS = {
    "wjx-text.csv": ("问卷星", "CSV（UTF-8）", WITH_SECOND),
    "wjx-text.xlsx": ("问卷星", "Excel", WITH_SECOND),
    "wjx-text.xls": ("问卷星", "xls", WITH_SECOND),
    "wjx-text.ods": ("问卷星", "ods", WITH_SECOND),
    "wjx-text-gbk.csv": ("问卷星", "CSV（GBK）", RANKED),
    "wjx-text-gb18030.csv": ("问卷星", "CSV（GB18030）", RANKED),
    "wjx-number.csv": ("问卷星", "CSV（UTF-8）", ONE_SECOND),
    "wjx-number.xlsx": ("问卷星", "Excel", ONE_SECOND),
    "tencent.csv": ("腾讯问卷", "CSV（UTF-8）", FIRST_ONLY),
    "google-sheet.csv": ("Google 表单", "CSV（UTF-8）", ONE_SECOND),
    "google-direct.csv": ("Google 表单", "CSV（UTF-8）", ONE_SECOND),
    "feishu.csv": ("飞书", "CSV（UTF-8）", FIRST_ONLY),
    "feishu.xlsx": ("飞书", "Excel", FIRST_ONLY),
    "gold-data.csv": ("金数据", "CSV（UTF-8）", FIRST_ONLY),
    "microsoft-quiz.csv": ("Microsoft Forms", "CSV（UTF-8）", FIRST_ONLY),
    "microsoft.xlsx": ("Microsoft Forms", "Excel", FIRST_ONLY),
    "xlsform-odk.csv": ("XLSForm（ODK、KoBo）", "CSV（UTF-8）", WITH_SECOND),
    "xlsform-kobo.csv": ("XLSForm（ODK、KoBo）", "CSV（UTF-8）", ONE_TICKED),
    "surveyjs.json": ("SurveyJS", "JSON", WITH_SECOND),
    "surveyjs-service.json": ("SurveyJS", "JSON", WITH_SECOND),
    "surveyjs.jsonl": ("SurveyJS", "JSON", WITH_SECOND),
    "paper.csv": ("表格", "CSV（UTF-8）", WITH_SECOND),
    "other.csv": ("表格", "CSV（UTF-8）", WITH_SECOND),
}


def read(name: str, options: ReadOptions | None = None) -> AnswerFile:
    mapped = [MAP] if name == "other.csv" else []
    return read_answer_file(GOLDEN / name, BANK, options or ReadOptions(mapped))


def by_title(filled: AnswerFile) -> dict[str | None, Respondent]:
    """Return the three by the role on their card, which tells them apart in every layout."""
    return {person.title: person for person in filled.people}


def test_every_golden_file_is_read() -> None:
    assert {path.name for path in GOLDEN.iterdir() if ".map" not in path.name} == set(LAYOUTS)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_recognised_by_its_columns(name: str) -> None:
    filled = read(name)
    layout, kind, _ = LAYOUTS[name]

    assert (filled.layout.name, filled.kind) == (layout, kind)
    assert filled.problems == ()


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_three_people_come_out_of_every_layout(name: str) -> None:
    people = by_title(read(name))
    manager, leaver, nameless = people["line-1-role"], people[None], people["line-4-role"]

    assert [manager.name, leaver.name, nameless.name] == ["王𠮷" if "18030" in name else "王五", "李四", None]
    assert nameless.respondent == f"第{nameless.row}行"
    assert (manager.responses, leaver.responses, nameless.responses) == LAYOUTS[name][2]


@pytest.mark.parametrize(
    "name", [name for name in LAYOUTS if name.startswith(("wjx", "tencent", "xlsform", "micro"))], ids=str
)
def test_how_long_it_took_is_read_or_reckoned_from_begin_and_end(name: str) -> None:
    people = by_title(read(name))

    assert [people[title].seconds for title in ("line-1-role", None, "line-4-role")] == [86.0, 200.0, 145.0]


@pytest.mark.parametrize(
    "name", [name for name in LAYOUTS if name.startswith(("wjx", "tencent", "google-s", "feishu", "gold", "micro"))]
)
def test_when_it_was_submitted_is_read_whatever_way_it_is_written(name: str) -> None:
    here = datetime(2026, 9, 3, 12, 10).astimezone()

    assert by_title(read(name))["line-4-role"].submitted == here


def test_what_stands_beside_the_questions_of_a_quiz_is_named_and_not_taken() -> None:
    filled = read("microsoft-quiz.csv")

    assert any("不是作答" in note and "Points" in note for note in filled.notes)
    assert {person.name for person in filled.people} == {"王五", "李四", None}


def test_the_account_is_the_name_only_where_the_form_asks_for_none() -> None:
    asked, unasked = read("feishu.xlsx"), read("feishu.xlsx", ReadOptions(["1=ignore"]))

    assert [person.name for person in asked.people] == ["王五", "李四", None]
    assert [person.name for person in unasked.people] == ["用户甲", "用户乙", "用户丙"]
    assert any("帐号名" in note for note in unasked.notes)


def test_google_gives_half_of_the_day_and_zone() -> None:
    times = [person.submitted for person in read("google-direct.csv").people]

    assert times[0] == datetime.fromisoformat("2026-09-03T12:00:00+08:00")


def test_google_in_any_language_is_known_by_a_first_column_full_of_times(tmp_path: Path) -> None:
    text = (GOLDEN / "google-direct.csv").read_text(encoding="utf-8").replace("时间戳记", "Zeitstempel")
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    filled = read_answer_file(tmp_path / "a.csv", BANK, ReadOptions())

    assert filled.layout.name == "Google 表单"
    assert filled.people[0].submitted is not None


def test_of_somebody_who_answered_twice_the_last_sheet_counts_and_the_other_is_told() -> None:
    filled = read("wjx-text.csv")

    assert [person.row for person in filled.people] == [3, 4, 5]
    assert any("“王五”答了 2 次" in note and "第 2 行" in note for note in filled.notes)


def test_both_sheets_are_kept_if_they_are_two_people() -> None:
    filled = read("wjx-text.csv", ReadOptions(keep_all=True))

    assert [person.respondent for person in filled.people] == ["王五", "李四", "第4行", "王五（2）"]


def test_a_fill_in_beside_an_option_is_told_and_does_not_hide_the_option() -> None:
    filled = read("wjx-text.csv")

    assert by_title(filled)[None].responses == (Response("launch-night", "A"),)
    assert any("补充的话没有带进来" in note for note in filled.notes)


def test_options_by_number_come_with_a_warning_that_their_order_counts() -> None:
    assert any("选项的先后要和导出时一样" in note for note in read("wjx-number.csv").notes)
    assert not any("序号" in note for note in read("wjx-text.csv").notes)
