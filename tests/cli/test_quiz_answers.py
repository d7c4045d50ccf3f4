"""`rolecheck quiz --answers`: the same loop as at the terminal, without anybody to ask."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rolecheck.bank.items import Facet, Item
from tests.builders import shipped
from tests.cli.banks import by_line, write_answers
from tests.cli.conftest import Rolecheck
from tests.cli.scores import assert_score

BANK = shipped()
LINES = [line.id for line in BANK.roles.lines]


@pytest.mark.parametrize("form", ["quick", "standard", "full"])
def test_full_answers_give_a_score_with_every_field_of_the_contract(
    rolecheck: Rolecheck, answers: Path, form: str
) -> None:
    ran = rolecheck("quiz", "--answers", answers, "--form", form, "--json")

    score = json.loads(ran.out)
    assert ran.code == 0
    assert ran.out.count("\n") == 1
    assert_score(score, LINES)
    assert set(score["judgement"]["traps"]) <= set(BANK.traps)
    assert (score["primary"], score["title"], score["title_match"]) == ("delivery", "project", "differs")


@pytest.mark.parametrize(("form", "most"), [("quick", 12), ("standard", 36), ("full", len(BANK.items))])
def test_a_form_asks_no_more_than_it_says(rolecheck: Rolecheck, answers: Path, form: str, most: int) -> None:
    items = json.loads(rolecheck("quiz", "--answers", answers, "--form", form, "--json").out)["items"]

    assert items == most if form == "full" else items <= most


@pytest.mark.parametrize("line", LINES)
def test_a_person_of_one_line_is_named_it(rolecheck: Rolecheck, tmp_path: Path, line: str) -> None:
    score = json.loads(
        rolecheck("quiz", "--answers", write_answers(tmp_path / "a.yaml", BANK, by_line(line)), "--json").out
    )

    assert (score["verdict"], score["primary"]) == ("named", line)
    assert score["confidence"] >= 0.8


def test_a_person_who_steps_back_at_every_moment_is_told_so(rolecheck: Rolecheck, tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "a.yaml", BANK, by_line("none"))

    assert json.loads(rolecheck("quiz", "--answers", answers, "--json").out)["verdict"] == "stands-back"
    assert "退后" in rolecheck("quiz", "--answers", answers).out


def test_the_same_answers_give_the_same_object(rolecheck: Rolecheck, answers: Path) -> None:
    first, second = (rolecheck("quiz", "--answers", answers, "--json").out for _ in range(2))

    assert first == second


def test_an_answer_that_is_missing_is_named_with_the_file(rolecheck: Rolecheck, tmp_path: Path) -> None:
    path = write_answers(tmp_path / "a.yaml", BANK, lambda item: item.letters[0])
    whole = path.read_text(encoding="utf-8")
    gone = next(item.id for item in BANK.items if item.facet is Facet.RESPONSIBILITY)
    path.write_text("".join(line for line in whole.splitlines(True) if gone not in line), encoding="utf-8")

    ran = rolecheck("quiz", "--form", "full", "--answers", path)

    assert ran.code == 4
    assert gone in ran.err
    assert str(path) in ran.err
    assert ran.out == ""


def test_an_item_the_form_does_not_ask_need_not_be_answered(rolecheck: Rolecheck, tmp_path: Path) -> None:
    path = write_answers(tmp_path / "a.yaml", BANK, lambda item: item.letters[0])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    asked = {item.id for item in BANK.of(Facet.RESPONSIBILITY)}
    path.write_text(
        "".join(line for line in lines if line.strip().partition(":")[0] in asked | {"answers"}), encoding="utf-8"
    )

    assert rolecheck("quiz", "--form", "quick", "--answers", path).code == 0


def test_a_broken_answers_file_is_told_in_full(rolecheck: Rolecheck, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: PM\nanswers:\n  nobody: A\n", encoding="utf-8")

    ran = rolecheck("quiz", "--answers", tmp_path / "a.yaml")

    assert ran.code == 3
    assert ran.err.count("a.yaml:") == 2
    assert ran.out == ""


@pytest.mark.parametrize("name", ["none.yaml", ".", "a" * 5000])
def test_an_answers_file_that_is_none_is_a_bad_input(rolecheck: Rolecheck, tmp_path: Path, name: str) -> None:
    assert rolecheck("quiz", "--answers", tmp_path / name).code == 3


def test_a_title_on_the_command_line_counts_more_than_the_files(rolecheck: Rolecheck, answers: Path) -> None:
    score = json.loads(rolecheck("quiz", "--answers", answers, "--title", "运营", "--json").out)

    assert score["title"] == "operations"


@pytest.mark.parametrize(("title", "near"), [("交互经理", "交付经理"), ("PM", "产品经理")])
def test_a_title_that_is_wrong_or_ambiguous_is_a_usage_error(
    rolecheck: Rolecheck, answers: Path, title: str, near: str
) -> None:
    ran = rolecheck("quiz", "--answers", answers, "--title", title)

    assert ran.code == 2
    assert near in ran.err


def test_no_input_is_content_with_an_answers_file(rolecheck: Rolecheck, answers: Path) -> None:
    assert rolecheck("quiz", "--answers", answers, "--no-input").code == 0


def test_no_input_without_one_says_what_to_give(rolecheck: Rolecheck) -> None:
    ran = rolecheck("quiz", "--no-input", typed="1\nA\n")

    assert ran.code == 4
    assert "--answers" in ran.err


def test_the_report_is_on_stdout_and_the_rest_on_stderr(rolecheck: Rolecheck, home: Path, answers: Path) -> None:
    ran = rolecheck("quiz", "--answers", answers)

    (kept,) = (home / "results").iterdir()
    assert "交付线" in ran.out
    assert "rolecheck report" in ran.err
    assert str(kept) in ran.err
    assert str(kept) not in ran.out


def test_no_save_keeps_nothing(rolecheck: Rolecheck, home: Path, answers: Path) -> None:
    assert rolecheck("quiz", "--answers", answers, "--no-save").code == 0
    assert not home.exists()


def test_the_name_given_stands_in_score_and_report(rolecheck: Rolecheck, answers: Path) -> None:
    given = ("quiz", "--answers", answers, "--no-save", "--name", "王小明")

    assert json.loads(rolecheck(*given, "--json").out)["respondent"] == "王小明"
    assert "王小明" in rolecheck(*given).out


def test_the_person_spoken_of_stands_in_the_report(rolecheck: Rolecheck, answers: Path) -> None:
    assert "老李" in rolecheck("quiz", "--answers", answers, "--no-save", "--about", "老李").out


def test_a_disk_that_refuses_is_a_failure_after_the_report(
    rolecheck: Rolecheck, answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ROLECHECK_HOME", str(tmp_path / "file"))

    ran = rolecheck("quiz", "--answers", answers)

    assert ran.code == 1
    assert "交付线" in ran.out
    assert "ROLECHECK_HOME" in ran.err


@pytest.mark.parametrize("seed", ["0", "-1", "7", "999999999999999999999999"])
def test_any_whole_number_is_a_seed(rolecheck: Rolecheck, answers: Path, seed: str) -> None:
    assert rolecheck("quiz", "--answers", answers, "--seed", seed).code == 0


def test_items_answered_with_a_second_choice_make_surer(rolecheck: Rolecheck, tmp_path: Path) -> None:
    def with_second(choose: Callable[[Item], str]) -> Callable[[Item], str]:
        def both(item: Item) -> str:
            first = choose(item)
            keys = [option.key for option in item.options]
            second = next((item.letters[keys.index(key)] for key in ("project",) if key in keys), "")
            return first + second if second != first and item.facet is not Facet.JUDGEMENT else first

        return both

    one = write_answers(tmp_path / "one.yaml", BANK, by_line("delivery"))
    two = write_answers(tmp_path / "two.yaml", BANK, with_second(by_line("delivery")))
    scores = [json.loads(rolecheck("quiz", "--form", "full", "--answers", path, "--json").out) for path in (one, two)]

    assert scores[1]["shares"]["project"]["mean"] > scores[0]["shares"]["project"]["mean"]
    assert scores[1]["runner_up"] == "project"
