"""`rolecheck accept`: begin or resume, ask, decide, report, save."""

import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from rolecheck.bank.acceptance import Acceptance
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.asking import (
    CHECKING,
    OpenRun,
    bank_place,
    leaving_early,
    offer_to_resume,
    open_asker,
    sitting_down,
)
from rolecheck.cli.requests import AcceptRequest
from rolecheck.cli.saving import check_output, save_and_show, save_page
from rolecheck.cli.screen import WHOLE, bank_folder, can_page, pressed, show, show_json, show_paged, told_when
from rolecheck.errors import NeedsAnswerError, UsageError
from rolecheck.exchange.written_answers import read_checks
from rolecheck.measure.acceptance import decide
from rolecheck.prompt.asking import Asker
from rolecheck.report.acceptance import acceptance_data, acceptance_page, decision_page
from rolecheck.session.acceptance import AcceptanceSession, CheckMove, CheckStep, clean_name, move_on, next_check
from rolecheck.session.step import walk
from rolecheck.store.inventory import find_acceptance
from rolecheck.store.places import acceptances_folder, open_acceptances_folder
from rolecheck.store.results import acceptance_record, save_acceptance
from rolecheck.store.walks import OpenAcceptance, new_acceptance_journal, replay_acceptance, reply_record
from rolecheck.typesetting import quoted

NO_TERMINAL = (
    "逐条问要在终端里进行，这里没有可以打字的终端。"
    "作答也可以写在文件里（--answers 文件.yaml），或从管道一行一个地来（--plain）。"
)

HINT = " 回车 看完整的判断   q 离开"

OPENING = "验收前看一遍：手上这份结果，现在交出去，对方接不接得住。照实答；拿不准就答说不准。"


def run_accept(request: AcceptRequest) -> None:
    """Go through the checklist for one result and print what it comes to."""
    if request.show:
        request = _showing(request)
    elif request.number is not None:
        raise UsageError("accept 后面只有看存下的验收时才写编号。", f"运行 rolecheck accept --show {request.number}")
    check_output(request.output, inputs=(request.answers, request.bank))
    bank = load_bank(bank_folder(request.bank))
    if bank.acceptance is None:
        msg = (
            f"{quoted(bank_folder(request.bank))} 里的题库没有验收单。在 questions.yaml 末尾补上 acceptance"
            "（照自带题库的写），或者不写 --bank，用自带的那张。"
        )
        raise UsageError(msg, "运行 rolecheck accept")
    session = AcceptanceSession(clean_name(request.name or ""))
    with sitting_down("rolecheck accept", request.bank, CHECKING) as sitting:
        if request.answers is not None:
            _finish(bank, bank.acceptance, _from_file(bank.acceptance, session, request.answers), request, sitting)
            return
        asker = open_asker(bank, plain=request.plain, no_input=request.no_input, no_terminal=NO_TERMINAL)
        with leaving_early(asker, sitting):
            session = _at_prompt(bank, bank.acceptance, session, asker, request, sitting)
            asker.say("")
            asker.leave()
            _finish(bank, bank.acceptance, session, request, sitting, seated=can_page(plain=request.plain))


def _showing(request: AcceptRequest) -> AcceptRequest:
    """Return the request that shows a kept check: its answers, decided anew, and nothing kept a second time."""
    kept = find_acceptance(acceptances_folder(), request.number)
    if not request.json:
        sys.stderr.write(f"{told_when(kept.taken.astimezone(), datetime.now().astimezone())} 的验收\n")
    return request._replace(answers=kept.path, save=False)


def _from_file(acceptance: Acceptance, session: AcceptanceSession, path: Path) -> AcceptanceSession:
    file = read_checks(path, acceptance)
    replies = {reply.check: reply for reply in file.replies}
    missing = [check for check in acceptance.checks if check.id not in replies]
    if missing:
        listed = "\n".join(f"  {check.id}: {check.ask}" for check in missing)
        msg = f"{quoted(file.source)} 里有 {len(missing)} 条没答：\n{listed}\n补上再运行一次；拿不准的写 说不准。"
        raise NeedsAnswerError(msg)

    def answer(step: CheckStep) -> CheckMove:
        return replies[step.check.id]

    session = AcceptanceSession(session.name or file.name)
    return walk(session, partial(next_check, acceptance), answer, _keep_nothing, move_on)


def _keep_nothing(_: CheckMove) -> None:
    """Keep no journal: the answers are in a file already."""


def _at_prompt(
    bank: Bank,
    acceptance: Acceptance,
    session: AcceptanceSession,
    asker: Asker,
    request: AcceptRequest,
    sitting: OpenRun,
) -> AcceptanceSession:
    folder = bank_place(request.bank)
    unfinished = offer_to_resume(
        asker,
        sitting,
        open_acceptances_folder(),
        partial(replay_acceptance, bank=bank, folder=folder),
        _tell_unfinished,
    )
    if unfinished is None:
        asker.say(OPENING)
        name = session.name or clean_name(asker.ask_text("这次要交的是什么？写个名字，好认；不写就直接回车。"))
        session = AcceptanceSession(name)
        journal = new_acceptance_journal(open_acceptances_folder(), name, bank, datetime.now().astimezone(), folder)
        sitting.journal = journal
    else:
        journal = unfinished.journal
        session = replace(unfinished.session, name=session.name or unfinished.session.name)
    return walk(
        session,
        partial(next_check, acceptance),
        asker.ask_check,
        lambda move: journal.append(reply_record(move)),
        move_on,
    )


def _sitting(sitting: OpenRun) -> str | None:
    """Return the id of the journal a check comes from, None without one."""
    return None if sitting.journal is None else sitting.journal.id


def _tell_unfinished(unfinished: OpenAcceptance) -> str:
    name = f"“{unfinished.session.name}”" if unfinished.session.name else "一份没写名字的结果"
    return f"上次（{unfinished.left:%m-%d %H:%M}）在看{name}，答了 {len(unfinished.session.replies)} 条，还没看完。"


def _finish(
    bank: Bank,
    acceptance: Acceptance,
    session: AcceptanceSession,
    request: AcceptRequest,
    sitting: OpenRun,
    *,
    seated: bool = False,
) -> None:
    """Keep, show and write what the replies come to; whoever is ``seated`` at a terminal sees the decision alone."""
    decision = decide(acceptance, session.replies)
    taken = datetime.now().astimezone()
    record = acceptance_record(bank, acceptance_data(bank, session, decision), taken, _sitting(sitting))
    page = acceptance_page(bank, acceptance, session, decision)

    def show_decision() -> None:
        if request.json:
            show_json(record)
        elif seated:
            show(decision_page(session, decision), plain=request.plain)
        else:
            show_paged(page, plain=request.plain)

    save_and_show(
        partial(save_acceptance, acceptances_folder(), record, taken) if request.save else None,
        show_decision,
        sitting,
        "再看一遍：rolecheck accept --show",
    )
    if request.output is not None:
        # Last, when everything is kept: a file that cannot be written costs nobody an answer.
        save_page(page, request.output)
    if seated and not request.json and pressed(HINT) == WHOLE:
        show_paged(page, plain=request.plain)
