"""The end of a quiz: kept, then shown; at a terminal the answer on one screen, and the whole report for a key."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rolecheck.cli.asking import Sitting
from rolecheck.cli.paging import can_page, show_paged
from rolecheck.cli.report import measured, session_score, show_result, write_result
from rolecheck.cli.saving import save_and_show
from rolecheck.cli.screen import show
from rolecheck.cli.stops import ask_card
from rolecheck.measure.examiner import Examiner, Profile
from rolecheck.prompt.asking import Asker
from rolecheck.report.personal.pages import answer_page, personal_page
from rolecheck.report.personal.report import personal_report
from rolecheck.session.session import Card, Session
from rolecheck.store.places import results_folder
from rolecheck.store.results import kept_already, save_result

if TYPE_CHECKING:
    from rolecheck.cli.requests import QuizRequest

WHOLE, CARD, LEAVE = "whole", "card", "leave"
KEYS = {"enter": WHOLE, " ": WHOLE, "q": LEAVE, "Q": LEAVE, "\uff51": LEAVE, "escape": LEAVE, "c-d": LEAVE}
HINT = " 回车 看完整的报告   q 离开"
CARD_HINT = "   ← 改名片"


def finish(
    examiner: Examiner, session: Session, request: "QuizRequest", sitting: Sitting, asker: Asker | None = None
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
        pressed = _pressed(asks_card=request.title is None)
        if pressed == WHOLE:
            show_paged(personal_page(personal_report(examiner, session, profile)), plain=False)
        if pressed != CARD:
            return
        session = _with_another_card(examiner, session, asker)


def _saving(examiner: Examiner, session: Session, profile: Profile, sitting: Sitting) -> Callable[[], Path]:
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
    examiner: Examiner, session: Session, profile: Profile, request: "QuizRequest", *, seated: bool
) -> Callable[[], None]:
    def show_all() -> None:
        if seated:
            show(answer_page(personal_report(examiner, session, profile)), plain=request.plain)
        else:
            show_result(examiner, session, profile, json=request.json, plain=request.plain)

    return show_all


def _pressed(*, asks_card: bool) -> str:
    from rolecheck.prompt.pager import read_key

    return read_key(HINT + CARD_HINT, {**KEYS, "left": CARD}) if asks_card else read_key(HINT, KEYS)


def _with_another_card(examiner: Examiner, session: Session, asker: Asker) -> Session:
    move = ask_card(asker, examiner.bank, session.subject, session.title)
    asker.leave()
    return replace(session, title=move.title) if isinstance(move, Card) else session
