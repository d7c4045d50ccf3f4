"""What a quiz stops at between its items and behind the last: a rest, the offer of more, the card, the result."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from rolecheck.bank.items import Bank
from rolecheck.bank.lookup import find_role
from rolecheck.bank.roles import RoleBook
from rolecheck.cli.asking import OpenRun
from rolecheck.cli.report import measured, session_score, show_result, write_result
from rolecheck.cli.requests import QuizRequest
from rolecheck.cli.saving import save_and_show
from rolecheck.cli.screen import WHOLE, can_page, pressed, show, show_paged
from rolecheck.errors import AmbiguousNameError, UnknownNameError
from rolecheck.measure.administration import CardStep, Offer, Rest, Stop
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.scoring import Profile
from rolecheck.prompt.asking import Asker, Menu
from rolecheck.report.offer import (
    CARD_HELP,
    CARD_NAMES,
    CHOICES,
    NO_TITLE,
    OFFER_HELP,
    REST_CHOICES,
    REST_HELP,
    card_says,
    offer_more,
    rest_says,
)
from rolecheck.report.personal.pages import answer_page, personal_page
from rolecheck.report.personal.report import personal_report
from rolecheck.session.session import Back, Card, More, Move, Session, Turn
from rolecheck.session.step import Step
from rolecheck.store.places import results_folder
from rolecheck.store.results import kept_already, save_result

CARD = "card"
HINT = " 回车 看完整的报告   q 离开"
CARD_HINT = "   ← 改名片"


def finish(
    examiner: Examiner, session: Session, request: QuizRequest, sitting: OpenRun, asker: Asker | None = None
) -> None:
    """Keep, show and write a result; ``asker`` can correct the card, where it was asked about."""
    seated = asker is not None and not request.json and can_page(plain=request.plain)
    while True:
        profile = measured(examiner, session)
        save_and_show(
            _saving(examiner, session, profile, sitting) if request.save else None,
            _showing(examiner, session, profile, request, seated=seated),
            sitting,
            "" if seated else "再看一遍：rolecheck report",
        )
        if request.output is not None:
            # Last, when everything is kept: a file that cannot be written costs nobody an answer.
            write_result(examiner, session, request.output, datetime.now().astimezone())
        if asker is None or not seated:
            return
        key = pressed(HINT) if request.title is not None else pressed(HINT + CARD_HINT, left=CARD)
        if key == WHOLE:
            show_paged(personal_page(personal_report(examiner, session, profile)), plain=False)
        if key != CARD:
            return
        session = _with_another_card(examiner, session, asker)


def _saving(examiner: Examiner, session: Session, profile: Profile, sitting: OpenRun) -> Callable[[], Path]:
    before = sitting.saved

    def save() -> Path:
        already = kept_already(results_folder(), session) if sitting.resumed else None
        score = session_score(examiner.bank, session, profile)
        path = already or save_result(results_folder(), session, examiner.bank, score, datetime.now().astimezone())
        if before is not None and before != path:
            # The same answers with the card corrected: there is one result, not two.
            before.unlink(missing_ok=True)
        return path

    return save


def _showing(
    examiner: Examiner, session: Session, profile: Profile, request: QuizRequest, *, seated: bool
) -> Callable[[], None]:
    def show_all() -> None:
        if seated:
            show(answer_page(personal_report(examiner, session, profile)), plain=request.plain)
        else:
            show_result(examiner, session, profile, json=request.json, plain=request.plain)

    return show_all


def _with_another_card(examiner: Examiner, session: Session, asker: Asker) -> Session:
    from rolecheck.prompt.applications import wipe

    move = ask_card(asker, examiner.bank, session.subject, session.title)
    asker.leave()
    # The answer as it was, and the name of a file that is gone, would stand above the new one.
    wipe()
    return replace(session, title=move.title) if isinstance(move, Card) else session


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
    others = [role.aliases for role in roles]
    find = partial(_called, bank.roles)
    chosen = asker.choose(Menu((card_says(subject),), names, (CARD_HELP, CARD_NAMES), before, others, find))
    if isinstance(chosen, Back):
        return chosen
    return Card(roles[chosen].id if chosen < len(roles) else None)


def _called(book: RoleBook, typed: str) -> int | str:
    """Return the place of the role that is called so, or say which ones may be meant."""
    places = {role.name: f"{place} {role.name}" for place, role in enumerate(book.roles, 1)}
    try:
        return book.roles.index(find_role(book, typed))
    except AmbiguousNameError as error:
        return f"“{error.name}”指 {'，还是 '.join(places[name] for name in error.meanings)}？"
    except UnknownNameError as error:
        if error.near:
            return f"你要找的是不是 {'、'.join(places[name] for name in error.near)}？"
        return f"请打 1 到 {len(places) + 1} 的数字，或角色的名字。"
