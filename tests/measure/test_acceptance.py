"""Acceptance by counting: what a checklist comes to, and what the judgement items earn."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.acceptance import Acceptance, Answer, Bad, Check
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Facet, Item, Option
from rolecheck.bank.loading import load_bank
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.acceptance import CheckStanding, decide, judge
from rolecheck.session.acceptance import Reply
from rolecheck.session.session import Response
from tests.builders import line_item, make_bank, make_item, shipped


def shipped_acceptance() -> Acceptance:
    acceptance = load_bank(shipped_folder()).acceptance
    assert acceptance is not None
    return acceptance


ACCEPTANCE = shipped_acceptance()
CHECKS = {check.id: check for check in ACCEPTANCE.checks}

Answers = dict[str, Answer]

any_answers = st.fixed_dictionaries(dict.fromkeys(CHECKS, st.sampled_from(Answer)))
any_check = st.sampled_from(ACCEPTANCE.checks)


def standing(answers: Answers) -> CheckStanding:
    return decide(ACCEPTANCE, [Reply(check, answer) for check, answer in answers.items()]).standing


def all_good(**others: Answer) -> Answers:
    return {**dict.fromkeys(CHECKS, Answer.YES), **others}


@given(any_answers, st.sampled_from([check for check in ACCEPTANCE.checks if check.bad is Bad.NEVER]))
def test_a_broken_floor_is_never_negotiable(answers: Answers, floor: Check) -> None:
    assert standing({**answers, floor.id: Answer.NO}) is CheckStanding.FORBIDS


@given(any_answers, any_check)
def test_unknown_is_never_better_than_a_good_answer(answers: Answers, check: Check) -> None:
    unknown = standing({**answers, check.id: Answer.UNKNOWN})
    assert unknown <= standing({**answers, check.id: Answer.YES})
    assert unknown <= CheckStanding.OPEN


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
    assert sum(len(decision.at(each)) for each in CheckStanding) == len(CHECKS)
    assert next(each for each in CheckStanding if decision.at(each)) is decision.standing


def test_all_good_answers_and_nothing_less_make_it_ready() -> None:
    assert standing(all_good()) is CheckStanding.GOOD
    for check in ACCEPTANCE.checks:
        for answer in Answer:
            if answer is not Answer.YES:
                assert standing(all_good(**{check.id: answer})) < CheckStanding.GOOD


@pytest.mark.parametrize("trap", ["silence", "signature", "compromise"])
def test_an_expectation_read_from_a_misreading_alone_counts_as_unknown(trap: str) -> None:
    (check,) = (check for check in ACCEPTANCE.checks if check.trap == trap)
    assert standing(all_good(**{check.id: Answer.NO})) is CheckStanding.OPEN
    assert standing(all_good(**{check.id: Answer.UNKNOWN})) is CheckStanding.OPEN


def test_a_failed_goal_forbids_and_owed_work_only_sets_a_condition() -> None:
    assert standing(all_good(**{"goal-main-flow": Answer.NO})) is CheckStanding.FORBIDS
    assert standing(all_good(**{"room-owed-list": Answer.NO})) is CheckStanding.CONDITION


OPTIONS = [
    Option("问到他点头", None, 1.0, None),
    Option("发一封信请他回", None, 0.5, None),
    Option("当他同意了", None, 0.0, "silence"),
    Option("字都签了", None, 0.0, "signature"),
]
READ = [make_item(f"read-{number}", OPTIONS, Facet.JUDGEMENT) for number in range(4)]
BANK = make_bank(2, [line_item("moment", ["line-0", "line-1", STAND_BACK]), *READ])


def answered(letters: str) -> list[Response]:
    return [Response(item.id, letter) for item, letter in zip(READ, letters, strict=False)]


@pytest.mark.parametrize(
    ("letters", "credit", "silence", "signature"),
    [
        ("AAAA", 1.0, 0, 0),
        ("AB", 0.75, 0, 0),
        ("C", 0.0, 1, 0),
        ("ACDD", 0.25, 1, 2),
        ("BBCC", 0.25, 2, 0),
    ],
)
def test_credit_is_the_mean_and_traps_are_counted(letters: str, credit: float, silence: int, signature: int) -> None:
    judgement = judge(BANK, answered(letters))
    assert judgement.credit == pytest.approx(credit)
    assert judgement.traps == {"silence": silence, "signature": signature, "compromise": 0}


def test_a_second_choice_earns_nothing_and_traps_nobody() -> None:
    judgement = judge(BANK, [Response("read-0", "B", "C"), Response("read-1", "C", "A")])
    assert judgement.credit == pytest.approx(0.25)
    assert judgement.traps["silence"] == 1


def test_other_facets_are_not_read() -> None:
    judgement = judge(BANK, [Response("moment", "C"), *answered("A")])
    assert [reading.item.id for reading in judgement.readings] == ["read-0"]
    assert judgement.credit == 1


def test_without_a_judgement_item_there_is_no_credit_to_speak_of() -> None:
    judgement = judge(BANK, [Response("moment", "A")])
    assert judgement.credit is None
    assert set(judgement.traps.values()) == {0}


def test_an_option_without_credit_earns_none() -> None:
    bank = replace(BANK, items=(make_item("read-0", [Option("看看再说", None, None, None)], Facet.JUDGEMENT),))
    assert judge(bank, [Response("read-0", "A")]).credit == 0


def test_the_shipped_bank_gives_full_credit_to_its_best_options_and_knows_its_traps() -> None:
    items = shipped().of(Facet.JUDGEMENT)
    best = judge(shipped(), [Response(item.id, _letter_of_credit(item, 1.0)) for item in items])
    assert best.credit == 1
    assert set(best.traps.values()) == {0}
    trapped = judge(shipped(), [Response(item.id, _letter_of_credit(item, 0.0)) for item in items])
    assert trapped.credit == 0
    assert sum(trapped.traps.values()) > 0


def _letter_of_credit(item: Item, credit: float) -> str:
    return next(letter for letter in item.letters if item.option(letter).credit == credit)
