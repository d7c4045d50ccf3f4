"""Nothing knows the six lines: a bank of four or eight works throughout, and a broken one is told in full."""

import json
from pathlib import Path

import pytest

from rolecheck.bank.items import Bank
from tests.cli.banks import by_line, write_answers, write_bank, write_sheet
from tests.cli.conftest import Rolecheck
from tests.cli.scores import assert_score


def test_its_roles_are_explained_by_name_line_and_english_name(
    rolecheck: Rolecheck, other_folder: Path, other_bank: Bank
) -> None:
    for role in other_bank.roles.roles:
        for name in (role.name, role.id, role.line, role.aliases[1], other_bank.roles.line(role.line).name):
            ran = rolecheck("explain", name, "--bank", other_folder)
            assert ran.code == 0
            assert role.name in ran.out.splitlines()[0]


def test_our_own_roles_are_unknown_to_it(rolecheck: Rolecheck, other_folder: Path) -> None:
    assert rolecheck("explain", "交付经理", "--bank", other_folder).code == 2


def test_an_alias_all_its_roles_share_lists_them_all(
    rolecheck: Rolecheck, other_folder: Path, other_bank: Bank
) -> None:
    ran = rolecheck("explain", "负责的", "--bank", other_folder)

    assert ran.code == 2
    assert all(role.name in ran.err for role in other_bank.roles.roles)


@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_its_relay_lists_all_its_roles(
    rolecheck: Rolecheck, other_folder: Path, other_bank: Bank, plain: tuple[str, ...]
) -> None:
    out = rolecheck("roles", "--bank", other_folder, *plain).out

    assert all(role.name in out for role in other_bank.roles.roles)


@pytest.mark.parametrize("form", ["standard", "full"])
def test_a_person_of_one_of_its_lines_is_named_it_and_reported(
    rolecheck: Rolecheck, other_folder: Path, other_bank: Bank, tmp_path: Path, form: str
) -> None:
    lines = [line.id for line in other_bank.roles.lines]
    answers = write_answers(tmp_path / "a.yaml", other_bank, by_line("line-2"), "丁负责人")
    given = ("quiz", "--bank", other_folder, "--answers", answers, "--form", form)

    score = json.loads(rolecheck(*given, "--json", "--no-save").out)
    report = rolecheck(*given)
    again = rolecheck("report", "--bank", other_folder)

    assert_score(score, lines)
    assert (score["primary"], score["title"]) == ("line-2", "line-3")
    assert "丙有人管" in report.out
    assert again.out == report.out


def test_it_is_asked_line_by_line_too(rolecheck: Rolecheck, other_folder: Path, other_bank: Bank) -> None:
    # An item takes the letter, a stop on the way the number; what it does not take it asks again.
    ran = rolecheck("quiz", "--bank", other_folder, "--plain", "--json", typed="A\n2\n" * 60)

    assert ran.code == 0
    assert_score(json.loads(ran.out), [line.id for line in other_bank.roles.lines])


def test_a_sheet_of_its_items_is_scored_in_its_lines(
    rolecheck: Rolecheck, other_folder: Path, other_bank: Bank, tmp_path: Path
) -> None:
    lines = [line.id for line in other_bank.roles.lines]
    sheet = write_sheet(tmp_path / "s.csv", other_bank, {line: by_line(line) for line in lines})

    scores = [json.loads(line) for line in rolecheck("score", sheet, "--bank", other_folder, "--json").out.splitlines()]
    table = rolecheck("score", sheet, "--bank", other_folder).out

    assert [score["primary"] for score in scores] == lines
    for score in scores:
        assert_score(score, lines)
    assert all(line in table for line in lines)


def test_a_result_of_it_is_not_read_with_our_bank(
    rolecheck: Rolecheck, other_folder: Path, other_bank: Bank, tmp_path: Path
) -> None:
    answers = write_answers(tmp_path / "a.yaml", other_bank, by_line("line-1"))
    rolecheck("quiz", "--bank", other_folder, "--answers", answers)

    ran = rolecheck("report")

    assert ran.code == 3
    assert "--bank" in ran.err


@pytest.mark.parametrize(
    "command",
    [("explain", "甲负责人"), ("roles",), ("quiz", "--plain"), ("report",), ("score", "s.csv")],
    ids=lambda command: str(command[0]),
)
def test_a_broken_bank_is_told_in_full_by_every_command(
    rolecheck: Rolecheck, tmp_path: Path, command: tuple[str, ...]
) -> None:
    roles = write_bank(tmp_path / "bank", 4) / "roles.yaml"
    text = roles.read_text(encoding="utf-8")
    text = text.replace("talk:", "tolk:", 1).replace("line: line-1\n", "line: line-9\n")
    roles.write_text(text, encoding="utf-8")

    ran = rolecheck(*command, "--bank", tmp_path / "bank")

    assert ran.code == 3
    assert ran.out == ""
    assert [word for word in ("tolk", "line-9") if word not in ran.err] == []
    assert all("roles.yaml:" in line for line in ran.err.splitlines())


def test_problems_of_both_files_are_told_together(rolecheck: Rolecheck, tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "bank", 4)
    for name, word in (("roles.yaml", "advice:"), ("questions.yaml", "traps:")):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(word, f"no-{word}"), encoding="utf-8")

    ran = rolecheck("quiz", "--plain", "--bank", folder)

    assert ran.code == 3
    assert "roles.yaml:" in ran.err
    assert "questions.yaml:" in ran.err


@pytest.mark.parametrize("name", ["none", "file", "empty", "a" * 5000])
def test_a_folder_that_holds_no_bank_is_a_bad_input(rolecheck: Rolecheck, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()

    ran = rolecheck("roles", "--bank", tmp_path / name)

    assert ran.code == 3
    assert "roles.yaml" in ran.err
