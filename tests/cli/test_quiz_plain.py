"""`rolecheck quiz` without drawing: a pipe, a screen reader, a dumb terminal."""

import io
import json
import re
from pathlib import Path
from typing import TextIO

import pytest
import yaml

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_bank
from tests.builders import shipped
from tests.cli.conftest import Ran, Rolecheck

ALL_A = "A\n" * 200
QUIZ = ("quiz", "--plain", "--form", "quick", "--title", "交付经理", "--seed", "5")
FULL = ("quiz", "--plain", "--form", "full", "--json", "--no-save")
EVERY_A = "A\n" * len(shipped().items)
"""Answers to every item there is: after them comes the card."""


def interrupted(text: str) -> TextIO:
    """Return lines someone types who then presses Ctrl-C."""
    stream = io.StringIO(text)
    read = stream.readline

    def readline(_: int = -1) -> str:
        line = read()
        if not line:
            raise KeyboardInterrupt
        return line

    stream.readline = readline  # type: ignore[method-assign]
    return stream


def asked(ran: Ran) -> list[int]:
    """Return the numbers of the items shown, in order."""
    return [int(number) for number in re.findall(r"^ 第 (\d+) 题", ran.err, re.MULTILINE)]


def responses(home: Path) -> list[dict[str, object]]:
    """Return the responses of the only result kept."""
    (path,) = (home / "results").iterdir()
    kept: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))["session"]["responses"]
    return kept


def test_a_whole_quiz_over_a_pipe_ends_in_a_report(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=ALL_A)

    assert ran.code == 0
    assert asked(ran) == list(range(1, len(responses(home)) + 1))
    assert "条线各占多少" in ran.out
    assert not set(ran.out + ran.err) & set("█▏▎▍▌▋▊▉│─\x1b\r")
    assert list((home / "sessions").iterdir()) == []


def test_questions_go_to_stderr_and_the_object_to_stdout(rolecheck: Rolecheck) -> None:
    ran = rolecheck(*QUIZ, "--json", typed=ALL_A)

    assert json.loads(ran.out)["schema"] == "rolecheck.score/1"
    assert "第 1 题" in ran.err


def test_the_same_choices_from_a_file_give_the_same_object(rolecheck: Rolecheck, home: Path, tmp_path: Path) -> None:
    typed = json.loads(rolecheck(*QUIZ, "--json", typed="AB\nB\nC\n" + ALL_A).out)
    written = {"answers": {str(response["item"]): response["choice"] for response in responses(home)}}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(written), encoding="utf-8")

    read = json.loads(
        rolecheck(
            "quiz", "--form", "quick", "--title", "交付经理", "--seed", "5", "--json", "--answers", tmp_path / "a.yaml"
        ).out
    )

    # Only a person at a keyboard can be too fast.
    assert {**typed, "flags": []} == read


def test_every_option_is_shown_in_full_with_its_letter(rolecheck: Rolecheck) -> None:
    ran = rolecheck(*QUIZ, "--form", "full", "--no-save", typed=ALL_A)
    shown = "".join(ran.err.split())

    bank = load_bank(shipped_folder())
    assert [
        option.text for item in bank.items for option in item.options if "".join(option.text.split()) not in shown
    ] == []
    assert [item.stem for item in bank.items if "".join(item.stem.split()) not in shown] == []


def test_the_card_is_asked_last_and_going_back_from_it_reaches_the_items(rolecheck: Rolecheck) -> None:
    ran = rolecheck(*FULL, typed=f"{EVERY_A}<\nB\n?\n2\n")

    assert ran.err.index("名片上写的是哪一个") > ran.err.index(f"第 {len(shipped().items)} 题")
    assert ran.err.count(f" 第 {len(shipped().items)} 题") == 2
    assert ran.err.count("打数字或名字后回车；< 上一题") == 3
    assert "放到最后才问，是免得它影响前面的作答" in ran.err
    assert json.loads(ran.out)["title"] == "project"


def test_without_a_title_one_is_asked_for_and_may_be_none_of_them(rolecheck: Rolecheck) -> None:
    none = rolecheck(*FULL, typed=f"{EVERY_A}7\n")
    named = rolecheck(*FULL, typed=f"{EVERY_A}交付经理\n")

    assert json.loads(none.out)["title"] is None
    assert json.loads(named.out)["title"] == "delivery"


@pytest.mark.parametrize("called", ["实施经理", "实施工程师", "ssgcs", "实施 经理", "Implementation Lead"])
def test_the_card_can_be_called_by_any_name_its_role_has(rolecheck: Rolecheck, called: str) -> None:
    ran = rolecheck(*FULL, typed=f"{EVERY_A}{called}\n")

    assert json.loads(ran.out)["title"] == "implementation"


