"""Whether a result can be handed over: the laws the decision keeps, whatever is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.acceptance import Acceptance, Answer, Bad, Check
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading import load_bank
from rolecheck.measure.acceptance import Standing, decide
from rolecheck.session.acceptance import Reply


def shipped() -> Acceptance:
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    return acceptance


ACCEPTANCE = shipped()
CHECKS = {check.id: check for check in ACCEPTANCE.checks}

Answers = dict[str, Answer]

any_answers = st.fixed_dictionaries(dict.fromkeys(CHECKS, st.sampled_from(Answer)))
any_check = st.sampled_from(ACCEPTANCE.checks)


def standing(answers: Answers) -> Standing:
    return decide(ACCEPTANCE, [Reply(check, answer) for check, answer in answers.items()]).standing


def all_good(**others: Answer) -> Answers:
    return {**dict.fromkeys(CHECKS, Answer.YES), **others}


@given(any_answers, st.sampled_from([check for check in ACCEPTANCE.checks if check.bad is Bad.NEVER]))
def test_a_broken_floor_is_never_negotiable(answers: Answers, floor: Check) -> None:
    assert standing({**answers, floor.id: Answer.NO}) is Standing.FORBIDS


@given(any_answers, any_check)
def test_unknown_is_never_better_than_a_good_answer(answers: Answers, check: Check) -> None:
    unknown = standing({**answers, check.id: Answer.UNKNOWN})
    assert unknown <= standing({**answers, check.id: Answer.YES})
    assert unknown <= Standing.OPEN


@given(any_answers, any_check)
def test_turning_a_bad_answer_into_a_good_one_never_makes_it_worse(answers: Answers, check: Check) -> None:
    assert standing({**answers, check.id: Answer.YES}) >= standing({**answers, check.id: Answer.NO})


@given(any_answers, st.permutations(list(CHECKS)))
def test_the_order_of_the_replies_does_not_matter(answers: Answers, order: list[str]) -> None:
    shuffled = decide(ACCEPTANCE, [Reply(check, answers[check]) for check in order])
    assert shuffled == decide(ACCEPTANCE, [Reply(check, answer) for check, answer in answers.items()])


@given(any_answers, any_check)
def test_a_check_without_a_reply_counts_as_unknown(answers: Answers, check: Check) -> None:
    rest = {other: answer for other, answer in answers.items() if other != check.id}
    assert standing(rest) == standing({**answers, check.id: Answer.UNKNOWN})


@given(any_answers)
def test_every_check_is_found_once_and_the_worst_decides(answers: Answers) -> None:
    decision = decide(ACCEPTANCE, [Reply(check, answer) for check, answer in answers.items()])
    assert [finding.check.id for finding in decision.findings] == list(CHECKS)
    assert sum(len(decision.at(each)) for each in Standing) == len(CHECKS)
    assert next(each for each in Standing if decision.at(each)) is decision.standing


def test_all_good_answers_and_nothing_less_make_it_ready() -> None:
    assert standing(all_good()) is Standing.GOOD
    for check in ACCEPTANCE.checks:
        for answer in Answer:
            if answer is not Answer.YES:
                assert standing(all_good(**{check.id: answer})) < Standing.GOOD


@pytest.mark.parametrize("trap", ["silence", "signature", "compromise"])
def test_an_expectation_read_from_a_misreading_alone_counts_as_unknown(trap: str) -> None:
    (check,) = (check for check in ACCEPTANCE.checks if check.trap == trap)
    assert standing(all_good(**{check.id: Answer.NO})) is Standing.OPEN
    assert standing(all_good(**{check.id: Answer.UNKNOWN})) is Standing.OPEN


def test_a_failed_goal_forbids_and_owed_work_only_sets_a_condition() -> None:
    assert standing(all_good(**{"goal-main-flow": Answer.NO})) is Standing.FORBIDS
    assert standing(all_good(**{"room-owed-list": Answer.NO})) is Standing.CONDITION
