"""`rolecheck quiz`: begin or resume, ask, score, report, save."""

import secrets
from dataclasses import replace
from datetime import datetime
from functools import partial

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.bank.lookup import find_role
from rolecheck.cli.asking import OpenRun, bank_place, leaving_early, offer_to_resume, open_asker, sitting_down
from rolecheck.cli.quiz_stops import ask_step, finish
from rolecheck.cli.report import ENDINGS
from rolecheck.cli.requests import QuizRequest
from rolecheck.cli.saving import check_output
from rolecheck.cli.screen import bank_folder, checked_seed
from rolecheck.errors import NeedsAnswerError
from rolecheck.exchange.written_answers import WrittenAnswers, read_answers
from rolecheck.measure.administration import CardStep, Offer, Rest, Stop, administer, finished, next_stop
from rolecheck.measure.forms import PLANS, longest_reading, usual_reading
from rolecheck.measure.item_choice import Examiner
from rolecheck.prompt.asking import Asker
from rolecheck.report.wording import minutes_words
from rolecheck.session.session import FORM_NAMES, Form, Session, Turn
from rolecheck.session.step import ItemMove, Step, walk
from rolecheck.store.journal import Journal, new_journal
from rolecheck.store.places import sessions_folder
from rolecheck.store.walks import OpenSession, replay
from rolecheck.typesetting import quoted

NO_TERMINAL = (
    "答题要在终端里进行，这里没有可以打字的终端。"
    "作答也可以写在文件里（--answers 文件.yaml），或从管道一行一个地来（--plain）。"
)


def run_quiz(request: QuizRequest) -> None:
    """Take one respondent through a form and print what it shows."""
    check_output(request.output, ENDINGS, inputs=(request.answers, request.bank))
    checked_seed(request.seed)
    bank = load_bank(bank_folder(request.bank))
    title = None if request.title is None else find_role(bank.roles, request.title).id
    session = Session(
        form=request.form or Form.STANDARD,
        seed=request.seed or 0,
        title=title,
        respondent=_name(request.name),
        subject=_name(request.about),
    )
    examiner = Examiner(bank)
    with sitting_down("rolecheck quiz", request.bank) as sitting:
        if request.answers is not None:
            session = _from_answers(examiner, session, read_answers(request.answers, bank))
            finish(examiner, session, request, sitting)
            return
        asker = open_asker(bank, plain=request.plain, no_input=request.no_input, no_terminal=NO_TERMINAL)
        if request.seed is None:
            session = replace(session, seed=secrets.randbits(32))
        with leaving_early(asker, sitting):
            session = _at_prompt(examiner, session, asker, request, sitting)
            asker.leave()
            finish(examiner, session, request, sitting, asker)


def _name(typed: str | None) -> str | None:
    return None if typed is None else harmless(typed, MOST_NAME) or None


def _from_answers(examiner: Examiner, session: Session, answers: WrittenAnswers) -> Session:
    def answer(step: Step) -> ItemMove:
        response = answers.responses.get(step.item.id)
        if response is None:
            msg = f"{quoted(answers.source)} 里没有 {step.item.id} 的作答（第 {step.number} 题）。补上它再运行一次。"
            raise NeedsAnswerError(msg)
        return response

    return administer(examiner, replace(session, title=session.title or answers.title), answer, _keep_nothing)


def _keep_nothing(_: ItemMove) -> None:
    """Keep no journal: the answers are in a file already."""


def _at_prompt(examiner: Examiner, session: Session, asker: Asker, request: QuizRequest, sitting: OpenRun) -> Session:
    bank, folder = examiner.bank, bank_place(request.bank)
    unfinished = offer_to_resume(
        asker,
        sitting,
        sessions_folder(),
        partial(replay, bank=bank, folder=folder),
        partial(_tell_unfinished, examiner, session, request),
    )
    if unfinished is None:
        # In one paragraph: on a small screen the first item still begins below it.
        asker.say(bank.roles.advice["opening"].text + _what_it_takes(bank, session.form))
        journal = new_journal(sessions_folder(), session, bank, datetime.now().astimezone(), folder)
        sitting.journal = journal
    else:
        session, journal = unfinished.session, unfinished.journal
    session = _walk_through(examiner, session, asker, journal)
    asker.say(_tell_dropped(session))
    return finished(session)


def _walk_through(examiner: Examiner, session: Session, asker: Asker, journal: Journal) -> Session:
    """Ask to the end: the items, what comes between them, and last the card, unless the command line told it."""
    following = partial(next_stop, examiner, asks_card=_asks_card(session))
    ask = partial(ask_step, asker, examiner.bank, session.subject)
    return walk(session, following, ask, journal.keep, Session.move)


def _what_it_takes(bank: Bank, form: Form) -> str:
    usual, longest = usual_reading(bank, form), longest_reading(bank, form)
    # The most is the number beside the first item, which counts down from it; the minutes are for the usual number.
    items = f"{usual.items} 题上下、最多 {longest.items} 题" if PLANS[form].adaptive else f"{longest.items} 题"
    return f"{minutes_words(usual.minutes)}，{items}；只存在这台电脑上。"


def _tell_unfinished(examiner: Examiner, wanted: Session, request: QuizRequest, unfinished: OpenSession) -> str:
    session, bank = unfinished.session, examiner.bank
    card = "" if session.title is None else f"，名片是{bank.roles.role(session.title).name}"
    about = "" if session.subject is None else f"，说的是{session.subject}"
    which = f"上次（{unfinished.left:%m-%d %H:%M}，{FORM_NAMES[session.form]}{card}{about}）"
    stop = next_stop(examiner, session, asks_card=_asks_card(session))
    count = f"{which}答了 {len(session.responses)} 题，{_how_far(stop)}。"
    return count + _of_no_use(session, wanted, request)


def _how_far(stop: Step | Stop | None) -> str:
    match stop:
        case None:
            return "都答完了，只差看结果"
        case CardStep():
            return "题都答完了，只差名片"
        case Offer():
            return "题都答完了"
        case Rest():
            return "责任的题答完了"
        case Step():
            return "还没答完"


def _of_no_use(begun: Session, wanted: Session, request: QuizRequest) -> str:
    """Say which options of the command line do not count when going on: what was asked so far depends on them."""
    given = {
        f"--form {request.form}": request.form is not None and begun.form != wanted.form,
        f"--title {request.title}": request.title is not None and begun.title != wanted.title,
        f"--name {request.name}": request.name is not None and begun.respondent != wanted.respondent,
        f"--about {request.about}": request.about is not None and begun.subject != wanted.subject,
        f"--seed {request.seed}": request.seed is not None and begun.seed != wanted.seed,
    }
    unused = "、".join(harmless(option, MOST_NAME) for option, differs in given.items() if differs)
    return f"接着答就照上次的来，这回写的 {unused} 不算；要照这回写的，就重新开始。" if unused else ""


def _asks_card(session: Session) -> bool:
    """Tell whether the card is asked about: not where the command line has told it."""
    return session.title is None or session.took(Turn.CARD)


def _tell_dropped(session: Session) -> str:
    dropped = len({response.item for response in session.shelf})
    return f"改过前面的作答，原来答过的 {dropped} 题没有再问到，不算进结果。" if dropped else ""
