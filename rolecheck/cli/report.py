"""`rolecheck report`, and the last page of `rolecheck quiz`."""

import sys
from pathlib import Path

from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.screen import bank_folder, show, show_json
from rolecheck.measure.examiner import Examiner, Profile, sheet_of
from rolecheck.output.personal import personal_page
from rolecheck.report.personal import personal_report
from rolecheck.report.score import score_line
from rolecheck.session.session import Session
from rolecheck.store.places import results_folder
from rolecheck.store.results import find_result, load_result


def run_report(name: str | None, folder: Path | None, *, json: bool, plain: bool) -> None:
    """Print a kept result again, measured anew from its responses."""
    bank = load_bank(bank_folder(folder))
    result = load_result(find_result(results_folder(), name), bank)
    if not result.same_bank:
        sys.stderr.write("题库在这次作答之后改过，下面按现在的题库重新算过。\n")
    if result.dropped:
        sys.stderr.write(f"有 {result.dropped} 题现在的题库已经没有，没有算进来。\n")
    if not json:
        sys.stderr.write(f"{result.taken:%Y-%m-%d %H:%M} 的作答\n")
    examiner = Examiner(bank)
    show_result(examiner, result.session, measured(examiner, result.session), json=json, plain=plain)


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
    report = personal_report(examiner, session, profile)
    show(lambda page: personal_page(report, page), plain=plain)