@pytest.mark.parametrize(
    ("called", "meant"),
    [("PM", ("1 产品经理", "2 项目经理")), ("交互经理", ("5 交付经理",))],
)
def test_a_name_that_fits_two_roles_or_nearly_one_is_asked_about_by_number(
    rolecheck: Rolecheck, called: str, meant: tuple[str, ...]
) -> None:
    ran = rolecheck(*FULL, typed=f"{EVERY_A}{called}\n2\n")

    assert all(each in ran.err for each in meant)
    assert json.loads(ran.out)["title"] == "project"


def test_a_number_that_is_none_of_the_list_is_asked_for_again(rolecheck: Rolecheck) -> None:
    wrong = ["0", "8", "-1", "x", "", "²", "①", "1.5"]

    ran = rolecheck(*FULL, typed=EVERY_A + "\n".join([*wrong, "5\n"]))

    assert ran.err.count("1 到 7") >= len(wrong)
    assert json.loads(ran.out)["title"] == "delivery"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Z", "只有 A 到 E"),
        ("1", "只有 A 到 E"),
        ("AZ", "只有 A 到 E"),
        ("AA", "要和最像的不同"),
        ("ABC", "最多两个字母"),
        ("", "请打一个字母"),
        ("  ", "请打一个字母"),
        ("\x1b[D", "只有 A 到 E"),
        ("A" * 10_000, "最多两个字母"),
        ("?", "没有对错"),
    ],
)
def test_letters_that_are_no_choice_are_told_and_asked_for_again(
    rolecheck: Rolecheck, home: Path, typed: str, says: str
) -> None:
    ran = rolecheck(*QUIZ, typed=f"{typed}\n{ALL_A}")

    assert ran.code == 0
    assert says in ran.err
    assert asked(ran) == list(range(1, len(responses(home)) + 1))


def test_letters_may_be_typed_as_people_type_them(rolecheck: Rolecheck, home: Path) -> None:
    ways = ["ab", "AB", "Ａｂ", "A B", " a,b ", "A、B"]

    rolecheck(*QUIZ, typed="\n".join([*ways, ALL_A]))

    assert [len(str(response["choice"])) for response in responses(home)[: len(ways)]] == [2] * len(ways)


def test_going_back_shows_the_earlier_choice_and_enter_keeps_it(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=f"BC\n<\n\n{ALL_A}")
    kept = responses(home)
    (home / "results").rename(home / "before")
    rolecheck(*QUIZ, typed=f"BC\n{ALL_A}")

    assert asked(ran)[:4] == [1, 2, 1, 2]
    assert "上次选的是 BC" in ran.err
    assert [each["choice"] for each in kept] == [each["choice"] for each in responses(home)]


def test_going_back_and_choosing_anew_replaces_the_earlier_choice(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed=f"BC\n<\nD\n{ALL_A}")
    anew = responses(home)
    (home / "results").rename(home / "before")
    rolecheck(*QUIZ, typed=f"D\n{ALL_A}")

    assert [each["choice"] for each in anew] == [each["choice"] for each in responses(home)]


def test_there_is_nothing_before_the_first_item(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=f"<\n<\n{ALL_A}")

    assert ran.code == 0
    assert asked(ran)[:4] == [1, 1, 1, 2]
    assert len(responses(home)) == max(asked(ran))


@pytest.mark.parametrize(("leave", "code"), [("q\n", 0), ("", 4)], ids=["q", "end of input"])
def test_leaving_keeps_what_was_answered_and_says_how_to_go_on(
    rolecheck: Rolecheck, home: Path, leave: str, code: int
) -> None:
    ran = rolecheck(*QUIZ, typed=f"A\nB\n{leave}")

    assert ran.code == code
    assert "rolecheck quiz" in ran.err
    assert ran.out == ""
    assert not (home / "results").exists()
    assert len(list((home / "sessions").iterdir())) == 1


def test_ctrl_c_keeps_what_was_answered_and_is_130(rolecheck: Rolecheck, home: Path) -> None:
    ran = rolecheck(*QUIZ, typed=interrupted("A\nB\n"))

    assert ran.code == 130
    assert "rolecheck quiz" in ran.err
    assert len(list((home / "sessions").iterdir())) == 1


@pytest.mark.parametrize("arguments", [QUIZ, ("quiz", "--plain")])
def test_leaving_before_the_first_answer_keeps_nothing(
    rolecheck: Rolecheck, home: Path, arguments: tuple[str, ...]
) -> None:
    ran = rolecheck(*arguments, typed=interrupted(""))

    assert ran.code == 130
    assert "没有东西要存" in ran.err
    assert not home.exists()


