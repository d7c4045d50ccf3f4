"""`rolecheck quiz`: begin or resume, ask, score, report, save."""

import secrets
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import typer

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.bank.lookup import find_role
from rolecheck.cli.report import measured, session_score, show_result
from rolecheck.cli.screen import bank_folder, wants_plain
from rolecheck.errors import BadInputError, NeedsAnswerError
from rolecheck.exchange.answers import AnswersFile, read_answers
from rolecheck.measure.administration import Move, Step, administer
from rolecheck.measure.examiner import Examiner
from rolecheck.prompt.asking import Asker, Paused
from rolecheck.session.form import Form
from rolecheck.session.session import Session
from rolecheck.store.journal import Journal, Unfinished, journals, new_journal, replay
from rolecheck.store.places import results_folder, sessions_folder
from rolecheck.store.results import save_result

INTERRUPTED = 130

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
    asker = _asker(bank, request)
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


def _asker(bank: Bank, request: QuizRequest) -> Asker:
    if request.no_input:
        msg = "--no-input 时不能提问，作答要用 --answers 文件给出。"
        raise NeedsAnswerError(msg)
    if wants_plain(request.plain):
        from rolecheck.prompt.plain import PlainAsker

        return PlainAsker(bank, sys.stdin, sys.stderr)
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        raise NeedsAnswerError(NO_TERMINAL)
    from rolecheck.prompt.terminal import TerminalAsker

    return TerminalAsker(bank)


def _is_terminal(stream: object) -> bool:
    return stream is not None and not getattr(stream, "closed", False) and getattr(stream, "isatty", bool)()


def _at_prompt(examiner: Examiner, session: Session, asker: Asker) -> tuple[Session, Journal]:
    bank = examiner.bank
    try:
        unfinished = _offer_to_resume(bank, asker)
        if unfinished is None:
            asker.say(bank.roles.advice["opening"].text)
            session = replace(session, title=session.title or _ask_title(bank, asker, session.subject))
            journal = new_journal(sessions_folder(), session, bank, datetime.now().astimezone())
        else:
            session, journal = unfinished.session, unfinished.journal
        session = administer(examiner, session, asker.ask_item, journal.keep)
        asker.say("")
    except (KeyboardInterrupt, Paused, EOFError) as leaving:
        _say_kept(asker)
        if isinstance(leaving, EOFError):
            msg = "输入到头了，题还没答完。"
            raise NeedsAnswerError(msg) from leaving
        raise typer.Exit(0 if isinstance(leaving, Paused) else INTERRUPTED) from leaving
    return session, journal


def _ask_title(bank: Bank, asker: Asker, subject: str | None) -> str | None:
    whose = "你" if subject is None else subject
    names = [*(role.name for role in bank.roles.roles), "都不是"]
    chosen = asker.ask_one_of(f"{whose}名片上写的是哪一个？", names)
    return bank.roles.roles[chosen].id if chosen < len(bank.roles.roles) else None


def _offer_to_resume(bank: Bank, asker: Asker) -> Unfinished | None:
    """Return the latest unfinished session, if there is one and the respondent wants to go on with it."""
    for path in journals(sessions_folder()):
        try:
            unfinished = replay(path, bank)
        except BadInputError as error:
            aside = Journal(path, "").set_aside()
            asker.say(f"{error} 已改名放在一边：{aside}")
            continue
        count = len(unfinished.session.responses)
        asker.say(f"上次（{unfinished.left:%m-%d %H:%M}）答了 {count} 题，还没答完。")
        if asker.ask_one_of("接着答，还是重新开始？", ["接着答", "重新开始"]) == 0:
            return unfinished
        aside = unfinished.journal.set_aside()
        asker.say(f"上次的作答没有删，放在一边：{aside}")
        return None
    return None


def _say_kept(asker: Asker) -> None:
    asker.say("")
    if any(journals(sessions_folder())):
        asker.say("已经答的都存好了。再运行 rolecheck quiz，可以接着答。")
    else:
        asker.say("还没有作答，没有东西要存。")


def _finish(examiner: Examiner, session: Session, request: QuizRequest) -> None:
    profile = measured(examiner, session)
    show_result(examiner, session, profile, json=request.json, plain=request.plain)
    if request.save:
        score = session_score(examiner.bank, session, profile)
        path = save_result(results_folder(), session, examiner.bank, score, datetime.now().astimezone())
        sys.stderr.write(f"结果存在 {path}，再看一遍：rolecheck report\n")
