"""`rolecheck report`, and the last page of `rolecheck quiz`."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.paging import show_paged
from rolecheck.cli.requests import ReportRequest
from rolecheck.cli.saving import check_output, save_page, save_text
from rolecheck.cli.screen import bank_folder, show_json, told_when
from rolecheck.errors import UsageError
from rolecheck.exchange.result_code import CodeTooLongError, in_groups, looks_like_code, result_code, session_of
from rolecheck.measure.administration import in_asked_order
from rolecheck.measure.examiner import Examiner, Profile, sheet_of
from rolecheck.report.page import Page
from rolecheck.report.personal.pages import personal_page, share_card, shares, shares_part
from rolecheck.report.personal.report import personal_report
from rolecheck.report.score import score_line
from rolecheck.session.session import Session
from rolecheck.store.inventory import find_result
from rolecheck.store.journal import journals
from rolecheck.store.places import results_folder, sessions_folder
from rolecheck.store.results import load_result
from rolecheck.visible import quoted

ENDINGS = (".html", ".md", ".json", ".svg")
"""What a personal report can be written as."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A result to show; where it came in a code, neither when it was taken nor a file it lies in is known."""

    session: Session
    taken: datetime | None = None
    path: Path | None = None


def as_one(words: Sequence[str] | None) -> str | None:
    """Return what was typed as one name: a code read aloud in groups is one, and so is a name with a blank in it."""
    if not words:
        return None
    return "".join(words) if len(words) > 1 and looks_like_code("".join(words)) else " ".join(words)


def run_report(request: ReportRequest) -> None:
    """Print a kept result again, measured anew from its responses, or write it to a file."""
    result = as_one(request.result)
    named = None if result is None or looks_like_code(result) else Path(result)
    check_output(request.output, ENDINGS, inputs=(named, request.bank))
    wanted = [name for name in ("json", "code", "card") if getattr(request, name)]
    if len(wanted) > 1:
        options = "、".join(f"--{name}" for name in wanted)
        raise UsageError(f"{options} 各要打印一样东西，一次只能写一个。")
    bank = load_bank(bank_folder(request.bank))
    examiner = Examiner(bank)
    shown = _shown(examiner, result)
    if request.code:
        _print_code(bank, shown)
    elif request.card:
        nameless = replace(shown.session, respondent=None, subject=None)
        card = share_card(personal_report(examiner, nameless, measured(examiner, nameless)))
        sys.stdout.write("".join(f"{line}\n" for line in card.lines))
    elif request.json or request.output is None:
        if shown.taken is not None and not request.json:
            sys.stderr.write(f"{_when(shown.taken)}\n")
        profile = measured(examiner, shown.session)
        show_result(examiner, shown.session, profile, json=request.json, plain=request.plain)
    if request.output is not None:
        write_result(examiner, shown.session, request.output, shown.taken)


def _shown(examiner: Examiner, name: str | None) -> Shown:
    if name is not None and looks_like_code(name):
        session = session_of(examiner.bank, name)
        ordered = in_asked_order(examiner, session)
        if ordered is None:
            sys.stderr.write("结果码里没有答题的先后，下面的“第几题”按题库里的先后数。\n")
        return Shown(ordered or session)
    path = _found(name)
    result = load_result(path, examiner.bank)
    if not result.same_bank:
        sys.stderr.write("题库在这次作答之后改过，下面按现在的题库重新算过。\n")
    if result.dropped:
        sys.stderr.write(f"有 {result.dropped} 题现在的题库已经没有，没有算进来。\n")
    return Shown(result.session, result.taken, path)


def _found(name: str | None) -> Path:
    """Return the result meant; where there is none, but something begun, say that."""
    try:
        return find_result(results_folder(), name)
    except UsageError as error:
        begun = [] if name is not None else journals(sessions_folder())[0]
        if not begun:
            raise
        left = datetime.fromtimestamp(begun[0].stat().st_mtime).astimezone()
        raise UsageError(f"还没有结果，有一次没答完（{left:%m-%d %H:%M}）。", "接着答，运行 rolecheck quiz") from error


def _print_code(bank: Bank, shown: Shown) -> None:
    try:
        code = result_code(bank, shown.session)
    except CodeTooLongError as error:
        raise UsageError(f"{error}请改发结果文件，rolecheck report 一样能看：{quoted(shown.path)}") from error
    sys.stdout.write(code + "\n")
    sys.stderr.write(f"念的时候分成几段：{in_groups(code)}\n里面是全部作答，没有名字；给谁看，谁就看得到结果。\n")


def _when(taken: datetime) -> str:
    return f"{told_when(taken, datetime.now().astimezone())} 的作答"


def measured(examiner: Examiner, session: Session) -> Profile:
    """Return what a session shows."""
    return next(examiner.measure_many([sheet_of(session)]))


def session_score(bank: Bank, session: Session, profile: Profile) -> dict[str, object]:
    """Return a session's score line."""
    return score_line(bank, profile, session.respondent, session.title, len(session.responses))


def show_result(examiner: Examiner, session: Session, profile: Profile, *, json: bool, plain: bool) -> None:
    """Print a result on stdout, as its score line or as a report."""
    if json:
        show_json(session_score(examiner.bank, session, profile))
        return
    show_paged(personal_page(personal_report(examiner, session, profile)), plain=plain)


def result_page(examiner: Examiner, session: Session, profile: Profile, taken: datetime | None) -> Page:
    """Return a result as a file shows it: the whole of it."""
    return personal_page(personal_report(examiner, session, profile), "" if taken is None else _when(taken), whole=True)


def write_result(examiner: Examiner, session: Session, path: Path, taken: datetime | None) -> None:
    """Write a result into a file of the kind its name ends in, and say where it is."""
    profile = measured(examiner, session)
    ending = path.suffix.lower()
    if ending == ".json":
        score = session_score(examiner.bank, session, profile)
        save_text(json.dumps(score, ensure_ascii=False) + "\n", path)
        return
    if ending == ".svg":
        report = personal_report(examiner, session, profile)
        if not report.shares:
            raise UsageError(f"{report.conclusion.statement}，没有占比可画。把 --output 换成 .html 或 .md。")
        from rolecheck.output.html import svg_text

        (told,) = shares_part(report, whole=True)
        save_text(svg_text(shares(report), told.heading, told.note, report.disclaimer), path)
        return
    save_page(result_page(examiner, session, profile, taken), path)
