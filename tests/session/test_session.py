"""A session is answered forwards and undone backwards, and forgets nothing on the way."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.session.session import Form, Response, Session

NAMES = [f"moment-{number}" for number in range(6)]
EMPTY = Session(Form.STANDARD, 7, title="project-manager", respondent="小王", subject="小李")

responses = st.builds(
    Response,
    item=st.sampled_from(NAMES),
    first=st.sampled_from("AB"),
    second=st.none() | st.sampled_from("CD"),
    seconds=st.none() | st.floats(0, 100),
)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Draw a session somebody went through, back and forth."""
    session = EMPTY
    for move in draw(st.lists(st.none() | responses, max_size=12)):
        if move is None:
            session = session.undo()
        elif all(earlier.item != move.item for earlier in session.responses):
            session = session.answer(move)
    return session


@given(sessions(), responses)
def test_undoing_an_answer_leaves_all_but_the_shelf_as_it_was(session: Session, response: Response) -> None:
    if any(earlier.item == response.item for earlier in session.responses):
        with pytest.raises(ValueError, match=response.item):
            session.answer(response)
        return
    undone = session.answer(response).undo()
    assert replace(undone, shelf=session.shelf) == session
    assert undone.shelved(response.item) is response


@given(sessions())
def test_answering_what_was_undone_gives_the_same_responses(session: Session) -> None:
    if session.responses:
        last = session.responses[-1]
        again = session.undo().answer(last)
        assert again.responses == session.responses
        assert again.shelved(last.item) is None


@given(sessions())
def test_no_item_is_answered_and_shelved_at_once_and_none_answered_twice(session: Session) -> None:
    answered = [response.item for response in session.responses]
    assert len(set(answered)) == len(answered)
    assert all(session.shelved(item) is None for item in answered)


@given(sessions())
def test_whose_session_it_is_never_changes(session: Session) -> None:
    assert replace(session, responses=(), shelf=()) == EMPTY


@given(sessions())
def test_undone_to_the_end_everything_is_shelved(session: Session) -> None:
    undone = session
    for _ in range(len(session.responses) + 1):
        undone = undone.undo()
    assert undone.responses == ()
    for response in session.responses:
        assert undone.shelved(response.item) == response


def test_there_is_nothing_to_undo_at_the_beginning() -> None:
    assert EMPTY.undo() is EMPTY


def test_of_two_choices_taken_back_the_later_is_shown() -> None:
    session = EMPTY.answer(Response("a", "A")).undo().answer(Response("a", "B")).undo()
    assert session.shelved("a") == Response("a", "B")
    assert session.shelved("b") is None


def test_a_session_is_not_changed_by_answering_it() -> None:
    EMPTY.answer(Response("a", "A"))
    assert EMPTY.responses == ()
    with pytest.raises(FrozenInstanceError):
        EMPTY.seed = 8  # type: ignore[misc]


def test_a_response_is_written_as_its_letters() -> None:
    assert Response("a", "B", "D").letters == "BD"
    assert Response("a", "B").letters == "B"
