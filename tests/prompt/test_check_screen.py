"""What a check looks like on the screen, and asking it line by line."""

import io

import pytest

from rolecheck.bank.acceptance import Answer
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.prompt.asking import Paused, PlainAsker
from rolecheck.prompt.screen import CHECK_KEYS, check_complaint, check_lines
from rolecheck.session.acceptance import AcceptanceSession, CheckMove, CheckStep, Reply, next_check
from rolecheck.session.session import Back
from rolecheck.typesetting import width


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(shipped_folder())


@pytest.fixture(scope="module")
def steps(bank: Bank) -> list[CheckStep]:
    assert bank.acceptance is not None
    session, steps = AcceptanceSession(), []
    while (step := next_check(bank.acceptance, session)) is not None:
        steps.append(step)
        session = session.answer(Reply(step.check.id, Answer.NO))
    return steps


def ask(bank: Bank, step: CheckStep, typed: str) -> tuple[CheckMove, str]:
    told = io.StringIO()
    return PlainAsker(bank, io.StringIO(typed), told).ask_check(step), told.getvalue()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_every_check_and_its_keys_fit_a_small_terminal(
    bank: Bank, steps: list[CheckStep], columns: int, rows: int
) -> None:
    for step in steps:
        lines = [line.plain for line in check_lines(bank, step, columns)]
        assert all(width(line) <= columns for line in lines)
        assert len(lines) - 1 + 3 <= rows  # the first is blank; two of hints and the prompt follow
        assert step.check.ask in "".join(line.strip() for line in lines)
    assert width(CHECK_KEYS) <= 38


def test_a_judgement_is_explained_where_it_begins_and_not_again(bank: Bank, steps: list[CheckStep]) -> None:
    def is_explained(step: CheckStep) -> bool:
        return step.group.asks in "".join(line.plain.strip() for line in check_lines(bank, step, 80))

    assert [is_explained(step) for step in steps] == [step.opens_group for step in steps]


def test_a_line_is_an_answer_with_a_note(bank: Bank, steps: list[CheckStep]) -> None:
    move, _ = ask(bank, steps[0], "n 夜里重启会丢单\n")
    assert move == Reply("floor-contained", Answer.NO, "夜里重启会丢单")


def test_what_cannot_be_read_is_told_and_asked_again(bank: Bank, steps: list[CheckStep]) -> None:
    move, told = ask(bank, steps[0], "\n也许\n?\ny\n")
    assert move == Reply("floor-contained", Answer.YES)
    assert "请打 y、n 或 u" in told
    assert "说明空一格" in told
    assert "该问谁" in told


def test_one_can_go_back_pause_and_run_out_of_input(bank: Bank, steps: list[CheckStep]) -> None:
    assert ask(bank, steps[1], "<\n")[0] is Back.BACK
    with pytest.raises(Paused):
        ask(bank, steps[0], "q\n")
    with pytest.raises(EOFError):
        ask(bank, steps[0], "")


def test_an_empty_line_keeps_the_earlier_reply_and_only_that(bank: Bank, steps: list[CheckStep]) -> None:
    earlier = Reply(steps[0].check.id, Answer.NO, "只连打印机")
    again = CheckStep(steps[0].group, steps[0].check, 1, 16, earlier)
    assert ask(bank, again, "\n")[0] == earlier
    assert "只连打印机" in "".join(line.plain for line in check_lines(bank, again, 80))
    assert check_complaint("", steps[0]) is not None
