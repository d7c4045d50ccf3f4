"""What is asked between the items, and what an answer there comes to: the rest, the offer of more, the card."""

from collections.abc import Sequence

from rolecheck.bank.items import Bank
from rolecheck.measure.stops import CardStep, Offer, Rest, Stop
from rolecheck.prompt.asking import Asker, Menu
from rolecheck.report.offer import (
    CARD_HELP,
    CHOICES,
    NO_TITLE,
    OFFER_HELP,
    REST_CHOICES,
    REST_HELP,
    card_says,
    offer_more,
    rest_says,
)
from rolecheck.session.session import Card, More, Move, Turn
from rolecheck.session.step import Step
from rolecheck.session.walk import Back


def ask_step(asker: Asker, bank: Bank, subject: str | None, step: Step | Stop) -> Move:
    """Ask whatever comes next and return the move made; leaves as ``Asker.ask_item`` does."""
    match step:
        case Step():
            return asker.ask_item(step)
        case Rest():
            return _rest(asker, step, subject)
        case Offer():
            return _offer(asker, step, subject)
        case CardStep(earlier):
            return ask_card(asker, bank, subject, earlier)


def _rest(asker: Asker, step: Rest, subject: str | None) -> Move:
    chosen = asker.choose(Menu(rest_says(step, subject), REST_CHOICES, (REST_HELP,)))
    return chosen if isinstance(chosen, Back) else (Turn.GO_ON, Turn.STOP)[chosen]


def _offer(asker: Asker, step: Offer, subject: str | None) -> Move:
    try:
        chosen = asker.choose(Menu((offer_more(step.outlook, subject),), CHOICES, (OFFER_HELP,)))
    except EOFError:
        # Answers piped in end with the form; nothing is missing.
        return Turn.ENOUGH
    if isinstance(chosen, Back):
        return chosen
    return Turn.ENOUGH if chosen else More(step.until)


def ask_card(asker: Asker, bank: Bank, subject: str | None, earlier: str | None) -> Move:
    """Ask for the role on the card; ``earlier`` is what was chosen before."""
    roles = bank.roles.roles
    names: Sequence[str] = [*(role.name for role in roles), NO_TITLE]
    before = next((place for place, role in enumerate(roles) if role.id == earlier), None)
    chosen = asker.choose(Menu((card_says(subject),), names, (CARD_HELP,), before))
    if isinstance(chosen, Back):
        return chosen
    return Card(roles[chosen].id if chosen < len(roles) else None)
