"""The order in which a session's items were asked, found by asking them again."""

from dataclasses import replace

from rolecheck.measure.examiner import Examiner
from rolecheck.session.session import Session


def in_asked_order(examiner: Examiner, session: Session) -> Session | None:
    """Return the session with its responses in the order they were asked for, or None where that cannot be told.

    Form, seed and responses lead to the same items again, unless the bank or the way of choosing has changed since.
    """
    responses = {response.item: response for response in session.responses}
    again = replace(session, responses=())
    while (item := examiner.next_item(again)) is not None:
        response = responses.get(item.id)
        if response is None:
            return None
        again = again.answer(response)
    return again if len(again.responses) == len(responses) else None
