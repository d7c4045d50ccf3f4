"""Going on with a quiz: what other banks and windows hold stays apart, and a result is kept before it is shown."""

import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from rolecheck.bank.loading import load_bank
from rolecheck.cli import quiz_stops as ending
from rolecheck.store.journal import Journal
from tests.cli.banks import write_bank
from tests.cli.conftest import Rolecheck

ALL_A = "A\n" * 200
QUIZ = ("quiz", "--plain", "--form", "quick", "--title", "交付经理", "--seed", "5")


def interrupt(*_: object, **__: object) -> NoReturn:
    raise KeyboardInterrupt


def results(home: Path) -> list[Path]:
    return sorted((home / "results").glob("*")) if (home / "results").exists() else []


def sessions(home: Path) -> list[Path]:
    return sorted((home / "sessions").glob("*"))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "bank of ours", 4)


def test_the_unfinished_session_of_another_bank_is_left_alone_and_told(
    rolecheck: Rolecheck, home: Path, other: Path
) -> None:
    rolecheck(*QUIZ, typed="A\nB\nq\n")
    (journal,) = sessions(home)
    before = journal.read_bytes()

    items = len(load_bank(other).items)
    ran = rolecheck("quiz", "--plain", "--form", "full", "--bank", other, typed="A\n" * items + "1\n")

    assert ran.code == 0
    assert "没有动它" in ran.err
    assert journal.read_bytes() == before
    assert "答了 2 题" in rolecheck("quiz", "--plain", typed="1\nq\n").err


def test_the_way_back_to_another_bank_can_be_copied(rolecheck: Rolecheck, home: Path, other: Path) -> None:
    rolecheck("quiz", "--plain", "--bank", other, typed="A\nq\n")

    ran = rolecheck(*QUIZ, typed="A\nq\n")

    assert f"rolecheck quiz --bank '{other}'" in ran.err
    assert "答了 1 题" in rolecheck("quiz", "--plain", "--bank", other, typed="1\nq\n").err
    assert len(sessions(home)) == 2


def test_leaving_at_once_does_not_take_another_banks_session_for_ones_own(rolecheck: Rolecheck, other: Path) -> None:
    rolecheck("quiz", "--plain", "--bank", other, typed="A\nq\n")

    assert "没有东西要存" in rolecheck(*QUIZ, typed="q\n").err


def test_a_session_of_another_version_of_this_bank_is_told_and_set_aside(
    rolecheck: Rolecheck, home: Path, other: Path
) -> None:
    rolecheck("quiz", "--plain", "--bank", other, typed="A\nq\n")
    content = sessions(home)[0].read_bytes()
    with (other / "questions.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    text = (other / "questions.yaml").read_text(encoding="utf-8").replace("version: '1'", "version: '2'")
    (other / "questions.yaml").write_text(text, encoding="utf-8")

    ran = rolecheck("quiz", "--plain", "--bank", other, typed="1\nq\n")

    assert "另一版题库" in ran.err
    (aside,) = sessions(home)
    assert (aside.suffix, aside.read_bytes()) == (".aside", content)
    assert str(aside) in ran.err


def test_options_that_going_on_does_not_use_are_told_before_one_chooses(rolecheck: Rolecheck) -> None:
    rolecheck(*QUIZ, typed="A\nq\n")

    ran = rolecheck(
        "quiz", "--plain", "--form", "full", "--title", "产品", "--name", "王", "--seed", "5", typed="1\nq\n"
    )

    said = ran.err[: ran.err.index("接着答，还是重新开始")]
    assert all(option in said for option in ("--form full", "--title 产品", "--name 王"))
    assert "--seed" not in said
    assert "最多还有" in ran.err


def test_options_that_agree_or_were_not_written_are_not_spoken_of(rolecheck: Rolecheck) -> None:
    rolecheck(*QUIZ, typed="A\nq\n")

    for arguments in (QUIZ, ("quiz", "--plain")):
        assert "不算" not in rolecheck(*arguments, typed="1\nq\n").err


def test_a_journal_another_window_answers_is_left_to_it(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed="A\nB\nq\n")
    (path,) = sessions(home)
    window = Journal(path)
    assert window.hold()

    ran = rolecheck(*QUIZ, typed="A\nq\n")

    assert "另一个窗口" in ran.err
    assert "接着答，还是重新开始" not in ran.err
    assert len(sessions(home)) == 2
    window.release()


def test_a_torn_last_line_is_told_when_going_on(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed="A\nB\nq\n")
    (path,) = sessions(home)
    path.write_bytes(path.read_bytes()[:-5])

    ran = rolecheck("quiz", "--plain", typed=f"1\n{ALL_A}")

    assert ran.code == 0
    assert "最后一行没写完" in ran.err


def test_ctrl_c_while_the_report_prints_finds_the_result_kept(
    rolecheck: Rolecheck, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "show_result", interrupt)

    ran = rolecheck(*QUIZ, typed=ALL_A)

    (path,) = results(home)
    assert ran.code == 130
    assert str(path) in ran.err
    assert sessions(home) == []


def test_ctrl_c_while_a_report_prints_that_is_not_to_be_kept_leaves_the_answers(
    rolecheck: Rolecheck, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ending, "show_result", interrupt)
        assert rolecheck(*QUIZ, "--no-save", typed=ALL_A).code == 130

    again = rolecheck("quiz", "--plain", "--no-save", typed="1\n")

    assert "只差看结果" in again.err
    assert "条线各占多少" in again.out
    assert sessions(home) == results(home) == []


def test_a_disk_that_does_not_take_the_result_keeps_nobody_from_reading_it(rolecheck: Rolecheck, home: Path) -> None:
    home.mkdir()
    (home / "results").write_text("", encoding="utf-8")

    ran = rolecheck(*QUIZ, typed=ALL_A)

    assert ran.code == 1
    assert "条线各占多少" in ran.out
    assert "接着答" in ran.err

    (home / "results").unlink()
    assert rolecheck("quiz", "--plain", typed="1\n").code == 0
    assert len(results(home)) == 1
    assert sessions(home) == []


def test_a_run_killed_between_keeping_and_saying_so_makes_no_second_result(
    rolecheck: Rolecheck, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "close", interrupt)
        rolecheck(*QUIZ, typed=ALL_A)
    assert (len(results(home)), len(sessions(home))) == (1, 1)

    ran = rolecheck("quiz", "--plain", typed="1\n")

    assert ran.code == 0
    assert (len(results(home)), len(sessions(home))) == (1, 0)


def test_a_seed_of_any_length_can_be_kept(rolecheck: Rolecheck, home: Path, answers: Path) -> None:
    ran = rolecheck("quiz", "--answers", answers, "--seed", "9" * 70)

    assert ran.code == 0
    kept: dict[str, Any] = json.loads(results(home)[0].read_text(encoding="utf-8"))
    assert kept["session"]["seed"] == int("9" * 70)
    assert rolecheck("report").code == 0


def test_the_same_quiz_answered_the_same_way_again_is_another_result(rolecheck: Rolecheck, home: Path) -> None:
    for _ in range(2):
        rolecheck(*QUIZ, typed=ALL_A)

    assert len(results(home)) == 2
