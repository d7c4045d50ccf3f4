"""`rolecheck quiz`: begin or resume, ask, score, report, save."""

import secrets
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.bank.lookup import find_role
from rolecheck.cli.asking import leaving_early, offer_to_resume, open_asker
from rolecheck.cli.report import measured, session_score, show_result
from rolecheck.cli.screen import bank_folder
from rolecheck.errors import NeedsAnswerError
from rolecheck.exchange.answers import AnswersFile, read_answers
from rolecheck.measure.administration import Move, Step, administer
from rolecheck.measure.examiner import Examiner
from rolecheck.prompt.asking import Asker
from rolecheck.session.form import Form
from rolecheck.session.session import Session
from rolecheck.store.journal import Journal, Unfinished, journals, new_journal, replay
from rolecheck.store.places import results_folder, sessions_folder
from rolecheck.store.results import save_result

FORM_NAMES = {Form.QUICK: "快测", Form.STANDARD: "标准卷", Form.FULL: "全卷"}

NO_TERMINAL = (
    "答题要在终端里进行，这里没有可以打字的终端。可以这样：\n"
    "  在终端里直接运行 rolecheck quiz；\n"
    "  把作答写进文件：rolecheck quiz --answers 文件.yaml；\n"
    "  从管道一行一个地读：rolecheck quiz --plain。"
)


@dataclass(frozen=True, slots=True)
class QuizRequest:
    """What was asked for on the command line."""

    form: Form
    title: str | None
    name: str | None
    about: str | None
    answers: Path | None
    seed: int | None
    save: bool
    no_input: bool
    bank: Path | None
    json: bool
    plain: bool


def run_quiz(request: QuizRequest) -> None:
    """Take one respondent through a form and print what it shows."""
    bank = load_bank(bank_folder(request.bank))
    title = None if request.title is None else find_role(bank.roles, request.title).id
    session = Session(
        form=request.form,
        seed=request.seed or 0,
        title=title,
        respondent=_name(request.name),
        subject=_name(request.about),
    )
    examiner = Examiner(bank)
    if request.answers is not None:
        session = _from_answers(examiner, session, read_answers(request.answers, bank))
        _finish(examiner, session, request)
        return
    asker = open_asker(bank, plain=request.plain, no_input=request.no_input, no_terminal=NO_TERMINAL)
    if request.seed is None:
        session = replace(session, seed=secrets.randbits(32))
    session, journal = _at_prompt(examiner, session, asker)
    _finish(examiner, session, request)
    journal.close()


def _name(typed: str | None) -> str | None:
    return None if typed is None else harmless(typed, MOST_NAME) or None


def _from_answers(examiner: Examiner, session: Session, answers: AnswersFile) -> Session:
    def answer(step: Step) -> Move:
        response = answers.responses.get(step.item.id)
        if response is None:
            msg = f"{answers.source} 里没有 {step.item.id} 的作答（第 {step.number} 题）。补上它再运行一次。"
            raise NeedsAnswerError(msg)
        return response

    return administer(examiner, replace(session, title=session.title or answers.title), answer, _keep_nothing)


def _keep_nothing(_: Move) -> None:
    """Keep no journal: the answers are in a file already."""


def _at_prompt(examiner: Examiner, session: Session, asker: Asker) -> tuple[Session, Journal]:
    bank = examiner.bank
    with leaving_early(asker, sessions_folder(), "rolecheck quiz"):
        unfinished = offer_to_resume(
            asker, journals(sessions_folder()), partial(replay, bank=bank), partial(_tell_unfinished, bank)
        )
        if unfinished is None:
            asker.say(bank.roles.advice["opening"].text)
            session = replace(session, title=session.title or _ask_title(bank, asker, session.subject))
            journal = new_journal(sessions_folder(), session, bank, datetime.now().astimezone())
        else:
            session, journal = unfinished.session, unfinished.journal
        session = administer(examiner, session, asker.ask_item, journal.keep)
        asker.say(_tell_dropped(session))
    return session, journal


def _tell_unfinished(bank: Bank, unfinished: Unfinished) -> str:
    session = unfinished.session
    card = "" if session.title is None else f"，名片是{bank.roles.role(session.title).name}"
    about = "" if session.subject is None else f"，说的是{session.subject}"
    which = f"{FORM_NAMES[session.form]}{card}{about}"
    return f"上次（{unfinished.left:%m-%d %H:%M}，{which}）答了 {len(session.responses)} 题，还没答完。"


def _tell_dropped(session: Session) -> str:
    dropped = len({response.item for response in session.shelf})
    return f"改过前面的作答，原来答过的 {dropped} 题没有再问到，不算进结果。" if dropped else ""


def _ask_title(bank: Bank, asker: Asker, subject: str | None) -> str | None:
    whose = "你" if subject is None else subject
    names = [*(role.name for role in bank.roles.roles), "都不是"]
    chosen = asker.ask_one_of(f"{whose}名片上写的是哪一个？", names)
    return bank.roles.roles[chosen].id if chosen < len(bank.roles.roles) else None


def _finish(examiner: Examiner, session: Session, request: QuizRequest) -> None:
    profile = measured(examiner, session)
    show_result(examiner, session, profile, json=request.json, plain=request.plain)
    if request.save:
        score = session_score(examiner.bank, session, profile)
        path = save_result(results_folder(), session, examiner.bank, score, datetime.now().astimezone())
        sys.stderr.write(f"结果存在 {path}，再看一遍：rolecheck report\n")
