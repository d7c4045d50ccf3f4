"""`rolecheck team` takes results in any mix and writes what they show together."""

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rolecheck.bank.items import Item
from rolecheck.store.places import write_named_bytes
from tests.builders import shipped
from tests.cli.banks import by_line, write_sheet
from tests.cli.conftest import Rolecheck
from tests.cli.test_hostile_names import HARMFUL, hostile

BANK = shipped()
LINES = [line.id for line in BANK.roles.lines]
KINDS = ("html", "md", "csv", "xlsx", "json")


@pytest.fixture
def result(rolecheck: Rolecheck, home: Path, answers: Path, tmp_path: Path) -> Path:
    """Return a result of 王小明, in a folder of its own."""
    rolecheck("quiz", "--answers", answers, "--name", "王小明")
    (path,) = (home / "results").iterdir()
    (tmp_path / "results").mkdir()
    return Path(shutil.copy(path, tmp_path / "results" / "one.json"))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Return a sheet of six people, one on each line."""
    people = {f"第{number}人": by_line(line) for number, line in enumerate(LINES, 1)}
    return write_sheet(tmp_path / "sheet.csv", BANK, people)


def team(rolecheck: Rolecheck, *arguments: str | Path) -> dict[str, Any]:
    """Return the data of a team."""
    ran = rolecheck("team", *arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    data = json.loads(ran.out)
    assert isinstance(data, dict)
    return data


def rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    found = data["views"]["overview"]["parts"][0]["rows"]
    assert isinstance(found, list)
    return found


def test_results_folders_and_sheets_go_together(rolecheck: Rolecheck, result: Path, sheet: Path) -> None:
    for inputs in ([result, sheet], [sheet, result.parent], [result, result.parent, sheet, sheet]):
        data = team(rolecheck, *inputs)

        assert data["schema"] == "rolecheck.team/1"
        assert data["people"] == 7
        assert {row["name"] for row in rows(data)} == {"王小明", *(f"第{number}人" for number in range(1, 7))}


def test_a_code_stands_for_the_file_it_was_made_of(rolecheck: Rolecheck, result: Path, sheet: Path) -> None:
    code = rolecheck("report", result, "--code").out.strip()
    (of_file,) = (row for row in rows(team(rolecheck, result, sheet)) if row["name"] == "王小明")
    (of_code,) = (row for row in rows(team(rolecheck, code, sheet)) if not row["name"].startswith("第"))

    assert {**of_code, "name": ""} == {**of_file, "name": ""}


def test_a_mistyped_code_is_told_beside_everything_else(rolecheck: Rolecheck, result: Path, tmp_path: Path) -> None:
    code = rolecheck("report", result, "--code").out.strip()
    wrong = code[:5] + ("2" if code[5] != "2" else "3") + code[6:]
    ran = rolecheck("team", wrong, tmp_path / "nowhere.json")

    assert ran.code == 3
    assert "结果码" in ran.err
    assert "nowhere.json" in ran.err


def test_a_result_shows_the_figures_it_was_kept_with(rolecheck: Rolecheck, result: Path) -> None:
    data = team(rolecheck, result)
    score = json.loads(result.read_text(encoding="utf-8"))["score"]
    (row,) = rows(data)

    assert row["p_primary"] == score["p_primary"]
    assert row["confidence"] == score["confidence"]
    assert "文件里存的数" in data["notices"][-1]


@pytest.mark.parametrize("change", ["bank", "tool", "score"])
def test_figures_that_cannot_be_relied_on_are_measured_anew(rolecheck: Rolecheck, result: Path, change: str) -> None:
    kept = rows(team(rolecheck, result))
    record = json.loads(result.read_text(encoding="utf-8"))
    for chances in (record["score"]["p_primary"], record["score"]["shares"]):
        chances["product"], chances["delivery"] = chances["delivery"], chances["product"]
    match change:
        case "bank":
            record["bank"]["digest"] = "0" * 12
        case "tool":
            record["tool"] = "0.0.0"
        case _:
            record["score"]["verdict"] = "great"
    result.write_text(json.dumps(record), encoding="utf-8")

    data = team(rolecheck, result)

    assert rows(data) == kept
    assert "刚按现在的题库算的" in data["notices"][-1]
    assert ("题库改动之前" in "".join(data["notices"])) is (change == "bank")


def test_the_order_of_inputs_does_not_matter(rolecheck: Rolecheck, result: Path, sheet: Path) -> None:
    lines = sheet.read_text(encoding="utf-8").splitlines()
    shuffled = sheet.with_name("shuffled.csv")
    shuffled.write_text("\n".join([lines[0], *Random(1).sample(lines[1:], 6)]) + "\n", encoding="utf-8")

    assert rolecheck("team", result, sheet, "--json").out == rolecheck("team", shuffled, result, "--json").out


def test_every_kind_of_file_is_written(rolecheck: Rolecheck, sheet: Path, tmp_path: Path) -> None:
    for kind in KINDS:
        path = tmp_path / f"team.{kind}"
        ran = rolecheck("team", sheet, "--output", path)

        assert (ran.code, ran.out) == (0, "")
        assert str(path) in ran.err
        assert path.stat().st_size > 200
    assert json.loads((tmp_path / "team.json").read_text(encoding="utf-8")) == team(rolecheck, sheet)
    assert (tmp_path / "team.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "team.xlsx").read_bytes().startswith(b"PK")


def test_a_file_of_bytes_is_written_whole(tmp_path: Path) -> None:
    write_named_bytes(tmp_path / "b", b"\x00\r\n\xff")

    assert (tmp_path / "b").read_bytes() == b"\x00\r\n\xff"


def test_an_unknown_kind_of_file_is_told_before_anything_is_read(rolecheck: Rolecheck, tmp_path: Path) -> None:
    ran = rolecheck("team", "nothing", "--output", tmp_path / "team.pdf")

    assert ran.code == 2
    assert ".xlsx" in ran.err


def test_everything_that_cannot_be_read_is_told_at_once(rolecheck: Rolecheck, sheet: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "broken.csv").write_text("respondent,nonsense\nr,A\n", encoding="utf-8")

    ran = rolecheck("team", sheet, tmp_path / "broken.json", tmp_path / "broken.csv", "不在这里")

    assert ran.code == 3
    assert ran.out == ""
    assert all(text in ran.err for text in ("broken.json", "broken.csv:1:2", "不在这里"))


def test_what_is_not_ours_in_a_folder_is_passed_over_and_said(rolecheck: Rolecheck, result: Path) -> None:
    (result.parent / "package.json").write_text("{}", encoding="utf-8")
    (result.parent / "prices.csv").write_text("a,b\n", encoding="utf-8")
    (result.parent / "notes.txt").write_text("x", encoding="utf-8")

    data = team(rolecheck, result.parent)

    assert data["people"] == 1
    assert any("有 2 个 JSON 或 CSV 不是" in notice for notice in data["notices"])


def test_a_folder_of_nothing_but_a_broken_result_is_bad_input(rolecheck: Rolecheck, result: Path) -> None:
    result.write_text(result.read_text(encoding="utf-8")[:-30], encoding="utf-8")

    ran = rolecheck("team", result.parent)

    assert ran.code == 3
    assert "one.json" in ran.err


def test_of_a_folder_every_broken_file_is_told_and_left_out(rolecheck: Rolecheck, result: Path) -> None:
    for number in range(3):
        text = result.read_text(encoding="utf-8")[: 400 + number]
        (result.parent / f"broken-{number}.json").write_text(text, encoding="utf-8")

    ran = rolecheck("team", result.parent, "--json")

    assert ran.code == 0
    assert ran.err.count("\n") == 3
    data = json.loads(ran.out)
    assert data["people"] == 1
    assert any("有 3 个文件读不了，没有算进来：broken-0.json" in notice for notice in data["notices"])


def test_a_broken_result_that_is_named_ends_it(rolecheck: Rolecheck, result: Path) -> None:
    broken = result.parent / "broken.json"
    broken.write_text(result.read_text(encoding="utf-8")[:400], encoding="utf-8")

    ran = rolecheck("team", result, broken)

    assert ran.code == 3
    assert ran.out == ""


@pytest.mark.parametrize("anonymous", [False, True])
def test_whose_figures_were_edited_is_said_and_the_answers_count(
    rolecheck: Rolecheck, result: Path, anonymous: bool
) -> None:
    kept = rows(team(rolecheck, result))
    record = json.loads(result.read_text(encoding="utf-8"))
    record["score"]["p_primary"] = {line: float(line == "product") for line in record["score"]["p_primary"]}
    record["score"]["confidence"] = 0.999
    result.write_text(json.dumps(record), encoding="utf-8")

    data = team(rolecheck, result, *(["--anonymous"] if anonymous else []))

    # A group of one without names shows nobody.
    assert anonymous or [row["p_primary"] for row in rows(data)] == [row["p_primary"] for row in kept]
    said = "".join(data["notices"])
    assert "存的数和作答对不上" in said
    assert (record["session"]["respondent"] in said) is not anonymous


def test_a_folder_without_anything_is_told(rolecheck: Rolecheck, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = rolecheck("team", tmp_path / "empty")

    assert ran.code == 2
    assert "没有一份" in ran.err


@pytest.mark.parametrize("word", ["x\0y", "长" * 5000, "\x1b[31m红", ""])
def test_no_word_whatever_ends_in_a_traceback(rolecheck: Rolecheck, word: str) -> None:
    ran = rolecheck("team", word)

    assert ran.code in {2, 3}
    assert set(ran.err) & HARMFUL == set()
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("number", ["1", "0", "-3", "x"])
def test_a_group_has_two_people_at_least(rolecheck: Rolecheck, sheet: Path, number: str) -> None:
    assert rolecheck("team", sheet, "--min-group", number).code == 2


def test_about_somebody_two_rounds_and_a_pair_have_their_views(rolecheck: Rolecheck, tmp_path: Path) -> None:
    def about(item: Item) -> str:
        return by_line("project")(item)

    now = write_sheet(tmp_path / "now.csv", BANK, {name: by_line("delivery") for name in "甲乙丙丁"})
    before = write_sheet(tmp_path / "before.csv", BANK, {name: by_line("project") for name in "甲乙丙丁"})
    header, *others = (
        write_sheet(tmp_path / "o.csv", BANK, dict.fromkeys("戊己庚辛", about)).read_text("utf-8").splitlines()
    )
    (tmp_path / "o.csv").write_text(
        "\n".join([f"subject,{header}", *(f"甲,{line}" for line in others)]) + "\n", encoding="utf-8"
    )

    data = team(rolecheck, now, tmp_path / "o.csv", "--before", before, "--pair", "甲", "乙")

    assert list(data["views"])[-3:] == ["pair", "self-and-others", "trend"]
    assert data["people"] == 4


def test_without_names_no_name_is_written_anywhere(rolecheck: Rolecheck, sheet: Path, tmp_path: Path) -> None:
    options = ("--anonymous", "--pair", "第1人", "第2人", "--before", sheet)
    page = rolecheck("team", sheet, *options)
    written = [page.out, page.err, rolecheck("team", sheet, *options, "--plain").out]
    for kind in ("html", "md", "csv", "json"):
        rolecheck("team", sheet, *options, "--output", tmp_path / f"team.{kind}")
        written.append((tmp_path / f"team.{kind}").read_text(encoding="utf-8"))

    assert all("成员 1" in text for text in written if text)
    assert not any(f"第{number}人" in text for text in written for number in range(1, 7))


@hostile
def test_a_strangers_name_redraws_nothing(rolecheck: Rolecheck, tmp_path: Path, name: str) -> None:
    cell = '"' + name.replace('"', '""') + '"'
    sheet = write_sheet(tmp_path / "s.csv", BANK, {cell: by_line("delivery"), "乙": by_line("project")})

    ran = rolecheck("team", sheet)
    rolecheck("team", sheet, "--output", tmp_path / "t.html")

    assert ran.code == 0
    assert set(ran.out) & HARMFUL == set()
    assert set((tmp_path / "t.html").read_text(encoding="utf-8")) & HARMFUL == set()


def test_a_bank_of_other_lines_has_a_team_too(rolecheck: Rolecheck, other_folder: Path, tmp_path: Path) -> None:
    from rolecheck.bank.loading import load_bank

    bank = load_bank(other_folder)
    people = {f"p{number}": by_line(line.id) for number, line in enumerate(bank.roles.lines)}
    ran = rolecheck("team", write_sheet(tmp_path / "s.csv", bank, people), "--bank", other_folder)

    assert ran.code == 0
    assert all(line.short in ran.out for line in bank.roles.lines)
