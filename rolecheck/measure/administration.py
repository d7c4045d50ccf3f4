"""What a form asks next, for the one loop that takes a respondent through it, and in which order it asked before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from rolecheck.bank.items import Facet, Item
from rolecheck.measure.examiner import Examiner
from rolecheck.session.session import Response, Session
from rolecheck.session.step import ItemMove, Step, shown_order
from rolecheck.session.walk import walk


def next_step(examiner: Examiner, session: Session) -> Step | None:
    """Return what to ask next, or None when the form is done."""
    return next_steps(examiner, [session])[0]


def next_steps(examiner: Examiner, sessions: Sequence[Session]) -> list[Step | None]:
    """Return what each of many sessions asks next: together they cost a fraction of one after another."""
    items = examiner.next_items(sessions)
    return [step_to(examiner, session, item) if item else None for session, item in zip(sessions, items, strict=True)]


def step_to(examiner: Examiner, session: Session, item: Item) -> Step:
    """Return the step that asks the item a session has been found to ask next."""
    return Step(
        item=item,
        order=shown_order(item, session.seed),
        number=len(session.responses) + 1,
        most_left=examiner.most_left_with(session, item) - 1,
        earlier=session.shelved(item.id),
        later=len({shelved.item for shelved in session.shelf} - {item.id}),
    )


def administer(
    examiner: Examiner, session: Session, ask: Callable[[Step], ItemMove], keep: Callable[[ItemMove], None]
) -> Session:
    """Ask until the form is done; each move is kept before the next item is chosen."""
    return walk(session, partial(next_step, examiner), ask, keep, Session.move)


def in_asked_order(examiner: Examiner, session: Session) -> Session | None:
    """Return the session with its responses in the order they were asked for, or None where that cannot be told.

    Form, seed and responses lead to the same items again, unless the bank or the way of choosing has changed since.
    Responses that the form does not ask for were asked when it went on.
    """
    responses = {response.item: response for response in session.responses}
    again = _asked_again(examiner, replace(session, responses=(), until=None), responses)
    if again is not None and len(again.responses) < len(responses):
        moments = sum(item.id in responses for item in examiner.bank.of(Facet.RESPONSIBILITY))
        again = _asked_again(examiner, again.extend(moments), responses)
    return again if again is not None and len(again.responses) == len(responses) else None


def _asked_again(examiner: Examiner, session: Session, responses: Mapping[str, Response]) -> Session | None:
    """Return the session answered to its end, or None where an item it asks has no response."""
    while (item := examiner.next_item(session)) is not None:
        response = responses.get(item.id)
        if response is None:
            return None
        session = session.answer(response)
    return session
