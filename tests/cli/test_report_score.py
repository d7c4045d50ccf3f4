"""`rolecheck report` shows a kept result again; `rolecheck score` measures a sheet."""

import json
from pathlib import Path

import pytest

from rolecheck.bank.items import Facet
from rolecheck.measure.quality import FASTEST_READING, characters
from rolecheck.typesetting import width
from tests.builders import shipped
from tests.cli.banks import by_line, write_sheet
from tests.cli.conftest import Rolecheck
from tests.cli.scores import assert_score

BANK = shipped()
LINES = [line.id for line in BANK.roles.lines]


@pytest.fixture
def result(rolecheck: Rolecheck, home: Path, answers: Path) -> Path:
    """Return the only result kept."""
    rolecheck("quiz", "--answers", answers, "--name", "王小明")
    (path,) = (home / "results").iterdir()
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Return a sheet with a person of each line, and one who steps back."""
    return write_sheet(tmp_path / "sheet.csv", BANK, {line: by_line(line) for line in [*LINES, "none"]})


def test_the_last_result_is_shown_as_it_was(rolecheck: Rolecheck, home: Path, answers: Path) -> None:
    asked = rolecheck("quiz", "--answers", answers)

    again = rolecheck("report")

    assert again.code == 0
    assert again.out == asked.out
    assert len(list((home / "results").iterdir())) == 1


def test_a_result_is_shown_by_its_path_its_name_and_its_short_name(rolecheck: Rolecheck, result: Path) -> None:
    pages = {rolecheck("report", name).out for name in (result, result.name, result.stem)}

    assert len(pages) == 1
    assert "交付线" in pages.pop()


def test_the_score_of_a_result_is_the_one_it_was_kept_with(rolecheck: Rolecheck, result: Path) -> None:
    ran = rolecheck("report", "--json")

    assert ran.err == ""
    assert json.loads(ran.out) == json.loads(result.read_text(encoding="utf-8"))["score"]


def test_a_name_nothing_is_called_by_says_where_results_lie(rolecheck: Rolecheck, result: Path) -> None:
    ran = rolecheck("report", "yesterday")

    assert ran.code == 2
    assert str(result.parent) in ran.err
    assert ran.out == ""


def test_without_a_result_one_is_told_how_to_get_one(rolecheck: Rolecheck) -> None:
    ran = rolecheck("report")

    assert ran.code == 2
    assert "rolecheck quiz" in ran.err


def test_a_name_too_long_for_the_disk_is_only_a_wrong_name(rolecheck: Rolecheck) -> None:
    assert rolecheck("report", "a" * 10_000).code == 2


def test_a_broken_result_is_a_bad_input(rolecheck: Rolecheck, result: Path) -> None:
    result.write_text(result.read_text(encoding="utf-8")[:-20], encoding="utf-8")

    ran = rolecheck("report")

    assert ran.code == 3
    assert result.name in ran.err


def test_seconds_beyond_all_measure_are_a_bad_input(rolecheck: Rolecheck, result: Path) -> None:
    record = json.loads(result.read_text(encoding="utf-8"))
    for response in record["session"]["responses"]:
        response["seconds"] = 10**400
    result.write_text(json.dumps(record), encoding="utf-8")

    assert rolecheck("report").code == 3


def test_a_bank_changed_since_then_and_items_gone_are_said(rolecheck: Rolecheck, result: Path) -> None:
    record = json.loads(result.read_text(encoding="utf-8"))
    record["bank"]["digest"] = "0" * 12
    record["session"]["responses"].append({"item": "retired-item", "choice": "A", "seconds": None})
    result.write_text(json.dumps(record), encoding="utf-8")

    ran = rolecheck("report")

    assert ran.code == 0
    assert "重新算过" in ran.err
    assert "1 题" in ran.err


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_no_line_of_a_report_is_wider_than_the_terminal(
    rolecheck: Rolecheck, result: Path, monkeypatch: pytest.MonkeyPatch, columns: int, plain: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = rolecheck("report", result, *plain).out.splitlines()

    assert [line for line in lines if width(line) > columns] == []
    assert [line for line in lines if line.lstrip().startswith(tuple("，。、；：？！）」』”"))] == []


def test_a_sheet_gives_one_line_for_each_respondent_in_its_order(rolecheck: Rolecheck, sheet: Path) -> None:
    ran = rolecheck("score", sheet, "--json")

    scores = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert ran.err == ""
    assert [score["respondent"] for score in scores] == [*LINES, "none"]
    assert [score["primary"] for score in scores[:-1]] == LINES
    assert scores[-1]["verdict"] == "stands-back"
    for score in scores:
        assert_score(score, LINES)
        assert score["items"] == len(BANK.items)


def test_respondents_of_a_long_sheet_keep_their_order(rolecheck: Rolecheck, tmp_path: Path) -> None:
    people = {f"r{number}": by_line(LINES[number % 6]) for number in range(40)}

    ran = rolecheck("score", write_sheet(tmp_path / "sheet.csv", BANK, people), "--json")

    assert [json.loads(line)["respondent"] for line in ran.out.splitlines()] == list(people)


def test_nobody_on_a_sheet_is_nothing_on_stdout(rolecheck: Rolecheck, tmp_path: Path) -> None:
    ran = rolecheck("score", write_sheet(tmp_path / "sheet.csv", BANK, {}), "--json")

    assert (ran.code, ran.out) == (0, "")


def test_someone_who_answered_nothing_is_scored_as_nobody_in_particular(rolecheck: Rolecheck, tmp_path: Path) -> None:
    ran = rolecheck("score", write_sheet(tmp_path / "sheet.csv", BANK, {"r": lambda _: ""}), "--json")

    score = json.loads(ran.out)
    assert_score(score, LINES)
    assert (score["verdict"], score["items"], score["judgement"]["credit"]) == ("unclear", 0, None)


def test_a_sheet_and_an_answers_file_measure_alike(rolecheck: Rolecheck, answers: Path, tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "sheet.csv", BANK, {"r": by_line("delivery")})

    scored = json.loads(rolecheck("score", path, "--json").out)
    asked = json.loads(
        rolecheck("quiz", "--form", "full", "--answers", answers, "--name", "r", "--json", "--no-save").out
    )

    assert {**asked, "title": None, "title_match": None} == scored


def test_responses_given_too_fast_are_flagged(rolecheck: Rolecheck, tmp_path: Path) -> None:
    item = BANK.of(Facet.RESPONSIBILITY)[0].id
    (tmp_path / "sheet.csv").write_text(f"respondent,seconds,{item}\na,1,A\nb,900,A\nc,,A\n", encoding="utf-8")

    scores = map(json.loads, rolecheck("score", tmp_path / "sheet.csv", "--json").out.splitlines())

    assert [score["flags"] for score in scores] == [["too-fast"], [], []]


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_as_a_table_everyone_is_there_with_line_and_certainty(
    rolecheck: Rolecheck, sheet: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = rolecheck("score", sheet).out.splitlines()

    places = [next(at for at, line in enumerate(lines) if line.startswith(f" {name}")) for name in [*LINES, "none"]]
    assert places == sorted(places)
    assert "多半退后" in "".join(lines[places[-1] :])
    assert [line for line in lines if width(line) > columns] == []


def test_everything_wrong_with_a_sheet_is_told_and_nothing_is_scored(rolecheck: Rolecheck, tmp_path: Path) -> None:
    item = BANK.items[0].id
    (tmp_path / "sheet.csv").write_text(f"respondent,title,{item}\na,,A\nb,PM,F\n,,A\n", encoding="utf-8")

    ran = rolecheck("score", tmp_path / "sheet.csv", "--json")

    assert ran.code == 3
    assert [line.split("sheet.csv:")[1].split(": ")[0] for line in ran.err.splitlines()] == ["3:3", "3:2", "4:1"]
    assert ran.out == ""


@pytest.mark.parametrize("name", ["none.csv", ".", "a" * 5000])
def test_a_sheet_that_is_none_is_a_bad_input(rolecheck: Rolecheck, tmp_path: Path, name: str) -> None:
    ran = rolecheck("score", tmp_path / name)

    assert ran.code == 3
    assert ran.out == ""


def test_the_floor_of_reading_speed_can_be_set(rolecheck: Rolecheck, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    items = shipped().items[:10]
    read = sum(characters(shipped(), item) for item in items)
    sheet.write_text(
        f"respondent,seconds,{','.join(item.id for item in items)}\nr1,{read / 10},{','.join('A' * 10)}\n",
        encoding="utf-8",
    )

    def found(*options: str) -> list[str]:
        flags: list[str] = json.loads(rolecheck("score", sheet, "--json", *options).out)["flags"]
        return flags

    assert "too-fast" not in found()
    assert "too-fast" not in found("--fastest", "10.5")
    assert "too-fast" in found("--fastest", "9.5")
    table = rolecheck("score", sheet, "--fastest", "9.5").out
    assert "留意" in table
    assert "太快" in table


@pytest.mark.parametrize("floor", ["0", "-3", "nan", "inf", "abc"])
def test_a_floor_that_is_none_is_refused_in_one_sentence(rolecheck: Rolecheck, tmp_path: Path, floor: str) -> None:
    ran = rolecheck("score", tmp_path / "sheet.csv", "--fastest", floor)
    assert ran.code == 2
    assert ran.err.startswith("--fastest 要")


def test_the_help_states_the_floor_that_holds(rolecheck: Rolecheck) -> None:
    assert f"不写就是 {FASTEST_READING:g}" in "".join(rolecheck("score", "-h").out.split("\n"))
