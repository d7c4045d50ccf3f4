"""Answers to the checklist from a file, and everything wrong with one told at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.acceptance import Acceptance, Answer
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_bank
from rolecheck.errors import BadInputError, Problem
from rolecheck.exchange.written_answers import read_checks
from rolecheck.session.acceptance import Reply


@pytest.fixture(scope="module")
def acceptance() -> Acceptance:
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    return acceptance


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "答.yaml"


def problems(file: Path, acceptance: Acceptance, text: str) -> tuple[Problem, ...]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        read_checks(file, acceptance)
    return caught.value.problems


def test_a_file_holds_a_name_and_replies(file: Path, acceptance: Acceptance) -> None:
    file.write_text(
        "name: 二期\nanswers:\n  floor-contained: 否\n  floor-peak: {answer: 是, note: 压过}\n"
        '  floor-recoverable: "no"\n  goal-figures: 说不准\n  room-make-up: u\n',
        encoding="utf-8",
    )
    content = read_checks(file, acceptance)
    assert content.name == "二期"
    assert content.replies == (
        Reply("floor-contained", Answer.NO),
        Reply("floor-peak", Answer.YES, "压过"),
        Reply("floor-recoverable", Answer.NO),
        Reply("goal-figures", Answer.UNKNOWN),
        Reply("room-make-up", Answer.UNKNOWN),
    )


@pytest.mark.parametrize("word", ["yes", "no", "on", "False"])
def test_a_word_yaml_takes_for_a_boolean_is_told_with_the_way_out(
    file: Path, acceptance: Acceptance, word: str
) -> None:
    (problem,) = problems(file, acceptance, f"answers:\n  floor-contained: {word}\n")
    assert problem.line == 2
    for piece in (word, "引号", "是、否 或 说不准", '"no"'):
        assert piece in problem.text


def test_all_problems_are_told_at_once(file: Path, acceptance: Acceptance) -> None:
    text = (
        "nmae: 二期\nanswers:\n  floor-containd: 否\n  floor-peak: 也许\n  floor-recoverable: {note: 没有答案}\n"
        "  floor-way-back: [是]\n  goal-figures: {answer: no}\n"
    )
    found = problems(file, acceptance, text)
    assert [problem.line for problem in found] == [1, 3, 4, 5, 6, 7]
    for problem, word in zip(found, ("name", "floor-contained", "也许", "answer", "列表", "引号"), strict=True):
        assert word in problem.text


@given(st.text(alphabet="yesno是否说不准:{}[] \n\"'&*!-#,，floor-containedanswersnote"))
def test_whatever_a_file_holds_it_is_read_or_told(file: Path, acceptance: Acceptance, text: str) -> None:
    file.write_text("answers:\n" + text, encoding="utf-8")
    try:
        content = read_checks(file, acceptance)
    except BadInputError as error:
        told = error.problems
    else:
        told = ()
        assert {reply.check for reply in content.replies} <= {check.id for check in acceptance.checks}
    assert all(problem.text.isprintable() for problem in told)
