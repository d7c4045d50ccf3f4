"""Going through the checklist: forwards, backwards, and how answers are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.acceptance import Acceptance, Answer
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_bank
from rolecheck.session.acceptance import (
    MOST_NOTE,
    AcceptanceSession,
    CheckMove,
    Reply,
    answer_of,
    move_on,
    next_check,
    split_answer,
)
from rolecheck.session.session import Back
from rolecheck.session.step import walk


@pytest.fixture(scope="module")
def acceptance() -> Acceptance:
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    return acceptance


def test_every_check_is_asked_once_in_order_and_then_no_more(acceptance: Acceptance) -> None:
    asked: list[tuple[int, str]] = []
    session = AcceptanceSession()
    while (step := next_check(acceptance, session)) is not None:
        asked.append((step.number, step.check.id))
        session = session.answer(Reply(step.check.id, Answer.UNKNOWN))
    assert asked == [(number, check.id) for number, check in enumerate(acceptance.checks, 1)]


def test_only_the_first_check_of_a_judgement_opens_it(acceptance: Acceptance) -> None:
    session = AcceptanceSession()
    opens = []
    while (step := next_check(acceptance, session)) is not None:
        opens.append(step.opens_group)
        session = session.answer(Reply(step.check.id, Answer.YES))
    assert sum(opens) == len(acceptance.groups)
    assert opens[0]


def test_going_back_asks_again_and_shows_the_earlier_reply(acceptance: Acceptance) -> None:
    first = acceptance.checks[0].id
    reply = Reply(first, Answer.NO, "只连一台打印机")
    back = move_on(move_on(AcceptanceSession("甲"), reply), Back.BACK)
    step = next_check(acceptance, back)
    assert step is not None
    assert (step.check.id, step.earlier, back.name) == (first, reply, "甲")
    assert AcceptanceSession().undo() == AcceptanceSession()
    assert back.answer(Reply(first, Answer.YES)).shelf == ()


def test_a_check_is_not_answered_twice(acceptance: Acceptance) -> None:
    reply = Reply(acceptance.checks[0].id, Answer.NO)
    with pytest.raises(ValueError, match=reply.check):
        AcceptanceSession().answer(reply).answer(reply)


def test_each_move_is_kept_before_the_next_question(acceptance: Acceptance) -> None:
    kept: list[CheckMove] = []
    done = walk(
        AcceptanceSession(),
        lambda session: next_check(acceptance, session),
        lambda step: Back.BACK if len(kept) == 2 else Reply(step.check.id, Answer.YES, str(len(kept))),
        kept.append,
        move_on,
    )
    assert kept[2] is Back.BACK
    assert len(kept) == len(acceptance.checks) + 2
    assert [reply.note for reply in done.replies][:2] == ["0", "3"]


@pytest.mark.parametrize(
    ("typed", "answer", "note"),
    [
        ("y", Answer.YES, None),
        (" Ｎ ", Answer.NO, None),
        ("n 夜里重启会丢单", Answer.NO, "夜里重启会丢单"),
        ("否，夜里重启会丢单", Answer.NO, "夜里重启会丢单"),
        ("说不准　压测机没批，下周才有", Answer.UNKNOWN, "压测机没批，下周才有"),
        ("没有 都复测过了", Answer.NO, "都复测过了"),
        ("是不是", None, None),
        ("n夜里重启会丢单", None, None),
        ("", None, None),
        ("y \x1b[31m红\u202e", Answer.YES, "[31m红"),
    ],
)
def test_a_typed_line_is_an_answer_and_perhaps_a_note(typed: str, answer: Answer | None, note: str | None) -> None:
    assert split_answer(typed) == (answer, note)


@given(st.text())
def test_any_line_is_read_and_its_note_can_be_shown(typed: str) -> None:
    answer, note = split_answer(typed)
    assert answer is None or answer in Answer
    assert note is None or (note.isprintable() and 0 < len(note) <= MOST_NOTE + 1)


@given(st.text(max_size=12), st.sampled_from([" ", "　", "，"]), st.sampled_from(["y", "否", "说不准"]))
def test_a_note_never_changes_the_answer_before_it(note: str, gap: str, word: str) -> None:
    assert split_answer(word + gap + note)[0] is answer_of(word)
