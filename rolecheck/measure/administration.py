"""What comes next on the way through a form: an item, or a stop at a rest, an offer of more items, the card.

This is for the one loop that takes a respondent through it: a terminal, plain lines, a file, a phone. The card comes
last: asked first it colours every answer, and a first page is where most people leave.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rolecheck.bank.items import Facet, Item
from rolecheck.measure.forms import PLANS, Reading, reading_of
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.more_items import Outlook
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Form, Response, Session, Turn
from rolecheck.session.step import ItemMove, Step, shown_order, walk


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
        may_go_on=PLANS[session.form].adaptive and session.until is None,
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


@dataclass(frozen=True, slots=True)
class Rest:
    """All moments are through: ``verdict`` is what they come to so far, ``left`` what the other facets would ask."""

    answered: int
    verdict: Verdict
    facets: tuple[Facet, ...]
    left: Reading


@dataclass(frozen=True, slots=True)
class Offer:
    """The form is done without a conclusion, and more moments may bring one: until so many are answered."""

    outlook: Outlook
    until: int


@dataclass(frozen=True, slots=True)
class CardStep:
    """Everything else is answered; ``earlier`` is the role's id chosen before going back, None where none was."""

    earlier: str | None


Stop = Rest | Offer | CardStep


def next_stop(examiner: Examiner, session: Session, *, asks_card: bool = True) -> Step | Stop | None:
    """Return what to ask next, item or not; None when there is nothing more. Without ``asks_card`` no card is."""
    if not session.took(Turn.STOP):
        step = next_step(examiner, session)
        if step is not None:
            return _rest_before(examiner, session, step) or step
        outlook = None if session.took(Turn.ENOUGH) else examiner.outlook(session)
        if outlook is not None:
            return Offer(outlook, examiner.until(session, outlook.more))
    return CardStep(session.title) if asks_card and not session.took(Turn.CARD) else None


def _rest_before(examiner: Examiner, session: Session, step: Step) -> Rest | None:
    """Return the rest that comes before the first item of another facet, if it comes now."""
    by_id = examiner.bank.by_id
    moments = all(by_id[response.item].facet is Facet.RESPONSIBILITY for response in session.responses)
    is_between = moments and session.responses and step.item.facet is not Facet.RESPONSIBILITY
    if not (is_between and PLANS[session.form].adaptive) or session.took(Turn.GO_ON):
        return None
    left = examiner.fixed_left(session)
    facets = tuple(dict.fromkeys(item.facet for item in left))
    verdict = examiner.measure(session.responses).verdict
    return Rest(len(session.responses), verdict, facets, reading_of(examiner.bank, left))


def finished(session: Session) -> Session:
    """Return the session as it is kept: whoever stopped at the rest has answered a whole quick form."""
    form = Form.QUICK if session.took(Turn.STOP) else session.form
    return replace(session, form=form, turns=())
