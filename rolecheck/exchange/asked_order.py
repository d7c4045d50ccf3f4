"""The order in which a session's items were asked, found by asking them again."""

from collections.abc import Mapping
from dataclasses import replace

from rolecheck.bank.items import Facet
from rolecheck.measure.examiner import Examiner
from rolecheck.session.session import Response, Session


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
