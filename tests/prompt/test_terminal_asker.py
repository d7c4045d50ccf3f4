"""The questionary door, opened without a terminal: keys come from a pipe."""

import re
from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from rolecheck.bank.acceptance import Answer
from rolecheck.bank.items import Facet, Item
from rolecheck.prompt.asking import Menu, Paused
from rolecheck.prompt.terminal import TerminalAsker
from rolecheck.session.acceptance import CheckStep, Reply
from rolecheck.session.session import Back, Response
from rolecheck.session.step import Step
from tests.builders import shipped

BANK = shipped()
MOMENT = BANK.of(Facet.RESPONSIBILITY)[0]
READING = BANK.of(Facet.JUDGEMENT)[0]
LEFT = "\x1b[D"
CTRL_C = "\x03"


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


@pytest.fixture
def asker(keys: PipeInput, monkeypatch: pytest.MonkeyPatch) -> TerminalAsker:
    assert keys
    monkeypatch.setenv("COLUMNS", "80")
    return TerminalAsker(BANK)


def step(item: Item = MOMENT, number: int = 2, earlier: Response | None = None) -> Step:
    return Step(item, item.letters[::-1], number, 5, earlier)


def choice(move: object) -> str:
    assert isinstance(move, Response)
    return move.letters


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("a\r", "E"),
        ("AE\r", "EA"),
        ("ｂ\r", "D"),
        ("b\x7fc\r", "C"),
        ("z\ra\r", "E"),
        ("\ra\r", "E"),
        ("aa\rb\r", "D"),
        ("ab\x1b[200~\n\x1b[201~\r", "ED"),
        ("e\x1b[200~b\x1b[201~\r", "AD"),
        ("z\x1bb\r", "D"),
        (f"\x1b[200~{'B' * 480}\x1b[201~b\r", "D"),
        (f"{'B' * 480}", None),
    ],
)
def test_letters_and_enter_are_a_response_in_the_banks_letters(
    asker: TerminalAsker, keys: PipeInput, typed: str, letters: str | None
) -> None:
    keys.send_text(typed)
    keys.close()

    if letters is None:
        with pytest.raises(EOFError):
            asker.ask_item(step())
        return
    assert choice(asker.ask_item(step())) == letters


def test_a_response_says_how_long_the_item_was_on_the_screen(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text("a\r")
    keys.close()

    move = asker.ask_item(step())

    assert isinstance(move, Response)
    assert move.seconds is not None
    assert 0 <= move.seconds < 30


@pytest.mark.parametrize("typed", [LEFT, f"ab{LEFT}", "<\r"])
def test_the_left_arrow_goes_back_whatever_has_been_typed(asker: TerminalAsker, keys: PipeInput, typed: str) -> None:
    keys.send_text(typed)
    keys.close()

    assert asker.ask_item(step()) is Back.BACK


def test_on_the_first_item_the_left_arrow_only_moves_the_cursor(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text(f"a{LEFT}b\r")
    keys.close()

    assert choice(asker.ask_item(step(number=1))) == "DE"


def test_enter_alone_keeps_an_earlier_choice(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text("\r")
    keys.close()

    assert choice(asker.ask_item(step(earlier=Response(MOMENT.id, "C", "A")))) == "CA"


def test_only_one_letter_is_taken_where_a_reading_is_right_or_wrong(asker: TerminalAsker, keys: PipeInput) -> None:
    keys.send_text("ab\ra\r")
    keys.close()

    assert choice(asker.ask_item(step(READING))) == READING.letters[-1]


@pytest.mark.parametrize("typed", ["q\r", "Ｑ\r", "ab\x7f\x7fq\r"])
def test_q_pauses(asker: TerminalAsker, keys: PipeInput, typed: str) -> None:
    keys.send_text(typed)
    keys.close()

    with pytest.raises(Paused):
        asker.ask_item(step())


@pytest.mark.parametrize("typed", [CTRL_C, f"ab{CTRL_C}", f"?\r{CTRL_C}"])
def test_ctrl_c_leaves_at_once(asker: TerminalAsker, keys: PipeInput, typed: str) -> None:
    keys.send_text(typed)
    keys.close()

    with pytest.raises(KeyboardInterrupt):
        asker.ask_item(step())


def test_a_question_mark_helps_and_asks_again(
    capsys: pytest.CaptureFixture[str], asker: TerminalAsker, keys: PipeInput
) -> None:
    keys.send_text("?\ra\r")
    keys.close()

    assert choice(asker.ask_item(step())) == "E"
    assert "没有对错" in capsys.readouterr().err


def test_the_item_is_shown_on_stderr_in_full_and_stdout_stays_empty(
    keys: PipeInput, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    keys.send_text("a\r")
    keys.close()

    TerminalAsker(BANK).ask_item(step())

    out, err = capsys.readouterr()
    shown = "".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", err).split())
    assert out == ""
    assert all("".join(option.text.split()) in shown for option in MOMENT.options)


@pytest.mark.parametrize(("typed", "index"), [("2\r", 1), ("乙\r", 1), ("9\r\x7f1\r", 0), ("\r3\r", 2)])
def test_one_of_a_list_is_chosen_by_number_or_name(
    asker: TerminalAsker, keys: PipeInput, typed: str, index: int
) -> None:
    keys.send_text(typed)
    keys.close()

    assert asker.ask_one_of("选一个：", ["甲", "乙", "丙"]) == index


CHECKLIST = BANK.acceptance


def check(earlier: Reply | None = None) -> CheckStep:
    assert CHECKLIST is not None
    (group, *_) = CHECKLIST.groups
    return CheckStep(group, group.checks[0], 2, 16, earlier)


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("A\rn\r", None),
        ("夜里重启会丢单\rn 夜里重启会丢单\r", "夜里重启会丢单"),
        ("?\rn\r", None),
        ("n?\rn\r", None),
        ("n 谁说的?\r", "谁说的?"),
    ],
)
def test_at_a_check_a_wrong_line_is_gone_and_a_question_mark_helps_unless_it_stands_in_a_note(
    asker: TerminalAsker, keys: PipeInput, typed: str, note: str | None
) -> None:
    keys.send_text(typed)
    keys.close()

    assert asker.ask_check(check()) == Reply(check().check.id, Answer.NO, note)


MENU = Menu(
    ("哪个？",), ["甲经理", "都不是"], (), None, [["甲", "甲负责人"]], lambda typed: 0 if typed == "甲" else "没有"
)


@pytest.mark.parametrize(("typed", "index"), [("甲\r", 0), ("都不是\r", 1), ("乙经理乙经理乙经理乙经理乙经理\r2\r", 1)])
def test_a_name_is_typed_in_place_of_its_number_and_a_wrong_one_is_gone_again(
    asker: TerminalAsker, keys: PipeInput, typed: str, index: int
) -> None:
    keys.send_text(typed)
    keys.close()

    assert asker.choose(MENU) == index


@pytest.mark.parametrize(("room", "label"), [(30, "甲经理（甲、甲负责人）"), (20, "甲经理（甲）"), (11, "甲经理")])
def test_other_names_stand_behind_a_name_as_far_as_the_line_has_room(room: int, label: str) -> None:
    assert MENU.label(0, room) == label


def test_markup_in_a_name_is_shown_as_it_is(asker: TerminalAsker, capsys: pytest.CaptureFixture[str]) -> None:
    asker.say("[bold]老李[/bold][/]名片上写的是哪一个？")

    assert "[bold]老李[/bold][/]名片" in capsys.readouterr().err
