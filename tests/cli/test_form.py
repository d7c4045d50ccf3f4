"""`rolecheck form` from the command line: out, filled in by somebody else's tool, and back."""

import csv
import io
import json
from pathlib import Path

import pytest

from rolecheck.bank.items import Bank
from rolecheck.exchange.forms import Target
from rolecheck.exchange.questionnaire import Questionnaire, questionnaire
from rolecheck.measure.forms import fixed_form
from rolecheck.session.session import Form
from tests.builders import shipped
from tests.cli.banks import by_line, write_sheet
from tests.cli.conftest import Rolecheck
from tests.exchange.forms.tools import Answered, wjx_text

ITEMS = fixed_form(shipped(), Form.QUICK, 0)
FORM: Questionnaire = questionnaire(shipped(), ITEMS, second=True)


def filled(name: str, letter: str = "A", title: str = "project-manager") -> Answered:
    return Answered(name, {"title": title, **{item.id: letter for item in ITEMS}})


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return a download of three people, one of whom answered twice."""
    path = tmp_path / "answers.csv"
    path.write_bytes(wjx_text(FORM, [filled("王五"), filled("=1+1", "B"), filled("王五", "C"), filled("", "D")]))
    return path


@pytest.mark.parametrize("target", [target for target in Target if target is not Target.XLSFORM])
def test_a_form_is_printed_and_nothing_else(rolecheck: Rolecheck, target: Target) -> None:
    ran = rolecheck("form", "export", "--to", target)

    assert (ran.code, ran.err) == (0, "")
    assert all(item.stem[:20] in ran.out for item in ITEMS)


@pytest.mark.parametrize("target", Target)
def test_a_form_is_written_into_a_file(rolecheck: Rolecheck, tmp_path: Path, target: Target) -> None:
    path = tmp_path / "form"

    ran = rolecheck("form", "export", "--to", target, "--output", path)

    assert (ran.code, ran.out) == (0, "")
    assert str(path) in ran.err
    assert path.stat().st_size > 1000


def test_a_table_opens_in_excel_as_what_it_is(rolecheck: Rolecheck, tmp_path: Path, answers: Path) -> None:
    rolecheck("form", "export", "--to", "csv", "--output", tmp_path / "form.csv")
    rolecheck("form", "import", answers, "--output", tmp_path / "sheet.csv")

    for name in ("form.csv", "sheet.csv"):
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_workbook_is_not_printed(rolecheck: Rolecheck) -> None:
    ran = rolecheck("form", "export", "--to", "xlsform")

    assert (ran.code, ran.out) == (2, "")
    assert "--output" in ran.err


def test_the_same_form_comes_out_again_and_another_seed_gives_another(rolecheck: Rolecheck) -> None:
    form = rolecheck("form", "export", "--to", "wjx").out

    assert rolecheck("form", "export", "--to", "wjx", "--seed", 0).out == form
    assert rolecheck("form", "export", "--to", "wjx", "--seed", 1).out != form


def test_forms_grow_and_second_choices_can_be_left_out(rolecheck: Rolecheck) -> None:
    lengths = [rolecheck("form", "export", "--to", "wjx", "--form", form).out.count("[单选题]") for form in Form]
    short = rolecheck("form", "export", "--to", "wjx", "--no-second").out.count("[单选题]")

    assert lengths == sorted(lengths)
    assert short == len(ITEMS) + 1


def test_a_download_becomes_a_sheet_that_can_be_scored(rolecheck: Rolecheck, answers: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"

    ran = rolecheck("form", "import", answers, "--output", sheet)
    scored = rolecheck("score", sheet, "--json")

    assert (ran.code, ran.out) == (0, "")
    assert "答了 2 次" in ran.err
    assert "3 人的作答" in ran.err
    lines = [json.loads(line) for line in scored.out.splitlines()]
    assert [line["respondent"] for line in lines] == ["=1+1", "王五", "第5行"]
    assert {line["items"] for line in lines} == {len(ITEMS)}
    assert {line["title"] for line in lines} == {"project"}


def test_without_a_file_the_sheet_is_printed(rolecheck: Rolecheck, answers: Path) -> None:
    rows = list(csv.reader(io.StringIO(rolecheck("form", "import", answers).out)))

    assert rows[0] == ["respondent", "title", "seconds", *(item.id for item in ITEMS)]
    assert len(rows) == 4


def test_no_cell_of_the_sheet_is_a_formula(rolecheck: Rolecheck, answers: Path) -> None:
    rows = csv.reader(io.StringIO(rolecheck("form", "import", answers).out))

    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_results_are_kept_like_those_of_a_quiz(rolecheck: Rolecheck, answers: Path, home: Path) -> None:
    ran = rolecheck("form", "import", answers, "--save")

    kept = sorted((home / "results").glob("*.json"))
    assert (ran.code, ran.out, len(kept)) == (0, "", 3)
    assert json.loads(kept[0].read_text(encoding="utf-8"))["session"]["form"] == "quick"
    report = rolecheck("report", "--json")
    assert report.code == 0
    assert json.loads(report.out)["items"] == len(ITEMS)


def test_what_was_kept_before_is_not_kept_again(rolecheck: Rolecheck, tmp_path: Path, home: Path) -> None:
    people = {f"第{number}人": by_line("delivery") for number in range(5)}
    some = write_sheet(tmp_path / "some.csv", shipped(), dict(list(people.items())[:3]))
    every = write_sheet(tmp_path / "every.csv", shipped(), people)

    assert "存了 3 份" in rolecheck("form", "import", some, "--save").err
    before = {path: path.read_bytes() for path in (home / "results").iterdir()}
    ran = rolecheck("form", "import", every, "--save")

    assert "存了 2 份" in ran.err
    assert "另有 3 份以前存过" in ran.err
    after = {path: path.read_bytes() for path in (home / "results").iterdir()}
    assert len(after) == 5
    assert before.items() <= after.items()


def test_a_dry_run_tells_everything_and_writes_nothing(
    rolecheck: Rolecheck, answers: Path, home: Path, tmp_path: Path
) -> None:
    ran = rolecheck("form", "import", answers, "--dry-run", "--save", "--output", tmp_path / "sheet.csv")

    assert (ran.code, ran.err) == (0, "")
    for text in ("问卷星", "GB", "王五", ITEMS[0].id, "答了 2 次", "3 人的作答"):
        assert text in ran.out
    assert not home.exists()
    assert not (tmp_path / "sheet.csv").exists()


def test_a_dry_run_as_json(rolecheck: Rolecheck, answers: Path) -> None:
    data = json.loads(rolecheck("form", "import", answers, "--dry-run", "--json").out)

    assert data["schema"] == "rolecheck.form-import/1"
    assert [person["respondent"] for person in data["people"]] == ["=1+1", "王五", "没写名字，记作 第5行"]
    assert rolecheck("form", "import", answers, "--json").code == 2


def test_what_does_not_fit_stops_everything_until_it_is_left_out(
    rolecheck: Rolecheck, answers: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    text = answers.read_bytes().decode("gb18030")
    broken = text.replace(FORM.questions[1].choices[0].text, "我不知道怎么选")
    answers.write_text(broken, encoding="utf-8")

    stopped = rolecheck("form", "import", answers, "--output", sheet, "--save")
    looked = rolecheck("form", "import", answers, "--dry-run")

    assert (stopped.code, stopped.out) == (3, "")
    assert f"{answers}:2:8: H 列" in stopped.err
    assert not sheet.exists()
    assert looked.code == 3
    assert "我不知道怎么选" in looked.out
    assert rolecheck("form", "import", answers, "--output", sheet, "--skip").code == 0
    assert sheet.exists()


def test_a_column_can_be_pointed_out(rolecheck: Rolecheck, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("谁,第一问\n王五,B\n", encoding="utf-8")

    none = rolecheck("form", "import", tmp_path / "a.csv")
    wrong = rolecheck("form", "import", tmp_path / "a.csv", "--map", "第二问=x")
    good = rolecheck("form", "import", tmp_path / "a.csv", "--map", "谁=name", "--map", f"第一问={ITEMS[0].id}")

    assert (none.code, wrong.code, good.code) == (3, 2, 0)
    assert good.out.splitlines()[1] == "王五,,,B"


def test_a_form_of_another_bank_goes_out_and_comes_back(
    rolecheck: Rolecheck, other_folder: Path, other_bank: Bank, tmp_path: Path
) -> None:
    items = fixed_form(other_bank, Form.FULL, 0)
    answered = Answered("王五", {"title": "none", **{item.id: "B" for item in items}})
    (tmp_path / "a.csv").write_bytes(wjx_text(questionnaire(other_bank, items, second=True), [answered]))

    for target in Target:
        assert rolecheck("form", "export", "--to", target, "--output", tmp_path / "x", "--bank", other_folder).code == 0
    ran = rolecheck("form", "import", tmp_path / "a.csv", "--bank", other_folder)

    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[1].count("B") == len(items)


@pytest.mark.parametrize("command", [("form",), ("form", "-h"), ("form", "export", "-h"), ("form", "import", "-h")])
def test_help_is_chinese(rolecheck: Rolecheck, command: tuple[str, ...]) -> None:
    ran = rolecheck(*command)

    assert (ran.out + ran.err).startswith("用法：")
    assert "选项：" in ran.out + ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("form", "export"),
        ("form", "export", "--to", "word"),
        ("form", "import"),
        ("form", "import", ""),
        ("form", "import", "none.csv"),
        ("form", "import", "none.csv", "--map"),
        ("form", "export", "--to", "wjx", "--output", "/none/x"),
        ("form", "export", "--to", "wjx", "--bank", "/none"),
    ],
)
def test_a_wrong_command_line_ends_in_a_sentence(rolecheck: Rolecheck, arguments: tuple[str, ...]) -> None:
    ran = rolecheck(*arguments)

    assert ran.code in {1, 2, 3}
    assert ran.err.strip()
    assert "Traceback" not in ran.err
