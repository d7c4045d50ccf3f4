"""Where a way through a form stops at something other than an item: a rest, an offer of more, the card.

The card comes last: asked first it colours every answer, and a first page is where most people leave.
"""

from dataclasses import dataclass, replace

from rolecheck.bank.items import Facet
from rolecheck.measure.administration import next_step
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.forms import PLANS
from rolecheck.measure.outlook import Outlook
from rolecheck.measure.reading_time import Reading, reading_of
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Form, Session, Turn
from rolecheck.session.step import Step


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
