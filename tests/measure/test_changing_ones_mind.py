"""Going back and answering otherwise: what follows still counts, what no longer follows does not."""

from collections.abc import Iterator, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.measure.administration import administer, next_step
from rolecheck.session.session import Back, Form, Response, Session
from rolecheck.session.step import ItemMove, Step
from tests.builders import shipped, shipped_examiner

EXAMINER = shipped_examiner()


def answered(session: Session, letters: Mapping[str, str], until: int | None = None) -> Session:
    """Answer by a table, A where it has nothing, to the end or until so many responses are given."""

    def ask(step: Step) -> ItemMove:
        if until is not None and step.number > until:
            raise StopAsking
        return Response(step.item.id, letters.get(step.item.id, "A"))

    moves: list[ItemMove] = []
    try:
        return administer(EXAMINER, session, ask, moves.append)
    except StopAsking:
        for move in moves:
            session = session.move(move)
        return session


class StopAsking(Exception):  # noqa: N818 - leaving is no error
    """Enough has been answered."""


def undone(session: Session, times: int) -> Session:
    for _ in range(times):
        session = session.move(Back.BACK)
    return session


def steps_kept(session: Session) -> Iterator[tuple[Step, Session]]:
    """Press Enter on every item that shows an earlier choice."""
    while (step := next_step(EXAMINER, session)) is not None and step.earlier is not None:
        yield step, session
        session = session.answer(step.earlier)
    yield step or last(session), session


def last(session: Session) -> Step:
    item = shipped().by_id[session.responses[-1].item]
    return Step(item, item.letters, len(session.responses), 0, None)


@settings(max_examples=15)
@given(st.integers(0, 1000), st.integers(2, 12), st.integers(1, 14))
def test_going_back_and_keeping_everything_changes_nothing(seed: int, given_first: int, backs: int) -> None:
    before = answered(Session(Form.STANDARD, seed), {}, given_first)

    *steps, (_, after) = steps_kept(undone(before, backs))

    assert after == before
    assert [step.later for step, _ in steps] == list(range(min(backs, given_first) - 1, -1, -1))


@settings(max_examples=10)
@given(st.integers(0, 1000), st.integers(2, 12), st.data())
def test_whoever_answers_otherwise_ends_where_he_would_have_who_answered_so_at_once(
    seed: int, given_first: int, data: st.DataObject
) -> None:
    before = answered(Session(Form.STANDARD, seed), {}, given_first)
    backs = data.draw(st.integers(1, given_first))
    back = undone(before, backs)
    step = next_step(EXAMINER, back)
    assert step is not None
    letters = {step.item.id: data.draw(st.sampled_from(step.item.letters[1:]))}

    changed = answered(back, letters)
    straight = answered(Session(Form.STANDARD, seed), letters)

    assert changed.responses == straight.responses
    # What was answered and not asked again is remembered, but not among what counts.
    asked = {response.item for response in changed.responses}
    assert {response.item for response in changed.shelf} == {r.item for r in before.responses} - asked


def test_an_item_that_comes_in_where_another_was_shows_no_earlier_choice_and_how_many_wait() -> None:
    for seed in range(30):
        before = answered(Session(Form.STANDARD, seed), {}, 8)
        back = undone(before, 6)
        first = next_step(EXAMINER, back)
        assert first is not None
        after = next_step(EXAMINER, back.answer(Response(first.item.id, "D")))
        assert after is not None
        assert after.later == 5 - (after.earlier is not None)
        if after.earlier is None:
            return
    raise AssertionError("no change of mind changed what is asked next")
