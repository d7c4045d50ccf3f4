"""The one loop through a form: whoever asks, every move is kept, going back shows the earlier choice, and it ends."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.measure.administration import administer, next_step
from rolecheck.session.session import Back, Form, Response, Session
from rolecheck.session.step import ItemMove, Step
from tests.builders import shipped, shipped_examiner


class Respondent:
    """Answers at random and goes back now and then."""

    def __init__(self, dice: int, backs: int) -> None:
        self.rng, self.backs = np.random.default_rng(dice), backs
        self.steps: list[Step] = []
        self.kept: list[ItemMove] = []

    def ask(self, step: Step) -> ItemMove:
        assert len(self.steps) == len(self.kept)
        self.steps.append(step)
        if self.backs and self.rng.random() < 0.4:
            self.backs -= 1
            return Back.BACK
        first, second = self.rng.permutation(list(step.item.letters))[:2].tolist()
        return Response(step.item.id, first, second if self.rng.random() < 0.5 else None)

    def keep(self, move: ItemMove) -> None:
        self.kept.append(move)


@settings(max_examples=6)
@given(st.sampled_from(Form), st.integers(0, 10_000), st.integers(0, 8))
def test_the_form_ends_and_the_moves_kept_lead_to_the_same_session(form: Form, seed: int, backs: int) -> None:
    respondent = Respondent(seed, backs)
    session = administer(shipped_examiner(), Session(form, seed), respondent.ask, respondent.keep)
    replayed = Session(form, seed)
    for move in respondent.kept:
        replayed = replayed.move(move)
    assert session == replayed
    assert next_step(shipped_examiner(), session) is None
    asked = [response.item for response in session.responses]
    assert len(set(asked)) == len(asked)


@settings(max_examples=6)
@given(st.integers(0, 10_000))
def test_going_back_leads_to_the_item_before_and_shows_its_earlier_choice(seed: int) -> None:
    respondent = Respondent(seed, 6)
    administer(shipped_examiner(), Session(Form.STANDARD, seed), respondent.ask, respondent.keep)
    went_back = 0
    for number, move in enumerate(respondent.kept[:-1]):
        before, after = respondent.steps[number], respondent.steps[number + 1]
        if isinstance(move, Response):
            assert after.number == before.number + 1
            assert after.most_left <= before.most_left - 1
        elif before.number > 1:
            went_back += 1
            assert after.number == before.number - 1
            assert after.earlier is not None
            assert after.earlier.item == after.item.id
            same = [step for step in respondent.steps[: number + 1] if step.item == after.item]
            assert after.order == same[-1].order
            answered = [kept for kept in respondent.kept[:number] if isinstance(kept, Response)]
            assert after.earlier in answered
        else:
            assert after == before
    assert went_back + sum(step.earlier is None for step in respondent.steps) > 0


def test_a_step_says_where_one_is() -> None:
    step = next_step(shipped_examiner(), Session(Form.STANDARD, 3))
    assert step is not None
    assert (step.number, step.most_left, step.earlier) == (1, 18 + 5 + 5 + 6 - 1, None)
    assert sorted(step.order) == list(step.item.letters)
    full = next_step(shipped_examiner(), Session(Form.FULL, 3))
    assert full is not None
    assert full.most_left == len(shipped().items) - 1


def test_who_leaves_midway_has_kept_every_move_before() -> None:
    respondent = Respondent(1, 0)

    def leave_at_the_fourth(step: Step) -> ItemMove:
        if step.number == 4:
            raise KeyboardInterrupt
        return respondent.ask(step)

    with pytest.raises(KeyboardInterrupt):
        administer(shipped_examiner(), Session(Form.QUICK, 1), leave_at_the_fourth, respondent.keep)
    assert len(respondent.kept) == 3
    resumed = Session(Form.QUICK, 1)
    for move in respondent.kept:
        resumed = resumed.move(move)
    undisturbed = Respondent(1, 0)
    ask: Callable[[Step], ItemMove] = respondent.ask
    session = administer(shipped_examiner(), resumed, ask, respondent.keep)
    assert session == administer(shipped_examiner(), Session(Form.QUICK, 1), undisturbed.ask, undisturbed.keep)


def test_a_finished_form_asks_nothing() -> None:
    def never(step: Step) -> ItemMove:
        raise AssertionError(step)

    respondent = Respondent(2, 0)
    done = administer(shipped_examiner(), Session(Form.FULL, 2), respondent.ask, respondent.keep)
    assert administer(shipped_examiner(), done, never, never) == done  # type: ignore[arg-type]