def test_resuming_gives_what_an_undisturbed_run_gives(rolecheck: Rolecheck, home: Path) -> None:
    undisturbed = json.loads(rolecheck(*QUIZ, "--json", "--no-save", typed="A\nB\nCD\n" + ALL_A).out)
    for stretch in ("A\nq\n", "1\nB\n", "1\nCD\nq\n"):
        assert rolecheck(*QUIZ, typed=stretch).out == ""

    resumed = rolecheck("quiz", "--plain", "--json", typed=f"1\n{ALL_A}")

    assert json.loads(resumed.out) == undisturbed
    assert asked(resumed)[0] == 4
    assert list((home / "sessions").iterdir()) == []


def test_starting_over_puts_the_earlier_answers_aside(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed="A\nq\n")

    ran = rolecheck(*QUIZ, typed=f"2\n{ALL_A}")

    assert ran.code == 0
    assert asked(ran)[0] == 1
    (aside,) = (home / "sessions").iterdir()
    assert aside.suffix == ".aside"
    assert str(aside) in ran.err


def test_a_journal_that_cannot_be_read_is_told_of_and_put_aside(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed="A\nB\nq\n")
    (journal,) = (home / "sessions").iterdir()
    broken = journal.read_bytes().replace(b'"choice"', b'"\xff\xff"')
    journal.write_bytes(broken)

    ran = rolecheck(*QUIZ, typed=ALL_A)

    assert ran.code == 0
    assert journal.name in ran.err
    assert journal.with_suffix(".aside").read_bytes() == broken


def test_a_file_that_is_not_ours_is_named_and_left_where_it_is(rolecheck: Rolecheck, home: Path) -> None:
    (home / "sessions").mkdir(parents=True)
    (home / "sessions" / "a.jsonl").write_bytes(b"\xff\xff")

    ran = rolecheck(*QUIZ, typed=ALL_A)

    assert ran.code == 0
    assert "a.jsonl" in ran.err
    assert (home / "sessions" / "a.jsonl").read_bytes() == b"\xff\xff"


def test_leaving_while_being_asked_to_resume_loses_nothing(rolecheck: Rolecheck, home: Path) -> None:
    rolecheck(*QUIZ, typed="A\nB\nq\n")
    (journal,) = (home / "sessions").iterdir()
    before = journal.read_bytes()

    ran = rolecheck(*QUIZ, typed=interrupted(""))

    assert ran.code == 130
    assert journal.read_bytes() == before


def test_leaving_while_being_asked_to_resume_does_not_say_that_nothing_is_kept(rolecheck: Rolecheck) -> None:
    rolecheck(*QUIZ, typed="A\nB\nq\n")

    assert "没有东西要存" not in rolecheck(*QUIZ, typed=interrupted("")).err


@pytest.mark.parametrize(("name", "value"), [("ACCESSIBLE", "1"), ("ACCESSIBLE", "yes"), ("TERM", "dumb")])
def test_the_environment_can_ask_for_plain(
    rolecheck: Rolecheck, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    assert rolecheck("quiz", "--form", "quick", "--title", "交付经理", "--no-save", typed=ALL_A).code == 0


@pytest.mark.parametrize("value", ["0", "false", ""])
def test_without_a_terminal_one_is_told_the_ways_out(
    rolecheck: Rolecheck, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("ACCESSIBLE", value)

    ran = rolecheck("quiz", typed=ALL_A)

    assert ran.code == 4
    assert "--answers" in ran.err
    assert "--plain" in ran.err
    assert ran.out == ""


def test_a_full_disk_ends_the_quiz_with_a_sentence(rolecheck: Rolecheck, home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("", encoding="utf-8")

    ran = rolecheck(*QUIZ, typed=ALL_A)

    assert ran.code == 1
    assert "ROLECHECK_HOME" in ran.err


def test_whoever_changes_an_earlier_answer_is_told_how_many_later_ones_no_longer_count(rolecheck: Rolecheck) -> None:
    told = re.compile(r"原来答过的 (\d+) 题没有再问到，不算进结果")
    typed = "A\n" * 8 + "<\n" * 6 + "D\n" + "B\n" * 60

    for seed in range(20):
        ran = rolecheck(
            "quiz", "--plain", "--no-save", "--title", "交付经理", "--seed", str(seed), "--form", "quick", typed=typed
        )
        assert ran.code == 0
        if found := told.search(ran.err):
            assert 1 <= int(found[1]) <= 6
            assert "前面改过，这一题是新换上来的。" in ran.err
            return
    pytest.fail("no change of mind changed what is asked")
